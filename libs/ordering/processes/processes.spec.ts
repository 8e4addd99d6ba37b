import { describe, expect, it } from '@jest/globals';
import type { Refusal } from '#libs/kernel/decider';
import type { FactMetadata } from '#libs/kernel/fact';
import type { Process } from '#libs/kernel/process';
import type { GoodsOrderFact, StockClaim } from '#state-machines/goods-order/goods-order.events';
import type { PaymentState } from '#state-machines/goods-order/payment.data';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import type { LineStanding, StockItemFact } from '#state-machines/stock-item/stock-item.events';
import { content } from '../service-order/proposal/proposal.story.ts';
import { allocationProcess } from './allocation.process.ts';
import { dispatchProcess } from './dispatch.process.ts';
import { goodsPaymentOverdueProcess } from './goods-payment-overdue.process.ts';
import { invoiceOverdueProcess } from './invoice-overdue.process.ts';
import { proposalExpiryProcess } from './proposal-expiry.process.ts';
import { noteBook } from './testing/note-book.ts';
import { recordedFact } from './testing/recorded-fact.ts';

const orderId = '5f0c2a7e-6a58-4a0e-9c7b-1f3f6d0b8a11';
const place = { sku: '煎茶/100.g', warehouse: 'TOKYO' };
const stockId = 'TOKYO.%E7%85%8E%E8%8C%B6%2F100%2Eg';

const ofOrder = (fact: GoodsOrderFact, more?: Partial<FactMetadata>) =>
  recordedFact(`goodsOrder-${orderId}`, fact, more);
const ofEngagement = (fact: ServiceOrderFact) => recordedFact(`serviceOrder-${orderId}`, fact);
const ofStock = (fact: StockItemFact) => recordedFact(`stockItem-${stockId}`, fact);

const claim = (lineId: string): StockClaim => ({ ...place, lineId, quantity: 7, dispatched: 2, claimNumber: 3 });
const line: LineStanding = { orderId, lineId: '1', claimNumber: 3, secured: 5, queued: 2, shipped: 2 };

const tooLate: Refusal = { refused: 'state', code: 'not-in-this-state', message: { ja: '', en: '' } };
const broken = (code: string): Refusal => ({ ...tooLate, refused: 'rule', code });

describe('allocation', () => {
  it('takes every claim of an order to the stock that serves the line', () => {
    const owed = (lineId: string) => ({
      category: 'stockItem',
      id: stockId,
      command: { type: 'AllocateStock', data: { orderId, lineId, quantity: 7, dispatched: 2, claimNumber: 3 } },
    });
    const claims = [claim('1'), claim('2')];
    expect(allocationProcess.react(ofOrder({ type: 'OrderConfirmed', data: { claims } }))).toEqual([
      owed('1'),
      owed('2'),
    ]);
    expect(
      allocationProcess.react(ofOrder({ type: 'OrderCancelled', data: { reason: 'x', withdrawn: [], claims } })),
    ).toHaveLength(2);
    expect(allocationProcess.react(ofOrder({ type: 'OrderRegistered', data: {} }))).toEqual([]);
  });

  it('takes how a line stands back to its order', () => {
    const command = { type: 'RecordAllocation', data: { lineId: '1', claimNumber: 3, secured: 5, queued: 2 } };
    const answers: readonly StockItemFact[] = [
      { type: 'StockReserved', data: { quantity: 1, from: 'queue', line } },
      { type: 'BackorderQueued', data: { quantity: 1, line } },
      { type: 'BackorderWithdrawn', data: { quantity: 1, line } },
      { type: 'ReservationReleased', data: { quantity: 1, line } },
      { type: 'ClaimAcknowledged', data: { line } },
    ];
    for (const answer of answers)
      expect(allocationProcess.react(ofStock(answer))).toEqual([{ category: 'goodsOrder', id: orderId, command }]);
  });

  it('tells an order nothing that it said itself, and nothing before its first claim is answered in full', () => {
    expect(
      allocationProcess.react(ofStock({ type: 'StockShipped', data: { quantity: 1, shipmentId: 's1', line } })),
    ).toEqual([]);
    const half = { ...line, claimNumber: 0 };
    expect(
      allocationProcess.react(ofStock({ type: 'StockReserved', data: { quantity: 5, from: 'available', line: half } })),
    ).toEqual([]);
  });

  it('goes on serving a queue that was too long for one append', () => {
    expect(
      allocationProcess.react(ofStock({ type: 'QueueServingPaused', data: { available: 9, backordered: 5 } })),
    ).toEqual([{ category: 'stockItem', id: stockId, command: { type: 'ServeQueue', data: {} } }]);
  });

  it('leaves a refusal where people see it', () => {
    const owed = { category: 'goodsOrder', id: orderId, command: { type: 'RecordAllocation', data: {} } };
    const refusal = { refused: 'rule' as const, code: 'unknown-line', message: { ja: '', en: '' } };
    expect((allocationProcess as Process).onRefusal(owed, refusal)).toBeUndefined();
  });
});

