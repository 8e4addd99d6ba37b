import { dateOfDay } from '#libs/sample-company/business-days';
import type { SampleItem } from '#libs/sample-company/sample-items';
import type { SampleOrder } from '#libs/sample-company/sample-orders';
import { openingStock } from '#libs/sample-company/sample-stock';
import { stockItemId } from '#state-machines/stock-item/stock-item.id';
import type { Instant } from '#state-machines/vocabulary/dates';
import type { ProgressBar } from '../progress-bar.ts';
import type { DemoCommand, SendDemoCommand } from './demo-commands.ts';

const WAREHOUSE_CLERK = 'ito';

/** The command that registers an item; the very first one of a demo registers its first item. */
export const registration = ({
  keeping: _keeping,
  warehouse: _warehouse,
  ...item
}: SampleItem): Omit<DemoCommand, 'at'> => ({
  collection: 'items',
  type: 'RegisterItem',
  data: item,
  occasion: `item ${item.sku}`,
  clerk: 'sato',
});

/** Goods that arrive in the warehouse of an item. */
export const receipt = ({ sku, warehouse }: SampleItem, quantity: number, day: string, at: Instant): DemoCommand => ({
  collection: 'stock-items',
  type: 'ReceiveStock',
  streamId: stockItemId(warehouse, sku),
  data: { quantity, receivedOn: day, reference: `DN-${day}` },
  occasion: `receipt ${warehouse}/${sku} ${day}`,
  at,
  clerk: WAREHOUSE_CLERK,
});

/** Registers everything the company sells, and fills its shelves. */
export const openCompany = async (
  send: SendDemoCommand,
  orders: readonly SampleOrder[],
  at: Instant,
  progress: ProgressBar,
): Promise<void> => {
  const stock = openingStock(orders);
  progress.begin('items', stock.length);
  for (const { item, quantity, reorderPoint } of stock) {
    const { sku, warehouse } = item;
    await send({ ...registration(item), at });
    await send({
      collection: 'stock-items',
      type: 'RegisterStockItem',
      data: { sku, warehouse, reorderPoint },
      occasion: `stock item ${warehouse}/${sku}`,
      at,
      clerk: WAREHOUSE_CLERK,
    });
    if (quantity > 0) await send(receipt(item, quantity, dateOfDay(0), at));
    progress.advance();
  }
};
