import { randomUUID } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { StoreIdentity } from '#libs/kernel/event-store';
import type { WriterSettings } from './append-protocol.ts';
import { openSqliteFile } from './sqlite-opening.ts';
import { StoreOpenError } from '#libs/kernel/store-open-error';
import { COPIED_LOG_SCHEMA, STORE_APPLICATION_ID, STORE_SCHEMA, STORE_SCHEMA_VERSION } from './store-schema.ts';

const EVENT_STORE = {
  what: 'an event store',
  applicationId: STORE_APPLICATION_ID,
  schemaVersion: STORE_SCHEMA_VERSION,
  schema: STORE_SCHEMA,
};

/** On disk at every commit; the log is copied into the file every 16 MiB, and its file shrinks again below 64 MiB. */
export const STORE_PRAGMAS = ['synchronous = FULL', 'wal_autocheckpoint = 4000', 'journal_size_limit = 67108864'];

export interface StoreConnection {
  readonly database: Database;
  readonly identity: StoreIdentity;
}

/** What a file is made as. */
interface NewStore {
  readonly id: string;
  readonly simulation: boolean;
  readonly copy: boolean;
}

const readIdentity = (database: Database): StoreIdentity => {
  const row = database.prepare<[], { id: string; simulation: number }>('SELECT id, simulation FROM store').get();
  if (row === undefined) {
    const message = `${database.name} has lost its identity; restore it from a backup`;
    throw new StoreOpenError('corrupt', database.name, message);
  }
  return { id: row.id, logId: copiedLogId(database) ?? row.id, simulation: row.simulation === 1 };
};

/** A new file's log shares the id of its store; a copy has one of its own. */
const copiedLogId = (database: Database): string | undefined => {
  const isCopy = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'copied_log'").get() !== undefined;
  return isCopy ? database.prepare<[], { id: string }>('SELECT id FROM copied_log').get()?.id : undefined;
};

const createIdentity = (database: Database, { id, simulation, copy }: NewStore): void => {
  database
    .prepare('INSERT INTO store (only_row, id, simulation, created) VALUES (1, ?, ?, ?)')
    .run(id, simulation ? 1 : 0, Date.now());
  if (!copy) return;
  database.exec(COPIED_LOG_SCHEMA);
  database.prepare('INSERT INTO copied_log (only_row, id) VALUES (1, ?)').run(randomUUID());
};

const requireKind = (file: string, identity: StoreIdentity, simulation: boolean | undefined): void => {
  if (simulation === undefined || simulation === identity.simulation) return;
  const kind = (isSimulation: boolean): string => (isSimulation ? 'a simulation' : 'a real store');
  const message = `${file} is ${kind(identity.simulation)}, but ${kind(simulation)} was asked for; name another file`;
  throw new StoreOpenError('mismatch', file, message);
};

/**
 * Opens the store's file for writing, making it where there is none; blocks the thread while other processes do the
 * same, at most until `deadline`. Throws `StoreOpenError`, with the file as it was.
 */
export const openStoreConnection = (
  { file, simulation, copyOf }: Pick<WriterSettings, 'file' | 'simulation' | 'copyOf'>,
  deadline: number,
): StoreConnection => {
  const created: NewStore = copyOf
    ? { ...copyOf, copy: true }
    : { id: randomUUID(), simulation: simulation === true, copy: false };
  const database = openSqliteFile(file, EVENT_STORE, {
    pragmas: STORE_PRAGMAS,
    deadline,
    fill: (database) => createIdentity(database, created),
    verify: (existing) => {
      requireKind(file, readIdentity(existing), simulation);
      existing.prepare('SELECT id, data FROM events ORDER BY position DESC LIMIT 1').get();
    },
  });
  return { database, identity: readIdentity(database) };
};
