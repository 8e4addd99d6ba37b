import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext } from '#libs/kernel/decider';
import type { GoodsOrderFact } from '#state-machines/goods-order/goods-order.events';
import { notBeforeToday } from './dates.policies.ts';
import type { GoodsOrderState } from './goods-order.state.ts';
import type {
  ArrangeRedelivery,
  RecordDelivery,
  RecordDeliveryFailure,
  RecordReturnToSender,
  TrackShipment,
} from './shipment.commands.ts';
import { decideShipment, moreRestocked, reclaims, shippedQuantities } from './shipment.policies.ts';

export const trackShipment = (
  command: Plain<TrackShipment>,
  state: GoodsOrderState,
  context: DecisionContext,
): Decision<GoodsOrderFact> =>
  decideShipment(state, command.shipmentId, { from: ['dispatched', 'inTransit', 'deliveryFailed'] }, () => [
    { type: 'ShipmentTracked', data: { ...command, observedAt: command.observedAt ?? context.now } },
  ]);

export const recordDelivery = (
  command: Plain<RecordDelivery>,
  state: GoodsOrderState,
  context: DecisionContext,
): Decision<GoodsOrderFact> =>
  decideShipment(
    state,
    command.shipmentId,
    { from: ['dispatched', 'inTransit'], reached: 'delivered' },
    ({ shipmentId, lines }) => [
      {
        type: 'ShipmentDelivered',
        data: {
          ...command,
          shipmentId,
          deliveredAt: command.deliveredAt ?? context.now,
          lines: lines.map(({ lineId, quantity }) => ({ lineId, quantity })),
        },
      },
    ],
  );

export const recordDeliveryFailure = (
  { shipmentId, reason }: Plain<RecordDeliveryFailure>,
  state: GoodsOrderState,
): Decision<GoodsOrderFact> =>
  decideShipment(state, shipmentId, { from: ['dispatched', 'inTransit'], reached: 'deliveryFailed' }, () => [
    { type: 'DeliveryFailed', data: { shipmentId, reason } },
  ]);

export const arrangeRedelivery = (
  command: Plain<ArrangeRedelivery>,
  state: GoodsOrderState,
  context: DecisionContext,
): Decision<GoodsOrderFact> =>
  decideShipment(
    state,
    command.shipmentId,
    { from: ['deliveryFailed'] },
    () =>
      notBeforeToday('expectedOn', command.expectedOn, context) ?? [
        { type: 'RedeliveryArranged', data: { ...command } },
      ],
  );

export const recordReturnToSender = (
  command: Plain<RecordReturnToSender>,
  state: GoodsOrderState,
): Decision<GoodsOrderFact> =>
  decideShipment(
    state,
    command.shipmentId,
    { from: ['dispatched', 'inTransit', 'deliveryFailed'], reached: 'returnedToSender' },
    (shipment) => {
      const lines = shippedQuantities(state, shipment).map((line) => ({
        ...line,
        restocked: command.restocked?.find(({ lineId }) => lineId === line.lineId)?.restocked ?? line.quantity,
      }));
      const wrong = lines.find(({ restocked, quantity }) => restocked > quantity);
      if (wrong) return moreRestocked('restocked', wrong.lineId, wrong.quantity);
      return [
        {
          type: 'ShipmentReturnedToSender',
          data: { shipmentId: shipment.shipmentId, reason: command.reason, lines, claims: reclaims(state, lines) },
        },
      ];
    },
  );
