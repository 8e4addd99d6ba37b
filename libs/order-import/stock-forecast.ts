import { stockItemId } from '#state-machines/stock-item/stock-item.id';
import type { ItemDraft, LineDraft, OrderDraft } from './order-draft.ts';

/** A line that waits for goods. */
interface Waiting {
  readonly order: OrderDraft;
  readonly line: LineDraft;
  readonly quantity: number;
}

interface Shelf {
  available: number;
  readonly queue: Waiting[];
}

/** Units that have to arrive at a place for the queue to be served as far as it must be. */
export interface Receipt {
  readonly sku: string;
  readonly warehouse: string;
  readonly quantity: number;
  /** The first order that could not leave without it. */
  readonly neededBy: OrderDraft;
}

/** What arrives, and the orders that wait for nothing more because of it. */
export interface Arrivals {
  readonly receipts: readonly Receipt[];
  readonly served: readonly OrderDraft[];
}

/** What the stock will answer, by the rule that it follows itself: first come, first served, and nobody jumps the queue. */
export interface StockForecast {
  /** Reserves what is there and queues the rest. */
  claim(order: OrderDraft): void;
  isWaiting(order: OrderDraft): boolean;
  /** Receives what these orders lack; whoever queued before them is served first, so those units have to arrive too. */
  receiveFor(orders: readonly OrderDraft[]): Arrivals;
}

export const forecastStock = (opening: Iterable<ItemDraft>): StockForecast => {
  const shelves = new Map<string, Shelf>();
  for (const { warehouse, sku, onHand } of opening)
    shelves.set(stockItemId(warehouse, sku), { available: onHand, queue: [] });
  /** Lines of each order that wait, by the order's number. */
  const waitingLines = new Map<string, number>();

  const shelfOf = ({ warehouse, sku }: LineDraft): Shelf => {
    const id = stockItemId(warehouse, sku);
    const shelf = shelves.get(id) ?? { available: 0, queue: [] };
    shelves.set(id, shelf);
    return shelf;
  };
  const countWaiting = ({ number }: OrderDraft, difference: number): number => {
    const count = (waitingLines.get(number) ?? 0) + difference;
    waitingLines.set(number, count);
    return count;
  };

  /** Takes everybody out of the queue up to and including this line; nobody where it does not wait. */
  const serveUpTo = (shelf: Shelf, line: LineDraft, order: OrderDraft): readonly Waiting[] => {
    const end = shelf.queue.findIndex((waiting) => waiting.line === line && waiting.order === order) + 1;
    return shelf.queue.splice(0, end);
  };

  return {
    claim(order) {
      for (const line of order.received.lines) {
        const shelf = shelfOf(line);
        const reserved = Math.min(line.quantity, shelf.available);
        shelf.available -= reserved;
        if (reserved === line.quantity) continue;
        shelf.queue.push({ order, line, quantity: line.quantity - reserved });
        countWaiting(order, 1);
      }
    },
    isWaiting: ({ number }) => (waitingLines.get(number) ?? 0) > 0,
    receiveFor(orders) {
      const receipts = new Map<Shelf, Receipt>();
      const complete: OrderDraft[] = [];
      for (const order of orders)
        for (const line of order.received.lines) {
          const { sku, warehouse } = line;
          const shelf = shelfOf(line);
          const served = serveUpTo(shelf, line, order);
          if (served.length === 0) continue;
          const before = receipts.get(shelf);
          const quantity = served.reduce((sum, waiting) => sum + waiting.quantity, before?.quantity ?? 0);
          receipts.set(shelf, { sku, warehouse, quantity, neededBy: before?.neededBy ?? order });
          for (const waiting of served) if (countWaiting(waiting.order, -1) === 0) complete.push(waiting.order);
        }
      return { receipts: [...receipts.values()], served: complete };
    },
  };
};
