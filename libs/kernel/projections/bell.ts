/** Lets any number of waits end early. */
export interface Bell {
  /** Resolves at the next ring, and at the latest after so many milliseconds. */
  next(atMostMs: number): Promise<void>;
  ring(): void;
}

export const createBell = (): Bell => {
  const waiting = new Set<() => void>();
  return {
    next: (atMostMs) =>
      new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer);
          waiting.delete(end);
          resolve();
        };
        const timer = setTimeout(end, atMostMs);
        waiting.add(end);
      }),
    ring: () => {
      for (const end of [...waiting]) end();
    },
  };
};
