/** So many things may go on at once; others wait their turn. */
export interface Slots {
  /** Resolves to the function that gives the slot back; undefined where none became free in time. */
  take(timeoutMs: number): Promise<(() => void) | undefined>;
}

export const createSlots = (count: number): Slots => {
  let free = count;
  const waiting = new Set<() => void>();

  const giveBack = (): void => {
    const [next] = waiting;
    if (next === undefined) free += 1;
    else next();
  };
  const once = (action: () => void): (() => void) => {
    let done = false;
    return () => {
      if (!done) action();
      done = true;
    };
  };

  return {
    take: (timeoutMs) => {
      if (free > 0) {
        free -= 1;
        return Promise.resolve(once(giveBack));
      }
      return new Promise((resolve) => {
        const go = (): void => {
          clearTimeout(timer);
          waiting.delete(go);
          resolve(once(giveBack));
        };
        const timer = setTimeout(() => {
          waiting.delete(go);
          resolve(undefined);
        }, timeoutMs);
        waiting.add(go);
      });
    },
  };
};
