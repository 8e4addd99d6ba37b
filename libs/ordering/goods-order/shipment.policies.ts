import type { Decision, Refusal } from '#libs/kernel/decider';
import type { GoodsOrderFact, LineQuantity, ShippedQuantity } from '#state-machines/goods-order/goods-order.events';
import type { Shipment } from '#state-machines/shipment/shipment.data';
import { ruleRefusal, stateRefusal } from '../refusal.ts';
import { shipmentStateLabel, type GoodsOrderState } from './goods-order.state.ts';
import { raisedClaim } from './stock-claims.policies.ts';

/**
 * Decides about one shipment: refused where there is no such shipment or it is in none of the states `from`; a shipment that is where the command
 * would bring it (`reached`) needs nothing.
 */
export const decideShipment = (
  state: GoodsOrderState,
  shipmentId: string,
  { from, reached }: { readonly from: readonly string[]; readonly reached?: string },
  facts: (shipment: Shipment) => Decision<GoodsOrderFact>,
): Decision<GoodsOrderFact> => {
  const shipment = state.data.shipments[shipmentId];
  if (!shipment)
    return ruleRefusal(
      'unknown-shipment',
      'shipmentId',
      `出荷「${shipmentId}」がありません。`,
      `The order has no shipment "${shipmentId}".`,
    );
  if (shipment.state === reached) return [];
  if (from.includes(shipment.state)) return facts(shipment);
  const now = shipmentStateLabel(shipment.state);
  const allowed = from.map(shipmentStateLabel);
  return stateRefusal(
    'shipment-not-in-this-state',
    `出荷「${shipmentId}」は「${now.ja}」です。この操作は「${allowed.map(({ ja }) => ja).join('」「')}」の間だけ行えます。`,
    `Shipment "${shipmentId}" is "${now.en}"; this is possible only while it is ${allowed.map(({ en }) => `"${en}"`).join(' or ')}.`,
  );
};

/** What a shipment holds, with what the stock needs to know about it. */
export const shippedQuantities = (
  { data }: GoodsOrderState,
  { lines, warehouse }: Shipment,
): readonly ShippedQuantity[] =>
  lines.map(({ lineId, quantity }) => ({ lineId, quantity, sku: data.lines[lineId]?.sku ?? '', warehouse }));

/** A line is named that the shipment does not hold. */
export const notInShipment = (field: string, lineId: string): Refusal =>
  ruleRefusal(
    'unknown-line',
    field,
    `この出荷に明細「${lineId}」はありません。`,
    `Line "${lineId}" is not in this shipment.`,
  );

/** Refuses to put more on the shelf than came back. */
export const moreRestocked = (field: string, lineId: string, quantity: number): Refusal =>
  ruleRefusal(
    'more-restocked-than-returned',
    field,
    `明細「${lineId}」で戻った数量は ${quantity} です。`,
    `Only ${quantity} of line "${lineId}" came back; no more can go on the shelf.`,
  );

/** The claims of units which came back and are to be sent again. */
export const reclaims = ({ data }: GoodsOrderState, lines: readonly LineQuantity[]) =>
  Object.values(data.lines).flatMap((line) =>
    raisedClaim(
      line,
      lines.reduce((units, { lineId, quantity }) => (lineId === line.lineId ? units + quantity : units), 0),
    ),
  );

/** The fact that takes a shipment back before it has left: its units are reserved again. */
export const shipmentCancelled = ({ shipmentId, lines }: Shipment, reason: string): GoodsOrderFact => ({
  type: 'ShipmentCancelled',
  data: { shipmentId, reason, lines: lines.map(({ lineId, quantity }) => ({ lineId, quantity })) },
});
