import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { monotonicMilliseconds, retryPausing } from '#libs/event-store-sqlite/busy-retry';
import { isBusy } from '#libs/event-store-sqlite/sqlite-failure';
import { inspectSqliteFile } from '#libs/event-store-sqlite/sqlite-file';
import { openSqliteFile } from '#libs/event-store-sqlite/sqlite-opening';
import { StoreOpenError } from '#libs/kernel/store-open-error';
import { type KeyVaultOptions, lostKeys, otherStoresKeys } from './vault-refusals.ts';

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

/** Waiting for other processes that open the file. Milliseconds. */
const OPENING_MS = 5_000;

/** FULL: a key is on disk before anything sealed with it. Secure delete: a destroyed key is overwritten in the file. */
const PRAGMAS = ['synchronous = FULL', 'secure_delete = ON'];

/** Undefined in a vault that was made before vaults knew their store. */
const originOf = (database: Database.Database): string | undefined => {
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'origin'").all();
  if (tables.length === 0) return undefined;
  return database.prepare<[], string>('SELECT store_id FROM origin').pluck().get();
};

/** Gives the vault to the store, where no other has it. */
const adopt = (database: Database.Database, storeId: string): void => {
  const claim = database.transaction(() => {
    database.exec(ORIGIN_TABLE);
    database.prepare('INSERT INTO origin (only_row, store_id) VALUES (1, ?) ON CONFLICT DO NOTHING').run(storeId);
  });
  claim.immediate();
};

const refuseOtherStore = (file: string, database: Database.Database, storeId: string): void => {
  const origin = originOf(database);
  if (origin !== undefined && origin !== storeId) throw otherStoresKeys(file);
};

/** Opens the file of one store's keys, which only its owner can read. No statement waits for a lock. Throws `StoreOpenError`. */
export const openKeyFile = async (
  file: string,
  storeId: string,
  { mayMake = true }: KeyVaultOptions,
): Promise<Database.Database> => {
  if (!mayMake && !existsSync(file)) throw lostKeys(file, 'make an empty file of that name');
  const deadline = monotonicMilliseconds() + OPENING_MS;
  const database = openSqliteFile(file, KEY_VAULT, {
    pragmas: PRAGMAS,
    deadline,
    private: true,
    fill: (created) => adopt(created, storeId),
    verify: (existing) => refuseOtherStore(file, existing, storeId),
  });
  try {
    await retryPausing(() => {
      if (originOf(database) === undefined) adopt(database, storeId);
      // Another process may have been first.
      refuseOtherStore(file, database, storeId);
    }, deadline);
    return database;
  } catch (error) {
    database.close();
    if (!isBusy(error)) throw error;
    const message = `${file} is locked by another process: try again when it has finished`;
    throw new StoreOpenError('unavailable', file, message, { cause: error });
  }
};

/** A person as a vault keeps them: without a key once it was destroyed. */
export interface KeptPerson {
  readonly person: string;
  readonly key: Uint8Array | null;
  /** Milliseconds since 1970, UTC; null while there is a key. */
  readonly destroyed: number | null;
}

/** Everything that is in a vault's file, which is not written to. Throws `StoreOpenError`. */
export const readKeyFile = (file: string): { readonly storeId: string; readonly persons: readonly KeptPerson[] } => {
  if (!existsSync(file) || inspectSqliteFile(file, KEY_VAULT) === 'missing')
    throw new StoreOpenError('missing', file, `there is no key vault at ${file}: check its path`);
  const database = new Database(file, { readonly: true, timeout: OPENING_MS });
  try {
    // One moment for both: a program may be at work on it.
    return database.transaction(() => {
      const storeId = originOf(database);
      if (storeId === undefined)
        throw new StoreOpenError(
          'corrupt',
          file,
          `${file} does not say whose keys it holds: start the program on it once, and try again`,
        );
      const persons = database.prepare<[], KeptPerson>('SELECT person, key, destroyed FROM persons').all();
      return { storeId, persons };
    })();
  } finally {
    database.close();
  }
};
