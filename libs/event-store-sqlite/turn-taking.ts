import { setImmediate as nextTurn } from 'node:timers/promises';

/** After so many milliseconds of reading, the rest of the program gets a turn. */
const TURN_MS = 5;

/**
 * Reads are synchronous, and awaiting them takes no turn of the event loop: a caller that reads page after page would keep
 * timers, sockets and the writing thread's answers waiting. To be awaited before each read.
 */
export const turnTaking = (): (() => Promise<void>) => {
  let lastTurn = performance.now();
  return async () => {
    if (performance.now() - lastTurn < TURN_MS) return;
    await nextTurn();
    lastTurn = performance.now();
  };
};
