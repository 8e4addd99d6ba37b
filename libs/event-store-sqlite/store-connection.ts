import { randomUUID } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { CopiedIdentity, StoreIdentity } from '#libs/kernel/event-store';
import { IDENTITY_STREAM, storeCreatedFrom } from '#libs/kernel/log/store-created';
import { StoreOpenError } from '#libs/kernel/store-open-error';
import { retryBlocking } from './busy-retry.ts';
import { openSqliteFile } from './sqlite-opening.ts';
import { STORE_APPLICATION_ID, STORE_MIGRATIONS, STORE_SCHEMA, STORE_SCHEMA_VERSION } from './store-schema.ts';
import type { WriterSettings } from './write-protocol.ts';

const EVENT_STORE = {
  what: 'an event store',
  applicationId: STORE_APPLICATION_ID,
  schemaVersion: STORE_SCHEMA_VERSION,
  schema: STORE_SCHEMA,
  migrations: STORE_MIGRATIONS,
};

/** On disk at every commit; the log is copied into the file every 16 MiB, and its file shrinks again below 64 MiB. */
export const STORE_PRAGMAS = ['synchronous = FULL', 'wal_autocheckpoint = 4000', 'journal_size_limit = 67108864'];

export interface StoreConnection {
  readonly database: Database;
  readonly identity: StoreIdentity;
}

/** What is asked of a file, or what it is made as. */
type Kind = Pick<WriterSettings, 'file' | 'simulation' | 'copyOf'>;

const onlyRow = <Row>(database: Database, columns: string): Row => {
  const row = database.prepare<[], Row>(`SELECT ${columns} FROM store`).get();
  if (row !== undefined) return row;
  const message = `${database.name} has lost its identity; restore it from a backup`;
  throw new StoreOpenError('corrupt', database.name, message);
};

/** The identity that a client has given the log while it was empty and served as EventStoreDB: the store's own from then on. */
const givenIdentity = (database: Database): CopiedIdentity | undefined => {
  const event = database
    .prepare<[string], { data: string }>(
      `SELECT CAST(e.data AS TEXT) AS data FROM events e JOIN streams s ON s.key = e.stream WHERE s.name = ? AND e.revision = 0`,
    )
    .get(IDENTITY_STREAM);
  return event === undefined ? undefined : storeCreatedFrom(JSON.parse(event.data));
};

const readIdentity = (database: Database): StoreIdentity => {
  const { id, logId, simulation } = onlyRow<{ id: string; logId: string; simulation: number }>(
    database,
    'id, log_id AS logId, simulation',
  );
  const given = givenIdentity(database);
  return { id: given?.id ?? id, logId, simulation: given?.simulation ?? simulation === 1 };
};

/** A new file's log shares the id of its store; a copy has one of its own. */
const createIdentity = (database: Database, { simulation, copyOf }: Kind): void => {
  const id = copyOf?.id ?? randomUUID();
  const logId = copyOf === undefined ? id : randomUUID();
  database
    .prepare('INSERT INTO store (only_row, id, simulation, created, log_id) VALUES (1, ?, ?, ?, ?)')
    .run(id, (copyOf?.simulation ?? simulation === true) ? 1 : 0, Date.now(), logId);
};

/** Looks only at what every version of the schema has. */
const requireKind = (database: Database, { file, simulation }: Kind): void => {
  const { simulation: made } = onlyRow<{ simulation: number }>(database, 'simulation');
  const isSimulation = givenIdentity(database)?.simulation ?? made === 1;
  if (simulation === undefined || simulation === isSimulation) return;
  const kind = (simulated: boolean): string => (simulated ? 'a simulation' : 'a real store');
  const message = `${file} is ${kind(isSimulation)}, but ${kind(simulation)} was asked for; name another file`;
  throw new StoreOpenError('mismatch', file, message);
};

/**
 * Opens the store's file for writing, making it where there is none; blocks the thread while other processes do the
 * same, at most until `deadline`. Throws `StoreOpenError`, with the file as it was.
 */
export const openStoreConnection = (kind: Kind, deadline: number): StoreConnection => {
  const database = openSqliteFile(kind.file, EVENT_STORE, {
    pragmas: STORE_PRAGMAS,
    deadline,
    fill: (created) => createIdentity(created, kind),
    verify: (existing) => {
      requireKind(existing, kind);
      existing.prepare('SELECT id, data FROM events ORDER BY position DESC LIMIT 1').get();
    },
  });
  return { database, identity: retryBlocking(() => readIdentity(database), deadline) };
};
