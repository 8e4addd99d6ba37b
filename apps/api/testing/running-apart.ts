import path from 'node:path';
import { catalogues } from '#libs/engine/catalogue';
import { configurationFrom } from '#libs/engine/configuration';
import { type Engine, openEngine } from '#libs/engine/engine';
import type { Environment } from '#libs/engine/settings';
import { type ApartInstallation, startApartInstallation } from '#libs/test-servers/apart-installation';
import type { PostgresServer } from '#libs/test-servers/postgres-server';
import { apiClient, TEST_KEY } from './api-client.ts';
import type { ApiUnderTest } from './running-api.ts';

/** An API whose parts are processes of their own. */
export interface ApartApi extends ApiUnderTest {
  /** The processes, for specs that end some of them. */
  readonly installation: ApartInstallation;
}

/** An engine that belongs to the installation and only looks on. */
const lookOn = ({ environment, folder }: ApartInstallation): Promise<Engine> =>
  openEngine(configurationFrom({ ...environment, JUCHU_DATA: path.join(folder, 'spec') }), {
    runProjections: false,
    runProcesses: false,
  });

/** Two APIs, two workers and an event store, each a process of its own, on fresh databases of a PostgreSQL. Calls go to the APIs in turn. */
export const runApart = async (postgres: PostgresServer, environment: Environment = {}): Promise<ApartApi> => {
  const installation = await startApartInstallation(postgres, {
    environment: { JUCHU_ADMIN_KEY: TEST_KEY, ...environment },
    protectedCategories: catalogues.map(({ streamType }) => streamType.category),
  });
  let engine = await lookOn(installation).catch(async (error: unknown) => {
    await installation.stop();
    throw error;
  });
  const { apis, workers } = installation;
  const programs = [...apis, ...workers];
  const client = apiClient(...apis.map(({ url }) => url));
  return {
    ...client,
    installation,
    url: apis[0].url,
    servers: [apiClient(apis[0].url), apiClient(apis[1].url)],
    get engine() {
      return engine;
    },
    settled: () => engine.processes.idle(),
    async loseReadModels() {
      await Promise.all([engine.close(), ...programs.map((program) => program.kill('SIGTERM'))]);
      const database = new URL(installation.environment.JUCHU_READ_DATABASE).pathname.slice(1);
      await postgres.query('postgres', `drop database ${database}`);
      await postgres.query('postgres', `create database ${database}`);
      await Promise.all(programs.map((program) => program.start()));
      engine = await lookOn(installation);
    },
    async end() {
      await engine.close();
      const ends = await installation.stop();
      for (const { code, signal, errors } of ends)
        if (code !== 0) throw new Error(`a program ended with ${String(code ?? signal)}: ${errors}`);
    },
  };
};
