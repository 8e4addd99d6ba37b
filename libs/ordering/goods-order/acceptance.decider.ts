import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext, Refusal } from '#libs/kernel/decider';
import { reduceGoodsOrder } from '#state-machines/goods-order/goods-order.data';
import type { GoodsOrderFact, LineQuantity } from '#state-machines/goods-order/goods-order.events';
import { withdrawableUnits } from '#state-machines/goods-order/line-ledger.data';
import { unansweredUnits, type Shipment } from '#state-machines/shipment/shipment.data';
import { ruleRefusal } from '../refusal.ts';
import { completingWhenSettled } from './completion.policies.ts';
import { notAfterToday, today } from '../dates.policies.ts';
import type { GoodsOrderState } from './goods-order.state.ts';
import { decideShipment, moreRestocked, notInShipment, reclaims, shipmentCancelled } from './shipment.policies.ts';
import type { AcceptDelivery, CancelLine, CancelOrder, RefuseDelivery, SettleRefusal } from './shipment.commands.ts';
import { loweredClaim, withdraw } from './stock-claims.policies.ts';

/** A shipment of which something was accepted is where an acceptance would bring it; one that was refused as a whole is not. */
const acceptedBefore = ({ data }: GoodsOrderState, shipmentId: string): { readonly reached?: string } =>
  data.shipments[shipmentId]?.lines.some(({ accepted }) => accepted > 0) ? { reached: 'answered' } : {};

/** The units an answer is about: those it names, else all that nobody has answered for. */
const answeredLines = (
  { lines }: Shipment,
  named: readonly LineQuantity[] | undefined,
): readonly LineQuantity[] | Refusal => {
  if (!named)
    return lines
      .map((line) => ({ lineId: line.lineId, quantity: unansweredUnits(line) }))
      .filter(({ quantity }) => quantity > 0);
  for (const [index, { lineId }] of named.entries()) {
    const line = lines.find((candidate) => candidate.lineId === lineId);
    if (!line) return notInShipment(`lines[${index}].lineId`, lineId);
    const units = named.reduce((sum, other) => (other.lineId === lineId ? sum + other.quantity : sum), 0);
    if (units > unansweredUnits(line))
      return ruleRefusal(
        'more-than-delivered',
        `lines[${index}].quantity`,
        `明細「${lineId}」の未回答の数量は ${unansweredUnits(line)} です。`,
        `Only ${unansweredUnits(line)} of line "${lineId}" are delivered and not answered for.`,
      );
  }
  return named.map(({ lineId, quantity }) => ({ lineId, quantity }));
};

export const acceptDelivery = (
  command: Plain<AcceptDelivery>,
  state: GoodsOrderState,
  context: DecisionContext,
): Decision<GoodsOrderFact> =>
  completingWhenSettled(
    state,
    decideShipment(
      state,
      command.shipmentId,
      { from: ['delivered'], ...acceptedBefore(state, command.shipmentId) },
      (shipment) => {
        const lines = answeredLines(shipment, command.lines);
        if ('refused' in lines) return lines;
        const acceptedOn = command.acceptedOn ?? today(context);
        return (
          notAfterToday('acceptedOn', acceptedOn, context) ?? [
            { type: 'DeliveryAccepted', data: { shipmentId: shipment.shipmentId, acceptedOn, lines } },
          ]
        );
      },
    ),
    context,
  );

export const refuseDelivery = (command: Plain<RefuseDelivery>, state: GoodsOrderState): Decision<GoodsOrderFact> =>
  decideShipment(state, command.shipmentId, { from: ['delivered'] }, (shipment) => {
    const lines = answeredLines(shipment, command.lines);
    if ('refused' in lines) return lines;
    return [{ type: 'DeliveryRefused', data: { shipmentId: shipment.shipmentId, reason: command.reason, lines } }];
  });

