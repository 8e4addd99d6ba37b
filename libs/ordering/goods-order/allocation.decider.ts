import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext, Refusal } from '#libs/kernel/decider';
import type { GoodsOrderFact } from '#state-machines/goods-order/goods-order.events';
import type { LineState } from '#state-machines/goods-order/line-ledger.data';
import { ruleRefusal } from '../refusal.ts';
import type {
  AgreeDeliveryDate,
  DeclineDeliveryDate,
  ProposeDeliveryDate,
  RecordAllocation,
  RequestAllocation,
} from './allocation.commands.ts';
import { notBeforeToday } from '../dates.policies.ts';
import type { GoodsOrderState } from './goods-order.state.ts';
import { lapsedClaim, raisedClaim, unclaimedUnits } from './stock-claims.policies.ts';

const unknownLine = (field: string, lineId: string): Refusal =>
  ruleRefusal('unknown-line', field, `明細「${lineId}」がありません。`, `The order has no line "${lineId}".`);

/**
 * What stock says of a line, as running totals. Only the answer to the newest claim counts: an older one is about a claim that has been replaced,
 * and the answer to its successor is on the way.
 */
export const recordAllocation = (
  command: Plain<RecordAllocation>,
  { data }: GoodsOrderState,
): Decision<GoodsOrderFact> => {
  const { lineId, claimNumber, secured, queued } = command;
  const line = data.lines[lineId];
  if (!line) return unknownLine('lineId', lineId);
  if (claimNumber !== line.claim.claimNumber) return [];
  const { open, backordered, reserved, preparing } = line.ledger;
  const gained = secured - line.dispatched - reserved - preparing;
  // Within a claim what is secured only grows: less than is held already is an answer that a newer one has overtaken.
  if (gained < 0) return [];
  const fromQueue = Math.min(gained, Math.max(0, backordered - queued));
  const fromOpen = Math.min(gained - fromQueue, open);
  const toQueue = Math.min(Math.max(0, queued - (backordered - fromQueue)), open - fromOpen);
  const facts: readonly GoodsOrderFact[] = [
    { type: 'StockAllocated', data: { lineId, quantity: fromQueue, from: 'backordered' } },
    { type: 'StockAllocated', data: { lineId, quantity: fromOpen, from: 'open' } },
    { type: 'LineBackordered', data: { lineId, quantity: toQueue } },
  ];
  return facts.filter((fact) => 'quantity' in fact.data && fact.data.quantity > 0);
};

/** Claims again what nobody claims any more, after a reservation lapsed. */
export const requestAllocation = (
  { lineIds }: Plain<RequestAllocation>,
  { data }: GoodsOrderState,
): Decision<GoodsOrderFact> => {
  for (const [index, lineId] of (lineIds ?? []).entries())
    if (!data.lines[lineId]) return unknownLine(`lineIds[${index}]`, lineId);
  const lines = Object.values(data.lines).filter(({ lineId }) => lineIds?.includes(lineId) ?? true);
  const claims = lines.flatMap((line) => raisedClaim(line, unclaimedUnits(line)));
  return claims.length === 0 ? [] : [{ type: 'AllocationRequested', data: { claims } }];
};

/** The lines a command about delivery dates means: those it names, else those that `applies` to. */
const linesMeant = (
  state: GoodsOrderState,
  lineIds: readonly string[] | undefined,
  applies: (line: LineState) => boolean,
): readonly LineState[] | Refusal => {
  if (!lineIds) return Object.values(state.data.lines).filter(applies);
  const lines: LineState[] = [];
  for (const [index, lineId] of lineIds.entries()) {
    const line = state.data.lines[lineId];
    if (!line) return unknownLine(`lineIds[${index}]`, lineId);
    if (line.ledger.backordered === 0)
      return ruleRefusal(
        'not-backordered',
        `lineIds[${index}]`,
        `明細「${lineId}」は入荷待ちではありません。`,
        `Line "${lineId}" does not wait for goods; only backordered lines get a new delivery date.`,
      );
    lines.push(line);
  }
  return lines;
};

