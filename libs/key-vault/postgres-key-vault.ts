import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresError } from '#libs/postgres/postgres-error';
import { openPostgresPool, type PostgresPool, type RunStatement } from '#libs/postgres/postgres-pool';
import { deadlineIn } from '#libs/kernel/command-loop/deadline';
import { type KeyVault, KeyVaultError, PersonErased } from '#libs/kernel/personal-data';
import { StoreOpenError } from '#libs/kernel/store-open-error';
import { createKeyRequests, createVaultCalls, inTime, type KeptKeys, USUAL_TIMEOUT_MS } from './key-requests.ts';
import { DURABLE, prepareKeySchema } from './postgres-key-schema.ts';
import type { KeyVaultOptions } from './vault-refusals.ts';

const KEY_BYTES = 32;

/** Each holds one statement that takes a moment. */
const CONNECTIONS = 4;

/** A statement here reads or writes some rows by their key. Milliseconds. */
const STATEMENT_MS = 2_000;

/** After this a connection counts as silent, and another one is tried: the server would have ended the statement. Milliseconds. */
const ATTEMPT_MS = STATEMENT_MS + 500;

/** How long keys are tried to be made: less than callers wait who say nothing else, so that they hear why it failed. Milliseconds. */
const MAKING_MS = USUAL_TIMEOUT_MS - 500;

/** Between two attempts on a server that cannot be reached. Milliseconds. */
const RETRY_PAUSE_MS = 50;

const READ = 'select person, key from juchu_keys.persons where person = any($1::text[])';

/** Sorted, so that two processes that make the same keys wait for each other in one order. */
const MAKE = `
  insert into juchu_keys.persons (person, key)
  select person, key from unnest($1::text[], $2::bytea[]) as made (person, key) order by person
  on conflict do nothing`;

const ERASE = `
  insert into juchu_keys.persons (person, key, destroyed) values ($1, null, now())
  on conflict (person) do update set key = null, destroyed = excluded.destroyed where persons.key is not null`;

const openPool = (url: string): PostgresPool => {
  try {
    return openPostgresPool(url, { connections: CONNECTIONS, statementTimeoutMs: STATEMENT_MS });
  } catch (error) {
    if (!(error instanceof PostgresError)) throw error;
    throw new StoreOpenError(error.code, error.location, `${error.message} (JUCHU_KEY_VAULT)`, { cause: error });
  }
};

/** The server could not be reached, or fell silent. */
const mayPass = (error: unknown): boolean =>
  (error instanceof PostgresError || error instanceof KeyVaultError) && error.code === 'unavailable';

const asKeyVaultError = (error: unknown, location: string): KeyVaultError => {
  if (error instanceof KeyVaultError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const message = `the key vault ${location} cannot be used now: ${reason}`;
  return new KeyVaultError('unavailable', message, { cause: error });
};

const readKeys = async (run: RunStatement, persons: readonly string[]): Promise<KeptKeys> => {
  const { rows } = await run(READ, [persons]);
  // A key that is no bytes was destroyed.
  return new Map(
    rows.map(({ person, key }) => [String(person), key instanceof Uint8Array ? new Uint8Array(key) : null]),
  );
};

/**
 * The keys of one event store's persons, in the schema `juchu_keys` of a PostgreSQL database; several processes may use it, on several machines. Nothing is kept in
 * memory: a key that one process destroys is gone for all. What the server itself keeps of its bytes, until it writes over them and in its archives, is out of reach
 * from here. Calls are tried again for as long as the server cannot be reached and they have time. Throws `StoreOpenError` where the vault cannot be opened.
 */
export const openPostgresKeyVault = async (
  url: string,
  storeId: string,
  options: KeyVaultOptions = {},
): Promise<KeyVault> => {
  const pool = openPool(url);
  const { location } = pool;
  try {
    await prepareKeySchema(pool, storeId, options);
  } catch (error) {
    await pool.close();
    throw error;
  }
  const calls = createVaultCalls(location);

  /** Every task may run twice, even at once: it finds what its first run did. */
  const persistently = async <Result>(task: () => Promise<Result>, timeoutMs = USUAL_TIMEOUT_MS): Promise<Result> => {
    const deadline = deadlineIn(timeoutMs);
    for (;;) {
      try {
        return await inTime(task(), location, Math.min(ATTEMPT_MS, deadline.remaining()));
      } catch (error) {
        const failure = asKeyVaultError(error, location);
        if (!mayPass(error) || deadline.passed()) throw failure;
        await sleep(RETRY_PAUSE_MS);
      }
    }
  };

  const makeKeys = async (persons: readonly string[]): Promise<KeptKeys> => {
    const keys = persons.map(() => randomBytes(KEY_BYTES));
    await pool.transaction(async (run) => {
      await run(DURABLE);
      await run(MAKE, [persons, keys]);
    });
    // Read back: another process may have been first, with its key or with the person's erasure.
    return readKeys(pool.run, persons);
  };
  const provideKeys = async (persons: readonly string[]): Promise<KeptKeys> => {
    const kept = await readKeys(pool.run, persons);
    const missing = persons.filter((person) => !kept.has(person));
    return missing.length === 0 ? kept : new Map([...kept, ...(await makeKeys(missing))]);
  };
  const requests = createKeyRequests((persons) => persistently(() => provideKeys(persons), MAKING_MS));

  const findKeys = async (persons: readonly string[], timeoutMs?: number): Promise<ReadonlyMap<string, Uint8Array>> => {
    if (persons.length === 0) return new Map();
    const kept = await persistently(() => readKeys(pool.run, persons), timeoutMs);
    return new Map([...kept].flatMap(([person, key]) => (key === null ? [] : [[person, key] as const])));
  };
  const erase = (person: string): Promise<unknown> =>
    pool.transaction(async (run) => {
      await run(DURABLE);
      await run(ERASE, [person]);
    });
  let closing: Promise<void> | undefined;

  return {
    keyFor: (person, { timeoutMs } = {}) =>
      calls.run(async () => {
        const key = await inTime(requests.ask(person), location, timeoutMs);
        if (key === null) throw new PersonErased(person);
        return key;
      }),
    findKeys: (persons, { timeoutMs } = {}) => calls.run(() => findKeys(persons, timeoutMs)),
    destroyKey: (person, { timeoutMs } = {}) =>
      calls.run(async () => {
        await persistently(() => erase(person), timeoutMs);
      }),
    close: () =>
      (closing ??= (async () => {
        await calls.end();
        await requests.idle();
        await pool.close();
      })()),
  };
};
