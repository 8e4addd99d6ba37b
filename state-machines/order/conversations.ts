import type { GoodsOrderFact } from '../goods-order/goods-order.events.ts';
import type { OrderDeskFact } from './order.events.ts';
import type { ServiceOrderFact } from '../service-order/service-order.events.ts';
import type { Party } from '../service-order/service-order.terms.ts';
import { contactMedia, type ContactDirection, type ContactMedium } from '../vocabulary/contact.ts';

/** How the customer and the company talked to each other; null where nothing is known of it, or where both turned to each other. */
export interface Talk {
  readonly medium: ContactMedium | null;
  readonly direction: ContactDirection | null;
}

interface AnyFact {
  readonly type: string;
  readonly data: object;
}

/** The facts of a stream in which the two talk. */
type Talks<F extends AnyFact> = {
  readonly [Type in F['type']]?: (data: Extract<F, { readonly type: Type }>['data']) => Talk;
};

const inbound = (medium: ContactMedium | null = null): Talk => ({ medium, direction: 'inbound' });
const outbound = (medium: ContactMedium | null = null): Talk => ({ medium, direction: 'outbound' });
const together = (): Talk => ({ medium: null, direction: null });
const from = ({ by }: { readonly by: Party }): Talk => (by === 'customer' ? inbound() : outbound());

const atEveryDesk: Talks<OrderDeskFact> = {
  InquiryOpened: ({ askedVia }) => inbound(askedVia),
  InquiryResolved: () => outbound(),
  CustomerContacted: ({ medium, direction }) => ({ medium, direction }),
  FeedbackReceived: () => inbound(),
};

const inGoodsOrders: Talks<GoodsOrderFact> = {
  ClarificationRequested: ({ askedVia }) => outbound(askedVia),
  ClarificationReceived: ({ answeredVia }) => inbound(answeredVia),
  DeliveryDateProposed: () => outbound(),
  DeliveryDateAgreed: () => inbound(),
  DeliveryDateDeclined: () => inbound(),
  ...atEveryDesk,
};

/** Progress is not among them: it may be reported inside the company alone. */
const inServiceOrders: Talks<ServiceOrderFact> = {
  NeedsRevised: () => inbound(),
  NeedsConfirmed: ({ confirmedVia }) => inbound(confirmedVia),
  ProposalSubmitted: ({ submittedVia }) => outbound(submittedVia),
  ProposalRevisionRequested: () => inbound(),
  ProposalAccepted: () => inbound(),
  ProposalDeclined: () => inbound(),
  ContractConcluded: together,
  ContractRenewed: together,
  ServiceEndAgreed: from,
  ContractTerminated: from,
  ProjectKickedOff: together,
  DeliverableSubmitted: () => outbound(),
  DeliverableAccepted: () => inbound(),
  DeliverableRefused: () => inbound(),
  ImprovementWaived: () => inbound(),
  CompletionReported: () => outbound(),
  CompletionAccepted: () => inbound(),
  CompletionRefused: () => inbound(),
  ChangeRequested: from,
  ChangeQuoted: () => outbound(),
  ChangeAgreed: () => inbound(),
  ChangeDeclined: from,
  MilestoneAccepted: () => inbound(),
  ...atEveryDesk,
};

const talkBy = <F extends AnyFact, Type extends F['type']>(
  talks: Talks<F>,
  type: Type,
  data: Extract<F, { readonly type: Type }>['data'],
): Talk | undefined => talks[type]?.(data);

/** How the two talked in a fact of a goods order; undefined where they did not. */
export const talkInGoodsOrder = ({ type, data }: GoodsOrderFact): Talk | undefined =>
  talkBy<GoodsOrderFact, GoodsOrderFact['type']>(inGoodsOrders, type, data);

/** How the two talked in a fact of a service order; undefined where they did not. */
export const talkInServiceOrder = ({ type, data }: ServiceOrderFact): Talk | undefined =>
  talkBy<ServiceOrderFact, ServiceOrderFact['type']>(inServiceOrders, type, data);

const isMedium = (name: string): name is ContactMedium => contactMedia.some((medium) => medium === name);

/** How the customer turned to the company with an order that came in through a channel; some channels are no talk between people. */
export const talkAtIntake = (channel: string): Talk => inbound(isMedium(channel) ? channel : null);

/** Facts of a service order in which the two talk. */
export const serviceConversations = Object.keys(inServiceOrders) as readonly ServiceOrderFact['type'][];
