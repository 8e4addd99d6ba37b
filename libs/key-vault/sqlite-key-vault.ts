import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { monotonicMilliseconds, retryPausing } from '#libs/event-store-sqlite/busy-retry';
import { describeFailure, isBusy } from '#libs/event-store-sqlite/sqlite-failure';
import { type Deadline, deadlineIn } from '#libs/kernel/command-loop/deadline';
import { createRecentCache } from '#libs/kernel/command-loop/recent-cache';
import { type KeyVault, KeyVaultError, PersonErased } from '#libs/kernel/personal-data';
import { createKeyRequests, createVaultCalls, inTime, type KeptKeys, USUAL_TIMEOUT_MS } from './key-requests.ts';
import { openKeyFile } from './sqlite-key-file.ts';
import type { KeyVaultOptions } from './vault-refusals.ts';

const KEY_BYTES = 32;

/** Keys kept in memory: some 100 bytes each. */
const CACHED_KEYS = 20_000;

/** Between two attempts to empty the write-ahead log that others are reading. Milliseconds. */
const READER_PAUSE_MS = 20;

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
  /** 1 where others keep it from being emptied. */
  emptyLog: database.prepare<[], number>('PRAGMA wal_checkpoint(TRUNCATE)').pluck(),
});

/** The key of a person who was looked for: null for one that was destroyed, undefined where none was ever made. */
type FoundKey = Uint8Array | null | undefined;

/**
 * The keys of one event store's persons, in one SQLite file that only its owner can read; several processes may use it. A key in memory costs no more than a look
 * whether the file has changed; a new one a flush to disk, shared by all that are made at once. Throws `StoreOpenError` for a file that it will not open, such as
 * another store's vault.
 */
export const openSqliteKeyVault = async (
  path: string,
  storeId: string,
  options: KeyVaultOptions = {},
): Promise<KeyVault> => {
  const file = resolve(path);
  const database = await openKeyFile(file, storeId, options);
  const statements = prepare(database);
  let keys = createRecentCache<Uint8Array>(CACHED_KEYS);
  let seenVersion: number | undefined;
  const calls = createVaultCalls(file);

  const forgetKeys = (): void => {
    keys = createRecentCache(CACHED_KEYS);
  };

  /** Runs as soon as no other process has the lock it needs; at once, as a rule, and then without leaving the thread. */
  const whenFree = async <Result>(action: () => Result, timeoutMs: number = USUAL_TIMEOUT_MS): Promise<Result> => {
    try {
      return await retryPausing(action, monotonicMilliseconds() + timeoutMs);
    } catch (cause) {
      const reason = isBusy(cause) ? 'is locked by another process' : 'cannot be used now';
      const message = `the key vault ${file} ${reason}: ${describeFailure(cause)}`;
      throw new KeyVaultError('unavailable', message, { cause });
    }
  };

  /** What is in memory counts only as long as no other process has written: it may have destroyed a key. */
  const forgetOldKeys = (): void => {
    const version = statements.dataVersion.get();
    if (version === seenVersion) return;
    seenVersion = version;
    forgetKeys();
  };

  const find = (person: string): FoundKey => {
    const known = keys.get(person);
    if (known !== undefined) return known;
    const key = statements.find.get(person);
    if (key) keys.set(person, key);
    return key;
  };

  const insertKeys = database.transaction((persons: readonly string[]): KeptKeys => {
    for (const person of persons) statements.insert.run(person, randomBytes(KEY_BYTES));
    // Read back: another process may have been first, with its key or with the person's erasure.
    return new Map(persons.map((person) => [person, statements.find.get(person) ?? null]));
  });
  const makeKeys = (persons: readonly string[]): KeptKeys => {
    const made = insertKeys.immediate(persons);
    for (const [person, key] of made) if (key) keys.set(person, key);
    return made;
  };
  const requests = createKeyRequests((persons) => whenFree(() => makeKeys(persons)));

  const findNow = (person: string): FoundKey => {
    forgetOldKeys();
    return find(person);
  };
  const findAllNow = (persons: readonly string[]): ReadonlyMap<string, Uint8Array> => {
    forgetOldKeys();
    const found = new Map<string, Uint8Array>();
    for (const person of persons) {
      const key = find(person);
      if (key) found.set(person, key);
    }
    return found;
  };
  const eraseNow = (person: string): void => {
    statements.erase.run(person, Date.now());
    forgetKeys();
  };

  /** The write-ahead log still holds the page with the key. */
  const removeTraces = async (person: string, deadline: Deadline): Promise<void> => {
    while ((await whenFree(() => statements.emptyLog.get(), deadline.remaining())) !== 0) {
      if (deadline.passed())
        throw new KeyVaultError(
          'tracesLeft',
          `the key of ${person} is destroyed, but another process keeps its bytes in ${file}-wal by reading: destroy it again when that has ended`,
        );
      await sleep(READER_PAUSE_MS);
    }
  };

  return {
    keyFor: (person, { timeoutMs } = {}) =>
      calls.run(async () => {
        const found = await whenFree(() => findNow(person), timeoutMs);
        const key = found === undefined ? await inTime(requests.ask(person), file, timeoutMs) : found;
        if (key === null) throw new PersonErased(person);
        return key;
      }),
    findKeys: (persons, { timeoutMs } = {}) => calls.run(() => whenFree(() => findAllNow(persons), timeoutMs)),
    destroyKey: (person, { timeoutMs = USUAL_TIMEOUT_MS } = {}) =>
      calls.run(async () => {
        const deadline = deadlineIn(timeoutMs);
        await whenFree(() => eraseNow(person), timeoutMs);
        await removeTraces(person, deadline);
      }),
    async close() {
      await calls.end();
      await requests.idle();
      forgetKeys();
      database.close();
    },
  };
};
