import { describe, expect, it } from '@jest/globals';
import { given } from '#libs/kernel/testing/given-when-then';
import { goodsOrderStream } from './goods-order.stream.ts';
import { continued, placeOf, plan, registeredOrder, shipmentSteps } from './goods-order.story.ts';

const dispatched = continued(registeredOrder(), plan, ...shipmentSteps('S1', 'DispatchShipment'));

describe('a shipment on its way', () => {
  it('is delivered again after a failed delivery, when that was arranged', () => {
    const again = continued(
      dispatched,
      { type: 'RecordDeliveryFailure', data: { shipmentId: 'S1', reason: 'ご不在' } },
      { type: 'ArrangeRedelivery', data: { shipmentId: 'S1', expectedOn: '2026-11-21' } },
      { type: 'RecordDelivery', data: { shipmentId: 'S1' } },
    );
    expect(placeOf(again)).toMatchObject({
      fulfilment: 'accepting.awaitingAcceptance',
      shipments: { S1: 'delivered' },
    });
  });

  it('brings its units back to be promised anew when it is returned to its sender', () => {
    const returned = continued(dispatched, {
      type: 'RecordReturnToSender',
      data: { shipmentId: 'S1', reason: '長期不在', restocked: [{ lineId: '1', restocked: 1 }] },
    });
    expect(returned.facts.at(-1)?.data).toMatchObject({
      lines: [{ lineId: '1', quantity: 2, restocked: 1, sku: 'SKU-1', warehouse: 'tokyo' }],
      claims: [{ lineId: '1', quantity: 4, dispatched: 2, claimNumber: 2 }],
    });
    expect(placeOf(returned)).toMatchObject({
      fulfilment: 'allocating.awaitingStock',
      shipments: { S1: 'returnedToSender' },
    });
  });

  const failed = continued(dispatched, { type: 'RecordDeliveryFailure', data: { shipmentId: 'S1', reason: 'ご不在' } });

  it('may fail again, or arrive after all, when the carrier and the consignee have agreed on it by themselves', () => {
    const again = continued(failed, { type: 'RecordDeliveryFailure', data: { shipmentId: 'S1', reason: 'ご不在' } });
    const delivered = continued(again, { type: 'RecordDelivery', data: { shipmentId: 'S1' } });
    expect(placeOf(delivered)).toMatchObject({ shipments: { S1: 'delivered' }, nextActor: 'customer' });
  });

  it('is the back office’s to act on when its delivery has failed', () =>
    expect(placeOf(failed)['nextActor']).toBe('backOffice'));

  it('cannot have been seen or delivered in the future', () => {
    const now = '2026-11-20T03:00:00.000Z';
    given(goodsOrderStream, dispatched.facts)
      .when({ type: 'RecordDelivery', data: { shipmentId: 'S1', deliveredAt: '2099-01-01T00:00:00Z' } }, { now })
      .thenRefused('in-the-future');
    given(goodsOrderStream, dispatched.facts)
      .when(
        {
          type: 'TrackShipment',
          data: { shipmentId: 'S1', status: '輸送中', observedAt: '2026-11-20T13:00:00+09:00' },
        },
        { now },
      )
      .thenRefused('in-the-future');
  });

  it('is not restocked in lines that it does not hold', () => {
    given(goodsOrderStream, dispatched.facts)
      .when({
        type: 'RecordReturnToSender',
        data: { shipmentId: 'S1', reason: '破損', restocked: [{ lineId: '01', restocked: 0 }] },
      })
      .thenRefused('unknown-line');
  });

  it('puts no more on the shelf than came back', () => {
    given(goodsOrderStream, dispatched.facts)
      .when({
        type: 'RecordReturnToSender',
        data: { shipmentId: 'S1', reason: '不在', restocked: [{ lineId: '1', restocked: 3 }] },
      })
      .thenRefused('more-restocked-than-returned');
  });
});
