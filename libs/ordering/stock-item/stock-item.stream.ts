import type { StreamType } from '#libs/kernel/decider';
import type { StateAfter } from '#libs/kernel/fact';
import { available, shortfall, type StockItemData } from '#state-machines/stock-item/stock-item.data';
import type { StockItemFact } from '#state-machines/stock-item/stock-item.events';
import type { StockItemCommand } from './stock-item.commands.ts';
import { stockItemDecider } from './stock-item.decider.ts';

/** In one word: is anything left to promise, or is more promised than there is? */
const ledgerOf = (data: StockItemData): 'unregistered' | 'inStock' | 'outOfStock' | 'shortfall' => {
  if (!data.registered) return 'unregistered';
  if (shortfall(data) > 0) return 'shortfall';
  return available(data) > 0 ? 'inStock' : 'outOfStock';
};

const stateAfter = (data: StockItemData): StateAfter => ({
  ledger: ledgerOf(data),
  onHand: data.onHand,
  reserved: data.reserved,
  available: available(data),
  shortfall: shortfall(data),
  backordered: data.backordered,
  reorderPoint: data.reorderPoint,
});

export const stockItemStream: StreamType<StockItemData, StockItemCommand, StockItemFact> = {
  category: 'stockItem',
  machine: 'stockItem@1',
  decider: stockItemDecider,
  stateAfter,
  upcasters: {},
  personal: {},
  personOf: (_state, id) => id,
};
