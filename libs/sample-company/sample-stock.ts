import { sampleItems, type SampleItem } from './sample-items.ts';
import type { PlacedLine } from './placed-order.ts';
import type { SampleOrder } from './sample-orders.ts';

/** What the company has of an item when it opens. */
export interface OpeningStock {
  readonly item: SampleItem;
  /** 0 where nothing is on the shelf. */
  readonly quantity: number;
  readonly reorderPoint: number;
}

/** What of an order comes from the shelf. */
const linesOf = (order: SampleOrder): readonly PlacedLine[] => (order.kind === 'goods' ? order.lines : []);

/** Units a line may take beyond what was ordered: amendments, and what has to be sent twice. */
const SPARE_UNITS = 4;
const LEAST_STOCK = 60;

/**
 * Enough of everything that is stocked for all orders of the quarter, so that who gets what never depends on who is served first;
 * nothing of the rest.
 */
export const openingStock = (orders: readonly SampleOrder[]): readonly OpeningStock[] => {
  const wanted = new Map<string, number>();
  for (const { item, quantity } of orders.flatMap(linesOf))
    wanted.set(item.sku, (wanted.get(item.sku) ?? 0) + quantity + SPARE_UNITS);
  return sampleItems.map((item) => ({
    item,
    quantity: item.keeping === 'stocked' ? Math.ceil((LEAST_STOCK + (wanted.get(item.sku) ?? 0)) / 10) * 10 : 0,
    reorderPoint: item.keeping === 'stocked' ? LEAST_STOCK / 2 : 0,
  }));
};

/** Units of an item that come in together. */
export interface Arrival {
  readonly item: SampleItem;
  readonly quantity: number;
}

/** What arrives for some orders of the items that were ordered in for them. */
export const arrivalsFor = (orders: readonly SampleOrder[]): readonly Arrival[] => {
  const lines = orders.flatMap(linesOf).filter(({ item }) => item.keeping === 'orderedIn');
  return [...Map.groupBy(lines, ({ item }) => item)].map(([item, same]) => ({
    item,
    quantity: same.reduce((sum, { quantity }) => sum + quantity, 0),
  }));
};
