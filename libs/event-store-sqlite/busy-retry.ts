import { setTimeout as sleep } from 'node:timers/promises';
import { isBusy } from './sqlite-failure.ts';

/** Milliseconds of a clock that never jumps and that all threads of this process share. */
export const monotonicMilliseconds = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;

/**
 * How long to wait for another process's lock: 0.2 to 0.8 ms. SQLite's own busy handler sleeps 1, 2, 5 … 100 ms,
 * which starves a writer among several; random pauses below the length of a commit do not.
 */
const pause = (): number => 0.2 + Math.random() * 0.6;

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** Blocks this thread for one pause; never for the main thread. */
export const blockForPause = (): void => {
  Atomics.wait(sleeper, 0, 0, pause());
};

/** Runs `action` until it meets no lock, blocking the thread between attempts; the last failure is thrown at `deadline`. */
export const retryBlocking = <Result>(action: () => Result, deadline: number): Result => {
  for (;;) {
    try {
      return action();
    } catch (error) {
      if (!isBusy(error) || monotonicMilliseconds() >= deadline) throw error;
      blockForPause();
    }
  }
};

/** The same for the main thread, which goes on with other work between attempts. */
export const retryPausing = async <Result>(action: () => Result, deadline: number): Promise<Result> => {
  for (;;) {
    try {
      return action();
    } catch (error) {
      if (!isBusy(error) || monotonicMilliseconds() >= deadline) throw error;
      await sleep(pause());
    }
  }
};
