/** Where the engine takes its time from: the real one, or one that tests and simulations set. */
export interface Clock {
  /** The present instant in RFC 3339 UTC with milliseconds. */
  now(): string;
}

export const systemClock: Clock = { now: () => new Date().toISOString() };

/** A clock that stands still until it is set; for specs and for simulation stores. */
export const settableClock = (
  start: string,
): Clock & { set(instant: string): void; advance(milliseconds: number): void } => {
  let present = new Date(start).getTime();
  return {
    now: () => new Date(present).toISOString(),
    set: (instant) => {
      present = new Date(instant).getTime();
    },
    advance: (milliseconds) => {
      present += milliseconds;
    },
  };
};
