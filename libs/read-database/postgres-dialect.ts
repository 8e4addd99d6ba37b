import { sql, type Kysely, type Transaction } from 'kysely';
import type { ColumnType, TableDefinition } from '#libs/kernel/projection';
import type { Build } from '#libs/kernel/projections/projection-store';
import { explainPostgres, sqlStateOf, type PostgresErrorCode } from '#libs/postgres/postgres-error';
import { openPostgresPool, type PostgresPool, type PostgresPoolOptions } from '#libs/postgres/postgres-pool';
import { requireUsableServer } from '#libs/postgres/server-requirements';
import { analystViews, showToAnalysts, welcomeAnalysts } from './analyst-views.ts';
import type { BookkeepingTables } from './bookkeeping.ts';
import { physicalTable } from './build-tables.ts';
import type { DatabaseDialect, ShownTables } from './database-dialect.ts';
import { postgresBulkRows } from './postgres-bulk-rows.ts';
import { kyselyOver } from './postgres-driver.ts';
import { postgresValues } from './postgres-values.ts';
import { createView, execute, quoted, replaceView, type ViewShape } from './postgres-views.ts';
import { ReadDatabaseError, type ReadDatabaseErrorCode } from './read-database-error.ts';
import { writeTransaction } from './write-transaction.ts';

/** How long queries may have to wait for a swap that itself waits for older queries, in milliseconds; then it lets them pass and is tried again. */
const SWAP_WAIT_MS = 100;
/** Queries of this program that take longer are ended, in milliseconds. */
const QUERY_MS = 30_000;

/** Opens the database for writing and for queries; connections are made as they are needed. Throws `ReadDatabaseError`. */
export const openPostgres = (url: string): DatabaseDialect => {
  const writing = openPool(url, {});
  const explain = (error: unknown): unknown => explained(error, writing.location);
  const writer = kyselyOver<BookkeepingTables>(writing, explain);
  const reader = kyselyOver<object>(openPool(url, { readOnly: true, statementTimeoutMs: QUERY_MS }), explain);
  // Compared byte by byte, as SQLite does, whatever the database's own order is.
  const text = sql`text collate "C"`;
  const dialect: DatabaseDialect = {
    location: writing.location,
    beginAnew:
      'point JUCHU_READ_DATABASE at another database, or drop this one and create it anew: the next start will rebuild it from the event log',
    writer,
    reader,
    columnTypes: { text, integer: 'bigint', boolean: 'boolean', instant: text, date: text, json: 'jsonb' },
    ...postgresValues,
    bulkRows: postgresBulkRows,
    now: () => sql`(extract(epoch from clock_timestamp()) * 1000)::int8`,
    async lock(transaction, subject, durability) {
      await sql`select pg_advisory_xact_lock(${lockOf(subject)}),
        set_config('synchronous_commit', ${durability === 'fromTheLog' ? 'off' : 'on'}, true)`.execute(transaction);
    },
    show,
    async schemaVersion(transaction) {
      await requireUsableServer(writing);
      return schemaVersion(transaction);
    },
    async markSchemaVersion(transaction, version) {
      await sql`delete from juchu_schema`.execute(transaction);
      await sql`insert into juchu_schema (version) values (${version})`.execute(transaction);
    },
    welcomeAnalysts: () =>
      writeTransaction(dialect, async (transaction) => {
        await lockSchema(transaction);
        return welcomeAnalysts(transaction, await liveBuilds(transaction));
      }),
    isBusy,
    explain,
    async close() {
      await reader.destroy();
      await writer.destroy();
    },
  };
  return dialect;
};

/** Serialization, deadlock, a lock not given in time; and rights granted at the same moment, for which PostgreSQL has no code. */
const isBusy = (error: unknown): boolean =>
  /^(40001|40P01|55P03)$/.test(sqlStateOf(error)) ||
  (error instanceof Error && /tuple concurrently (updated|deleted)/.test(error.message));

const openPool = (url: string, options: PostgresPoolOptions): PostgresPool => {
  try {
    return openPostgresPool(url, options);
  } catch (error) {
    throw explained(error, 'postgres://');
  }
};

/** Advisory locks belong to the database; the schema tells apart what shares it. */
const lockOf = (name: string) => sql`hashtextextended(current_schema() || '/juchu/' || ${name}, 0)`;

const lockSchema = async (transaction: Transaction<BookkeepingTables>): Promise<void> => {
  await sql`select pg_advisory_xact_lock(${lockOf('')})`.execute(transaction);
};