describe('dispatch', () => {
  const shipped = { ...place, lineId: '1', quantity: 2 };

  it('takes from the stock what left with a shipment', () => {
    const dispatched: GoodsOrderFact = {
      type: 'ShipmentDispatched',
      data: { shipmentId: 's1', dispatchedOn: '2026-11-22', carrier: 'ヤマト運輸', lines: [shipped] },
    };
    const data = { orderId, shipmentId: 's1', lineId: '1', quantity: 2 };
    expect(dispatchProcess.react(ofOrder(dispatched))).toEqual([
      { category: 'stockItem', id: stockId, command: { type: 'ShipStock', data } },
    ]);
  });

  it('puts back on hand what came back fit for sale, and nothing else', () => {
    const lines = [
      { ...shipped, restocked: 1 },
      { ...shipped, lineId: '2', restocked: 0 },
    ];
    const owed = [
      {
        category: 'stockItem',
        id: stockId,
        command: { type: 'ReturnStock', data: { orderId, lineId: '1', quantity: 1 } },
      },
    ];
    const back: GoodsOrderFact = {
      type: 'ShipmentReturnedToSender',
      data: { shipmentId: 's1', reason: '不在', lines, claims: [] },
    };
    const settled: GoodsOrderFact = { type: 'RefusalSettled', data: { outcome: 'cancel', lines, claims: [] } };
    expect(dispatchProcess.react(ofOrder(back))).toEqual(owed);
    expect(dispatchProcess.react(ofOrder(settled))).toEqual(owed);
    expect(dispatchProcess.react(ofOrder({ type: 'ShipmentPicked', data: { shipmentId: 's1' } }))).toEqual([]);
  });
});

describe('the expiry of proposals', () => {
  const key = `${orderId}/proposal`;
  const submitted: ServiceOrderFact = {
    type: 'ProposalSubmitted',
    data: { version: 2, submittedOn: '2026-12-01', validUntil: '2026-12-31' },
  };

  it('comes with the day after the last one of their validity, as it begins in Japan', () => {
    expect(proposalExpiryProcess.react(ofEngagement(submitted))).toEqual([
      {
        category: 'serviceOrder',
        id: orderId,
        command: { type: 'ExpireProposal', data: { version: 2 } },
        due: { at: '2026-12-31T15:00:00.000Z', key },
      },
    ]);
    expect(proposalExpiryProcess.withdraws(ofEngagement(submitted))).toEqual([]);
  });

  it.each<ServiceOrderFact>([
    { type: 'ProposalRevisionRequested', data: { version: 2, request: '値引き' } },
    { type: 'ProposalRevised', data: { version: 3, proposal: content } },
    { type: 'ProposalAccepted', data: { version: 2, acceptedOn: '2026-12-01' } },
    { type: 'ProposalDeclined', data: { version: 2, reason: 'price' } },
    { type: 'ProposalExpired', data: { version: 2, validUntil: '2026-12-31' } },
    { type: 'EngagementLost', data: { by: 'customer', reason: 'budget' } },
  ])('is called off by $type', (fact) => {
    expect(proposalExpiryProcess.withdraws(ofEngagement(fact))).toEqual([key]);
    expect(proposalExpiryProcess.react(ofEngagement(fact))).toEqual([]);
  });

  it('is not touched by what says nothing about the proposal', () => {
    const estimated: ServiceOrderFact = { type: 'WinProbabilityEstimated', data: { percent: 50 } };
    expect(proposalExpiryProcess.react(ofEngagement(estimated))).toEqual([]);
    expect(proposalExpiryProcess.withdraws(ofEngagement(estimated))).toEqual([]);
  });

  const refusedWith = (refusal: Refusal) =>
    proposalExpiryProcess.react(ofEngagement(submitted)).map((owed) => proposalExpiryProcess.onRefusal(owed, refusal));

  it('is settled where the customer or a newer version was faster', () => {
    expect(refusedWith(tooLate)).toEqual([[]]);
    expect(refusedWith(broken('proposal-superseded'))).toEqual([[]]);
  });

  it.each(['proposal-still-valid', 'unknown-proposal'])('stays visible where it is refused as %s', (code) => {
    expect(refusedWith(broken(code))).toEqual([undefined]);
  });
});

