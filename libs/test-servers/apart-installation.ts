import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresServer } from './postgres-server.ts';
import { type Ended, runProgram } from './program.ts';
import { type ServiceProcess, startService } from './service-process.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Pair = readonly [ServiceProcess, ServiceProcess];

/** What runs where one machine is not enough: an event store, a PostgreSQL, two APIs and two workers, each a process of its own. */
export interface ApartInstallation {
  /** Every setting that the programs share: another program with these, and a data folder of its own, belongs to the installation. */
  readonly environment: Environment;
  /** Where data folders may be made; removed at the end. */
  readonly folder: string;
  readonly eventStore: ServiceProcess;
  readonly apis: Pair;
  readonly workers: Pair;
  /** Ends everything: APIs and workers in order, the event store at once. Resolves to how the former ended. */
  stop(): Promise<readonly Ended[]>;
}

/** Waits for all of them, also where one fails: what has started is to be ended. */
const allOf = async <Values extends readonly Promise<unknown>[]>(promises: [...Values]) => {
  await Promise.allSettled(promises);
  return Promise.all(promises);
};

const apps = join(import.meta.dirname, '..', '..', 'apps');
const emulator = join(import.meta.dirname, '..', 'event-store-emulator', 'testing', 'emulator.process.ts');

export interface ApartOptions {
  /** More settings for all four programs. */
  readonly environment?: Environment;
  /** Categories that the event store lets nobody delete or truncate. */
  readonly protectedCategories?: readonly string[];
}

/** Starts all of it on fresh databases of the server. */
export const startApartInstallation = async (
  postgres: PostgresServer,
  { environment: more = {}, protectedCategories = [] }: ApartOptions = {},
): Promise<ApartInstallation> => {
  const folder = mkdtempSync(join(tmpdir(), 'juchu-apart-'));
  const started: ServiceProcess[] = [];
  const starting = async (service: Promise<ServiceProcess>): Promise<ServiceProcess> => {
    const running = await service;
    started.push(running);
    return running;
  };
  const stop = async (): Promise<readonly Ended[]> => {
    const [eventStore, ...programs] = started;
    const ends = await Promise.all(programs.map((program) => program.kill('SIGTERM')));
    await eventStore?.kill();
    rmSync(folder, { recursive: true, force: true });
    return ends;
  };

  try {
    const [readDatabase, keyVault, eventStore] = await allOf([
      postgres.createDatabase(),
      postgres.createDatabase(),
      starting(
        startService(
          (port) => runProgram(emulator, [join(folder, 'events.db'), String(port), protectedCategories.join(',')]),
          /^listening (\d+)$/m,
          (port) => `esdb://127.0.0.1:${port}?tls=false`,
        ),
      ),
    ]);
    const environment: Environment = {
      JUCHU_EVENT_STORE: eventStore.url,
      JUCHU_READ_DATABASE: readDatabase,
      JUCHU_KEY_VAULT: keyVault,
      JUCHU_WORKER: 'apart',
      ...more,
    };
    const launch = (app: 'api' | 'worker', name: string, says: RegExp): Promise<ServiceProcess> => {
      // Each as on a machine of its own, with nothing but the servers in common.
      const data = join(folder, name);
      mkdirSync(data);
      const portSetting = app === 'api' ? 'JUCHU_PORT' : 'JUCHU_WORKER_PORT';
      const settings = (port: number) => ({ ...environment, JUCHU_DATA: data, [portSetting]: String(port) });
      return starting(startService((port) => runProgram(join(apps, app, 'main.ts'), [], settings(port)), says));
    };
    const api = (name: string) => launch('api', name, /listens on (\S+)/);
    const worker = (name: string) => launch('worker', name, /health is at (\S+)\/health\/ready/);
    const [oneApi, otherApi, oneWorker, otherWorker] = await allOf([
      api('api-1'),
      api('api-2'),
      worker('worker-1'),
      worker('worker-2'),
    ]);
    return { environment, folder, eventStore, apis: [oneApi, otherApi], workers: [oneWorker, otherWorker], stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
