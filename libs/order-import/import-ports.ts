import type { Command } from '#libs/kernel/decider';
import type { StateAfter } from '#libs/kernel/fact';
import type { CommandContext, Outcome } from '#libs/kernel/outcome';

/** What an import needs of the engine. */
export interface ImportPorts {
  /** Carries out a command that `check` found nothing wrong with. Throws `CommandError`, `PersonErased` and what the store throws. */
  readonly execute: (
    collection: string,
    streamId: string | undefined,
    command: Command,
    context: CommandContext,
  ) => Promise<Outcome>;
  /** What breaks the rules of the command's payload. */
  readonly check: (
    collection: string,
    command: Command,
  ) => readonly { readonly field: string; readonly message: string }[];
  /** Resolves when everything that follows by itself from what was done has been done. */
  readonly settle: () => Promise<void>;
  /** The state of an order as its log says; undefined where it has none. */
  readonly stateOf: (orderId: string) => Promise<StateAfter | undefined>;
  /** Moves the clock of a simulation on, never back. Absent in a real store, whose clock is the real one. */
  readonly moveClockTo?: (instant: string) => void;
}

/** What is being done, and how much of it: bytes read, then days or orders worked through. */
export interface ImportProgress {
  readonly phase: 'reading' | 'importing';
  readonly done: number;
  readonly total: number;
}
