import { setTimeout as pause } from 'node:timers/promises';

/** Longest time that a spec waits for something to come about, in milliseconds. */
const PATIENCE_MS = 45_000;

/** Resolves when it is so. Throws where that does not come about, so that a failing spec ends. */
export const until = async (what: string, isSo: () => boolean | Promise<boolean>): Promise<void> => {
  for (const deadline = Date.now() + PATIENCE_MS; !(await isSo());) {
    if (Date.now() > deadline) throw new Error(`in vain waited until ${what}`);
    await pause(20);
  }
};
