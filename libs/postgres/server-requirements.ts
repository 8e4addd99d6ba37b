import { PostgresError } from './postgres-error.ts';
import type { PostgresPool } from './postgres-pool.ts';

/** As `server_version_num` has it. The newest of its forebears went out of support in 2025. */
const OLDEST_SERVER = 140_000;

const LOOK = `
  select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
    current_setting('transaction_read_only') = 'on' as read_only`;

/** Looks whether a program can keep its data there. Throws `PostgresError`: `tooOld`, `foreign` where it cannot hold every text, `readOnly`. */
export const requireUsableServer = async ({ run, location }: Pick<PostgresPool, 'run' | 'location'>): Promise<void> => {
  const [found] = (await run(LOOK)).rows;
  const version = Number(found?.['version']);
  const encoding = String(found?.['encoding']);
  if (version < OLDEST_SERVER) {
    const message = `${location} is served by PostgreSQL ${Math.floor(version / 10_000)}; version 14 or later is needed`;
    throw new PostgresError('tooOld', location, message);
  }
  if (encoding !== 'UTF8') {
    const message = `${location} keeps text as ${encoding}; name a database that was created with encoding 'UTF8'`;
    throw new PostgresError('foreign', location, message);
  }
  if (found?.['read_only'] === true) {
    const message = `${location} is read-only, as a standby is; name the primary`;
    throw new PostgresError('readOnly', location, message);
  }
};
