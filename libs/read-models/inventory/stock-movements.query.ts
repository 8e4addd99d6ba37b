import { sql } from 'kysely';
import { inOrder, isAfter, pageOf, type Order, type Page } from '../paging.ts';
import { IdPageParameters } from '../parameters.ts';
import type { QueryDescription } from '../query-description.ts';
import { rowOf, type Stored } from '../stored.ts';
import { stockMovementsTable, type InventoryRow, type MovementKind, type MovementRow } from './inventory.table.ts';

type Tables = {
  inventory: Stored<InventoryRow>;
  stock_movements: Stored<MovementRow>;
};

/** One movement of a stock item, and its balance afterwards, in units. */
export interface MovementView {
  readonly revision: string;
  readonly kind: MovementKind;
  readonly quantity: number;
  readonly orderId: string | null;
  readonly lineId: string | null;
  /** Delivery reference, shipment or reason. */
  readonly reference: string | null;
  readonly happenedAt: string;
  readonly balance: {
    readonly onHand: number;
    readonly reserved: number;
    readonly available: number;
    readonly backordered: number;
  };
  readonly eventId: string;
}

const NEWEST_FIRST: Order = { sort: '', value: sql.ref('revision'), id: sql.ref('position'), direction: 'desc' };

const movementView = (row: MovementRow): MovementView => ({
  revision: String(row.revision),
  kind: row.kind,
  quantity: row.quantity,
  orderId: row.order_id,
  lineId: row.line_id,
  reference: row.reference,
  happenedAt: row.happened_at,
  balance: { onHand: row.on_hand, reserved: row.reserved, available: row.available, backordered: row.backordered },
  eventId: row.event_id,
});

const example: MovementView = {
  revision: '8',
  kind: 'reserved',
  quantity: 4,
  orderId: '0b0f4a52-6f0d-5c39-9a55-0d0f0f3f7f11',
  lineId: '1',
  reference: null,
  happenedAt: '2026-11-21T04:30:00.000Z',
  balance: { onHand: 12, reserved: 10, available: 2, backordered: 0 },
  eventId: '0e0c5a3a-6e5e-5a5c-8f4d-2a3f3b9a7c10',
};

/** `GET /api/inventory/{id}/movements` */
export const stockMovementsQuery: QueryDescription<IdPageParameters, Page<MovementView>> = {
  name: 'stock-movements',
  path: 'inventory/{id}/movements',
  summary: { ja: '入出庫の履歴（新しい順）', en: 'Movements of a stock item, newest first' },
  parameters: IdPageParameters,
  projection: 'inventory',
  example: { items: [example], next: null },
  run: async ({ database }, { id, limit, cursor }) => {
    const tables = database.db.$extendTables<Tables>();
    const item = await tables.selectFrom('inventory').select('id').where('id', '=', id).executeTakeFirst();
    if (!item) return undefined;
    const stored = await tables
      .selectFrom('stock_movements')
      .selectAll()
      .where('stock_item_id', '=', id)
      .where(isAfter(NEWEST_FIRST, cursor))
      .orderBy(inOrder(NEWEST_FIRST))
      .limit(limit + 1)
      .execute();
    const rows = stored.map((row) => rowOf<MovementRow>(database, stockMovementsTable, row));
    const page = pageOf(rows, limit, (row) => ({ sort: NEWEST_FIRST.sort, value: row.revision, id: row.position }));
    return { ...page, items: page.items.map(movementView) };
  },
};
