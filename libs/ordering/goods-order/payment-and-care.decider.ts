import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext, Refusal } from '#libs/kernel/decider';
import { netPaid } from '#state-machines/goods-order/payment.data';
import type { GoodsOrderFact } from '#state-machines/goods-order/goods-order.events';
import { ruleRefusal } from '../refusal.ts';
import { notAfterToday, today } from './dates.policies.ts';
import type { GoodsOrderState } from './goods-order.state.ts';
import type {
  HoldOrder,
  MarkPaymentDue,
  OpenInquiry,
  RecordPayment,
  RefundPayment,
  ReleaseHold,
  ResolveInquiry,
} from './payment-and-care.commands.ts';

const otherCurrency = (currency: string | undefined, { data }: GoodsOrderState): Refusal | undefined =>
  currency !== undefined && currency !== data.currency
    ? ruleRefusal(
        'currency-mix',
        'currency',
        `この受注の通貨は ${data.currency} です。`,
        `This order is in ${data.currency}; an amount in ${currency} cannot be booked on it.`,
      )
    : undefined;

export const recordPayment = (
  command: Plain<RecordPayment>,
  state: GoodsOrderState,
  context: DecisionContext,
): Decision<GoodsOrderFact> => {
  const { currency, receivedOn, ...payment } = command;
  const fact: GoodsOrderFact = {
    type: 'PaymentReceived',
    data: { ...payment, paymentId: context.commandId, receivedOn: receivedOn ?? today(context) },
  };
  return otherCurrency(currency, state) ?? notAfterToday('receivedOn', receivedOn, context) ?? [fact];
};

export const refundPayment = (
  command: Plain<RefundPayment>,
  state: GoodsOrderState,
  context: DecisionContext,
): Decision<GoodsOrderFact> => {
  const { currency, refundedOn, amount, ...refund } = command;
  const most = netPaid(state.data) - state.data.amounts.total;
  const refused =
    otherCurrency(currency, state) ??
    notAfterToday('refundedOn', refundedOn, context) ??
    (amount !== undefined && amount > most
      ? ruleRefusal(
          'more-than-overpaid',
          'amount',
          `返金できるのは過払い分の ${most} までです。`,
          `At most ${most}, what was paid too much, can be refunded.`,
        )
      : undefined);
  return (
    refused ?? [
      {
        type: 'PaymentRefunded',
        data: {
          ...refund,
          amount: amount ?? most,
          paymentId: context.commandId,
          refundedOn: refundedOn ?? today(context),
        },
      },
    ]
  );
};

export const markPaymentDue = (
  { dueOn }: Plain<MarkPaymentDue>,
  { data }: GoodsOrderState,
): Decision<GoodsOrderFact> => (data.payment.dueOn === dueOn ? [] : [{ type: 'PaymentFellDue', data: { dueOn } }]);

export const markPaymentOverdue = ({ data }: GoodsOrderState, context: DecisionContext): Decision<GoodsOrderFact> => {
  if (data.payment.overdue) return [];
  const dueOn = data.payment.dueOn ?? '';
  return dueOn >= today(context)
    ? ruleRefusal(
        'not-overdue-yet',
        'dueOn',
        `支払期日 ${dueOn} はまだ過ぎていません。`,
        `The payment is due on ${dueOn}, which has not passed.`,
      )
    : [{ type: 'PaymentBecameOverdue', data: {} }];
};

export const holdOrder = ({ reason, note }: Plain<HoldOrder>, { data }: GoodsOrderState): Decision<GoodsOrderFact> =>
  data.holds.includes(reason) ? [] : [{ type: 'OrderHeld', data: { reason, ...(note ? { note } : {}) } }];

export const releaseHold = (
  { reason, note }: Plain<ReleaseHold>,
  { data }: GoodsOrderState,
): Decision<GoodsOrderFact> =>
  data.holds.includes(reason)
    ? [{ type: 'HoldReleased', data: { reason, ...(note ? { note } : {}) } }]
    : ruleRefusal(
        'not-held-for-this',
        'reason',
        `保留の理由は「${data.holds.join('」「')}」です。`,
        `The order is not held for "${reason}" but for ${data.holds.join(', ')}.`,
      );

export const openInquiry = (command: Plain<OpenInquiry>, context: DecisionContext): Decision<GoodsOrderFact> => [
  { type: 'InquiryOpened', data: { ...command, inquiryId: context.commandId } },
];

export const resolveInquiry = (command: Plain<ResolveInquiry>, { data }: GoodsOrderState): Decision<GoodsOrderFact> => {
  const { inquiryId, answer } = command;
  const [only, another] = data.openInquiries;
  const id = inquiryId ?? (another === undefined ? only : undefined);
  if (id === undefined)
    return ruleRefusal(
      'which-inquiry',
      'inquiryId',
      '未回答の問い合わせが複数あります。どれに回答するか指定してください。',
      'Several inquiries are open; say which one this answers.',
    );
  if (data.openInquiries.includes(id)) return [{ type: 'InquiryResolved', data: { inquiryId: id, answer } }];
  return data.inquiryIds.includes(id)
    ? []
    : ruleRefusal(
        'unknown-inquiry',
        'inquiryId',
        `問い合わせ「${id}」がありません。`,
        `The order has no inquiry "${id}".`,
      );
};
