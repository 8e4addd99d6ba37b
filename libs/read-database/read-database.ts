import { resolve } from 'node:path';
import type { Kysely } from 'kysely';
import type { Row, TableDefinition } from '#libs/kernel/projection';
import type { ProjectionStore } from '#libs/kernel/projections/projection-store';
import { BOOKKEEPING_VERSION, createBookkeeping } from './bookkeeping.ts';
import type { DatabaseDialect, StoredRow } from './database-dialect.ts';
import { createProjectionStore } from './database-projection-store.ts';
import { ReadDatabaseError } from './read-database-error.ts';
import { toRow } from './stored-rows.ts';
import { isSqliteBusy, openSqlite } from './sqlite-dialect.ts';
import { whenFree, writeTransaction } from './write-transaction.ts';

/** The database of the read models: what queries read, and what projections write. */
export interface ReadDatabase {
  /**
   * For queries by the tables' plain names; read-only, and never waits for a projection. Name the tables a query reads:
   * `database.db.$extendTables<OrderStatusTables>()`. Rows come as they are stored: `toRow` makes JSON and booleans of them.
   */
  readonly db: Kysely<object>;
  readonly projectionStore: ProjectionStore;
  /** A selected row with its columns in the types of its definition; columns that were not selected stay away. */
  toRow(table: TableDefinition, stored: StoredRow): Row;
  close(): Promise<void>;
}

/** Opens the database at `sqlite:<path>`, and makes it where there is none. Throws `ReadDatabaseError`. */
export const openReadDatabase = async (url: string): Promise<ReadDatabase> => {
  const path = pathOf(url);
  const dialect = await whenFree(path, isSqliteBusy, () => openSqlite(path));
  try {
    await prepareBookkeeping(dialect);
  } catch (error) {
    await dialect.close();
    throw error;
  }
  return {
    db: dialect.reader,
    projectionStore: createProjectionStore(dialect),
    toRow: (table, stored) => toRow(dialect, table, stored),
    close: () => dialect.close(),
  };
};

const pathOf = (url: string): string => {
  const path = url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : '';
  if (path === '' || path.startsWith(':'))
    throw new ReadDatabaseError('invalidUrl', `JUCHU_READ_DATABASE has to be sqlite:<path of a file>, not ${url}`);
  return resolve(path);
};

const prepareBookkeeping = (dialect: DatabaseDialect): Promise<void> =>
  writeTransaction(dialect, async (transaction) => {
    const version = await dialect.schemaVersion(transaction);
    if (version > BOOKKEEPING_VERSION)
      throw new ReadDatabaseError(
        'newerSchema',
        `${dialect.location} was made by a newer version of Juchu: start that version, or delete the file and let this one rebuild it from the event log`,
      );
    if (version === BOOKKEEPING_VERSION) return;
    await createBookkeeping(transaction);
    await dialect.markSchemaVersion(transaction, BOOKKEEPING_VERSION);
  });
