import { meta } from '../vocabulary/state-meta.ts';
import { recorded } from '../vocabulary/recorded.ts';
import { goodsOrderSetup } from './goods-order.setup.ts';
import type { PaymentState } from './payment.data.ts';

const paymentTargets = {
  notDue: { guard: 'nothingIsDue', target: 'notDue' },
  due: { guard: 'paymentIsDue', target: 'due' },
  partlyPaid: { guard: 'partIsPaid', target: 'partlyPaid' },
  paid: { guard: 'allIsPaid', target: 'paid' },
  overdue: { guard: 'paymentIsOverdue', target: 'overdue' },
  refundDue: { guard: 'moreIsPaidThanOwed', target: 'refundDue' },
  refunded: { guard: 'allIsRefunded', target: 'refunded' },
} as const satisfies Record<PaymentState, { guard: string; target: PaymentState }>;

const unlessStillPaid = (own: PaymentState) =>
  Object.entries(paymentTargets)
    .filter(([state]) => state !== own)
    .map(([, row]) => row);

/** What is owed and what is paid; the state follows from the amounts, whatever the order of events. */
export const paymentRegion = goodsOrderSetup.createStateConfig({
  initial: 'unknown',
  states: {
    unknown: {
      meta: meta('nobody', ['未受付', 'Unknown'], ['まだ受け付けていない', 'No such order was received yet.']),
      always: { guard: 'orderWasReceived', target: 'notDue' },
    },
    notDue: {
      meta: meta('nobody', ['請求前', 'Not due'], ['支払期日は未設定', 'Nothing is to be paid yet.']),
      on: { PaymentFellDue: recorded, PaymentReceived: recorded },
      always: unlessStillPaid('notDue'),
    },
    due: {
      meta: meta(
        'customer',
        ['支払待ち', 'Due'],
        ['支払期日が決まっている', 'The customer is to pay by the due date.'],
      ),
      on: { PaymentFellDue: recorded, PaymentBecameOverdue: recorded, PaymentReceived: recorded },
      always: unlessStillPaid('due'),
    },
    partlyPaid: {
      meta: meta(
        'customer',
        ['一部入金', 'Partly paid'],
        ['残額の支払を待つ', 'A part was paid; the rest is awaited.'],
      ),
      on: { PaymentFellDue: recorded, PaymentBecameOverdue: recorded, PaymentReceived: recorded },
      always: unlessStillPaid('partlyPaid'),
    },
    paid: {
      meta: meta('nobody', ['入金済み', 'Paid'], ['全額入金された', 'Everything owed is paid.']),
      on: { PaymentFellDue: recorded, PaymentReceived: recorded },
      always: unlessStillPaid('paid'),
    },
    overdue: {
      meta: meta('customer', ['支払遅延', 'Overdue'], ['期日を過ぎても入金がない', 'The due date has passed unpaid.']),
      on: { PaymentFellDue: recorded, PaymentReceived: recorded },
      always: unlessStillPaid('overdue'),
    },
    refundDue: {
      meta: meta(
        'backOffice',
        ['返金待ち', 'Refund due'],
        ['払い過ぎを返金する', 'More was paid than is owed; refund it.'],
      ),
      on: { PaymentReceived: recorded, PaymentRefunded: recorded },
      always: unlessStillPaid('refundDue'),
    },
    refunded: {
      meta: meta('nobody', ['返金済み', 'Refunded'], ['全額返金した', 'Everything paid was given back.']),
      on: { PaymentReceived: recorded },
      always: unlessStillPaid('refunded'),
    },
  },
});
