import type { ReadDatabase } from '#libs/read-database/read-database';

/** How many rows of a read model queries find. */
export const countRows = async (database: ReadDatabase, table: string): Promise<number> => {
  const tables = database.db.$extendTables<Record<string, object>>();
  const counted = await tables
    .selectFrom(table)
    .select((eb) => eb.fn.countAll().as('rows'))
    .executeTakeFirstOrThrow();
  return Number(counted.rows);
};