export const settleRefusal = (
  command: Plain<SettleRefusal>,
  state: GoodsOrderState,
  context: DecisionContext,
): Decision<GoodsOrderFact> => {
  for (const [index, { lineId, quantity, restocked }] of command.lines.entries()) {
    const refused = state.data.lines[lineId]?.ledger.refused ?? 0;
    if (command.lines.findIndex((other) => other.lineId === lineId) !== index)
      return ruleRefusal(
        'duplicate-line',
        `lines[${index}].lineId`,
        `明細「${lineId}」が重複しています。`,
        `Line "${lineId}" is named twice.`,
      );
    if (quantity > refused)
      return ruleRefusal(
        'more-than-refused',
        `lines[${index}].quantity`,
        `明細「${lineId}」の未処理の検収不合格数量は ${refused} です。`,
        `Only ${refused} of line "${lineId}" are refused and unsettled.`,
      );
    if ((restocked ?? 0) > quantity) return moreRestocked(`lines[${index}].restocked`, lineId, quantity);
  }
  const lines = command.lines.map(({ lineId, quantity, restocked }) => ({
    lineId,
    quantity,
    restocked: restocked ?? quantity,
    sku: state.data.lines[lineId]?.sku ?? '',
    warehouse: state.data.lines[lineId]?.warehouse ?? '',
  }));
  const claims = command.outcome === 'redeliver' ? reclaims(state, lines) : [];
  return completingWhenSettled(
    state,
    [{ type: 'RefusalSettled', data: { outcome: command.outcome, lines, claims } }],
    context,
  );
};

export const cancelLine = (
  command: Plain<CancelLine>,
  state: GoodsOrderState,
  context: DecisionContext,
): Decision<GoodsOrderFact> => {
  const { lineId, reason } = command;
  const line = state.data.lines[lineId];
  if (!line)
    return ruleRefusal(
      'unknown-line',
      'lineId',
      `明細「${lineId}」がありません。`,
      `The order has no line "${lineId}".`,
    );
  const most = withdrawableUnits(line);
  const quantity = command.quantity ?? most;
  if (most === 0 && line.ledger.cancelled === line.ledger.ordered) return [];
  if (quantity > most || most === 0)
    return ruleRefusal(
      'more-than-cancellable',
      command.quantity === undefined ? 'lineId' : 'quantity',
      `明細「${lineId}」で取り消せる数量は ${most} です（出荷準備に入った数量は、先に出荷を取り消してください）。`,
      `Only ${most} of line "${lineId}" can be cancelled; for units in preparation cancel their shipment first.`,
    );
  return completingWhenSettled(
    state,
    [
      {
        type: 'LineCancelled',
        data: { reason, withdrawn: withdraw(line, quantity), claims: loweredClaim(line, quantity) },
      },
    ],
    context,
  );
};

/** Cancels everything that has not left. Shipments not yet packed are cancelled with it; a packed one is refused by the availability table. */
export const cancelOrder = (
  { reason }: Plain<CancelOrder>,
  state: GoodsOrderState,
  context: DecisionContext,
): Decision<GoodsOrderFact> => {
  const unpacked = Object.values(state.data.shipments).filter(
    (shipment) => shipment.state === 'planned' || shipment.state === 'picked',
  );
  const shipmentsCancelled = unpacked.map((shipment) => shipmentCancelled(shipment, reason));
  const { lines } = shipmentsCancelled.reduce(reduceGoodsOrder, state.data);
  const cancellable = Object.values(lines).filter((line) => withdrawableUnits(line) > 0);
  return completingWhenSettled(
    state,
    [
      ...shipmentsCancelled,
      {
        type: 'OrderCancelled',
        data: {
          reason,
          withdrawn: cancellable.map((line) => withdraw(line, withdrawableUnits(line))),
          claims: cancellable.flatMap((line) => loweredClaim(line, withdrawableUnits(line))),
        },
      },
    ],
    context,
  );
};
