import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { StateAfter } from '#libs/kernel/fact';
import { goodsOrderFactLabels } from '../order-timeline/goods-order.fact-labels.ts';
import type { GoodsOrderFact } from '#state-machines/goods-order/goods-order.events';
import { givenLog, type GivenLog } from '../testing/given-log.ts';
import { memoryVault } from '#libs/kernel/testing/memory-vault';
import { openReadModelsRoom, type ReadModelsRoom } from '../testing/read-models-room.ts';
import { orderStatusProjection } from './order-status.projection.ts';
import type { OrderStatusRow } from './order-status.table.ts';

describe('order status', () => {
  let room: ReadModelsRoom;
  let log: GivenLog;
  beforeEach(async () => {
    room = await openReadModelsRoom();
    log = givenLog(memoryVault());
  });
  afterEach(() => room.leave());

  /** The row of order `a` once all facts given so far are in; each call in a spec begins anew. */
  const rowAfterwards = async (): Promise<OrderStatusRow> => {
    await room.project(orderStatusProjection, log.events);
    const rows = (await room.rows(orderStatusProjection, 'order_status')) as readonly OrderStatusRow[];
    return rows.find(({ id }) => id === 'a')!;
  };
  const given = (...types: readonly GoodsOrderFact['type'][]) => {
    for (const type of types) log.order('a', type);
  };
  const codes = ({ blocked_by }: OrderStatusRow) => blocked_by.map(({ code }) => code);

  it('shows an order as it was received', async () => {
    given('OrderReceived');
    expect(await rowAfterwards()).toMatchObject({
      id: 'a',
      order_number: 'GO-2026-000001',
      customer_id: 'C-1',
      fulfilment: 'received',
      step: 1,
      blocked: false,
      received_at: '2026-11-20T01:00:00.000Z',
      requested_date: '2026-11-27',
      agreed_date: null,
      total: 12960,
      revision: 0,
    });
  });

  it('takes every fact, and moves on with each', async () => {
    const types = Object.keys(goodsOrderFactLabels) as GoodsOrderFact['type'][];
    given(...types);
    expect(await rowAfterwards()).toMatchObject({ revision: types.length - 1, position: log.events.at(-1)!.position });
  });

  it('stops at a fact that only a newer program knows', async () => {
    given('OrderReceived');
    log.add('goodsOrder-a', { type: 'OrderTeleported', data: {} }, {});
    await expect(rowAfterwards()).rejects.toThrow('OrderTeleported');
  });

  it('stops at a name that is not sealed, rather than store it', async () => {
    given('OrderReceived');
    const [received] = log.events;
    log.events[0] = { ...received!, data: { ...received!.data, customerName: '山田花子' } };
    await expect(rowAfterwards()).rejects.toThrow('not sealed');
  });

  it('names each reason for a hold until the last is released', async () => {
    given('OrderReceived', 'OrderHeld');
    log.order('a', 'OrderHeld', { reason: 'address' });
    log.order('a', 'HoldReleased', { reason: 'credit' });
    expect((await rowAfterwards()).blocked_by).toEqual([{ code: 'held', reason: 'address' }]);
  });

  it('waits for an answer until the customer gives it', async () => {
    given('OrderReceived', 'ClarificationRequested');
    const asked = { code: 'awaitingAnswer', clarificationId: 'q1', about: 'delivery', answerDue: '2026-11-24' };
    expect((await rowAfterwards()).blocked_by).toEqual([asked]);
  });

  it('is free again once the customer has answered', async () => {
    given('OrderReceived', 'ClarificationRequested', 'ClarificationReceived');
    expect(await rowAfterwards()).toMatchObject({ blocked: false, blocked_by: [] });
  });

  it('remembers when the customer was last spoken to, in whatever order the calls are written down', async () => {
    given('OrderReceived');
    const state = log.events[0]!.metadata.stateAfter as StateAfter;
    const call = { type: 'CustomerContacted', data: { medium: 'phone', direction: 'inbound', summary: null } };
    log.add('goodsOrder-a', call, state, '2026-11-24T03:00:00Z');
    log.add('goodsOrder-a', call, state, '2026-11-21T03:00:00Z');
    given('OrderConfirmed');
    expect((await rowAfterwards()).last_contact_at).toBe('2026-11-24T03:00:00.000Z');
  });

  it('asks for a delivery date, then for the answer to it, then waits for the goods', async () => {
    given('OrderReceived', 'OrderConfirmed', 'LineBackordered');
    const blockersAfter = async () => {
      const fresh = await openReadModelsRoom();
      await fresh.project(orderStatusProjection, log.events);
      const [row] = (await fresh.rows(orderStatusProjection, 'order_status')) as readonly OrderStatusRow[];
      await fresh.leave();
      return [...codes(row!), row!.proposed_date, row!.agreed_date, row!.expected_date];
    };
    expect(await blockersAfter()).toEqual(['awaitingStock', 'dateToPropose', null, null, null]);
    given('DeliveryDateProposed');
    expect(await blockersAfter()).toEqual(['awaitingStock', 'dateToAgree', '2026-12-04', null, null]);
    given('DeliveryDateDeclined');
    expect(await blockersAfter()).toEqual(['awaitingStock', 'dateToPropose', null, null, null]);
    given('DeliveryDateProposed', 'DeliveryDateAgreed');
    expect(await blockersAfter()).toEqual(['awaitingStock', null, '2026-12-04', '2026-12-04']);
    log.order('a', 'StockAllocated', { quantity: 4, from: 'backordered' });
    expect(await blockersAfter()).toEqual([null, '2026-12-04', null]);
  });

  it('counts the units of each line that still wait', async () => {
    given('OrderReceived', 'OrderConfirmed', 'LineBackordered');
    log.order('a', 'LineBackordered', { lineId: '2', quantity: 3 });
    log.order('a', 'StockAllocated', { lineId: '1', quantity: 1, from: 'backordered' });
    log.order('a', 'StockAllocated', { lineId: '2', quantity: 1, from: 'open' });
    const waiting = (await rowAfterwards()).blocked_by.filter(({ code }) => code === 'awaitingStock');
    expect(waiting).toEqual([
      { code: 'awaitingStock', lineId: '1', quantity: 3, agreedDate: null },
      { code: 'awaitingStock', lineId: '2', quantity: 3, agreedDate: null },
    ]);
  });

  it('keeps a prepaid order blocked until it is paid in full', async () => {
    log.order('a', 'OrderReceived', { paymentTerms: 'prepaid' });
    log.order('a', 'OrderConfirmed', {}, { fulfilment: 'allocating.awaitingStock' });
    log.order('a', 'PaymentReceived', {}, { paid: 960, payment: 'partlyPaid' });
    expect((await rowAfterwards()).blocked_by).toEqual([{ code: 'prepaymentOutstanding', amount: 12000 }]);
  });

  it('does not call a prepaid order blocked that is paid, or whose goods have left', async () => {
    log.order('a', 'OrderReceived', { paymentTerms: 'prepaid' });
    log.order('a', 'PaymentReceived', {}, { paid: 12960, fulfilment: 'registered' });
    log.order('b', 'OrderReceived', { paymentTerms: 'prepaid' });
    log.order('b', 'ShipmentDispatched', {}, { fulfilment: 'shipping' });
    expect(await rowAfterwards()).toMatchObject({ blocked: false });
    expect(await room.rows(orderStatusProjection, 'order_status')).toMatchObject([{}, { id: 'b', blocked: false }]);
  });

  it('says that a reservation ran out until the stock is asked again', async () => {
    for (const id of ['a', 'b', 'c']) {
      log.order(id, 'OrderReceived', {}, { fulfilment: 'allocating.awaitingStock' });
      log.order(id, 'LineBackordered');
      const withdrawn = [{ lineId: '1', open: 0, backordered: 4, reserved: 6 }];
      log.order(id, 'ReservationLapsed', { withdrawn, claims: [] });
    }
    log.order('b', 'AllocationRequested');
    log.order('c', 'OrderCancelled', {}, { fulfilment: 'cancelled' });
    expect((await rowAfterwards()).blocked_by).toEqual([{ code: 'reservationLapsed' }]);
    const rows = await room.rows(orderStatusProjection, 'order_status');
    expect(rows.slice(1)).toMatchObject([{ blocked: false }, { blocked: false }]);
  });

  it('shows a failed delivery until another is arranged', async () => {
    given('OrderReceived');
    log.order('a', 'ShipmentPlanned', {}, { shipments: { s1: 'planned' } });
    given('CarrierBooked');
    log.order('a', 'ShipmentDispatched', {}, { shipments: { s1: 'dispatched' }, fulfilment: 'shipping' });
    log.order('a', 'DeliveryFailed', {}, { shipments: { s1: 'deliveryFailed' } });
    expect((await rowAfterwards()).blocked_by).toEqual([{ code: 'deliveryFailed', shipmentId: 's1' }]);
  });

  it('follows each shipment with its carrier, its tracking and the day it is expected', async () => {
    given('OrderReceived');
    log.order('a', 'ShipmentPlanned', {}, { shipments: { s1: 'planned' } });
    given('CarrierBooked', 'ShipmentDispatched');
    log.order('a', 'ShipmentTracked', {}, { shipments: { s1: 'inTransit' } });
    log.order('a', 'ShipmentTracked', { status: 'collected', observedAt: '2026-11-25T05:00:00Z' });
    given('RedeliveryArranged');
    const row = await rowAfterwards();
    expect(row.expected_date).toBe('2026-11-28');
    expect(row.shipments).toEqual([
      {
        shipmentId: 's1',
        state: 'inTransit',
        warehouse: 'tokyo',
        carrier: 'yamato',
        trackingNumber: '1234',
        dispatchedOn: '2026-11-25',
        expectedOn: '2026-11-28',
        deliveredAt: null,
        lastSeen: { status: 'departed', location: '羽田', observedAt: '2026-11-25T09:00:00Z' },
      },
    ]);
  });

  it('shows refused goods until it is settled what becomes of them', async () => {
    given('OrderReceived', 'DeliveryRefused');
    log.order('b', 'OrderReceived');
    log.order('b', 'DeliveryRefused');
    const lines = [{ lineId: '1', quantity: 2, sku: 'TEA-100', warehouse: 'tokyo', restocked: 2 }];
    log.order('b', 'RefusalSettled', { lines });
    expect((await rowAfterwards()).blocked_by).toEqual([{ code: 'refusalToSettle', lineId: '1', quantity: 2 }]);
    expect(await room.rows(orderStatusProjection, 'order_status')).toMatchObject([{}, { id: 'b', blocked: false }]);
  });

  it('never shows a cancelled order as confirmed, shipped or waiting for anything', async () => {
    given('OrderReceived', 'OrderHeld', 'OrderConfirmed', 'LineBackordered', 'DeliveryDateProposed');
    log.order('a', 'ShipmentPlanned', {}, { fulfilment: 'preparing', step: 5, shipments: { s1: 'planned' } });
    log.order('a', 'ShipmentCancelled', {}, { fulfilment: 'registered', step: 4, shipments: { s1: 'cancelled' } });
    const withdrawn = [{ lineId: '1', open: 0, backordered: 4, reserved: 6 }];
    const cancelled = { fulfilment: 'cancelled', step: undefined, nextActor: 'nobody', total: 0 };
    log.order('a', 'OrderCancelled', { withdrawn }, cancelled);
    expect(await rowAfterwards()).toMatchObject({
      fulfilment: 'cancelled',
      step: null,
      next_actor: 'nobody',
      blocked: false,
      blocked_by: [],
      expected_date: null,
      total: 0,
      shipments: [{ shipmentId: 's1', state: 'cancelled', dispatchedOn: null }],
    });
  });

  it('follows amended dates, terms and quantities', async () => {
    given('OrderReceived', 'LineBackordered');
    log.order('a', 'OrderAmended', { paymentTerms: 'cashOnDelivery' });
    expect(await rowAfterwards()).toMatchObject({
      requested_date: '2026-11-28',
      payment_terms: 'cashOnDelivery',
      blocked_by: [{ code: 'awaitingStock', quantity: 2 }, { code: 'dateToPropose' }],
    });
  });
});