const isRefusal = (lines: readonly LineState[] | Refusal): lines is Refusal => 'refused' in lines;

export const proposeDeliveryDate = (
  command: Plain<ProposeDeliveryDate>,
  state: GoodsOrderState,
  context: DecisionContext,
): Decision<GoodsOrderFact> => {
  const { proposedDate, lineIds, reason } = command;
  const past = notBeforeToday('proposedDate', proposedDate, context);
  if (past) return past;
  const lines = linesMeant(state, lineIds, ({ ledger }) => ledger.backordered > 0);
  if (isRefusal(lines)) return lines;
  const news = lines.filter((line) => line.proposedDate !== proposedDate && line.agreedDate !== proposedDate);
  if (news.length === 0) return [];
  return [
    {
      type: 'DeliveryDateProposed',
      data: { proposedDate, lineIds: news.map(({ lineId }) => lineId), ...(reason ? { reason } : {}) },
    },
  ];
};

export const agreeDeliveryDate = (
  { agreedDate, lineIds }: Plain<AgreeDeliveryDate>,
  state: GoodsOrderState,
): Decision<GoodsOrderFact> => {
  const lines = linesMeant(
    state,
    lineIds,
    (line) => line.ledger.backordered > 0 && (line.proposedDate !== null || agreedDate !== undefined),
  );
  if (isRefusal(lines)) return lines;
  const byDate = new Map<string, string[]>();
  for (const { lineId, proposedDate, agreedDate: before } of lines) {
    const date = agreedDate ?? proposedDate;
    if (date === null)
      return ruleRefusal(
        'no-date-proposed',
        'agreedDate',
        `明細「${lineId}」には提案した納期がありません。納期を指定してください。`,
        `No date was proposed for line "${lineId}"; say which date was agreed.`,
      );
    if (date !== before || proposedDate !== null) byDate.set(date, [...(byDate.get(date) ?? []), lineId]);
  }
  return [...byDate].map(([date, ids]) => ({ type: 'DeliveryDateAgreed', data: { agreedDate: date, lineIds: ids } }));
};

export const declineDeliveryDate = (
  { lineIds, reason }: Plain<DeclineDeliveryDate>,
  state: GoodsOrderState,
): Decision<GoodsOrderFact> => {
  const lines = linesMeant(state, lineIds, (line) => line.proposedDate !== null);
  if (isRefusal(lines)) return lines;
  const declined = lines.filter((line) => line.proposedDate !== null).map(({ lineId }) => lineId);
  return declined.length === 0
    ? []
    : [{ type: 'DeliveryDateDeclined', data: { lineIds: declined, ...(reason ? { reason } : {}) } }];
};

/** An unpaid prepaid order gives up what it holds; shipments that are not packed yet go with it. */
export const expireReservation = ({ data }: GoodsOrderState): Decision<GoodsOrderFact> => {
  const shipments = Object.values(data.shipments).filter(({ state }) => state === 'planned' || state === 'picked');
  const cancelled = shipments.map(({ shipmentId, lines }): GoodsOrderFact => ({
    type: 'ShipmentCancelled',
    data: {
      shipmentId,
      reason: 'reservation expired',
      lines: lines.map(({ lineId, quantity }) => ({ lineId, quantity })),
    },
  }));
  const lapsed = Object.values(data.lines).filter((line) => line.claim.quantity > line.dispatched);
  if (lapsed.length === 0) return [];
  return [
    ...cancelled,
    {
      type: 'ReservationLapsed',
      data: {
        withdrawn: lapsed.map(({ lineId, ledger }) => ({
          lineId,
          open: 0,
          backordered: ledger.backordered,
          reserved: ledger.reserved + ledger.preparing,
        })),
        claims: lapsed.map(lapsedClaim),
      },
    },
  ];
};
