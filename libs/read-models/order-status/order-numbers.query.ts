import type { ReadDatabase } from '#libs/read-database/read-database';
import { rowOf, type Stored } from '../stored.ts';
import { orderStatusTable, type OrderStatusRow } from './order-status.table.ts';

type NumberRow = Pick<OrderStatusRow, 'id' | 'order_number'>;
type Tables = {
  order_status: Stored<NumberRow>;
};

/** The numbers people use for orders, by the ids of those that there are. */
export const orderNumbersOf = async (
  database: ReadDatabase,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  if (ids.length === 0) return new Map();
  const stored = await database.db
    .$extendTables<Tables>()
    .selectFrom('order_status')
    .select(['id', 'order_number'])
    .where('id', 'in', [...new Set(ids)])
    .execute();
  const rows = stored.map((row) => rowOf<NumberRow>(database, orderStatusTable, row));
  return new Map(rows.map(({ id, order_number }) => [id, order_number]));
};
