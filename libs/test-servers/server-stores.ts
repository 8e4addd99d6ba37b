import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresServer } from './postgres-server.ts';
import { runProgram } from './program.ts';
import { type ServiceProcess, startService } from './service-process.ts';

/** Settings of programs, as environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What programs on several machines share: an event store in a process of its own, and fresh databases of a PostgreSQL. */
export interface ServerStores {
  /** Settings that name the stores: a program with these, and a data folder of its own, belongs to the installation. */
  readonly environment: Environment &
    Readonly<Record<'JUCHU_EVENT_STORE' | 'JUCHU_READ_DATABASE' | 'JUCHU_KEY_VAULT', string>>;
  /** Where data folders may be made; removed at the end. */
  readonly folder: string;
  readonly eventStore: ServiceProcess;
  /** Ends the event store and removes the folder. The databases stay as long as their server. */
  stop(): Promise<void>;
}

const emulator = join(import.meta.dirname, '..', 'event-store-emulator', 'testing', 'emulator.process.ts');

/** Starts an event store that lets nobody delete or truncate streams of `protectedCategories`, and makes the databases. */
export const startServerStores = async (
  postgres: PostgresServer,
  protectedCategories: readonly string[] = [],
  within = tmpdir(),
): Promise<ServerStores> => {
  const folder = mkdtempSync(join(within, 'juchu-apart-'));
  const words = (port: number) => [join(folder, 'events.db'), String(port), protectedCategories.join(',')];
  try {
    const [readDatabase, keyVault] = await Promise.all([postgres.createDatabase(), postgres.createDatabase()]);
    const eventStore = await startService(
      (port) => runProgram(emulator, words(port)),
      /^listening (\d+)$/m,
      (port) => `esdb://127.0.0.1:${port}?tls=false`,
    );
    return {
      environment: {
        JUCHU_EVENT_STORE: eventStore.url,
        JUCHU_READ_DATABASE: readDatabase,
        JUCHU_KEY_VAULT: keyVault,
      },
      folder,
      eventStore,
      async stop() {
        await eventStore.kill();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
};
