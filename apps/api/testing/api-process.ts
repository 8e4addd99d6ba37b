import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Environment } from '#libs/engine/settings';

/** How a program ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface ApiProcess {
  readonly child: ChildProcess;
  /** Resolves to its address when it listens; rejects with what it said where it ends before. */
  readonly listening: Promise<string>;
  readonly ended: Promise<Ended>;
}

const hooks = path.join(import.meta.dirname, 'typescript-hooks.mjs');
const main = path.join(import.meta.dirname, '..', 'main.ts');

/** The API as a program of its own, so that signals, exit codes and what it prints are the real ones. */
export const launchApi = (environment: Environment): ApiProcess => {
  const child = spawn(process.execPath, ['--no-warnings', '--conditions=source', '--import', hooks, main], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  const ended = once(child, 'close').then(([code]): Ended => ({ code: code as number | null, output, errors }));
  const listening = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
      const url = /listens on (\S+)/.exec(output)?.[1];
      if (url !== undefined) resolve(url);
    });
    void ended.then((end) => reject(new Error(`it ended with ${String(end.code)}: ${end.errors}`)));
  });
  // A spec that expects it to end does not wait for it to listen.
  listening.catch(() => undefined);
  return { child, listening, ended };
};
