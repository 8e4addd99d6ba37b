import type { CalendarDate } from '../vocabulary/dates.ts';
import type { OrderAmounts } from '../vocabulary/money.ts';
import type { GoodsOrderFact } from './goods-order.events.ts';

/** What was paid; amounts in minor units of the order's currency. */
export interface PaymentData {
  readonly received: number;
  readonly refunded: number;
  readonly paymentIds: readonly string[];
  readonly dueOn: CalendarDate | null;
  readonly overdue: boolean;
}

type PaymentFact = Extract<
  GoodsOrderFact,
  { type: 'PaymentFellDue' | 'PaymentBecameOverdue' | 'PaymentReceived' | 'PaymentRefunded' }
>;

/** Payments after a fact of the payment region. Throws `RangeError` where more was refunded than ever paid. */
export const reducePayment = (payment: PaymentData, fact: PaymentFact): PaymentData => {
  switch (fact.type) {
    case 'PaymentFellDue':
      return { ...payment, dueOn: fact.data.dueOn, overdue: false };
    case 'PaymentBecameOverdue':
      return { ...payment, overdue: true };
    case 'PaymentReceived':
      return {
        ...payment,
        received: payment.received + fact.data.amount,
        paymentIds: [...payment.paymentIds, fact.data.paymentId],
      };
    case 'PaymentRefunded': {
      if (payment.refunded + fact.data.amount > payment.received)
        throw new RangeError('more was refunded than was ever paid');
      return {
        ...payment,
        refunded: payment.refunded + fact.data.amount,
        paymentIds: [...payment.paymentIds, fact.data.paymentId],
      };
    }
  }
};

/** What payments are measured against. */
export interface Payable {
  readonly amounts: OrderAmounts;
  readonly payment: PaymentData;
}

export type PaymentState = 'notDue' | 'due' | 'partlyPaid' | 'paid' | 'overdue' | 'refundDue' | 'refunded';

/** Money the company holds for this order, in minor units. */
export const netPaid = ({ payment }: Payable): number => payment.received - payment.refunded;

/** What the customer still has to pay; 0 where everything is paid. */
export const outstanding = (data: Payable): number => Math.max(0, data.amounts.total - netPaid(data));

export const paymentStateOf = (data: Payable): PaymentState => {
  const paid = netPaid(data);
  const payable = data.amounts.total;
  if (paid > payable) return 'refundDue';
  if (paid === payable) {
    if (paid > 0) return 'paid';
    return data.payment.refunded > 0 ? 'refunded' : 'notDue';
  }
  if (data.payment.overdue) return 'overdue';
  if (paid > 0) return 'partlyPaid';
  return data.payment.dueOn === null ? 'notDue' : 'due';
};
