/** Wakes who waits for a change. */
export interface Bell {
  ring(): void;
  count(): number;
  /** Resolves when the count has passed `count`, or `signal` aborts. */
  rung(count: number, signal: AbortSignal): Promise<void>;
}

export const createBell = (): Bell => {
  const waiting = new Set<() => void>();
  let rings = 0;
  return {
    ring: () => {
      rings += 1;
      for (const wake of [...waiting]) wake();
    },
    count: () => rings,
    rung: (count, signal) =>
      new Promise((resolve) => {
        if (rings > count || signal.aborted) {
          resolve();
          return;
        }
        const wake = (): void => {
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        waiting.add(wake);
        signal.addEventListener('abort', wake);
      }),
  };
};
