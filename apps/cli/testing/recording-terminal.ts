import type { Environment } from '#libs/engine/settings';
import { runCli } from '../program.ts';

/** What a command line left behind. */
export interface Run {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, where nobody watches its progress. */
export const run = async (words: readonly string[], environment: Environment = {}): Promise<Run> => {
  const out: string[] = [];
  const err: string[] = [];
  const exitCode = await runCli(words, {
    environment,
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    progressStream: undefined,
  });
  return { exitCode, out: out.join('\n'), err: err.join('\n') };
};
