import type { Ended, RunningProgram } from './program.ts';

/** A program that serves something at an address, and can be killed and started again there. */
export interface ServiceProcess {
  readonly url: string;
  /** Sends a signal, such as `SIGSTOP`, and waits for nothing. */
  signal(signal: NodeJS.Signals): void;
  /** Ends it, with `SIGKILL` unless told, and waits until it has ended. */
  kill(signal?: NodeJS.Signals): Promise<Ended>;
  /** Starts it again at the same address, and waits until it serves. */
  start(): Promise<void>;
}

/** Starts a program and waits until it says where it serves. `launch` is asked for port 0 the first time, then for the port that it got. */
export const startService = async (
  launch: (port: number) => RunningProgram,
  /** What it says then; the first group is its address, or what `urlOf` makes one of. */
  says: RegExp,
  urlOf: (said: string) => string = (said) => said,
): Promise<ServiceProcess> => {
  const begun = async (port: number): Promise<{ readonly program: RunningProgram; readonly url: string }> => {
    const program = launch(port);
    try {
      const [, said = ''] = await program.says(says);
      return { program, url: urlOf(said) };
    } catch (error) {
      await program.kill();
      throw error;
    }
  };
  const first = await begun(0);
  let { program } = first;
  return {
    url: first.url,
    signal: (signal) => void program.child.kill(signal),
    kill: (signal) => program.kill(signal),
    async start() {
      ({ program } = await begun(Number(new URL(first.url).port)));
    },
  };
};
