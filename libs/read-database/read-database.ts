import { resolve } from 'node:path';
import type { Kysely } from 'kysely';
import { isPostgresUrl } from '#libs/postgres/postgres-address';
import type { Row, TableDefinition } from '#libs/kernel/projection';
import type { ProjectionStore } from '#libs/kernel/projections/projection-store';
import { MIGRATIONS } from './bookkeeping.ts';
import type { DatabaseDialect, StoredRow } from './database-dialect.ts';
import { createProjectionStore } from './database-projection-store.ts';
import { openPostgres } from './postgres-dialect.ts';
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
  /** What could not be set up for people beside the program, and how to get it: a line each. */
  readonly hints: readonly string[];
  /** A selected row with its columns in the types of its definition; columns that were not selected stay away. */
  toRow(table: TableDefinition, stored: StoredRow): Row;
  close(): Promise<void>;
}

/**
 * Opens the database at `sqlite:<path>`, and makes it where there is none, or the one at `postgres://user:password@host:port/database`, which has to be there and
 * may be empty. Throws `ReadDatabaseError`.
 */
export const openReadDatabase = async (url: string): Promise<ReadDatabase> => {
  const dialect = await dialectOf(url);
  try {
    await migrate(dialect);
    const hints = await dialect.welcomeAnalysts();
    return {
      db: dialect.reader,
      projectionStore: createProjectionStore(dialect),
      hints,
      toRow: (table, stored) => toRow(dialect, table, stored),
      close: () => dialect.close(),
    };
  } catch (error) {
    await dialect.close();
    throw error;
  }
};

const dialectOf = (url: string): Promise<DatabaseDialect> | DatabaseDialect => {
  if (isPostgresUrl(url)) return openPostgres(url);
  const path = url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : '';
  if (path === '' || path.startsWith(':'))
    throw new ReadDatabaseError(
      'invalidUrl',
      `JUCHU_READ_DATABASE has to be sqlite:<path of a file> or postgres://user:password@host:port/database${url.includes('@') ? '' : `, not ${url}`}`,
    );
  const file = resolve(path);
  return whenFree(file, isSqliteBusy, () => openSqlite(file));
};

/** Brings the bookkeeping from whatever version it has to this one: forward only. */
const migrate = (dialect: DatabaseDialect): Promise<void> =>
  writeTransaction(dialect, async (transaction) => {
    const version = await dialect.schemaVersion(transaction);
    if (version > MIGRATIONS.length)
      throw new ReadDatabaseError(
        'newerSchema',
        `${dialect.location} was made by a newer version of Juchu: start that version, or ${dialect.beginAnew}`,
      );
    if (version === MIGRATIONS.length) return;
    for (const migration of MIGRATIONS.slice(version)) await migration(transaction, dialect.columnTypes.text);
    await dialect.markSchemaVersion(transaction, MIGRATIONS.length);
  });