const schemaVersion = async (transaction: Transaction<BookkeepingTables>): Promise<number> => {
  await lockSchema(transaction);
  const { rows } = await sql<{ marked: boolean }>`select to_regclass('juchu_schema') is not null as marked`.execute(
    transaction,
  );
  if (rows[0]?.marked !== true) {
    await sql`create table juchu_schema (version integer not null)`.execute(transaction);
    return 0;
  }
  const marks = await sql<{ version: number }>`select version from juchu_schema`.execute(transaction);
  return marks.rows[0]?.version ?? 0;
};

const liveBuilds = async (
  transaction: Kysely<BookkeepingTables>,
): Promise<readonly { readonly build: Build; readonly tables: readonly TableDefinition[] }[]> => {
  const stored = await transaction.selectFrom('projection_builds').selectAll().where('live', '=', 1).execute();
  return stored.map((build) => ({ build, tables: JSON.parse(build.tables) as TableDefinition[] }));
};

const VIEWED: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  instant: 'text',
  date: 'text',
  integer: 'bigint',
  boolean: 'boolean',
  json: 'jsonb',
};

const show = async (transaction: Transaction<BookkeepingTables>, build: Build, tables: ShownTables): Promise<void> => {
  const { shown, before } = tables;
  await execute(transaction, `set local lock_timeout = ${SWAP_WAIT_MS}`);
  const there = await namesOfViews(transaction, before);
  await lockViews(transaction, [...there.map(quoted), ...(await analystViews(transaction, before))]);
  for (const name of there)
    if (!shown.some((table) => table.name === name)) await execute(transaction, `drop view ${quoted(name)}`);
  for (const table of shown) {
    const view: ViewShape = {
      name: quoted(table.name),
      table: quoted(physicalTable(table.name, build)),
      columns: Object.entries(table.columns).map(([name, { type }]) => ({
        name,
        type: VIEWED[type],
        expression: quoted(name),
      })),
    };
    // A view of that name which shows no build is another program's, and not to be replaced.
    await (there.includes(table.name) ? replaceView : createView)(transaction, view);
  }
  await showToAnalysts(transaction, build, tables);
};

/** Those of the names that there are: a person may have dropped a view, and gets it back. */
const namesOfViews = async (
  transaction: Transaction<BookkeepingTables>,
  names: readonly string[],
): Promise<readonly string[]> => {
  const { rows } = await sql<{ name: string }>`
    select name from unnest(${[...names]}::text[]) as known (name)
    where to_regclass(quote_ident(name)) is not null`.execute(transaction);
  return rows.map(({ name }) => name);
};

/**
 * A query that has one of the views and waits for another, while this has the other and waits for the one, is let pass by the time limit. Another order at the next try
 * is the way out where such queries never end.
 */
const lockViews = async (transaction: Transaction<BookkeepingTables>, views: readonly string[]): Promise<void> => {
  const anyOrder = views.map((view) => ({ view, place: Math.random() })).sort((one, other) => one.place - other.place);
  for (const { view } of anyOrder) await execute(transaction, `lock table ${view} in access exclusive mode`);
};

const CODES: Readonly<Record<PostgresErrorCode, ReadDatabaseErrorCode>> = {
  unavailable: 'unavailable',
  accessDenied: 'accessDenied',
  untrusted: 'untrusted',
  invalidAddress: 'invalidUrl',
  missing: 'missing',
  readOnly: 'readOnly',
  tooOld: 'tooOld',
  foreign: 'foreign',
};

/** On one line: `view sums depends on view analytics.order_status`. */
const detailOf = (error: unknown): string =>
  error instanceof Error && 'detail' in error ? String(error.detail).replaceAll(/\s+/g, ' ') : String(error);

const explained = (error: unknown, location: string): unknown => {
  if (error instanceof ReadDatabaseError) return error;
  const state = sqlStateOf(error);
  if (state === '42P07' || state === '42809')
    return new ReadDatabaseError(
      'foreign',
      `${location} holds something of another program (${error instanceof Error ? error.message : state}); point JUCHU_READ_DATABASE at a database of its own, or at a schema of its own with ?options=-c%20search_path%3D<schema>`,
      { cause: error },
    );
  if (state === '2BP01')
    return new ReadDatabaseError(
      'foreign',
      `${location} holds what others have built on a view whose columns change (${detailOf(error)}); drop that, and make it anew when the new columns are there`,
      { cause: error },
    );
  const problem = explainPostgres(error, location);
  return problem ? new ReadDatabaseError(CODES[problem.code], problem.message, { cause: error }) : error;
};
