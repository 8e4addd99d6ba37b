/** How long each of many calls took, and all together. Milliseconds. */
export interface Timing {
  readonly count: number;
  readonly total: number;
  /** Ascending. */
  readonly each: readonly number[];
}

/** Calls `action` `count` times, at most `inFlight` at once. */
export const timeCalls = async (
  count: number,
  inFlight: number,
  action: (index: number) => Promise<unknown>,
): Promise<Timing> => {
  const each: number[] = [];
  let next = 0;
  const caller = async (): Promise<void> => {
    while (next < count) {
      const started = performance.now();
      await action(next++);
      each.push(performance.now() - started);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: inFlight }, caller));
  return { count, total: performance.now() - started, each: each.sort((a, b) => a - b) };
};

/** The same work again and again, in one pool of figures. */
export const pooled = (timings: readonly Timing[]): Timing => ({
  count: timings.reduce((sum, { count }) => sum + count, 0),
  total: timings.reduce((sum, { total }) => sum + total, 0),
  each: timings.flatMap(({ each }) => each).sort((a, b) => a - b),
});

export const perSecond = ({ count, total }: Timing): number => Math.round((count / total) * 1000);

/** The time that `share` of the calls stayed below, such as 0.99. Milliseconds, two digits. */
export const percentile = ({ each }: Timing, share: number): number =>
  Math.round((each[Math.min(each.length - 1, Math.floor(each.length * share))] ?? 0) * 100) / 100;

/** The figures of a row. */
export const figuresOf = (timing: Timing): Record<string, number> => ({
  'per second': perSecond(timing),
  'p50 ms': percentile(timing, 0.5),
  'p99 ms': percentile(timing, 0.99),
});
