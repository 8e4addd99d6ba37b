import type { Command, Refusal } from '#libs/kernel/decider';
import type { StateAfter } from '#libs/kernel/fact';
import type { CommandContext, Outcome } from '#libs/kernel/outcome';

/** Whether a stream would take a command now. */
export interface CommandPossibility {
  /** The command's type. */
  readonly type: string;
  /** Why not; undefined where the state takes it. */
  readonly refusal: Refusal | undefined;
}

/** A stream as its log says it is. */
export interface StreamView {
  readonly id: string;
  readonly stream: string;
  /** The number that people use, of streams that have one. */
  readonly number: string | undefined;
  readonly revision: bigint;
  readonly state: StateAfter;
  /** What decisions are made on; nothing about a person. */
  readonly data: unknown;
  /** Commands that people send, in the catalogue's order; creations are left out. Found out when first asked for. */
  readonly commands: readonly CommandPossibility[];
}

/** What the doors may do with one stream, by its id or the number that `streamIdFrom` reads as one: send it a command, and look at it. */
export interface StreamDoors {
  /** Carries out a valid command. Throws `CommandError`, `PersonErased` and what the store throws. */
  readonly execute: (
    collection: string,
    streamId: string | undefined,
    command: Command,
    context: CommandContext,
  ) => Promise<Outcome>;
  /** Undefined where the stream does not exist. */
  readonly inspect: (collection: string, streamId: string) => Promise<StreamView | undefined>;
}
