import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, sql, type SqliteDatabase, type SqliteStatement } from 'kysely';
import type { Json } from '#libs/kernel/json';
import type { ColumnType } from '#libs/kernel/projection';
import type { BookkeepingTables } from './bookkeeping.ts';
import type { DatabaseDialect, StoredValue } from './database-dialect.ts';
import { sqliteBulkRows } from './sqlite-bulk-rows.ts';
import { createView, physicalTable } from './build-tables.ts';
import { ReadDatabaseError, type ReadDatabaseErrorCode } from './read-database-error.ts';

/** `JuRM` in the file's header: this is a Juchu read database. */
const APPLICATION_ID = 0x4a75_524d;

const REBUILDABLE =
  'it may be deleted: the next start rebuilds it from the event log (facts that were skipped by hand have to be skipped again)';

/** Statements that stay prepared on the writing connection; batches use few and large ones. */
const CACHED_STATEMENTS = 256;

/** Opens the file for writing and for queries. Throws `ReadDatabaseError`, or the driver's busy error, which may be tried again. */
export const openSqlite = (path: string): DatabaseDialect => {
  const explain = (error: unknown): unknown => explained(error, path);
  const opened: Database.Database[] = [];
  const connect = (options: Database.Options): Database.Database => {
    const connection = new Database(path, options);
    opened.push(connection);
    return connection;
  };
  try {
    mkdirSync(dirname(path), { recursive: true });
    refuseReadOnly(path);
    // A busy file is waited for between the tries, not inside the driver, which would stop the event loop.
    const writing = connect({ timeout: 0 });
    refuseForeign(writing, path);
    writing.pragma('journal_mode = WAL');
    // A power failure may lose the last batches with their checkpoint; the log has them.
    writing.pragma('synchronous = NORMAL');
    writing.pragma('cache_size = -65536');
    // 32 MiB of log between checkpoints, which sync: by default a rebuild would sync with every batch.
    writing.pragma('wal_autocheckpoint = 8192');
    refuseTruncated(writing, path);
    const reading = connect({ readonly: true, timeout: 50 });
    return dialectOver(path, writing, reading, explain);
  } catch (error) {
    for (const connection of opened) connection.close();
    throw explain(error);
  }
};

const dialectOver = (
  path: string,
  writing: Database.Database,
  reading: Database.Database,
  explain: (error: unknown) => unknown,
): DatabaseDialect => {
  const writer = new Kysely<BookkeepingTables>({ dialect: new SqliteDialect({ database: writingDatabase(writing) }) });
  const reader = new Kysely<object>({ dialect: new SqliteDialect({ database: reading }) });
  return {
    location: path,
    writer,
    reader,
    columnTypes: { text: 'text', integer: 'integer', boolean: 'integer', instant: 'text', date: 'text', json: 'text' },
    toStored,
    toJson,
    beginAnew:
      'point JUCHU_READ_DATABASE at another file, or delete this one: the next start will rebuild it from the event log',
    bulkRows: (physical, table) => sqliteBulkRows(writer, { toStored, toJson }, physical, table),
    // All programs that share a file share a machine, and so a clock.
    now: () => sql`${sql.lit(Date.now())}`,
    // The transaction took the lock of the whole file when it began.
    lock: () => Promise.resolve(),
    async show(transaction, build, { shown, before }) {
      for (const name of new Set([...before, ...shown.map((table) => table.name)]))
        await transaction.schema.dropView(name).ifExists().execute();
      for (const { name } of shown) await createView(transaction, name, physicalTable(name, build));
    },
    async schemaVersion(transaction) {
      const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(transaction);
      return rows[0]?.user_version ?? 0;
    },
    async markSchemaVersion(transaction, version) {
      await sql`pragma application_id = ${sql.lit(APPLICATION_ID)}`.execute(transaction);
      await sql`pragma user_version = ${sql.lit(version)}`.execute(transaction);
    },
    welcomeAnalysts: () => Promise.resolve([]),
    isBusy: isSqliteBusy,
    explain,
    async close() {
      await reader.destroy();
      await writer.destroy();
      reading.close();
      writing.close();
    },
  };
};

