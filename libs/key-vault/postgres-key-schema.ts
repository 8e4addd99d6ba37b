import { PostgresError } from '#libs/postgres/postgres-error';
import type { PostgresPool, RunStatement } from '#libs/postgres/postgres-pool';
import { requireUsableServer } from '#libs/postgres/server-requirements';
import { StoreOpenError } from '#libs/kernel/store-open-error';
import { type KeyVaultOptions, lostKeys, otherStoresKeys } from './vault-refusals.ts';

/** Of the tables below. */
const SCHEMA_VERSION = 1;

/** Whoever may read the rest of the database has no business here. */
const TABLES = [
  'revoke all on schema juchu_keys from public',
  `create table juchu_keys.persons (
     person text primary key,
     key bytea, -- 32 bytes; null once destroyed: the row stays, so that no new key is made
     destroyed timestamptz,
     check ((key is null) = (destroyed is not null))
   )`,
  `create table juchu_keys.origin (
     only_row integer primary key check (only_row = 1),
     store_id text not null,
     schema_version integer not null
   )`,
  'revoke all on juchu_keys.persons, juchu_keys.origin from public',
  `comment on schema juchu_keys is 'Juchu: keys of personal data. Back it up apart from the event log; destroying a key erases a person.'`,
];

/** Begins a transaction of which, whatever the server's setting, everything is on its disk when it has ended. */
export const DURABLE = 'set local synchronous_commit = on';

/** What there is: no schema, one without any table, a vault, or another program's tables. */
const LOOK = `
  select
    to_regnamespace('juchu_keys') is not null as has_schema,
    to_regclass('juchu_keys.origin') is not null as has_vault,
    (select count(*) from pg_class where relnamespace = to_regnamespace('juchu_keys')) as relations`;

/** Only one process makes it; the others wait and find it. */
const ONE_AT_A_TIME = `select pg_advisory_xact_lock(hashtext('juchu_keys'))`;

const make = async (run: RunStatement, hasSchema: boolean, storeId: string): Promise<void> => {
  if (!hasSchema) await run('create schema juchu_keys');
  for (const statement of TABLES) await run(statement);
  await run('insert into juchu_keys.origin values (1, $1, $2)', [storeId, SCHEMA_VERSION]);
};

const openOrMake = async (run: RunStatement, location: string, storeId: string, mayMake: boolean): Promise<void> => {
  const refuse = (code: 'foreign' | 'newer' | 'accessDenied', says: string): StoreOpenError =>
    new StoreOpenError(code, location, `${location} ${says}`);

  await run(ONE_AT_A_TIME);
  const [seen] = (await run(LOOK)).rows;
  if (seen?.['has_vault'] !== true) {
    if (Number(seen?.['relations']) > 0)
      throw refuse('foreign', 'has a schema juchu_keys that is no key vault: name another database');
    const hasSchema = seen?.['has_schema'] === true;
    if (!mayMake && !hasSchema) throw lostKeys(`${location} schema juchu_keys`, 'make an empty schema of that name');
    await make(run, hasSchema, storeId);
  }
  const [origin] = (await run('select store_id, schema_version from juchu_keys.origin')).rows;
  if (Number(origin?.['schema_version']) > SCHEMA_VERSION)
    throw refuse('newer', 'has a key vault of a newer version of Juchu: update the program');
  if (origin?.['store_id'] !== storeId) throw otherStoresKeys(location);
  const [rights] = (await run(`select has_table_privilege('juchu_keys.persons', 'insert, update') as may_write`)).rows;
  if (rights?.['may_write'] !== true)
    throw refuse('accessDenied', 'does not let this user write juchu_keys.persons: grant it insert and update');
};

/** Makes the tables where there are none, and sees to it that they are this store's. Throws `StoreOpenError`. */
export const prepareKeySchema = async (
  pool: PostgresPool,
  storeId: string,
  { mayMake = true }: KeyVaultOptions,
): Promise<void> => {
  try {
    await requireUsableServer(pool);
    await pool.transaction((run) => openOrMake(run, pool.location, storeId, mayMake));
  } catch (error) {
    if (!(error instanceof PostgresError)) throw error;
    throw new StoreOpenError(error.code, error.location, `${error.message} (JUCHU_KEY_VAULT)`, { cause: error });
  }
};
