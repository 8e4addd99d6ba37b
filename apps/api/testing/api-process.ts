import path from 'node:path';
import type { Environment } from '#libs/engine/settings';
import { type RunningProgram, runProgram } from '#libs/test-servers/program';

export interface ApiProcess extends RunningProgram {
  /** Resolves to its address when it listens; rejects with what it said where it ends before. */
  readonly listening: Promise<string>;
}

const main = path.join(import.meta.dirname, '..', 'main.ts');

/** The API as a program of its own, so that signals, exit codes and what it prints are the real ones. */
export const launchApi = (environment: Environment): ApiProcess => {
  const program = runProgram(main, [], environment);
  const listening = program.says(/listens on (\S+)\s/).then(([, url = '']) => url);
  listening.catch(() => undefined);
  return { ...program, listening };
};
