import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { catalogues } from '#libs/engine/catalogue';
import { configurationFrom } from '#libs/engine/configuration';
import { type Engine, openEngine } from '#libs/engine/engine';
import type { Environment } from '#libs/engine/settings';
import { startApartInstallation } from '#libs/test-servers/apart-installation';
import { runProgram } from '#libs/test-servers/program';
import { SQLITE_SETTINGS } from '../engines/embedded.engine.ts';
import { postgresSettings, withPostgres } from '../engines/postgres.ts';

/** An installation that serves HTTP, all of it in other processes than this. */
export interface Installation {
  readonly urls: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
  /** An engine that belongs to it and only looks on. */
  readonly engine: Engine;
}

export interface InstallationKind {
  readonly name: string;
  /** Runs one with its files in the folder while the work is done. */
  use<Result>(folder: string, adminKey: string, work: (installation: Installation) => Promise<Result>): Promise<Result>;
}

const lookingOn = async <Result>(
  environment: Environment,
  work: (engine: Engine) => Promise<Result>,
): Promise<Result> => {
  const engine = await openEngine(configurationFrom(environment), { runProjections: false, runProcesses: false });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
};

const api = join(import.meta.dirname, '../../apps/api/main.ts');

/** One program and its files. */
export const embedded: InstallationKind = {
  name: 'embedded',
  async use(folder, adminKey, work) {
    const environment = { JUCHU_DATA: folder, JUCHU_PORT: '0', JUCHU_ADMIN_KEY: adminKey };
    const program = runProgram(api, [], environment);
    try {
      const [, url = ''] = await program.says(/listens on (\S+)/);
      const settings = { embedded: `one program; SQLite with ${SQLITE_SETTINGS}` };
      return await lookingOn(environment, (engine) => work({ urls: [url], settings, engine }));
    } finally {
      await program.kill('SIGTERM');
    }
  },
};

/** Two APIs, two workers, the emulator and PostgreSQL. */
export const apart: InstallationKind = {
  name: 'apart',
  use: (folder, adminKey, work) =>
    withPostgres(async (postgres) => {
      const installation = await startApartInstallation(postgres, {
        within: folder,
        environment: { JUCHU_ADMIN_KEY: adminKey },
        protectedCategories: catalogues.map(({ streamType }) => streamType.category),
      });
      try {
        const dataFolder = join(folder, 'looking-on');
        mkdirSync(dataFolder);
        const urls = installation.apis.map(({ url }) => url);
        const settings = {
          apart: `two APIs, two workers, emulator on SQLite with ${SQLITE_SETTINGS}`,
          postgres: await postgresSettings(postgres),
        };
        const environment = { ...installation.environment, JUCHU_DATA: dataFolder };
        return await lookingOn(environment, (engine) => work({ urls, settings, engine }));
      } finally {
        await installation.stop();
      }
    }),
};
