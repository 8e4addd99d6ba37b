import { join } from 'node:path';
import { postgresSettings, withPostgres } from './postgres.ts';

export interface ReadDatabases {
  /** How they are set. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** Address of one that is empty. */
  readonly create: (name: string) => Promise<string>;
}

/** Where read models are kept: what a benchmark is a table of. The folder is for files that it is free to place. */
export type ReadDatabaseEngine = <Result>(
  folder: string,
  work: (databases: ReadDatabases) => Promise<Result>,
) => Promise<Result>;

export const sqliteReadDatabases: ReadDatabaseEngine = (folder, work) =>
  work({
    settings: { 'read database': 'SQLite' },
    create: (name) => Promise.resolve(`sqlite:${join(folder, `${name}.db`)}`),
  });

export const postgresReadDatabases: ReadDatabaseEngine = (_folder, work) =>
  withPostgres(async (server) =>
    work({
      settings: { 'read database': `PostgreSQL with ${await postgresSettings(server)}` },
      create: () => server.createDatabase(),
    }),
  );
