import { IsBoolean, IsOptional, IsString, Length } from 'class-validator';
import { sql, type SqlBool } from 'kysely';
import { beginsWith, inOrder, isAfter, pageOf, type Order, type Page } from '../paging.ts';
import { FromWord, IdParameters, PageParameters } from '../parameters.ts';
import type { QueryDescription } from '../query-description.ts';
import { rowOf, type Stored } from '../stored.ts';
import { inventoryTable, type InventoryRow } from './inventory.table.ts';

type Tables = {
  inventory: Stored<InventoryRow>;
};

/** What there is of one SKU in one warehouse, in units. */
export interface InventoryView {
  readonly id: string;
  readonly sku: string;
  readonly warehouse: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
  readonly backordered: number;
  readonly reorderPoint: number;
  /** Promised beyond what is on hand. */
  readonly shortfall: number;
  readonly lastMovementAt: string | null;
  readonly revision: string;
  readonly position: string;
}

const inventoryView = (row: InventoryRow): InventoryView => ({
  id: row.id,
  sku: row.sku,
  warehouse: row.warehouse,
  onHand: row.on_hand,
  reserved: row.reserved,
  available: row.available,
  backordered: row.backordered,
  reorderPoint: row.reorder_point,
  shortfall: row.shortfall,
  lastMovementAt: row.last_movement_at,
  revision: String(row.revision),
  position: row.position,
});

/** Which stock items. Every parameter narrows the list further. */
export class InventoryParameters extends PageParameters {
  /** How the SKU begins; upper and lower case are the same. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  sku?: string;

  @IsOptional()
  @IsString()
  @Length(1, 64)
  warehouse?: string;

  /** `true`: only what is at its reorder point or below. */
  @IsOptional()
  @FromWord()
  @IsBoolean()
  belowReorderPoint?: boolean;

  /** `true`: only what order lines wait for, or what is promised beyond what is on hand. */
  @IsOptional()
  @FromWord()
  @IsBoolean()
  shortage?: boolean;
}

const BY_SKU: Order = { sort: '', value: sql.ref('sku'), id: sql.ref('id'), direction: 'asc' };

const example: InventoryView = {
  id: 'tokyo.TEA-100',
  sku: 'TEA-100',
  warehouse: 'tokyo',
  onHand: 12,
  reserved: 10,
  available: 2,
  backordered: 0,
  reorderPoint: 5,
  shortfall: 0,
  lastMovementAt: '2026-11-21T04:30:00.000Z',
  revision: '8',
  position: '00000000000000001842',
};

/** `GET /api/inventory` */
export const inventoryQuery: QueryDescription<InventoryParameters, Page<InventoryView>> = {
  name: 'inventory',
  path: 'inventory',
  summary: { ja: '在庫の一覧（SKU・倉庫別）', en: 'Stock per SKU and warehouse, in the order of SKUs' },
  parameters: InventoryParameters,
  projection: 'inventory',
  example: { items: [example], next: null },
  run: async ({ database }, { sku, warehouse, belowReorderPoint, shortage, limit, cursor }) => {
    let selection = database.db
      .$extendTables<Tables>()
      .selectFrom('inventory')
      .selectAll()
      .where(isAfter(BY_SKU, cursor));
    if (sku !== undefined) selection = selection.where(beginsWith('sku', sku));
    if (warehouse !== undefined) selection = selection.where('warehouse', '=', warehouse);
    if (belowReorderPoint !== undefined)
      selection = selection.where('available', belowReorderPoint ? '<=' : '>', sql.ref<number>('reorder_point'));
    if (shortage !== undefined)
      selection = selection.where(sql<SqlBool>`(backordered > 0 or shortfall > 0) = ${sql.lit(shortage)}`);
    const stored = await selection
      .orderBy(inOrder(BY_SKU))
      .limit(limit + 1)
      .execute();
    const rows = stored.map((row) => rowOf<InventoryRow>(database, inventoryTable, row));
    const page = pageOf(rows, limit, (row) => ({ sort: BY_SKU.sort, value: row.sku, id: row.id }));
    return { ...page, items: page.items.map(inventoryView) };
  },
};

/** `GET /api/inventory/{id}` */
export const stockItemQuery: QueryDescription<IdParameters, InventoryView> = {
  name: 'inventory-item',
  path: 'inventory/{id}',
  summary: { ja: '在庫（一つの SKU と倉庫）', en: 'Stock of one SKU in one warehouse' },
  parameters: IdParameters,
  projection: 'inventory',
  example,
  run: async ({ database }, { id }) => {
    const stored = await database.db
      .$extendTables<Tables>()
      .selectFrom('inventory')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    return stored && inventoryView(rowOf<InventoryRow>(database, inventoryTable, stored));
  },
};
