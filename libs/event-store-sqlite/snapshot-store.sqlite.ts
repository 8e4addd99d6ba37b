import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { JsonObject } from '#libs/kernel/json';
import type { Snapshot, SnapshotStore } from '#libs/kernel/command-loop/snapshot-store';
import { monotonicMilliseconds } from './busy-retry.ts';
import { isBusy } from './sqlite-failure.ts';
import { asOpenError, openSqliteFile } from './sqlite-opening.ts';
import { StoreOpenError } from '#libs/kernel/store-open-error';

export interface SqliteSnapshotStoreOptions {
  /** Path of the database, a file of its own. */
  readonly file: string;
  /** Id of the event store: snapshots of another store are thrown away. */
  readonly storeId: string;
}

const SNAPSHOTS = {
  what: 'a snapshot file',
  applicationId: 0x4a554353, // "JUCS"
  schemaVersion: 1,
  schema: `
    CREATE TABLE origin (store_id TEXT NOT NULL);
    CREATE TABLE snapshots (
      stream TEXT PRIMARY KEY,
      revision INTEGER NOT NULL,
      position TEXT NOT NULL,
      hash TEXT NOT NULL,
      machine TEXT NOT NULL,
      state TEXT NOT NULL
    ) WITHOUT ROWID;
  `,
};

const OPEN_MS = 2_000;

/** NORMAL: a power cut may lose the latest snapshots but leaves no damage. */
const PRAGMAS = ['synchronous = NORMAL'];

type SnapshotRow = Omit<Snapshot, 'revision' | 'state'> & { readonly revision: bigint; readonly state: string };

const prepare = (database: Database) => ({
  database,
  load: database
    .prepare<[string], SnapshotRow>(
      'SELECT stream, revision, position, hash, machine, state FROM snapshots WHERE stream = ?',
    )
    .safeIntegers(),
  save: database.prepare<[string, bigint, string, string, string, string]>(
    `INSERT INTO snapshots (stream, revision, position, hash, machine, state) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (stream) DO UPDATE SET
       revision = excluded.revision, position = excluded.position, hash = excluded.hash,
       machine = excluded.machine, state = excluded.state
     WHERE excluded.revision >= snapshots.revision`,
  ),
});

type OpenFile = ReturnType<typeof prepare>;

/** Throws away what another store has left. */
const takeOver = (database: Database, storeId: string): void => {
  const origin = database.prepare<[], string>('SELECT store_id FROM origin').pluck().get();
  if (origin === storeId) return;
  database.transaction(() => {
    database.exec('DELETE FROM snapshots; DELETE FROM origin');
    database.prepare('INSERT INTO origin (store_id) VALUES (?)').run(storeId);
  })();
};

const openFile = (file: string, storeId: string, waitMs: number): OpenFile => {
  const database = openSqliteFile(file, SNAPSHOTS, {
    pragmas: PRAGMAS,
    deadline: monotonicMilliseconds() + waitMs,
    fill: (created) => created.prepare('INSERT INTO origin (store_id) VALUES (?)').run(storeId),
    verify: (existing) => existing.prepare('SELECT stream FROM snapshots LIMIT 1').get(),
  });
  try {
    takeOver(database, storeId);
    return prepare(database);
  } catch (error) {
    database.close();
    throw asOpenError(error, file);
  }
};

const removeFile = (file: string): void => {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true });
};

/** Opens the file, waiting so long for other processes; one that is damaged, or of a newer version, is made anew. Nothing where it stays locked. */
const openOrRecreate = (file: string, storeId: string, waitMs: number): OpenFile | undefined => {
  try {
    return openFile(file, storeId, waitMs);
  } catch (error) {
    if (!(error instanceof StoreOpenError)) throw error;
    if (isBusy(error.cause)) return undefined;
    if (error.code !== 'corrupt' && error.code !== 'newer') throw error;
    removeFile(file);
    return openFile(file, storeId, waitMs);
  }
};

/**
 * Snapshots in one SQLite file. Throws `StoreOpenError` only where the path cannot be written or is another program's file; while another process keeps the
 * file to itself there are no snapshots.
 */
export const openSqliteSnapshotStore = (options: SqliteSnapshotStoreOptions): SnapshotStore => {
  const file = resolve(options.file);
  let present = openOrRecreate(file, options.storeId, OPEN_MS);
  let locked = present === undefined;

  /** Without a file that can be used there are no snapshots. */
  const openAgain = (waitMs: number, clear = (): void => undefined): void => {
    try {
      clear();
      present = openOrRecreate(file, options.storeId, waitMs);
      locked = present === undefined;
    } catch {
      locked = false;
    }
  };

  /** A busy file is left alone this once; one that fails is made anew. */
  const attempt = <Result>(action: (statements: OpenFile) => Result): Result | undefined => {
    if (present === undefined) return undefined;
    try {
      return action(present);
    } catch (error) {
      if (isBusy(error)) return undefined;
      present.database.close();
      present = undefined;
      openAgain(OPEN_MS, () => removeFile(file));
      return undefined;
    }
  };

  return {
    load: (stream) =>
      Promise.resolve(
        attempt(({ load }): Snapshot | undefined => {
          const row = load.get(stream);
          return row && { ...row, state: JSON.parse(row.state) as JsonObject };
        }),
      ),
    save: ({ stream, revision, position, hash, machine, state }) => {
      // A file that was locked when it was to be opened is tried again, without waiting.
      if (locked) openAgain(0);
      attempt(({ save }) => save.run(stream, revision, position, hash, machine, JSON.stringify(state)));
      return Promise.resolve();
    },
    close: () => {
      present?.database.close();
      present = undefined;
      locked = false;
      return Promise.resolve();
    },
  };
};
