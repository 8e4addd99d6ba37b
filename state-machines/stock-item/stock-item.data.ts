import { enqueued, served, withdrawn, type BackorderQueue } from './backorder-queue.data.ts';
import { lineKey, noStandings, standingOf, withStanding, type LineStandings } from './line-standings.data.ts';
import type { LineStanding, StockItemFact, StockItemFactOf } from './stock-item.events.ts';

/** The ledger of one item in one warehouse, in units; plain JSON. */
export interface StockItemData {
  readonly registered: boolean;
  readonly sku: string;
  readonly warehouse: string;
  readonly reorderPoint: number;
  /** received − shipped + returned ± adjusted. Below 0 where more left the shelf than the books knew of. */
  readonly onHand: number;
  /** Promised to lines and not yet shipped. */
  readonly reserved: number;
  /** The sum of the queue. */
  readonly backordered: number;
  readonly lines: LineStandings;
  readonly queue: BackorderQueue;
}

export const initialStockItemData: StockItemData = {
  registered: false,
  sku: '',
  warehouse: '',
  reorderPoint: 0,
  onHand: 0,
  reserved: 0,
  backordered: 0,
  lines: noStandings,
  queue: [],
};

/** Units on hand that are promised to nobody. */
export const available = ({ onHand, reserved }: StockItemData): number => Math.max(0, onHand - reserved);

/** Units that are promised and not there. */
export const shortfall = ({ onHand, reserved }: StockItemData): number => Math.max(0, reserved - onHand);

/** Where a line stands; one that is not known, or was dropped long after it was settled, has got just what was dispatched. */
export const lineStanding = (
  { lines }: StockItemData,
  {
    orderId,
    lineId,
    dispatched = 0,
  }: { readonly orderId: string; readonly lineId: string; readonly dispatched?: number },
): LineStanding =>
  standingOf(lines, lineKey({ orderId, lineId })) ?? {
    orderId,
    lineId,
    claimNumber: 0,
    secured: dispatched,
    queued: 0,
    shipped: dispatched,
  };

/** The ledger after a fact. Throws `RangeError` where a term would go below zero or the fact contradicts the ledger: the stream is corrupt. */
export const reduceStockItem = (data: StockItemData, fact: StockItemFact): StockItemData => {
  if (data.registered === (fact.type === 'StockItemRegistered'))
    throw new RangeError(data.registered ? 'the stock item was registered before' : 'the stock item is not registered');
  switch (fact.type) {
    case 'StockItemRegistered':
      return { ...data, ...fact.data, registered: true };
    case 'ReorderPointSet':
      return { ...data, reorderPoint: fact.data.reorderPoint };
    case 'StockReceived':
    case 'StockReturned':
      return { ...data, onHand: data.onHand + positive(fact.data.quantity) };
    case 'StockAdjusted':
      return { ...data, onHand: data.onHand + fact.data.difference };
    case 'StockReserved':
    case 'BackorderQueued':
    case 'BackorderWithdrawn':
    case 'ReservationReleased':
    case 'ClaimAcknowledged':
    case 'StockShipped':
      return reduceLine(data, fact);
    case 'QueueServingPaused':
    case 'ReorderPointReached':
      return data;
  }
};

type LineFact = Extract<StockItemFact, { data: { line: LineStanding } }>;

const positive = (quantity: number): number => {
  if (quantity <= 0) throw new RangeError(`a movement of ${quantity} units`);
  return quantity;
};

/** What a fact changes of a line's standing; together with the standing before it gives the one that the fact states. */
const changesOf = (fact: LineFact, before: LineStanding): Pick<LineStanding, 'secured' | 'queued' | 'shipped'> => {
  const { secured, queued, shipped } = before;
  if (fact.type === 'ClaimAcknowledged') return { secured, queued, shipped };
  const quantity = positive(fact.data.quantity);
  switch (fact.type) {
    case 'StockReserved': {
      const fromQueue = fact.data.from === 'queue' ? quantity : 0;
      return { secured: secured + quantity, queued: queued - fromQueue, shipped };
    }
    case 'BackorderQueued':
      return { secured, queued: queued + quantity, shipped };
    case 'BackorderWithdrawn':
      return { secured, queued: queued - quantity, shipped };
    case 'ReservationReleased':
      return { secured: secured - quantity, queued, shipped };
    case 'StockShipped':
      return { secured: Math.max(secured, shipped + quantity), queued, shipped: shipped + quantity };
  }
};

const queueAfter = (queue: BackorderQueue, fact: LineFact): BackorderQueue => {
  if (fact.type === 'BackorderQueued') return enqueued(queue, fact.data.line, fact.data.quantity);
  if (fact.type === 'BackorderWithdrawn') return withdrawn(queue, fact.data.line, fact.data.quantity);
  return isServed(fact) ? served(queue, fact.data.line, fact.data.quantity) : queue;
};

const isServed = (fact: LineFact): fact is StockItemFactOf<'StockReserved'> =>
  fact.type === 'StockReserved' && fact.data.from === 'queue';

const reduceLine = (data: StockItemData, fact: LineFact): StockItemData => {
  const { line } = fact.data;
  const before = standingOf(data.lines, lineKey(line)) ?? standingBefore(fact);
  const { secured, queued, shipped } = changesOf(fact, before);
  if (secured !== line.secured || queued !== line.queued || shipped !== line.shipped)
    throw new RangeError(`${fact.type} states another standing of ${lineKey(line)} than the ledger has`);
  if (line.claimNumber < before.claimNumber) throw new RangeError(`${lineKey(line)} went back to an older claim`);
  if (secured < shipped || queued < 0) throw new RangeError(`${lineKey(line)} gave up more than it had`);
  return {
    ...data,
    onHand: fact.type === 'StockShipped' ? data.onHand - fact.data.quantity : data.onHand,
    reserved: data.reserved + (secured - shipped) - (before.secured - before.shipped),
    backordered: data.backordered + queued - before.queued,
    lines: withStanding(data.lines, line),
    queue: queueAfter(data.queue, fact),
  };
};

/** The standing of a line that the ledger does not know: all that it ever got has left, and it waits for nothing. */
const standingBefore = (fact: LineFact): LineStanding => {
  const { line } = fact.data;
  const settled = fact.type === 'StockShipped' ? line.shipped - fact.data.quantity : line.shipped;
  return { ...line, secured: settled, shipped: settled, queued: 0 };
};
