import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { sql, type SqlBool } from 'kysely';
import { holds, inOrder, isAfter, pageOf, type Order, type Page } from '../paging.ts';
import { PageParameters } from '../parameters.ts';
import type { QueryDescription } from '../query-description.ts';
import { rowOf, type Stored } from '../stored.ts';
import { itemsTable, type ItemRow } from './items.table.ts';

type Tables = {
  items: Stored<ItemRow>;
};

/** A registered item. `unitPrice` is tax-exclusive, in minor units. */
export interface ItemView {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly unit: string;
  readonly taxClass: string;
  readonly unitPrice: number;
  readonly currency: string;
  readonly preferredSupplierId: string | null;
  readonly orderLot: number | null;
  readonly status: 'active' | 'discontinued';
  readonly revision: string;
  readonly position: string;
}

const itemView = (row: ItemRow): ItemView => ({
  id: row.id,
  sku: row.sku,
  name: row.name,
  unit: row.unit,
  taxClass: row.tax_class,
  unitPrice: row.unit_price,
  currency: row.currency,
  preferredSupplierId: row.preferred_supplier_id,
  orderLot: row.order_lot,
  status: row.status,
  revision: String(row.revision),
  position: row.position,
});

/** Which items. Every parameter narrows the list further. */
export class ItemsParameters extends PageParameters {
  /** Text to find in the SKU or the name. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  search?: string;

  @IsOptional()
  @IsIn(['active', 'discontinued'])
  status?: string;
}

/** One item, by its SKU. */
export class ItemParameters {
  @IsString()
  @Length(1, 64)
  sku!: string;
}

const BY_SKU: Order = { sort: '', value: sql.ref('sku'), id: sql.ref('id'), direction: 'asc' };

const example: ItemView = {
  id: 'TEA-100',
  sku: 'TEA-100',
  name: '深蒸し煎茶 100g',
  unit: '袋',
  taxClass: 'reduced',
  unitPrice: 1200,
  currency: 'JPY',
  preferredSupplierId: 'S-003',
  orderLot: 24,
  status: 'active',
  revision: '0',
  position: '00000000000000000012',
};

/** `GET /api/items` */
export const itemsQuery: QueryDescription<ItemsParameters, Page<ItemView>> = {
  name: 'items',
  path: 'items',
  summary: { ja: '商品の一覧', en: 'Registered items, in the order of SKUs' },
  parameters: ItemsParameters,
  projection: 'items',
  example: { items: [example], next: null },
  run: async ({ database }, { search, status, limit, cursor }) => {
    let selection = database.db.$extendTables<Tables>().selectFrom('items').selectAll().where(isAfter(BY_SKU, cursor));
    if (search !== undefined)
      selection = selection.where(sql<SqlBool>`(${holds('sku', search)} or ${holds('name', search)})`);
    if (status !== undefined) selection = selection.where('status', '=', status);
    const stored = await selection
      .orderBy(inOrder(BY_SKU))
      .limit(limit + 1)
      .execute();
    const rows = stored.map((row) => rowOf<ItemRow>(database, itemsTable, row));
    const page = pageOf(rows, limit, (row) => ({ sort: BY_SKU.sort, value: row.sku, id: row.id }));
    return { ...page, items: page.items.map(itemView) };
  },
};

/** `GET /api/items/{sku}` */
export const itemQuery: QueryDescription<ItemParameters, ItemView> = {
  name: 'item',
  path: 'items/{sku}',
  summary: { ja: '商品（SKU）', en: 'One item, by its SKU' },
  parameters: ItemParameters,
  projection: 'items',
  example,
  run: async ({ database }, { sku }) => {
    const stored = await database.db
      .$extendTables<Tables>()
      .selectFrom('items')
      .selectAll()
      .where('sku', '=', sku)
      .executeTakeFirst();
    return stored && itemView(rowOf<ItemRow>(database, itemsTable, stored));
  },
};
