import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** How a program ended, and what it said. */
export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly errors: string;
}

/** A program that runs in a process of its own. */
export interface RunningProgram {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** What it printed first, without the end of the line; rejects with what it said where it ends before. */
  readonly firstLine: Promise<string>;
  /** Resolves when its output matches, to the match; rejects with what it said where it ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** What it has printed so far. */
  output(): string;
  /** Sends a signal, `SIGKILL` unless told, and waits for the end. For signals that do not end it there is `child.kill`. */
  kill(signal?: NodeJS.Signals): Promise<Ended>;
  /** Resolves when it has ended and all it said is here. */
  readonly ended: Promise<Ended>;
}

/** Specs start some hundred programs from the same sources: what Node made of them is kept for the next. */
const COMPILED = join(tmpdir(), 'juchu-specs-compiled');

const hooks = ['typescript-hooks.mjs', 'end-with-parent.mjs'].flatMap((name) => [
  '--import',
  join(import.meta.dirname, name),
]);

/** A spec that expects a program to end does not wait for what it says. */
const unawaited = <Value>(promise: Promise<Value>): Promise<Value> => {
  promise.catch(() => undefined);
  return promise;
};

/**
 * Runs a TypeScript program from its sources, so that signals, exit codes and what it prints are the real ones. It gets the environment that is given and the path
 * for programs, nothing else of this process, and ends with it at the latest.
 */
export const runProgram = (
  file: string,
  words: readonly string[] = [],
  environment: Readonly<Record<string, string | undefined>> = {},
): RunningProgram => {
  const options = ['--no-warnings', '--conditions=source', ...hooks];
  const child = spawn(process.execPath, [...options, file, ...words], {
    env: {
      PATH: process.env['PATH'],
      JUCHU_TEST_STARTER: String(process.pid),
      NODE_COMPILE_CACHE: COMPILED,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = once(child, 'close').then(([code, signal]): Ended => {
    return { code: code as number | null, signal: signal as NodeJS.Signals | null, output, errors };
  });

  const says = (pattern: RegExp): Promise<RegExpExecArray> => {
    const said = new Promise<RegExpExecArray>((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(output);
        if (match === null) return;
        child.stdout.off('data', look);
        resolve(match);
      };
      child.stdout.on('data', look);
      look();
      void ended.then(({ code, signal }) =>
        reject(new Error(`it ended with ${String(code ?? signal)} before it said ${String(pattern)}: ${errors}`)),
      );
    });
    return unawaited(said);
  };

  return {
    child,
    firstLine: unawaited(says(/^(.*)\n/).then(([, line = '']) => line)),
    says,
    output: () => output,
    kill: (signal = 'SIGKILL') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return ended;
    },
    ended,
  };
};
