import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeWithPostgres } from '#libs/test-servers/describe-with-postgres';
import { startPostgresServer, type PostgresServer } from '#libs/test-servers/postgres-server';

/** An empty database for one spec. */
export interface EmptyDatabase {
  /** For `openReadDatabase`. */
  readonly url: string;
  remove(): void;
}

export type MakeDatabase = () => Promise<EmptyDatabase>;

export const sqliteDatabase: MakeDatabase = () => {
  const folder = mkdtempSync(join(tmpdir(), 'read-database-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return Promise.resolve({ url: `sqlite:${join(folder, 'read-models.db')}`, remove });
};

/** The same specs on every engine that read models can live in. PostgreSQL is one that the suite starts. */
export const describeOnEachDatabase = (
  title: (engine: string) => string,
  specs: (makeDatabase: MakeDatabase, engine: 'SQLite' | 'PostgreSQL') => void,
): void => {
  describe(title('SQLite'), () => specs(sqliteDatabase, 'SQLite'));
  describeWithPostgres(title('PostgreSQL'), () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startPostgresServer();
    });
    afterAll(() => server.stop());
    specs(async () => ({ url: await server.createDatabase(), remove: () => undefined }), 'PostgreSQL');
  });
};
