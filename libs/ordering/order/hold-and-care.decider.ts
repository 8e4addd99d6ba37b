import type { CommandsOf, Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext } from '#libs/kernel/decider';
import type { OrderDeskData } from '#state-machines/order/order.data';
import type { OrderDeskFact } from '#state-machines/order/order.events';
import { recordContact } from '../contact/contact.policies.ts';
import { ruleRefusal } from '../refusal.ts';
import type {
  HoldAndCarePayloads,
  HoldOrderPayload,
  ReleaseHoldPayload,
  ResolveInquiryPayload,
} from './hold-and-care.payloads.ts';

/** The commands that an order of either kind takes. */
export type HoldAndCareCommand = CommandsOf<{ [Type in keyof HoldAndCarePayloads]: HoldAndCarePayloads[Type] }>;

/** Which facts a command leads to that every order takes; that it is available has been decided. */
export const decideHoldAndCare = (
  command: HoldAndCareCommand,
  { data }: { readonly data: OrderDeskData },
  context: DecisionContext,
): Decision<OrderDeskFact> => {
  switch (command.type) {
    case 'HoldOrder':
      return holdOrder(command.data, data);
    case 'ReleaseHold':
      return releaseHold(command.data, data);
    case 'RecordContact':
      return recordContact(command.data, context);
    case 'OpenInquiry':
      return [{ type: 'InquiryOpened', data: { ...command.data, inquiryId: context.commandId } }];
    case 'ResolveInquiry':
      return resolveInquiry(command.data, data);
    case 'RecordFeedback':
      return [{ type: 'FeedbackReceived', data: { ...command.data } }];
  }
};

/** What a check says of a hold that it owes, besides what a person can say. */
type CheckedHold = Plain<HoldOrderPayload> & { readonly grounds?: string };

/** What is said of a hold is kept also where the order is held for this reason already. */
const holdOrder = ({ reason, note, grounds }: CheckedHold, { holds }: OrderDeskData): Decision<OrderDeskFact> => {
  const said = { ...(note ? { note } : {}), ...(grounds ? { grounds } : {}) };
  if (!holds.includes(reason)) return [{ type: 'OrderHeld', data: { reason, ...said } }];
  return Object.keys(said).length > 0 ? [{ type: 'OrderHeld', data: { reason, ...said, again: true } }] : [];
};

const releaseHold = ({ reason, note }: Plain<ReleaseHoldPayload>, { holds }: OrderDeskData): Decision<OrderDeskFact> =>
  holds.includes(reason)
    ? [{ type: 'HoldReleased', data: { reason, ...(note ? { note } : {}) } }]
    : ruleRefusal(
        'not-held-for-this',
        'reason',
        `保留の理由は「${holds.join('」「')}」です。`,
        `The order is not held for "${reason}" but for ${holds.join(', ')}.`,
      );

const resolveInquiry = (
  { inquiryId, answer }: Plain<ResolveInquiryPayload>,
  { openInquiries, inquiryIds }: OrderDeskData,
): Decision<OrderDeskFact> => {
  const [only, another] = openInquiries;
  const id = inquiryId ?? (another === undefined ? only : undefined);
  if (id === undefined)
    return ruleRefusal(
      'which-inquiry',
      'inquiryId',
      '未回答の問い合わせが複数あります。どれに回答するか指定してください。',
      'Several inquiries are open; say which one this answers.',
    );
  if (openInquiries.includes(id)) return [{ type: 'InquiryResolved', data: { inquiryId: id, answer } }];
  return inquiryIds.includes(id)
    ? []
    : ruleRefusal(
        'unknown-inquiry',
        'inquiryId',
        `問い合わせ「${id}」がありません。`,
        `The order has no inquiry "${id}".`,
      );
};