describe('invoices that become overdue', () => {
  const key = `${orderId}/invoice/INV-1`;
  const issued: ServiceOrderFact = {
    type: 'InvoiceIssued',
    data: {
      invoiceNumber: 'INV-1',
      milestoneIds: ['M1'],
      issuedOn: '2026-11-22',
      dueOn: '2026-12-22',
      net: 1000,
      tax: 100,
      total: 1100,
    },
  };

  it('do so on the day after they were due, as it begins in Japan, each under its number', () => {
    expect(invoiceOverdueProcess.react(ofEngagement(issued))).toEqual([
      {
        category: 'serviceOrder',
        id: orderId,
        command: { type: 'MarkInvoiceOverdue', data: { invoiceNumber: 'INV-1' } },
        due: { at: '2026-12-22T15:00:00.000Z', key },
      },
    ]);
  });

  it('are not marked again once that was recorded', () => {
    const overdue: ServiceOrderFact = { type: 'InvoiceBecameOverdue', data: { invoiceNumber: 'INV-1' } };
    expect(invoiceOverdueProcess.withdraws(ofEngagement(overdue))).toEqual([key]);
    expect(invoiceOverdueProcess.react(ofEngagement(overdue))).toEqual([]);
  });

  const paidUp = (outstanding: number): ServiceOrderFact => ({
    type: 'InvoicePaymentReceived',
    data: {
      paymentId: 'p',
      invoiceNumber: 'INV-1',
      amount: 1,
      outstanding,
      method: 'bankTransfer',
      receivedOn: '2026-12-01',
    },
  });

  it('are watched no longer once they are cancelled', () => {
    const cancelled: ServiceOrderFact = {
      type: 'InvoiceCancelled',
      data: { invoiceNumber: 'INV-1', cancelledOn: '2026-11-25', reason: '期日の誤り' },
    };
    expect(invoiceOverdueProcess.withdraws(ofEngagement(cancelled))).toEqual([key]);
    expect(invoiceOverdueProcess.react(ofEngagement(cancelled))).toEqual([]);
  });

  it('stay watched after a part was paid, and are watched no longer once all is', () => {
    expect(invoiceOverdueProcess.withdraws(ofEngagement(paidUp(1)))).toEqual([]);
    expect(invoiceOverdueProcess.withdraws(ofEngagement(paidUp(0)))).toEqual([key]);
  });

  const refusedWith = (refusal: Refusal) =>
    invoiceOverdueProcess.react(ofEngagement(issued)).map((owed) => invoiceOverdueProcess.onRefusal(owed, refusal));

  it('are settled by the refusal where the last payment, or the cancellation, came first', () => {
    expect(refusedWith(tooLate)).toEqual([[]]);
    expect(refusedWith(broken('invoice-paid'))).toEqual([[]]);
    expect(refusedWith(broken('invoice-cancelled'))).toEqual([[]]);
  });

  it.each(['not-overdue-yet', 'unknown-invoice'])('stay visible where marking them is refused as %s', (code) => {
    expect(refusedWith(broken(code))).toEqual([undefined]);
  });
});

