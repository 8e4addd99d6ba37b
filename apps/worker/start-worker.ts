import type { Configuration } from '#libs/engine/configuration';
import { openEngine } from '#libs/engine/engine';
import type { OnTrouble } from '#libs/service/run-service';
import { serveHealth } from './health-server.ts';

export interface RunningWorker {
  /** Where it tells its health, such as `http://127.0.0.1:3001`. */
  readonly url: string;
  /** What could not be set up beside it: a line each. */
  readonly hints: readonly string[];
  /** Finishes the batches and commands under way, so that another worker takes over at once. */
  close(): Promise<void>;
}

/** Keeps read models and processes going. Throws what `openEngine` throws, and `AddressUnavailable`, with everything closed again. */
export const startWorker = async (configuration: Configuration, onTrouble?: OnTrouble): Promise<RunningWorker> => {
  const engine = await openEngine(configuration, { onTrouble });
  try {
    const server = await serveHealth(engine, configuration);
    return {
      url: server.url,
      hints: engine.readDatabase.hints,
      async close() {
        await server.close();
        await engine.close();
      },
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
};
