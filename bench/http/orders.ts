import { randomUUID } from 'node:crypto';
import { stockItemId } from '#state-machines/stock-item/stock-item.id';
import type { LoadPlan } from './load.ts';

type Posts = LoadPlan['posts'];

/** So many items are ordered, and so many customers order them. */
const ITEMS = 20;
const CUSTOMERS = 100;
const WAREHOUSE = 'MAIN';

const skuOf = (index: number): string => `TEA-${String((index % ITEMS) + 1).padStart(3, '0')}`;

const items = Array.from({ length: ITEMS }, (_, index) => skuOf(index));

/** Posts that go to the servers in turn. */
const postsTo = (urls: readonly string[], paths: readonly { readonly path: string; readonly body?: object }[]): Posts =>
  paths.map(({ path, body }, index) => ({
    url: `${urls[index % urls.length] ?? ''}/api/${path}`,
    body,
    idempotencyKey: randomUUID(),
  }));

/** Makes the items, then their stock, then so much of it that it never runs out. */
export const itemsStocked = (urls: readonly string[]): readonly Posts[] => [
  postsTo(
    urls,
    items.map((sku) => ({
      path: 'items',
      body: { sku, name: '煎茶 100g', unit: '袋', taxClass: 'reduced', unitPrice: 1200 },
    })),
  ),
  postsTo(
    urls,
    items.map((sku) => ({ path: 'stock-items', body: { sku, warehouse: WAREHOUSE } })),
  ),
  postsTo(
    urls,
    items.map((sku) => ({
      path: `stock-items/${stockItemId(WAREHOUSE, sku)}/receive-stock`,
      body: { quantity: 100_000 },
    })),
  ),
];

/** Orders of one line, as clerks type them in. */
export const ordersPosted = (urls: readonly string[], count: number): Posts =>
  postsTo(
    urls,
    Array.from({ length: count }, (_, index) => ({
      path: 'goods-orders',
      body: {
        channel: 'phone',
        customer: { id: `C-${1000 + (index % CUSTOMERS)}`, name: '株式会社さくら商店' },
        customerReference: `PO-${randomUUID()}`,
        lines: [{ sku: skuOf(index), quantity: 1 + (index % 5) }],
        shipTo: { name: '田中 花子', lines: ['渋谷2-1-1'], country: 'JP' },
        paymentTerms: 'invoice',
      },
    })),
  );

export const ordersConfirmed = (urls: readonly string[], ids: readonly string[]): Posts =>
  postsTo(
    urls,
    ids.map((id) => ({ path: `goods-orders/${id}/confirm-order` })),
  );
