import type { EventStore } from '#libs/kernel/event-store';

/** Something to keep a log on: what a benchmark is a table of. */
export interface LogEngine {
  /** Ends the names of benchmarks on it; empty for the default. */
  readonly suffix: string;
  /** Ends what is said of work on it; empty for the default. */
  readonly how: string;
  /** How it is set. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** Opens the log of a folder, or a new one there, and lets go of everything when the work is done. */
  use<Result>(folder: string, work: (store: EventStore) => Promise<Result>): Promise<Result>;
}
