import { randomUUID } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { StoreIdentity } from '#libs/kernel/event-store';
import { openSqliteFile } from './sqlite-opening.ts';
import { StoreOpenError } from '#libs/kernel/store-open-error';
import { STORE_APPLICATION_ID, STORE_SCHEMA, STORE_SCHEMA_VERSION } from './store-schema.ts';

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

const readIdentity = (database: Database): StoreIdentity => {
  const row = database.prepare<[], { id: string; simulation: number }>('SELECT id, simulation FROM store').get();
  if (row === undefined) {
    const message = `${database.name} has lost its identity; restore it from a backup`;
    throw new StoreOpenError('corrupt', database.name, message);
  }
  return { id: row.id, logId: row.id, simulation: row.simulation === 1 };
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
  file: string,
  simulation: boolean | undefined,
  deadline: number,
): StoreConnection => {
  const database = openSqliteFile(file, EVENT_STORE, {
    pragmas: STORE_PRAGMAS,
    deadline,
    fill: (created) => {
      created
        .prepare('INSERT INTO store (only_row, id, simulation, created) VALUES (1, ?, ?, ?)')
        .run(randomUUID(), simulation === true ? 1 : 0, Date.now());
    },
    verify: (existing) => {
      requireKind(file, readIdentity(existing), simulation);
      existing.prepare('SELECT id, data FROM events ORDER BY position DESC LIMIT 1').get();
    },
  });
  return { database, identity: readIdentity(database) };
};