describe('payments for goods that become overdue', () => {
  const key = `${orderId}/payment`;
  /** What the process has owed and withdrawn after a fact that leaves the payment in a state. */
  const watched = () => {
    const book = noteBook();
    return (payment: PaymentState, fact: GoodsOrderFact) => {
      const happened = ofOrder(fact, { stateAfter: { payment } });
      const notes = book.naming(goodsPaymentOverdueProcess.notes(happened));
      const withdrawn = goodsPaymentOverdueProcess.withdraws(happened, notes);
      return { withdrawn, owed: goodsPaymentOverdueProcess.react(happened, notes) };
    };
  };
  const fellDue = (dueOn: string): GoodsOrderFact => ({ type: 'PaymentFellDue', data: { dueOn } });
  const received: GoodsOrderFact = {
    type: 'PaymentReceived',
    data: { paymentId: 'p', amount: 1, method: 'bankTransfer', receivedOn: '2026-12-01' },
  };
  const confirmed: GoodsOrderFact = { type: 'OrderConfirmed', data: { claims: [] } };
  const mark = (at: string) => ({
    category: 'goodsOrder',
    id: orderId,
    command: { type: 'MarkPaymentOverdue', data: {} },
    due: { at, key },
  });

  it('do so on the day after they were due, as it begins in Japan', () => {
    const after = watched();
    expect(after('due', fellDue('2026-12-22'))).toEqual({ withdrawn: [], owed: [mark('2026-12-22T15:00:00.000Z')] });
    expect(after('due', confirmed)).toEqual({ withdrawn: [], owed: [] });
    expect(after('partlyPaid', received)).toEqual({ withdrawn: [], owed: [] });
  });

  it('do not before a day is named, nor where everything is paid by then', () => {
    const after = watched();
    expect(after('notDue', confirmed)).toEqual({ withdrawn: [], owed: [] });
    expect(after('partlyPaid', received)).toEqual({ withdrawn: [], owed: [] });
    expect(after('paid', fellDue('2026-12-22'))).toEqual({ withdrawn: [], owed: [] });
  });

  it('are watched no longer once they are paid, or overdue', () => {
    for (const [end, fact] of [
      ['paid', received],
      ['refundDue', received],
      ['overdue', { type: 'PaymentBecameOverdue', data: {} }],
    ] as const) {
      const after = watched();
      after('due', fellDue('2026-12-22'));
      expect(after(end, fact)).toEqual({ withdrawn: [key], owed: [] });
      expect(after(end, confirmed)).toEqual({ withdrawn: [], owed: [] });
    }
  });

  it('follow a later day that is agreed, also where they were overdue already', () => {
    const after = watched();
    after('due', fellDue('2026-12-22'));
    expect(after('due', fellDue('2026-12-25')).owed).toEqual([mark('2026-12-25T15:00:00.000Z')]);
    after('overdue', { type: 'PaymentBecameOverdue', data: {} });
    expect(after('due', fellDue('2027-01-15')).owed).toEqual([mark('2027-01-15T15:00:00.000Z')]);
  });

  it('are awaited again where the order came to cost more after it was paid', () => {
    const after = watched();
    after('due', fellDue('2026-12-22'));
    after('paid', received);
    expect(after('partlyPaid', confirmed).owed).toEqual([mark('2026-12-22T15:00:00.000Z')]);
  });

  it('are settled by the refusal where the last payment or another day came first, and else stay visible', () => {
    const owed = mark('2026-12-22T15:00:00.000Z');
    expect(goodsPaymentOverdueProcess.onRefusal(owed, tooLate)).toEqual([]);
    expect(goodsPaymentOverdueProcess.onRefusal(owed, broken('not-overdue-yet'))).toEqual([]);
    expect(goodsPaymentOverdueProcess.onRefusal(owed, broken('anything-else'))).toBeUndefined();
  });
});