/**
 * The connection as Kysely sees it: statements stay prepared, and a transaction takes the write lock when it begins, because one
 * that reads first and writes later fails beyond repair when another process wrote in between. A rollback is left out where SQLite has rolled back by itself, as it
 * does when the disk is full: its complaint would hide the cause.
 */
const writingDatabase = (connection: Database.Database): SqliteDatabase => {
  const prepared = new Map<string, SqliteStatement>();
  return {
    prepare(text) {
      if (text === 'rollback' && !connection.inTransaction) return connection.prepare('select 1');
      const known = prepared.get(text);
      const statement = known ?? connection.prepare(text === 'begin' ? 'begin immediate' : text);
      prepared.delete(text);
      prepared.set(text, statement);
      const [oldest] = prepared.keys();
      if (prepared.size > CACHED_STATEMENTS && oldest !== undefined) prepared.delete(oldest);
      return statement;
    },
    close: () => connection.close(),
  };
};

const toStored = (type: ColumnType, value: Json): StoredValue => {
  if (value === null) return null;
  if (type === 'json') return JSON.stringify(value);
  if (type === 'boolean') return value === true ? 1 : 0;
  return value as string | number;
};

const toJson = (type: ColumnType, value: StoredValue): Json => {
  if (value === null) return null;
  if (type === 'json') return JSON.parse(String(value)) as Json;
  return type === 'boolean' ? value === 1 : value;
};

const refuseForeign = (connection: Database.Database, path: string): void => {
  const application = connection.pragma('application_id', { simple: true });
  const objects = connection.prepare('select count(*) from sqlite_master').pluck().get();
  if (application === APPLICATION_ID || (application === 0 && objects === 0)) return;
  throw new ReadDatabaseError(
    'foreign',
    `${path} is a database of another program; point JUCHU_READ_DATABASE at a file of its own`,
  );
};

const notWritable = (path: string): string => `${path} cannot be written; let this user write it and its folder`;

/** SQLite would open such a file for reading only, and fail at the first batch. Root could write it, but whoever took the right away meant it. */
const refuseReadOnly = (path: string): void => {
  const file = statSync(path, { throwIfNoEntry: false });
  if (!file?.isFile()) return;
  try {
    accessSync(path, constants.W_OK);
    if ((file.mode & 0o222) !== 0) return;
  } catch (cause) {
    throw new ReadDatabaseError('readOnly', notWritable(path), { cause });
  }
  throw new ReadDatabaseError('readOnly', notWritable(path));
};

/** A file shorter than its own header says lost its end. The write-ahead log may hold that end, so it has to be empty. */
const refuseTruncated = (connection: Database.Database, path: string): void => {
  connection.pragma('wal_checkpoint(PASSIVE)');
  if ((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) return;
  const pages = Number(connection.pragma('page_count', { simple: true }));
  const pageSize = Number(connection.pragma('page_size', { simple: true }));
  if (statSync(path).size < pages * pageSize)
    throw new ReadDatabaseError('corrupt', `${path} has lost its end; ${REBUILDABLE}`);
};

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** True for the driver's complaint that another connection holds the lock. */
export const isSqliteBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error));

const complaints: readonly (readonly [RegExp, ReadDatabaseErrorCode, (path: string) => string])[] = [
  [/^SQLITE_NOTADB/, 'foreign', (path) => `${path} is not a database; point JUCHU_READ_DATABASE at a file of its own`],
  [/^SQLITE_CORRUPT/, 'corrupt', (path) => `${path} is damaged; ${REBUILDABLE}`],
  [/^(SQLITE_READONLY|EROFS)/, 'readOnly', notWritable],
  [
    /^(SQLITE_(CANTOPEN|PERM|AUTH)|EACCES|EPERM|EISDIR|ENOTDIR|EEXIST)/,
    'unavailable',
    (path) => `${path} cannot be opened; it has to be a file that this user may write`,
  ],
  [/^SQLITE_(FULL|IOERR)/, 'unavailable', (path) => `${path} cannot be written: the disk is full or failing`],
];

const explained = (error: unknown, path: string): unknown => {
  if (error instanceof ReadDatabaseError) return error;
  const complaint = complaints.find(([pattern]) => pattern.test(codeOf(error)));
  return complaint ? new ReadDatabaseError(complaint[1], complaint[2](path), { cause: error }) : error;
};
