import type { Plain } from '#libs/kernel/command-catalogue';
import type { CommandLoop } from '#libs/kernel/command-loop/command-loop';
import { itemStream } from '#libs/ordering/item/item.stream';
import type { RegisterStockItem } from '#libs/ordering/stock-item/stock-item.commands';
import { stockItemStream } from '#libs/ordering/stock-item/stock-item.stream';
import { itemId } from '#state-machines/item/item.id';
import { unknownItem } from './order-lines.ts';
import type { Preparation } from './preparation.ts';

/** Stock is kept of items that exist: a misspelt SKU would make a shelf that no order ever asks for. What is registered already is answered by its own stream. */
export const stockItemPreparations = (
  loop: Pick<CommandLoop, 'load'>,
): Readonly<Record<'RegisterStockItem', Preparation>> => ({
  async RegisterStockItem(id, command) {
    const { sku } = command.data as Plain<RegisterStockItem>;
    const known = (await loop.load(itemStream, itemId(sku))) ?? (await loop.load(stockItemStream, id));
    return known ? command : unknownItem(sku, 'sku');
  },
});
