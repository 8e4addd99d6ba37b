import { type PostgresServer, startPostgresServer } from '#libs/test-servers/postgres-server';

const DURABLE = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' };

const SHOWN = ['server_version', ...Object.keys(DURABLE), 'shared_buffers', 'max_wal_size'];

/** Runs a PostgreSQL that loses nothing, not even with the power, and is otherwise as it comes. */
export const withPostgres = async <Result>(work: (server: PostgresServer) => Promise<Result>): Promise<Result> => {
  const server = await startPostgresServer({ settings: DURABLE });
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
};

/** What a server says of itself. */
export const postgresSettings = async (server: PostgresServer): Promise<string> => {
  const names = SHOWN.map((name) => `'${name}'`).join(', ');
  const rows = await server.query(
    'postgres',
    `select name, current_setting(name) as value from pg_settings where name in (${names})`,
  );
  return rows.map(({ name, value }) => `${String(name)} = ${String(value)}`).join('; ');
};
