import type { CommandCatalogue } from '#libs/kernel/command-catalogue';
import type { Command, Refusal } from '#libs/kernel/decider';
import type { Position } from '#libs/kernel/event-store';
import type { StateAfter } from '#libs/kernel/fact';
import type { CommandContext, Outcome } from '#libs/kernel/outcome';
import type { OperationDescription } from './operation.ts';
import type { QueryAnswer, QueryDescription } from '#libs/read-models/query-description';

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

/** How well a part of the engine is. */
export interface PartHealth {
  readonly name: string;
  readonly healthy: boolean;
  /** For people: a position, a lag, what is wrong. */
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}

/** What the doors (HTTP, CLI, import) see of the engine. */
export interface EnginePorts {
  readonly catalogues: readonly CommandCatalogue[];
  readonly queries: readonly QueryDescription[];
  readonly operations: readonly OperationDescription[];
  /** Carries out a valid command. Throws `CommandError`, `PersonErased` and what the store throws. */
  execute(
    collection: string,
    streamId: string | undefined,
    command: Command,
    context: CommandContext,
  ): Promise<Outcome>;
  /** Undefined where the stream does not exist. */
  inspect(collection: string, streamId: string): Promise<StreamView | undefined>;
  /** Carries out an operation with a valid body. Throws as `execute` does, and `ReadModelBehind`. */
  operate(description: OperationDescription, body: object, context: CommandContext): Promise<object | Refusal>;
  /** Throws `ReadModelBehind` where the read model does not get to `after` in time, `PositionBeyondLog` where it never would. */
  query(description: QueryDescription, parameters: object, after: Position | undefined): Promise<QueryAnswer>;
  health(): Promise<readonly PartHealth[]>;
}

/** The caller asked for a place in the log that no command has answered: it is beyond the end. */
export class PositionBeyondLog extends Error {
  readonly after: Position;
  /** The log's end. */
  readonly head: Position;
  constructor(after: Position, head: Position) {
    super(`"${after}" is beyond the end of the log, "${head}"`);
    this.name = 'PositionBeyondLog';
    this.after = after;
    this.head = head;
  }
}

/** A read model has not got to the place in the log that the caller asked for. */
export class ReadModelBehind extends Error {
  readonly projection: string;
  readonly after: Position;
  readonly reached: Position;
  constructor(projection: string, after: Position, reached: Position) {
    super(`${projection} has reached "${reached}", not yet "${after}"`);
    this.name = 'ReadModelBehind';
    this.projection = projection;
    this.after = after;
    this.reached = reached;
  }
}
