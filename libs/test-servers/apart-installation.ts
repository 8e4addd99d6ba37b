import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PostgresServer } from './postgres-server.ts';
import { type Ended, runProgram } from './program.ts';
import { type Environment, type ServerStores, startServerStores } from './server-stores.ts';
import { type ServiceProcess, startService } from './service-process.ts';

type Pair = readonly [ServiceProcess, ServiceProcess];

/** What runs where one machine is not enough: an event store, a PostgreSQL, two APIs and two workers, each a process of its own. */
export interface ApartInstallation extends Pick<ServerStores, 'folder' | 'eventStore'> {
  /** Every setting that the programs share. */
  readonly environment: ServerStores['environment'];
  readonly apis: Pair;
  readonly workers: Pair;
  /** Ends everything: APIs and workers in order, the event store at once. Resolves to how the former ended. */
  stop(): Promise<readonly Ended[]>;
}

export interface ApartOptions {
  /** More settings for all four programs. */
  readonly environment?: Environment;
  /** Categories that the event store lets nobody delete or truncate. */
  readonly protectedCategories?: readonly string[];
  /** Where its folder is made. Default: the system's folder for temporary files. */
  readonly within?: string;
}

/** Waits for all of them, also where one fails: what has started is to be ended. */
const allOf = async <Values extends readonly Promise<unknown>[]>(promises: [...Values]) => {
  await Promise.allSettled(promises);
  return Promise.all(promises);
};

const apps = join(import.meta.dirname, '..', '..', 'apps');

/** Starts all of it on fresh databases of the server. */
export const startApartInstallation = async (
  postgres: PostgresServer,
  { environment: more, protectedCategories, within }: ApartOptions = {},
): Promise<ApartInstallation> => {
  const stores = await startServerStores(postgres, protectedCategories, within);
  const environment = { ...stores.environment, JUCHU_WORKER: 'apart', ...more };
  const started: ServiceProcess[] = [];
  const stop = async (): Promise<readonly Ended[]> => {
    const ends = await Promise.all(started.map((program) => program.kill('SIGTERM')));
    await stores.stop();
    return ends;
  };

  const launch = async (app: 'api' | 'worker', name: string, says: RegExp): Promise<ServiceProcess> => {
    // Each as on a machine of its own, with nothing but the servers in common.
    const data = join(stores.folder, name);
    mkdirSync(data);
    const portSetting = app === 'api' ? 'JUCHU_PORT' : 'JUCHU_WORKER_PORT';
    const settings = (port: number) => ({ ...environment, JUCHU_DATA: data, [portSetting]: String(port) });
    const program = await startService((port) => runProgram(join(apps, app, 'main.ts'), [], settings(port)), says);
    started.push(program);
    return program;
  };
  const api = (name: string) => launch('api', name, /listens on (\S+)/);
  const worker = (name: string) => launch('worker', name, /health is at (\S+)\/health\/ready/);

  try {
    const programs = await allOf([api('api-1'), api('api-2'), worker('worker-1'), worker('worker-2')]);
    const { folder, eventStore } = stores;
    return {
      environment,
      folder,
      eventStore,
      apis: [programs[0], programs[1]],
      workers: [programs[2], programs[3]],
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
