import { describe, expect, it } from '@jest/globals';
import { given } from '#libs/kernel/testing/given-when-then';
import type { GoodsOrderCommand } from './goods-order.commands.ts';
import { goodsOrderStream } from './goods-order.stream.ts';
import {
  allocate,
  cancel,
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
  told,
} from './goods-order.story.ts';

const when = { now: `${STORY_DAY}T03:00:00.000Z` };
const registered = registeredOrder();
const planned = continued(registered, plan);
const booked = continued(planned, ...shipmentSteps('S1', 'BookCarrier'));

const dispatch: GoodsOrderCommand = { type: 'DispatchShipment', data: { shipmentId: 'S1' } };

describe('planning a shipment', () => {
  it('takes everything reserved where no lines are named, and numbers the shipments', () => {
    given(goodsOrderStream, registered.facts)
      .when(plan)
      .then([
        {
          type: 'ShipmentPlanned',
          data: { shipmentId: 'S1', warehouse: 'tokyo', lines: [{ lineId: '1', quantity: 2 }] },
        },
      ]);
  });

  it('waits for the order to be firm', () => {
    const confirmed = story(receive([line('1', 2)]), confirm);
    given(goodsOrderStream, continued(confirmed, allocate(confirmed, '1', 2)).facts)
      .when(plan)
      .thenRefused('not-registered');
  });

  it('refuses more than is reserved', () => {
    given(goodsOrderStream, registered.facts)
      .when({ type: 'PlanShipment', data: { lines: [{ lineId: '1', quantity: 3 }] } })
      .thenRefused('more-than-reserved');
  });

  it('asks which warehouse is meant where lines lie in two', () => {
    const confirmed = story(receive([line('1', 1), line('2', 1, { warehouse: 'osaka' })]), confirm);
    const two = continued(confirmed, allocate(confirmed, '1', 1), allocate(confirmed, '2', 1), register);
    given(goodsOrderStream, two.facts).when(plan).thenRefused('several-warehouses');
    expect(
      continued(two, { type: 'PlanShipment', data: { warehouse: 'osaka' } }).state.data.shipments['S1']?.lines,
    ).toEqual([{ lineId: '2', quantity: 1, accepted: 0, refused: 0 }]);
  });

  it('finds a number that is free', () => {
    const named = continued(registered, {
      type: 'PlanShipment',
      data: { shipmentId: 'S2', lines: [{ lineId: '1', quantity: 1 }] },
    });
    expect(Object.keys(continued(named, plan).state.data.shipments)).toEqual(['S2', 'S3']);
  });

  it('refuses a shipment id that is in use', () => {
    const half = continued(registered, { type: 'PlanShipment', data: { lines: [{ lineId: '1', quantity: 1 }] } });
    given(goodsOrderStream, half.facts)
      .when({ type: 'PlanShipment', data: { shipmentId: 'S1' } })
      .thenRefused('duplicate-shipment');
  });
});

describe('preparing a shipment', () => {
  it('takes its steps in their order', () => {
    given(goodsOrderStream, planned.facts)
      .when({ type: 'PackShipment', data: { shipmentId: 'S1', packages: 1 } })
      .thenRefused('no-such-shipment-state');
    given(goodsOrderStream, planned.facts)
      .when({ type: 'PickShipment', data: { shipmentId: 'S1' } })
      .then([{ type: 'ShipmentPicked', data: { shipmentId: 'S1' } }]);
  });

  it('says which shipments there are not', () =>
    given(goodsOrderStream, planned.facts)
      .when({ type: 'PickShipment', data: { shipmentId: 'S9' } })
      .thenRefused('unknown-shipment'));

  it('takes no notice of a step that was taken before', () => {
    const two = continued(registered, { type: 'PlanShipment', data: { lines: [{ lineId: '1', quantity: 1 }] } }, plan, {
      type: 'PickShipment',
      data: { shipmentId: 'S1' },
    });
    given(goodsOrderStream, two.facts)
      .when({ type: 'PickShipment', data: { shipmentId: 'S1' } })
      .then([]);
  });
});

describe('dispatching a shipment', () => {
  it('says what left, for the stock to follow', () => {
    given(goodsOrderStream, booked.facts)
      .when(dispatch, when)
      .then([
        {
          type: 'ShipmentDispatched',
          data: {
            shipmentId: 'S1',
            dispatchedOn: STORY_DAY,
            carrier: 'ヤマト運輸',
            lines: [{ lineId: '1', quantity: 2, sku: 'SKU-1', warehouse: 'tokyo' }],
          },
        },
      ]);
  });

  it('is refused while the order is held, and goes on when the hold is released', () => {
    const held = continued(booked, { type: 'HoldOrder', data: { reason: 'credit' } });
    given(goodsOrderStream, held.facts).when(dispatch).thenRefused('order-held');
    expect(placeOf(continued(held, { type: 'ReleaseHold', data: { reason: 'credit' } }, dispatch))['fulfilment']).toBe(
      'shipping',
    );
  });

  it('is refused while a prepaid order is unpaid', () => {
    const prepaid = continued(registeredOrder('prepaid'), plan, ...shipmentSteps('S1', 'BookCarrier'));
    given(goodsOrderStream, prepaid.facts).when(dispatch).thenRefused('prepaid-unpaid');
    const paid = continued(
      prepaid,
      { type: 'RecordPayment', data: { amount: 2200, method: 'bankTransfer' } },
      dispatch,
    );
    expect(placeOf(paid)['fulfilment']).toBe('shipping');
  });

  it('cannot be dated tomorrow, nor promise an arrival before the dispatch', () => {
    given(goodsOrderStream, booked.facts)
      .when({ type: 'DispatchShipment', data: { shipmentId: 'S1', dispatchedOn: '2026-11-21' } }, when)
      .thenRefused('in-the-future');
    given(goodsOrderStream, booked.facts)
      .when({ type: 'DispatchShipment', data: { shipmentId: 'S1', expectedOn: '2026-11-19' } }, when)
      .thenRefused('before-dispatch');
  });
});

describe('scenario 4: cancel races packing', () => {
  const picked = continued(planned, { type: 'PickShipment', data: { shipmentId: 'S1' } });
  const pack: GoodsOrderCommand = { type: 'PackShipment', data: { shipmentId: 'S1', packages: 1 } };

  it('refuses to pack what was cancelled first, and the order never shows as shipped', () => {
    const cancelled = continued(picked, cancel);
    expect(told(cancelled, pack).refusal?.refused).toBe('state');
    expect(placeOf(cancelled)).toMatchObject({ fulfilment: 'cancelled', shipments: { S1: 'cancelled' } });
    expect(cancelled.facts.at(-1)).toMatchObject({
      type: 'OrderCancelled',
      data: { claims: [{ quantity: 0, claimNumber: 2 }] },
    });
  });

  it('refuses to cancel what was packed first', () => {
    given(goodsOrderStream, continued(picked, pack).facts).when(cancel).thenRefused('shipment-packed');
  });
});
