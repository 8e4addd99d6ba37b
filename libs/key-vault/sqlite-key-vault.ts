import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { Database } from 'better-sqlite3';
import { monotonicMilliseconds } from '#libs/event-store-sqlite/busy-retry';
import { openSqliteFile } from '#libs/event-store-sqlite/sqlite-opening';
import { StoreOpenError } from '#libs/kernel/store-open-error';
import type { KeyVault } from '#libs/kernel/personal-data';
import { PersonErased } from '#libs/kernel/personal-data';
import { createRecentCache } from '#libs/kernel/command-loop/recent-cache';

/** The event store whose persons have these keys. */
const ORIGIN_TABLE = `
  CREATE TABLE IF NOT EXISTS origin (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), store_id TEXT NOT NULL);
`;

const KEY_VAULT = {
  what: 'a key vault',
  applicationId: 0x4a55434b, // "JUCK"
  schemaVersion: 1,
  schema: `
    CREATE TABLE persons (
      person TEXT PRIMARY KEY,
      key BLOB, -- 32 bytes; null once destroyed: the row stays, so that no new key is made
      destroyed INTEGER, -- milliseconds since 1970, UTC
      CHECK ((key IS NULL) = (destroyed IS NOT NULL))
    ) WITHOUT ROWID;
    ${ORIGIN_TABLE}
  `,
};

const KEY_BYTES = 32;

/** Waiting for another process's commit, and for opening the file. Milliseconds. */
const LOCK_MS = 5_000;

/** Keys kept in memory: some 100 bytes each. */
const CACHED_KEYS = 20_000;

/** FULL: a key is on disk before anything sealed with it. Secure delete: a destroyed key is overwritten in the file. */
const PRAGMAS = ['synchronous = FULL', 'secure_delete = ON'];

const prepare = (database: Database) => ({
  dataVersion: database.prepare<[], number>('PRAGMA data_version').pluck(),
  /** Null for an erased person. */
  find: database.prepare<[string], Uint8Array | null>('SELECT key FROM persons WHERE person = ?').pluck(),
  insert: database.prepare<[string, Uint8Array]>(
    'INSERT INTO persons (person, key) VALUES (?, ?) ON CONFLICT DO NOTHING',
  ),
  erase: database.prepare<[string, number]>(
    `INSERT INTO persons (person, key, destroyed) VALUES (?, NULL, ?)
     ON CONFLICT DO UPDATE SET key = NULL, destroyed = excluded.destroyed WHERE key IS NOT NULL`,
  ),
});

/** Undefined in a vault that was made before vaults knew their store. */
const originOf = (database: Database): string | undefined => {
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'origin'").all();
  if (tables.length === 0) return undefined;
  return database.prepare<[], string>('SELECT store_id FROM origin').pluck().get();
};

/** Gives the vault to the store, where no other has it. */
const adopt = (database: Database, storeId: string): void => {
  const claim = database.transaction(() => {
    database.exec(ORIGIN_TABLE);
    database.prepare('INSERT INTO origin (only_row, store_id) VALUES (1, ?) ON CONFLICT DO NOTHING').run(storeId);
  });
  claim.immediate();
};

const refuseOtherStore = (file: string, database: Database, storeId: string): void => {
  const origin = originOf(database);
  if (origin === undefined || origin === storeId) return;
  const message = `${file} holds the keys of another event store: put this log's own back from a backup, or name it with JUCHU_KEY_VAULT`;
  throw new StoreOpenError('otherStore', file, message);
};

const openFile = (file: string, storeId: string): Database => {
  const database = openSqliteFile(file, KEY_VAULT, {
    pragmas: PRAGMAS,
    deadline: monotonicMilliseconds() + LOCK_MS,
    busyTimeoutMs: LOCK_MS,
    private: true,
    fill: (created) => adopt(created, storeId),
    verify: (existing) => refuseOtherStore(file, existing, storeId),
  });
  try {
    if (originOf(database) === undefined) adopt(database, storeId);
    // Another process may have been first.
    refuseOtherStore(file, database, storeId);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

/**
 * The keys of one event store's persons, in one SQLite file that only its owner can read; several processes may use it. Throws `StoreOpenError` for a file that
 * it will not open, such as another store's vault.
 */
export const openSqliteKeyVault = (path: string, storeId: string): KeyVault => {
  const database = openFile(resolve(path), storeId);
  const statements = prepare(database);
  let keys = createRecentCache<Uint8Array>(CACHED_KEYS);
  let seenVersion: number | undefined;

  const forgetKeys = (): void => {
    keys = createRecentCache(CACHED_KEYS);
  };

  /** What is in memory counts only as long as no other process has written: it may have destroyed a key. */
  const remembered = (person: string): Uint8Array | undefined => {
    const version = statements.dataVersion.get();
    if (version !== seenVersion) {
      seenVersion = version;
      forgetKeys();
    }
    return keys.get(person);
  };

  /** The key as it is in the file: null for an erased person, undefined for an unknown one. */
  const stored = (person: string): Uint8Array | null | undefined => {
    const key = statements.find.get(person);
    if (key) keys.set(person, key);
    return key;
  };

  return {
    keyFor: (person) => {
      const known = remembered(person);
      if (known !== undefined) return known;
      if (stored(person) === undefined) statements.insert.run(person, randomBytes(KEY_BYTES));
      // Read back: another process may have been first, with its key or with the person's erasure.
      const key = stored(person);
      if (key === null || key === undefined) throw new PersonErased(person);
      return key;
    },
    findKey: (person) => remembered(person) ?? stored(person) ?? undefined,
    destroyKey: (person) => {
      statements.erase.run(person, Date.now());
      forgetKeys();
      // The write-ahead log still holds the page with the key: empty it.
      database.pragma('wal_checkpoint(TRUNCATE)');
    },
    close: () => {
      forgetKeys();
      database.close();
    },
  };
};
