import { describe, expect, it } from '@jest/globals';
import { given } from '#libs/kernel/testing/given-when-then';
import type { GoodsOrderCommand } from './goods-order.commands.ts';
import { goodsOrderStream } from './goods-order.stream.ts';
import {
  cancel,
  confirm,
  continued,
  line,
  placeOf,
  receive,
  registeredOrder,
  story,
  STORY_DAY,
  type Story,
} from './goods-order.story.ts';

const when = { now: `${STORY_DAY}T03:00:00.000Z`, commandId: 'p-1' };
const received = story(receive([line('1', 2)]));
const pay = (amount: number): GoodsOrderCommand => ({
  type: 'RecordPayment',
  data: { amount, method: 'bankTransfer' },
});
const refund: GoodsOrderCommand = { type: 'RefundPayment', data: { method: 'bankTransfer' } };
const paymentOf = (told: Story) => placeOf(told)['payment'];

describe('scenario 7: a payment arrives before, after and at the moment of confirmation', () => {
  it('is kept in any order, and the order is paid all the same', () => {
    expect(paymentOf(continued(received, pay(2200), confirm))).toBe('paid');
    expect(paymentOf(continued(received, confirm, pay(2200)))).toBe('paid');
    expect(paymentOf(continued(received, pay(1000), confirm, pay(1200)))).toBe('paid');
  });

  it('is not due before anybody says so', () => expect(paymentOf(received)).toBe('notDue'));
});

describe('payments', () => {
  it('are booked with an id, a method and the day they came', () => {
    given(goodsOrderStream, received.facts)
      .when(pay(500), when)
      .then([
        {
          type: 'PaymentReceived',
          data: { paymentId: 'p-1', amount: 500, method: 'bankTransfer', receivedOn: STORY_DAY },
        },
      ]);
  });

  it('in another currency than the order’s are refused', () => {
    given(goodsOrderStream, received.facts)
      .when({ type: 'RecordPayment', data: { amount: 500, currency: 'USD', method: 'bankTransfer' } })
      .thenRefused('currency-mix');
  });

  it('cannot have been received tomorrow', () => {
    given(goodsOrderStream, received.facts)
      .when({ type: 'RecordPayment', data: { amount: 500, method: 'cash', receivedOn: '2026-11-21' } }, when)
      .thenRefused('in-the-future');
  });

  it('of more than is owed, or for what was cancelled, are due to be refunded to the yen', () => {
    const over = continued(received, pay(3000));
    expect(paymentOf(over)).toBe('refundDue');
    expect(continued(over, refund).facts.at(-1)?.data).toMatchObject({ amount: 800 });
    expect(paymentOf(continued(over, refund))).toBe('paid');
    expect(paymentOf(continued(over, cancel, refund))).toBe('refunded');
  });

  it('are not refunded beyond what was paid too much', () => {
    given(goodsOrderStream, continued(received, pay(3000)).facts)
      .when({ type: 'RefundPayment', data: { amount: 801, method: 'cash' } }, when)
      .thenRefused('more-than-overpaid');
    given(goodsOrderStream, continued(received, pay(2200)).facts)
      .when(refund)
      .thenRefused('no-refund-due');
  });

  it('become overdue only after their due date, and are due again on a new one', () => {
    const due = (dueOn: string) => continued(registeredOrder(), { type: 'MarkPaymentDue', data: { dueOn } });
    given(goodsOrderStream, due(STORY_DAY).facts)
      .when({ type: 'MarkPaymentOverdue', data: {} }, when)
      .thenRefused('not-overdue-yet');
    const overdue = continued(due('2026-11-19'), { type: 'MarkPaymentOverdue', data: {} });
    expect(paymentOf(overdue)).toBe('overdue');
    expect(paymentOf(continued(overdue, { type: 'MarkPaymentDue', data: { dueOn: '2026-12-31' } }))).toBe('due');
    given(goodsOrderStream, overdue.facts).when({ type: 'MarkPaymentOverdue', data: {} }, when).then([]);
    given(goodsOrderStream, overdue.facts)
      .when({ type: 'MarkPaymentDue', data: { dueOn: '2026-11-19' } }, when)
      .then([]);
  });
});
