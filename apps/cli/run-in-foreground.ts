import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { CommandFailed } from './failure.ts';

/** Signals that end the program; it finishes what is under way. */
const forwarded = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const satisfies readonly NodeJS.Signals[];

/** Resolves to the exit code; as shells do, 128 and the signal's number where a signal ended it. */
const exitOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new CommandFailed(`the program cannot be started: ${error.message}`)));
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
  });

/** Runs a program in the foreground, in the place of this one. */
export const runInForeground = async (program: string, environment: NodeJS.ProcessEnv): Promise<number> => {
  const child = spawn(process.execPath, [program], { stdio: 'inherit', env: environment });
  const forward = (signal: NodeJS.Signals): void => {
    // From the keyboard it reaches both programs anyhow, and a second one would make the other give up at once.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of forwarded) process.on(signal, forward);
  try {
    return await exitOf(child);
  } finally {
    for (const signal of forwarded) process.off(signal, forward);
  }
};
