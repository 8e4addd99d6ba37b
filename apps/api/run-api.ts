import { configurationFrom } from '#libs/engine/configuration';
import type { Environment } from '#libs/engine/settings';
import { runService } from '#libs/service/run-service';
import { startApi } from './start-api.ts';

/** Runs the API until it is told to end. Resolves to the exit code: 0 after a signal, 1 where it could not start. */
export const runApi = (environment: Environment): Promise<number> =>
  runService(async (onTrouble) => {
    const api = await startApi(configurationFrom(environment), {
      onTrouble,
      onNewAdminKey: (key) => {
        console.log(`Admin key, shown only this once: ${key}`);
      },
    });
    return {
      greeting: `Juchu listens on ${api.url} (documentation: ${api.url}/docs)`,
      hints: api.engine.readDatabase.hints,
      close: () => api.close(),
    };
  });
