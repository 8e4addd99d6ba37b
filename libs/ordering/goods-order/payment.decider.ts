import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext } from '#libs/kernel/decider';
import { netPaid } from '#state-machines/goods-order/payment.data';
import type { GoodsOrderFact } from '#state-machines/goods-order/goods-order.events';
import { ruleRefusal } from '../refusal.ts';
import { notAfterToday, today } from '../dates.policies.ts';
import { refusalOfCurrency } from '../order/currency.policies.ts';
import type { GoodsOrderState } from './goods-order.state.ts';
import type { MarkPaymentDue, RecordPayment, RefundPayment } from './payment.commands.ts';

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
  return refusalOfCurrency(currency, state) ?? notAfterToday('receivedOn', receivedOn, context) ?? [fact];
};

export const refundPayment = (
  command: Plain<RefundPayment>,
  state: GoodsOrderState,
  context: DecisionContext,
): Decision<GoodsOrderFact> => {
  const { currency, refundedOn, amount, ...refund } = command;
  const most = netPaid(state.data) - state.data.amounts.total;
  const refused =
    refusalOfCurrency(currency, state) ??
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
