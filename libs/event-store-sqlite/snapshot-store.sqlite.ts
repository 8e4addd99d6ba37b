import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { JsonObject } from '#libs/kernel/json';
import type { Snapshot, SnapshotStore } from '#libs/kernel/command-loop/snapshot-store';
import { monotonicMilliseconds } from './busy-retry.ts';
import { isBusy } from './sqlite-failure.ts';
import { openSqliteFile } from './sqlite-opening.ts';
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

const openFile = (file: string, storeId: string): Database => {
  const database = openSqliteFile(file, SNAPSHOTS, {
    pragmas: PRAGMAS,
    deadline: monotonicMilliseconds() + OPEN_MS,
    fill: (created) => created.prepare('INSERT INTO origin (store_id) VALUES (?)').run(storeId),
    verify: (existing) => existing.prepare('SELECT stream FROM snapshots LIMIT 1').get(),
  });
  const origin = database.prepare<[], string>('SELECT store_id FROM origin').pluck().get();
  if (origin !== storeId) {
    database.transaction(() => {
      database.exec('DELETE FROM snapshots; DELETE FROM origin');
      database.prepare('INSERT INTO origin (store_id) VALUES (?)').run(storeId);
    })();
  }
  return database;
};

const removeFile = (file: string): void => {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true });
};

/** Opens the file; one that is damaged, or of a newer version, is made anew. */
const openOrRecreate = (file: string, storeId: string): Database => {
  try {
    return openFile(file, storeId);
  } catch (error) {
    if (!(error instanceof StoreOpenError) || (error.code !== 'corrupt' && error.code !== 'newer')) throw error;
    removeFile(file);
    return openFile(file, storeId);
  }
};

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

/** Snapshots in one SQLite file. Throws `StoreOpenError` only where the path cannot be written or is another program's file. */
export const openSqliteSnapshotStore = (options: SqliteSnapshotStoreOptions): SnapshotStore => {
  const file = resolve(options.file);
  let statements: ReturnType<typeof prepare> | undefined = prepare(openOrRecreate(file, options.storeId));

  /** A busy file is left alone this once; one that fails is made anew, and if that fails too, there are no snapshots. */
  const attempt = <Result>(action: (present: ReturnType<typeof prepare>) => Result): Result | undefined => {
    if (statements === undefined) return undefined;
    try {
      return action(statements);
    } catch (error) {
      if (isBusy(error)) return undefined;
      statements.database.close();
      statements = undefined;
      try {
        removeFile(file);
        statements = prepare(openOrRecreate(file, options.storeId));
      } catch {
        statements = undefined;
      }
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
      attempt(({ save }) => save.run(stream, revision, position, hash, machine, JSON.stringify(state)));
      return Promise.resolve();
    },
    close: () => {
      statements?.database.close();
      statements = undefined;
      return Promise.resolve();
    },
  };
};
