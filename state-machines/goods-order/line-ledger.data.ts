import type { CalendarDate } from '../vocabulary/dates.ts';
import type {
  GoodsOrderFact,
  GoodsOrderFactOf,
  LineQuantity,
  OrderLine,
  StockClaim,
  Withdrawal,
} from './goods-order.events.ts';

/** Where a unit of an order line can be. Every unit is in exactly one place. */
export const places = [
  'open',
  'reserved',
  'backordered',
  'preparing',
  'inTransit',
  'delivered',
  'accepted',
  'refused',
  'returned',
  'cancelled',
] as const;
export type Place = (typeof places)[number];

/** `ordered` is always the sum of the places, and no place is ever below zero. */
export type LineLedger = Readonly<Record<Place, number>> & { readonly ordered: number };

/** What the order last claimed of the stock for a line, as running totals; number 0 before the first claim. */
export interface LineClaim {
  readonly quantity: number;
  readonly claimNumber: number;
}

/** A line in the order's data: what was agreed, where its units are, what it claims. */
export interface LineState {
  readonly lineId: string;
  readonly sku: string;
  readonly warehouse: string;
  readonly unitPrice: number;
  readonly discountBasisPoints: number;
  readonly taxClass: OrderLine['taxClass'];
  readonly ledger: LineLedger;
  /** Units that have ever left, those that came back included. */
  readonly dispatched: number;
  readonly claim: LineClaim;
  readonly proposedDate: CalendarDate | null;
  /** The date agreed for the backordered units; null where none is, or where more units were backordered since. */
  readonly agreedDate: CalendarDate | null;
}

export type LineStates = Readonly<Record<string, LineState>>;

/** A quantity of a line that goes from one place to another. */
export interface Move extends LineQuantity {
  readonly from: Place;
  readonly to: Place;
}

const between =
  (from: Place, to: Place) =>
  (data: { readonly lines: readonly LineQuantity[] }): readonly Move[] =>
    data.lines.map(({ lineId, quantity }) => ({ lineId, quantity, from, to }));

const withdrawn = ({ lineId, open, backordered, reserved }: Withdrawal, to: 'open' | 'cancelled'): readonly Move[] => [
  ...(to === 'open' ? [] : [{ lineId, quantity: open, from: 'open' as const, to }]),
  { lineId, quantity: backordered, from: 'backordered', to },
  { lineId, quantity: reserved, from: 'reserved', to },
];

/** The ledger's table: each fact that moves units, and its moves. What is not here moves nothing. */
export const movesOf: {
  readonly [Type in GoodsOrderFact['type']]?: (data: GoodsOrderFactOf<Type>['data']) => readonly Move[];
} = {
  OrderAmended: ({ changedLines }) => changedLines.flatMap((line) => withdrawn(line.withdrawn, 'open')),
  StockAllocated: ({ lineId, quantity, from }) => [{ lineId, quantity, from, to: 'reserved' }],
  LineBackordered: ({ lineId, quantity }) => [{ lineId, quantity, from: 'open', to: 'backordered' }],
  ReservationLapsed: (data) => data.withdrawn.flatMap((line) => withdrawn(line, 'open')),
  ShipmentPlanned: between('reserved', 'preparing'),
  ShipmentCancelled: between('preparing', 'reserved'),
  ShipmentDispatched: between('preparing', 'inTransit'),
  ShipmentDelivered: between('inTransit', 'delivered'),
  ShipmentReturnedToSender: between('inTransit', 'open'),
  DeliveryAccepted: between('delivered', 'accepted'),
  DeliveryRefused: between('delivered', 'refused'),
  RefusalSettled: (data) => between('refused', data.outcome === 'redeliver' ? 'open' : 'cancelled')(data),
  LineCancelled: (data) => withdrawn(data.withdrawn, 'cancelled'),
  OrderCancelled: (data) => data.withdrawn.flatMap((line) => withdrawn(line, 'cancelled')),
};

/** A line as it begins: everything open, nothing claimed. */
export const newLine = ({
  lineId,
  sku,
  warehouse,
  unitPrice,
  discountBasisPoints,
  taxClass,
  quantity,
}: OrderLine): LineState => ({
  lineId,
  sku,
  warehouse,
  unitPrice,
  discountBasisPoints,
  taxClass,
  ledger: {
    ordered: quantity,
    open: quantity,
    reserved: 0,
    backordered: 0,
    preparing: 0,
    inTransit: 0,
    delivered: 0,
    accepted: 0,
    refused: 0,
    returned: 0,
    cancelled: 0,
  },
  dispatched: 0,
  claim: { quantity: 0, claimNumber: 0 },
  proposedDate: null,
  agreedDate: null,
});

