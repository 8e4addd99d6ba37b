import type { CommandCatalogue } from '#libs/kernel/command-catalogue';
import type { Refusal } from '#libs/kernel/decider';
import type { Position } from '#libs/kernel/event-store';
import type { CommandContext } from '#libs/kernel/outcome';
import type { OperationDescription } from './operation.ts';
import type { StreamDoors } from './stream-doors.ts';
import type { QueryAnswer, QueryDescription } from '#libs/read-models/query-description';

/** How well a part of the engine is. */
export interface PartHealth {
  readonly name: string;
  readonly healthy: boolean;
  /** For people: a position, a lag, what is wrong. */
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}

/** What the doors (HTTP, CLI, import) see of the engine. */
export interface EnginePorts extends StreamDoors {
  readonly catalogues: readonly CommandCatalogue[];
  readonly queries: readonly QueryDescription[];
  readonly operations: readonly OperationDescription[];
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
