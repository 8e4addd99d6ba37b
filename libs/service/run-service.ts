import { errorLine } from './error-line.ts';

/** A program that has started and runs until it is told to end. */
export interface RunningService {
  /** The line that says that it runs, and where. */
  readonly greeting: string;
  /** What could not be set up, although the program does without it, and how to get it: a line each. */
  readonly hints?: readonly string[];
  /** Finishes what is under way, and lets go of everything. */
  close(): Promise<void>;
}

/** Hears what keeps a part from its work, and undefined when that has passed. */
export type OnTrouble = (part: string, cause: string | undefined) => void;

/** How long what is under way may take to end after a signal, in milliseconds. */
const DRAIN_MS = 30_000;

/** One line on standard error when trouble begins or changes, and one when it has passed. */
const printTrouble: OnTrouble = (part, cause) => {
  console.error(cause === undefined ? `juchu: ${part} works again` : `${errorLine(cause)} (${part})`);
};

/** Runs a service until it is told to end. Resolves to the exit code: 0 after a signal, 1 where it could not start. */
export const runService = async (start: (onTrouble: OnTrouble) => Promise<RunningService>): Promise<number> => {
  try {
    // Listened for from the first: a signal that comes while the start is under way ends the program as well-ordered as a later one.
    const told = nextSignal();
    const service = await start(printTrouble);
    for (const hint of service.hints ?? []) console.error(errorLine(hint));
    console.log(service.greeting);
    const signal = await told;
    console.log(`${signal}: finishing what is under way`);
    // A second signal, or work that never ends, does not wait any longer.
    void nextSignal().then(() => process.exit(1));
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    await service.close();
    return 0;
  } catch (error) {
    console.error(errorLine(error));
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
