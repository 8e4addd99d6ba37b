import { describe, expect, it } from '@jest/globals';
import { given } from '#libs/kernel/testing/given-when-then';
import type { GoodsOrderCommand } from './goods-order.commands.ts';
import { goodsOrderStream } from './goods-order.stream.ts';
import {
  allocate,
  confirm,
  continued,
  line,
  placeOf,
  plan,
  receive,
  register,
  registeredOrder,
  shipmentSteps,
  story,
  STORY_DAY,
} from './goods-order.story.ts';

const confirmed = story(receive([line('1', 10)]), confirm);
const when = { now: `${STORY_DAY}T03:00:00.000Z` };

describe('what stock says of a line', () => {
  it('reserves what is secured and backorders what is queued', () => {
    given(goodsOrderStream, confirmed.facts)
      .when(allocate(confirmed, '1', 7, 3))
      .then([
        { type: 'StockAllocated', data: { lineId: '1', quantity: 7, from: 'open' } },
        { type: 'LineBackordered', data: { lineId: '1', quantity: 3 } },
      ]);
  });

  it('reserves from the queue when goods have arrived', () => {
    const short = continued(confirmed, allocate(confirmed, '1', 7, 3));
    given(goodsOrderStream, short.facts)
      .when(allocate(short, '1', 9, 1))
      .then([{ type: 'StockAllocated', data: { lineId: '1', quantity: 2, from: 'backordered' } }]);
  });

  it('changes nothing when it is said again', () => {
    const short = continued(confirmed, allocate(confirmed, '1', 7, 3));
    given(goodsOrderStream, short.facts)
      .when(allocate(short, '1', 7, 3))
      .then([]);
  });

  it('does not count when it answers a claim that has been replaced since', () => {
    const stale = allocate(confirmed, '1', 10);
    const amended = continued(confirmed, {
      type: 'AmendOrder',
      data: { reason: '減', lines: [{ lineId: '1', quantity: 4 }] },
    });
    given(goodsOrderStream, amended.facts).when(stale).then([]);
    expect(continued(amended, stale, allocate(amended, '1', 4)).state.data.lines['1']?.ledger).toMatchObject({
      reserved: 4,
      open: 0,
    });
  });

  it('does not count when a newer answer to the same claim has overtaken it', () => {
    const reserved = continued(confirmed, allocate(confirmed, '1', 10));
    given(goodsOrderStream, reserved.facts)
      .when(allocate(reserved, '1', 3, 7))
      .then([]);
  });
});

describe('a delivery date for what is not there', () => {
  const short = continued(confirmed, allocate(confirmed, '1', 7, 3));
  const propose: GoodsOrderCommand = { type: 'ProposeDeliveryDate', data: { proposedDate: '2026-12-10' } };
  const proposed = continued(short, propose);

  it('is proposed for the lines that wait', () =>
    given(goodsOrderStream, short.facts)
      .when(propose, when)
      .then([{ type: 'DeliveryDateProposed', data: { proposedDate: '2026-12-10', lineIds: ['1'] } }]));

  it('cannot lie in the past', () =>
    given(goodsOrderStream, short.facts)
      .when({ type: 'ProposeDeliveryDate', data: { proposedDate: '2026-11-19' } }, when)
      .thenRefused('in-the-past'));

  it('is agreed as it was proposed where no other date is named', () =>
    given(goodsOrderStream, proposed.facts)
      .when({ type: 'AgreeDeliveryDate', data: {} })
      .then([{ type: 'DeliveryDateAgreed', data: { agreedDate: '2026-12-10', lineIds: ['1'] } }]));

  it('waits to be proposed again when it was declined', () =>
    expect(placeOf(continued(proposed, { type: 'DeclineDeliveryDate', data: {} }))['fulfilment']).toBe(
      'allocating.dateToPropose',
    ));

  it('is no question any more once the goods have arrived', () => {
    const arrived = continued(proposed, allocate(proposed, '1', 10));
    expect(arrived.state.data.lines['1']?.proposedDate).toBeNull();
    const more = continued(arrived, {
      type: 'AmendOrder',
      data: { reason: '増', lines: [{ lineId: '1', quantity: 12 }] },
    });
    expect(placeOf(continued(more, allocate(more, '1', 10, 2)))['fulfilment']).toBe('allocating.dateToPropose');
  });

  it('is not agreed when none was proposed and none is named', () =>
    given(goodsOrderStream, short.facts)
      .when({ type: 'AgreeDeliveryDate', data: { lineIds: ['1'] } })
      .thenRefused('no-date-proposed'));

  it('has to be agreed anew when still more of the line has to wait', () => {
    const agreed = continued(proposed, { type: 'AgreeDeliveryDate', data: {} });
    const more = continued(agreed, {
      type: 'AmendOrder',
      data: { reason: '増', lines: [{ lineId: '1', quantity: 12 }] },
    });
    expect(placeOf(continued(more, allocate(more, '1', 7, 5)))['fulfilment']).toBe('allocating.dateToPropose');
  });

  it('is nobody’s business where nothing waits', () =>
    given(goodsOrderStream, confirmed.facts).when(propose).thenRefused('nothing-backordered'));
});

describe('an unpaid prepaid order whose time is up', () => {
  const expire: GoodsOrderCommand = { type: 'ExpireReservation', data: {} };

  it('gives up what it holds, picked shipments included, and claims nothing any more', () => {
    const picked = continued(registeredOrder('prepaid'), plan, ...shipmentSteps('S1', 'PickShipment'));
    const lapsed = continued(picked, expire);
    expect(lapsed.facts.slice(-2).map(({ type }) => type)).toEqual(['ShipmentCancelled', 'ReservationLapsed']);
    expect(lapsed.state.data.lines['1']).toMatchObject({
      ledger: { open: 2, reserved: 0 },
      claim: { quantity: 0, claimNumber: 2 },
    });
  });

  it('keeps everything once it is paid', () => {
    const paid = continued(registeredOrder('prepaid'), {
      type: 'RecordPayment',
      data: { amount: 2200, method: 'bankTransfer' },
    });
    given(goodsOrderStream, paid.facts).when(expire).thenRefused('already-paid');
  });

  it('keeps everything once a shipment is packed', () => {
    const packed = continued(registeredOrder('prepaid'), plan, ...shipmentSteps('S1', 'PackShipment'));
    given(goodsOrderStream, packed.facts).when(expire).thenRefused('already-packed');
  });

  it('can ask for its units again, at the end of the queue', () => {
    const asking = continued(registeredOrder('prepaid'), expire, { type: 'RequestAllocation', data: {} });
    expect(asking.facts.at(-1)).toMatchObject({
      type: 'AllocationRequested',
      data: { claims: [{ quantity: 2, claimNumber: 3 }] },
    });
    given(goodsOrderStream, asking.facts).when({ type: 'RequestAllocation', data: {} }).then([]);
  });

  it('is none of an order that pays by invoice', () =>
    given(goodsOrderStream, registeredOrder().facts).when(expire).thenRefused('not-prepaid'));
});

describe('registering an order', () => {
  it('waits until every unit is reserved or has an agreed date', () => {
    given(goodsOrderStream, confirmed.facts).when(register).thenRefused('not-in-this-state');
    const short = continued(confirmed, allocate(confirmed, '1', 7, 3));
    given(goodsOrderStream, short.facts).when(register).thenRefused('not-in-this-state');
    const agreed = continued(short, { type: 'AgreeDeliveryDate', data: { agreedDate: '2026-12-01' } });
    given(goodsOrderStream, agreed.facts)
      .when(register)
      .then([{ type: 'OrderRegistered', data: {} }]);
  });
});
