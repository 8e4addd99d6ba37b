import { configurationFrom } from '#libs/engine/configuration';
import type { Environment } from '#libs/engine/settings';
import { runService } from '#libs/service/run-service';
import { startWorker } from './start-worker.ts';

/** Runs a worker until it is told to end. Resolves to the exit code: 0 after a signal, 1 where it could not start. */
export const runWorker = (environment: Environment): Promise<number> =>
  runService(async (onTrouble) => {
    const worker = await startWorker(configurationFrom(environment), onTrouble);
    return { ...worker, greeting: `Juchu works; its health is at ${worker.url}/health/ready` };
  });
