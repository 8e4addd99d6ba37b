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

describe('holds', () => {
  const held = continued(received, { type: 'HoldOrder', data: { reason: 'credit' } });

  it('are a set of reasons, each of which has to be released', () => {
    const twice = continued(held, { type: 'HoldOrder', data: { reason: 'price' } });
    expect(placeOf(continued(twice, { type: 'ReleaseHold', data: { reason: 'credit' } }))['hold']).toBe('held');
  });

  it('for a reason that is there already change nothing', () =>
    given(goodsOrderStream, held.facts)
      .when({ type: 'HoldOrder', data: { reason: 'credit' } })
      .then([]));

  it('are not released for a reason that was never given', () =>
    given(goodsOrderStream, held.facts)
      .when({ type: 'ReleaseHold', data: { reason: 'price' } })
      .thenRefused('not-held-for-this'));

  it('are the back office’s to act on once the goods could leave', () => {
    expect(placeOf(continued(registeredOrder(), { type: 'HoldOrder', data: { reason: 'credit' } }))['nextActor']).toBe(
      'backOffice',
    );
    expect(placeOf(registeredOrder('prepaid'))['nextActor']).toBe('customer');
    expect(placeOf(registeredOrder())['nextActor']).toBe('warehouse');
  });

  it('keep nobody from confirming', () =>
    expect(placeOf(continued(held, confirm))['fulfilment']).toBe('allocating.awaitingStock'));
});

describe('inquiries', () => {
  const ask: GoodsOrderCommand = { type: 'OpenInquiry', data: { about: '配送', question: 'いつ?', askedVia: 'phone' } };
  const answer: GoodsOrderCommand = { type: 'ResolveInquiry', data: { answer: '明日です' } };

  it('are answered without naming them where only one is open', () =>
    expect(placeOf(continued(received, ask, answer))['care']).toBe('quiet'));

  it('have to be named where several are open', () => {
    const two = continued(received, ask, ask);
    given(goodsOrderStream, two.facts).when(answer).thenRefused('which-inquiry');
    expect(placeOf(two)['care']).toBe('inquiryOpen');
  });

  it('are answered once', () => {
    const two = continued(received, ask, ask);
    const [first] = two.state.data.openInquiries;
    const named: GoodsOrderCommand = { type: 'ResolveInquiry', data: { inquiryId: first!, answer: '済' } };
    given(goodsOrderStream, continued(two, named).facts).when(named).then([]);
    given(goodsOrderStream, two.facts)
      .when({ type: 'ResolveInquiry', data: { inquiryId: 'x', answer: '済' } })
      .thenRefused('unknown-inquiry');
  });
});
