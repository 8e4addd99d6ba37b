/** Lets subscriptions wait for new events, whoever writes them. */
export interface ChangeWatch {
  /** Grows with every change that was seen. Read it before a page to miss nothing after it. */
  count(): number;
  /** Resolves when the count has passed `count`, or `signal` aborts. */
  passed(count: number, signal: AbortSignal | undefined): Promise<void>;
  /** This process has committed something, or is closing. */
  notify(): void;
}

/** How often other processes' commits are looked for while somebody waits, in milliseconds. */
const POLL_MS = 25;

/** `version` changes when another connection has committed to the file; undefined where it cannot be read now. */
export const watchChanges = (version: () => number | undefined): ChangeWatch => {
  let changes = 0;
  let seenVersion = version();
  let poll: NodeJS.Timeout | undefined;
  const waiting = new Set<() => void>();

  const stop = (wake: () => void): void => {
    waiting.delete(wake);
    if (waiting.size > 0) return;
    clearInterval(poll);
    poll = undefined;
  };

  const notify = (): void => {
    changes += 1;
    for (const wake of [...waiting]) wake();
  };

  const look = (): void => {
    const present = version();
    if (present === undefined || present === seenVersion) return;
    seenVersion = present;
    notify();
  };

  return {
    count: () => changes,
    notify,
    passed: (count, signal) =>
      new Promise((resolve) => {
        if (changes > count || signal?.aborted) {
          resolve();
          return;
        }
        const wake = (): void => {
          stop(wake);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        waiting.add(wake);
        signal?.addEventListener('abort', wake);
        poll ??= setInterval(look, POLL_MS);
      }),
  };
};
