import { configurationFrom } from '#libs/engine/configuration';
import type { Environment } from '#libs/engine/settings';
import { startApi } from './start-api.ts';

/** How long requests under way may take to end after a signal, in milliseconds. */
const DRAIN_MS = 30_000;

/** What went wrong, in one line: errors that are foreseen say themselves what to do. */
const lineOf = (error: unknown): string => {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return `juchu: ${line}`;
};

/** Runs the API until it is told to end. Resolves to the exit code: 0 after a signal, 1 where it could not start. */
export const runApi = async (environment: Environment): Promise<number> => {
  try {
    // Listened for from the first: a signal that comes while the start is under way ends the program as well-ordered as a later one.
    const told = nextSignal();
    const api = await startApi(configurationFrom(environment), {
      onNewAdminKey: (key) => {
        console.log(`Admin key, shown only this once: ${key}`);
      },
      onTrouble: (part, cause) => {
        console.error(cause === undefined ? `juchu: ${part} works again` : `${lineOf(cause)} (${part})`);
      },
    });
    console.log(`Juchu listens on ${api.url} (documentation: ${api.url}/docs)`);
    const signal = await told;
    console.log(`${signal}: finishing what is under way`);
    // A second signal, or a request that never ends, does not wait any longer.
    void nextSignal().then(() => process.exit(1));
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    await api.close();
    return 0;
  } catch (error) {
    console.error(lineOf(error));
    return 1;
  }
};

const ending = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const satisfies readonly NodeJS.Signals[];

const nextSignal = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    const ended = (signal: NodeJS.Signals): void => {
      for (const name of ending) process.off(name, ended);
      resolve(signal);
    };
    for (const name of ending) process.on(name, ended);
  });