const lineOf = (lines: LineStates, lineId: string): LineState => {
  const line = lines[lineId];
  if (!line) throw new RangeError(`there is no line ${lineId}`);
  return line;
};

const withLine = (lines: LineStates, line: LineState): LineStates => ({ ...lines, [line.lineId]: line });

/** The line with some of its units moved. Throws `RangeError` where there are fewer than that in the place they come from. */
const moved = (line: LineState, { from, to, quantity }: Move): LineState => {
  if (quantity < 0 || line.ledger[from] < quantity)
    throw new RangeError(`line ${line.lineId} has ${line.ledger[from]} in ${from}, not ${quantity}`);
  const ledger = { ...line.ledger, [from]: line.ledger[from] - quantity, [to]: line.ledger[to] + quantity };
  // A date that was proposed for units which no longer wait is a question that nobody has to answer.
  return { ...line, ledger, proposedDate: ledger.backordered === 0 ? null : line.proposedDate };
};

/** `ordered` set to a new total, through `open`. */
const reordered = (line: LineState, ordered: number): LineState => {
  const open = line.ledger.open + ordered - line.ledger.ordered;
  if (open < 0) throw new RangeError(`line ${line.lineId} cannot be lowered to ${ordered}`);
  return { ...line, ledger: { ...line.ledger, ordered, open } };
};

/** Lines after the moves of a fact, and after what else it says of the claims and dates of lines. */
export const reduceLines = (lines: LineStates, fact: GoodsOrderFact): LineStates => {
  const moves = movesOf[fact.type] as ((data: object) => readonly Move[]) | undefined;
  let next = lines;
  for (const move of moves?.(fact.data) ?? [])
    next = move.quantity === 0 ? next : withLine(next, moved(lineOf(next, move.lineId), move));
  if (fact.type === 'OrderAmended') {
    for (const { lineId, ordered } of fact.data.changedLines)
      next = withLine(next, reordered(lineOf(next, lineId), ordered));
    for (const line of fact.data.addedLines) next = withLine(next, newLine(line));
  }
  if (fact.type === 'ShipmentDispatched')
    for (const { lineId, quantity } of fact.data.lines) {
      const line = lineOf(next, lineId);
      next = withLine(next, { ...line, dispatched: line.dispatched + quantity });
    }
  if (fact.type === 'LineBackordered') next = withLine(next, { ...lineOf(next, fact.data.lineId), agreedDate: null });
  if ('claims' in fact.data) next = withClaims(next, fact.data.claims);
  return withDates(next, fact);
};

const withClaims = (lines: LineStates, claims: readonly StockClaim[]): LineStates =>
  claims.reduce(
    (next, { lineId, quantity, claimNumber }) =>
      withLine(next, { ...lineOf(next, lineId), claim: { quantity, claimNumber } }),
    lines,
  );

const withDates = (lines: LineStates, fact: GoodsOrderFact): LineStates => {
  if (fact.type === 'DeliveryDateProposed')
    return dated(lines, fact.data.lineIds, { proposedDate: fact.data.proposedDate });
  if (fact.type === 'DeliveryDateAgreed')
    return dated(lines, fact.data.lineIds, { proposedDate: null, agreedDate: fact.data.agreedDate });
  if (fact.type === 'DeliveryDateDeclined') return dated(lines, fact.data.lineIds, { proposedDate: null });
  return lines;
};

const dated = (
  lines: LineStates,
  lineIds: readonly string[],
  dates: Partial<Pick<LineState, 'proposedDate' | 'agreedDate'>>,
): LineStates => lineIds.reduce((next, lineId) => withLine(next, { ...lineOf(next, lineId), ...dates }), lines);

/** Whether any unit of any line is in a place. */
export const anyUnitIn = (lines: LineStates, place: Place): boolean => {
  for (const lineId in lines) if ((lines[lineId]?.ledger[place] ?? 0) > 0) return true;
  return false;
};

/** Units that can still be taken back without touching a parcel. */
export const withdrawableUnits = ({ ledger }: LineState): number => ledger.open + ledger.backordered + ledger.reserved;

/** Units of a line that the customer is to pay for: neither cancelled nor returned. */
export const billableUnits = ({ ledger }: LineState): number => ledger.ordered - ledger.cancelled - ledger.returned;
