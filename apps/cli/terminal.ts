import type { Environment } from '#libs/engine/settings';

/** What a command may use of the place in which it runs; specs give it another. */
export interface Terminal {
  readonly environment: Environment;
  /** Results, on standard output: nothing else is ever written there. */
  out(text: string): void;
  /** Everything else: progress, warnings, errors. */
  err(text: string): void;
  /** Where a progress bar may be drawn; undefined where nobody watches. */
  readonly progressStream: NodeJS.WriteStream | undefined;
}

/** The terminal of this process. */
export const processTerminal = (): Terminal => {
  // Whoever reads the output may stop before its end, as `head` does.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    environment: process.env,
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    progressStream: process.stderr.isTTY ? process.stderr : undefined,
  };
};
