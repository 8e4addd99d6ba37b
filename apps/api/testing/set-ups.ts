import { afterAll, describe } from '@jest/globals';
import { describeWithPostgres } from '#libs/test-servers/describe-with-postgres';
import { type PostgresServer, startPostgresServer } from '#libs/test-servers/postgres-server';
import { runApart } from './running-apart.ts';
import { type ApiUnderTest, type RunOptions, runEmbedded } from './running-api.ts';

/** Starts an API with everything that it needs, and nothing in its log. */
export type RunApi = (options?: RunOptions) => Promise<ApiUnderTest>;

/** One for the whole spec file: each installation has databases of its own in it. */
let postgres: Promise<PostgresServer> | undefined;
const sharedPostgres = (): Promise<PostgresServer> => (postgres ??= startPostgresServer());
afterAll(async () => (await postgres)?.stop());

/**
 * Defines the same specs once for each set-up: `embedded`, everything in this process on SQLite; `apart`, an event store, a PostgreSQL, two APIs and two workers as
 * processes of their own.
 */
export const onEverySetUp = (title: string, define: (runApi: RunApi) => void): void => {
  describe(`${title} (embedded)`, () => define(runEmbedded));
  describeApart(`${title} (apart)`, (startPostgres) =>
    define(async ({ environment } = {}) => runApart(await startPostgres(), environment)),
  );
};

/** Specs of what only separate processes can suffer. */
export const describeApart = (title: string, define: (startPostgres: () => Promise<PostgresServer>) => void): void =>
  describeWithPostgres(title, () => define(sharedPostgres));
