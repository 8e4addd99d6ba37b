import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import { happenedAt, type Recorded } from './recorded.ts';

/** Facts of a service order in which the customer and the company talk to each other. Progress may be reported inside the company alone. */
const conversations: ReadonlySet<ServiceOrderFact['type']> = new Set([
  'NeedsRevised',
  'NeedsConfirmed',
  'ProposalSubmitted',
  'ProposalRevisionRequested',
  'ProposalAccepted',
  'ProposalDeclined',
  'ContractConcluded',
  'ContractRenewed',
  'ServiceEndAgreed',
  'ContractTerminated',
  'ProjectKickedOff',
  'DeliverableSubmitted',
  'DeliverableAccepted',
  'DeliverableRefused',
  'ImprovementWaived',
  'CompletionReported',
  'CompletionAccepted',
  'CompletionRefused',
  'ChangeRequested',
  'ChangeQuoted',
  'ChangeAgreed',
  'ChangeDeclined',
  'MilestoneAccepted',
  'InquiryOpened',
  'InquiryResolved',
  'CustomerContacted',
  'FeedbackReceived',
]);

/** When the customer and the company last talked, after one more fact: the newest time stays, in whatever order it is written down. */
export const lastContactAfter = (before: string, fact: Recorded<ServiceOrderFact>): string => {
  const at = happenedAt(fact);
  return conversations.has(fact.type) && at > before ? at : before;
};
