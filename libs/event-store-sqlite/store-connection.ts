import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import type { StoreIdentity } from '#libs/kernel/event-store';
import { retryBlocking } from './busy-retry.ts';
import { describeFailure, isBusy, isDamage, sqliteCode } from './sqlite-failure.ts';
import { inspectSqliteFile, requireIdentity } from './sqlite-file.ts';
import { StoreOpenError } from './store-open-error.ts';
import { STORE_APPLICATION_ID, STORE_SCHEMA, STORE_SCHEMA_VERSION } from './store-schema.ts';

const EVENT_STORE = {
  what: 'an event store',
  applicationId: STORE_APPLICATION_ID,
  schemaVersion: STORE_SCHEMA_VERSION,
};

/** Durable at every commit; the log is copied into the file every 16 MiB, and shrinks again after a large append. */
export const STORE_PRAGMAS = ['synchronous = FULL', 'wal_autocheckpoint = 4000', 'journal_size_limit = 67108864'];

export interface StoreConnection {
  readonly database: Database.Database;
  readonly identity: StoreIdentity;
}

const numberPragma = (database: Database.Database, pragma: string): number =>
  Number(database.pragma(pragma, { simple: true }));

const readIdentity = (database: Database.Database): StoreIdentity => {
  const row = database.prepare<[], { id: string; simulation: number }>('SELECT id, simulation FROM store').get();
  if (row === undefined) throw new Error('the store has no identity');
  return { id: row.id, simulation: row.simulation === 1 };
};

const requireKind = (file: string, identity: StoreIdentity, simulation: boolean | undefined): void => {
  if (simulation === undefined || simulation === identity.simulation) return;
  const kind = (isSimulation: boolean): string => (isSimulation ? 'a simulation' : 'a real store');
  const message = `${file} is ${kind(identity.simulation)}, but ${kind(simulation)} was asked for; name another file`;
  throw new StoreOpenError('mismatch', file, message);
};

/** Looks at an existing file through a connection that cannot write, not even when it closes. */
const verifyExisting = (file: string, simulation: boolean | undefined): void => {
  const database = new Database(file, { readonly: true, timeout: 0 });
  try {
    requireIdentity(
      file,
      EVENT_STORE,
      numberPragma(database, 'application_id'),
      numberPragma(database, 'user_version'),
    );
    requireKind(file, readIdentity(database), simulation);
    database.prepare('SELECT id, data FROM events ORDER BY position DESC LIMIT 1').get();
  } finally {
    database.close();
  }
};

/** Makes the schema in one transaction, unless another process was first. */
const createSchema = (database: Database.Database, simulation: boolean): void => {
  database
    .transaction(() => {
      if (numberPragma(database, 'application_id') === STORE_APPLICATION_ID) return;
      database.exec(STORE_SCHEMA);
      database
        .prepare('INSERT INTO store (only_row, id, simulation, created) VALUES (1, ?, ?, ?)')
        .run(randomUUID(), simulation ? 1 : 0, Date.now());
      database.pragma(`application_id = ${STORE_APPLICATION_ID}`);
      database.pragma(`user_version = ${STORE_SCHEMA_VERSION}`);
    })
    .immediate();
};

const asOpenError = (error: unknown, file: string): unknown => {
  if (error instanceof StoreOpenError) return error;
  const failure = (code: 'corrupt' | 'readOnly' | 'unavailable', advice: string): StoreOpenError =>
    new StoreOpenError(code, file, `${file} ${advice}; ${describeFailure(error)}`, { cause: error });
  if (isDamage(error)) return failure('corrupt', 'is damaged: restore it from a backup or name another file');
  if (isBusy(error)) return failure('unavailable', 'is locked by another process: try again when it has finished');
  if (sqliteCode(error)?.startsWith('SQLITE_READONLY')) return failure('readOnly', 'is read-only: make it writable');
  if (sqliteCode(error) === 'SQLITE_ERROR') return failure('corrupt', 'is not complete: restore it from a backup');
  return failure('unavailable', 'cannot be opened: check that the path and the disk are there');
};

/**
 * Opens the store's file for writing, making it where there is none; blocks while other processes do the same.
 * Throws `StoreOpenError`, with the file as it was.
 */
export const openStoreConnection = (
  file: string,
  simulation: boolean | undefined,
  deadline: number,
): StoreConnection => {
  const present = inspectSqliteFile(file, EVENT_STORE) === 'present';
  let database: Database.Database | undefined;
  try {
    if (present) retryBlocking(() => verifyExisting(file, simulation), deadline);
    const opened = new Database(file, { timeout: 0 });
    database = opened;
    if (!present) retryBlocking(() => createSchema(opened, simulation ?? false), deadline);
    const identity = retryBlocking(() => readIdentity(opened), deadline);
    requireKind(file, identity, simulation);
    retryBlocking(() => opened.pragma('journal_mode = WAL'), deadline);
    for (const pragma of STORE_PRAGMAS) opened.pragma(pragma);
    return { database: opened, identity };
  } catch (error) {
    database?.close();
    throw asOpenError(error, file);
  }
};
