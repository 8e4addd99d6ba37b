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
} from './goods-order.story.ts';

const when = { now: `${STORY_DAY}T03:00:00.000Z` };
const delivered = continued(registeredOrder(), plan, ...shipmentSteps('S1', 'RecordDelivery'));
const refuse = (quantity: number): GoodsOrderCommand => ({
  type: 'RefuseDelivery',
  data: { shipmentId: 'S1', reason: '破損', lines: [{ lineId: '1', quantity }] },
});
const settle = (outcome: 'redeliver' | 'cancel', quantity: number): GoodsOrderCommand => ({
  type: 'SettleRefusal',
  data: { outcome, lines: [{ lineId: '1', quantity, restocked: 0 }] },
});

describe('acceptance', () => {
  it('of everything completes the order in the same append', () => {
    given(goodsOrderStream, delivered.facts)
      .when({ type: 'AcceptDelivery', data: { shipmentId: 'S1' } }, when)
      .then([
        {
          type: 'DeliveryAccepted',
          data: { shipmentId: 'S1', acceptedOn: STORY_DAY, lines: [{ lineId: '1', quantity: 2 }] },
        },
        { type: 'OrderCompleted', data: { completedOn: STORY_DAY } },
      ]);
  });

  it('of a part waits for the rest', () => {
    const part = continued(delivered, {
      type: 'AcceptDelivery',
      data: { shipmentId: 'S1', lines: [{ lineId: '1', quantity: 1 }] },
    });
    expect(placeOf(part)['fulfilment']).toBe('accepting.awaitingAcceptance');
  });

  it('of more than was delivered is refused', () => {
    given(goodsOrderStream, delivered.facts)
      .when({ type: 'AcceptDelivery', data: { shipmentId: 'S1', lines: [{ lineId: '1', quantity: 3 }] } })
      .thenRefused('more-than-delivered');
    given(goodsOrderStream, delivered.facts)
      .when({
        type: 'AcceptDelivery',
        data: {
          shipmentId: 'S1',
          lines: [
            { lineId: '1', quantity: 1 },
            { lineId: '1', quantity: 2 },
          ],
        },
      })
      .thenRefused('more-than-delivered');
  });

  it('of a shipment that was refused as a whole is refused too', () => {
    const half = { lines: [{ lineId: '1', quantity: 1 }] };
    const two = continued(
      registeredOrder(),
      { type: 'PlanShipment', data: half },
      ...shipmentSteps('S1', 'RecordDelivery'),
      { type: 'PlanShipment', data: half },
      ...shipmentSteps('S2', 'RecordDelivery'),
      { type: 'RefuseDelivery', data: { shipmentId: 'S1', reason: '破損' } },
    );
    given(goodsOrderStream, two.facts)
      .when({ type: 'AcceptDelivery', data: { shipmentId: 'S1' } })
      .thenRefused('shipment-not-in-this-state');
  });

  it("is the customer's word, so the carrier's scan alone completes nothing", () =>
    expect(placeOf(delivered)['fulfilment']).toBe('accepting.awaitingAcceptance'));
});

describe('refused units', () => {
  const refused = continued(delivered, refuse(1), { type: 'AcceptDelivery', data: { shipmentId: 'S1' } });

  it('keep the order open until somebody settles them', () =>
    expect(placeOf(refused)['fulfilment']).toBe('accepting.refusalToSettle'));

  it('go back to be promised and sent again', () => {
    const again = continued(refused, settle('redeliver', 1));
    expect(again.state.data.lines['1']).toMatchObject({
      ledger: { open: 1, accepted: 1, refused: 0 },
      claim: { quantity: 3, claimNumber: 2 },
    });
  });

  it('are given up, and the order completes at the price of what was kept', () => {
    const settled = continued(refused, settle('cancel', 1));
    expect(placeOf(settled)).toMatchObject({ fulfilment: 'completed', total: 1100 });
  });

  it('cannot be settled twice', () =>
    given(goodsOrderStream, continued(refused, settle('redeliver', 1)).facts)
      .when(settle('cancel', 1))
      .thenRefused('nothing-refused'));
});

describe('scenario 3: part of one line is shipped, the rest cancelled', () => {
  const confirmed = story(receive([line('1', 5)]), confirm);
  const short = continued(confirmed, allocate(confirmed, '1', 3, 2));
  const agreed = continued(short, { type: 'AgreeDeliveryDate', data: { agreedDate: '2026-12-24' } }, register);
  const shipped = continued(agreed, plan, ...shipmentSteps('S1', 'DispatchShipment'));
  const rest = continued(shipped, { type: 'CancelLine', data: { lineId: '1', reason: '待てない' } });

  it('shows the step of the least advanced unit, then of what has left', () => {
    expect(placeOf(shipped)).toMatchObject({ fulfilment: 'registered', step: 4, total: 5500 });
    expect(placeOf(rest)).toMatchObject({ fulfilment: 'shipping', step: 6, total: 3300 });
  });

  it('claims of stock only what has left', () =>
    expect(rest.facts.at(-1)).toMatchObject({
      type: 'LineCancelled',
      data: { claims: [{ quantity: 3, dispatched: 3, claimNumber: 2 }] },
    }));

  it('completes when what has left is accepted', () => {
    const accepted = continued(
      rest,
      { type: 'RecordDelivery', data: { shipmentId: 'S1' } },
      { type: 'AcceptDelivery', data: { shipmentId: 'S1' } },
    );
    expect(placeOf(accepted)['fulfilment']).toBe('completed');
  });

  it('completes when the rest is cancelled last', () => {
    const accepted = continued(
      shipped,
      { type: 'RecordDelivery', data: { shipmentId: 'S1' } },
      { type: 'AcceptDelivery', data: { shipmentId: 'S1' } },
    );
    expect(placeOf(accepted)['fulfilment']).toBe('registered');
    expect(
      continued(accepted, cancel)
        .facts.slice(-2)
        .map(({ type }) => type),
    ).toEqual(['OrderCancelled', 'OrderCompleted']);
  });
});

describe('cancellation', () => {
  it('takes back no more of a line than has not been prepared', () => {
    const half = continued(registeredOrder(), {
      type: 'PlanShipment',
      data: { lines: [{ lineId: '1', quantity: 1 }] },
    });
    given(goodsOrderStream, half.facts)
      .when({ type: 'CancelLine', data: { lineId: '1', quantity: 2, reason: '不要' } })
      .thenRefused('more-than-cancellable');
  });

  it('of an order that has left altogether is refused', () =>
    given(goodsOrderStream, delivered.facts).when(cancel).thenRefused('nothing-to-cancel'));

  it('before the confirmation claims nothing', () => {
    given(goodsOrderStream, story(receive([line('1', 2)])).facts)
      .when(cancel)
      .then([
        {
          type: 'OrderCancelled',
          data: {
            reason: 'お客様都合',
            withdrawn: [{ lineId: '1', open: 2, backordered: 0, reserved: 0 }],
            claims: [],
          },
        },
      ]);
  });
});
