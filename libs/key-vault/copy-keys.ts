import { StoreOpenError } from '#libs/kernel/store-open-error';
import { PostgresError } from '#libs/postgres/postgres-error';
import { openPostgresPool, type PostgresPool, type RunStatement } from '#libs/postgres/postgres-pool';
import { DURABLE, prepareKeySchema } from './postgres-key-schema.ts';
import { type KeptPerson, readKeyFile } from './sqlite-key-file.ts';

/** What was copied, or was there before. */
export interface KeyCopy {
  /** Persons with a key. */
  readonly persons: number;
  /** Persons whose key was destroyed, in the file or in the database: they stay without one. */
  readonly erased: number;
}

const BATCH = 1_000;

const ADD = `
  insert into juchu_keys.persons (person, key, destroyed)
  select person, key, to_timestamp(destroyed / 1000.0)
  from unnest($1::text[], $2::bytea[], $3::double precision[]) as kept (person, key, destroyed) order by person
  on conflict (person) do update set key = null, destroyed = excluded.destroyed
  where persons.key is not null and excluded.key is null`;

/** Persons of the batch whose key is another one there. A destroyed key is not: whoever was erased anywhere stays so. */
const OTHER_KEYS = `
  select count(*)::integer as others
  from unnest($1::text[], $2::bytea[]) as kept (person, key) join juchu_keys.persons as present using (person)
  where present.key <> kept.key`;

const KEPT = 'select count(key)::integer as persons, count(destroyed)::integer as erased from juchu_keys.persons';

const copyAll = async (run: RunStatement, location: string, persons: readonly KeptPerson[]): Promise<KeyCopy> => {
  await run(DURABLE);
  for (let begin = 0; begin < persons.length; begin += BATCH) {
    const batch = persons.slice(begin, begin + BATCH);
    const [ids, keys] = [batch.map(({ person }) => person), batch.map(({ key }) => key)];
    await run(ADD, [ids, keys, batch.map(({ destroyed }) => destroyed)]);
    const others = Number((await run(OTHER_KEYS, [ids, keys])).rows[0]?.['others']);
    if (others > 0)
      throw new StoreOpenError(
        'mismatch',
        location,
        `${location} has other keys of ${others} of these persons: name a database without keys; nothing was copied`,
      );
  }
  const [kept] = (await run(KEPT)).rows;
  return { persons: Number(kept?.['persons']), erased: Number(kept?.['erased']) };
};

const openPool = (url: string): PostgresPool => openPostgresPool(url, { connections: 1, statementTimeoutMs: 60_000 });

/**
 * Copies the keys in a file to the schema `juchu_keys` of a PostgreSQL database, all or none, and compares them there; the file stays as it is. Run again, it adds what
 * is missing. Throws `StoreOpenError`.
 */
export const copyKeys = async (file: string, url: string): Promise<KeyCopy> => {
  const { storeId, persons } = readKeyFile(file);
  try {
    const pool = openPool(url);
    try {
      await prepareKeySchema(pool, storeId, { mayMake: true });
      return await pool.transaction((run) => copyAll(run, pool.location, persons));
    } finally {
      await pool.close();
    }
  } catch (error) {
    if (!(error instanceof PostgresError)) throw error;
    throw new StoreOpenError(error.code, error.location, error.message, { cause: error });
  }
};
