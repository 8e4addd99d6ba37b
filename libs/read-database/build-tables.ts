import { sql, type Transaction } from 'kysely';
import type { TableDefinition } from '#libs/kernel/projection';
import type { Build } from '#libs/kernel/projections/projection-store';
import type { BookkeepingTables } from './bookkeeping.ts';
import type { DatabaseDialect } from './database-dialect.ts';

/** `order_status__v1_2` is the table behind `order_status` in build 2, of version 1. */
export const physicalTable = (plainName: string, { version, number }: Pick<Build, 'version' | 'number'>): string =>
  `${plainName}__v${version}_${number}`;

/** Makes the empty table of a build, with its indexes. */
export const createTable = async (
  transaction: Transaction<BookkeepingTables>,
  dialect: DatabaseDialect,
  table: TableDefinition,
  build: Build,
): Promise<void> => {
  const physical = physicalTable(table.name, build);
  let creation = transaction.schema.createTable(physical);
  for (const [name, column] of Object.entries(table.columns))
    creation = creation.addColumn(name, dialect.columnTypes[column.type], (definition) => {
      if (name === table.key) return definition.primaryKey().notNull();
      return column.nullable ? definition : definition.notNull();
    });
  await creation.execute();
  for (const [place, columns] of (table.indexes ?? []).entries())
    await transaction.schema
      .createIndex(`${physical}__index_${place + 1}`)
      .on(physical)
      .columns([...columns])
      .execute();
};

/** Makes a view of a build's table, by another name. */
export const createView = async (
  transaction: Transaction<BookkeepingTables>,
  name: string,
  physical: string,
): Promise<void> => {
  await sql`create view ${sql.table(name)} as select * from ${sql.table(physical)}`.execute(transaction);
};

export const dropTables = async (
  transaction: Transaction<BookkeepingTables>,
  build: Build,
  names: readonly string[],
): Promise<void> => {
  for (const name of names) await transaction.schema.dropTable(physicalTable(name, build)).ifExists().execute();
};
