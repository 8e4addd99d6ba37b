import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext, Refusal } from '#libs/kernel/decider';
import type { GoodsOrderFact } from '#state-machines/goods-order/goods-order.events';
import { inUtc } from '#state-machines/vocabulary/dates';
import { ruleRefusal } from '../refusal.ts';
import { notAfterNow, notBeforeToday } from '../dates.policies.ts';
import type { GoodsOrderState } from './goods-order.state.ts';
import type {
  ArrangeRedelivery,
  RecordDelivery,
  RecordDeliveryFailure,
  RecordReturnToSender,
  TrackShipment,
} from './shipment.commands.ts';
import type { Shipment } from '#state-machines/shipment/shipment.data';
import { decideShipment, moreRestocked, notInShipment, reclaims, shippedQuantities } from './shipment.policies.ts';

export const trackShipment = (
  command: Plain<TrackShipment>,
  state: GoodsOrderState,
  context: DecisionContext,
): Decision<GoodsOrderFact> =>
  decideShipment(state, command.shipmentId, { from: ['dispatched', 'inTransit', 'deliveryFailed'] }, () => {
    const observedAt = inUtc(command.observedAt ?? context.now);
    return (
      notAfterNow('observedAt', observedAt, context) ?? [{ type: 'ShipmentTracked', data: { ...command, observedAt } }]
    );
  });

export const recordDelivery = (
  command: Plain<RecordDelivery>,
  state: GoodsOrderState,
  context: DecisionContext,
): Decision<GoodsOrderFact> =>
  decideShipment(
    state,
    command.shipmentId,
    { from: ['dispatched', 'inTransit', 'deliveryFailed'], reached: 'delivered' },
    ({ shipmentId, lines }) => {
      const deliveredAt = inUtc(command.deliveredAt ?? context.now);
      const delivered = lines.map(({ lineId, quantity }) => ({ lineId, quantity }));
      return (
        notAfterNow('deliveredAt', deliveredAt, context) ?? [
          { type: 'ShipmentDelivered', data: { ...command, shipmentId, deliveredAt, lines: delivered } },
        ]
      );
    },
  );

export const recordDeliveryFailure = (
  { shipmentId, reason }: Plain<RecordDeliveryFailure>,
  state: GoodsOrderState,
): Decision<GoodsOrderFact> =>
  decideShipment(state, shipmentId, { from: ['dispatched', 'inTransit', 'deliveryFailed'] }, () => [
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
      const refusal = refusalOfRestocking(command.restocked ?? [], shipment);
      if (refusal) return refusal;
      const lines = shippedQuantities(state, shipment).map((line) => ({
        ...line,
        restocked: command.restocked?.find(({ lineId }) => lineId === line.lineId)?.restocked ?? line.quantity,
      }));
      return [
        {
          type: 'ShipmentReturnedToSender',
          data: { shipmentId: shipment.shipmentId, reason: command.reason, lines, claims: reclaims(state, lines) },
        },
      ];
    },
  );

/** Refuses what is said of lines that did not come back, of a line twice, or of more units than there were. */
const refusalOfRestocking = (
  restocked: NonNullable<Plain<RecordReturnToSender>['restocked']>,
  { lines }: Shipment,
): Refusal | undefined => {
  for (const [index, { lineId, restocked: units }] of restocked.entries()) {
    const line = lines.find((candidate) => candidate.lineId === lineId);
    if (!line) return notInShipment(`restocked[${index}].lineId`, lineId);
    if (restocked.findIndex((other) => other.lineId === lineId) !== index)
      return ruleRefusal(
        'duplicate-line',
        `restocked[${index}].lineId`,
        `明細「${lineId}」が重複しています。`,
        `Line "${lineId}" is named twice.`,
      );
    if (units > line.quantity) return moreRestocked(`restocked[${index}].restocked`, lineId, line.quantity);
  }
  return undefined;
};
