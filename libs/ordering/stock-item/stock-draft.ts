import {
  available,
  lineStanding,
  reduceStockItem,
  type StockItemData,
} from '#state-machines/stock-item/stock-item.data';
import type { LineStanding, StockItemFact } from '#state-machines/stock-item/stock-item.events';

/** So many lines of the queue are served in one append, which keeps it well below what a store takes at once. */
export const SERVED_PER_APPEND = 400;

/** A decision in the making: the facts so far, and the ledger with them in it, so that each fact can state the standing after it. */
export interface StockDraft {
  readonly data: () => StockItemData;
  readonly record: (fact: StockItemFact) => void;
  readonly facts: readonly StockItemFact[];
}

export const stockDraft = (start: StockItemData): StockDraft => {
  const facts: StockItemFact[] = [];
  let data = start;
  return {
    data: () => data,
    record: (fact) => {
      data = reduceStockItem(data, fact);
      facts.push(fact);
    },
    facts,
  };
};

/** Gives what is available to those who wait, first come, first served; the last of them may get a part. */
export const serveQueue = ({ data, record }: StockDraft): void => {
  for (let served = 0; served < SERVED_PER_APPEND; served++) {
    const [head] = data().queue;
    const quantity = Math.min(head?.quantity ?? 0, available(data()));
    if (!head || quantity === 0) return;
    const line = lineStanding(data(), head);
    record({ type: 'StockReserved', data: { quantity, from: 'queue', line: withSecured(line, quantity) } });
  }
  const { backordered } = data();
  if (backordered > 0 && available(data()) > 0)
    record({ type: 'QueueServingPaused', data: { available: available(data()), backordered } });
};

const withSecured = (line: LineStanding, quantity: number): LineStanding => ({
  ...line,
  secured: line.secured + quantity,
  queued: line.queued - quantity,
});

/** Records that what is available has come down to the reorder point, where it was above before. */
export const noteReorderPoint = ({ data, record }: StockDraft, before: StockItemData): void => {
  if (isAboveReorderPoint(before) && !isAboveReorderPoint(data()))
    record({
      type: 'ReorderPointReached',
      data: { available: available(data()), reorderPoint: data().reorderPoint },
    });
};

const isAboveReorderPoint = (data: StockItemData): boolean => available(data) > data.reorderPoint;
