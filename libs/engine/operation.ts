import type { PayloadClass, Plain } from '#libs/kernel/command-catalogue';
import type { Bilingual, Refusal } from '#libs/kernel/decider';
import type { EventStore } from '#libs/kernel/event-store';
import type { CommandContext } from '#libs/kernel/outcome';
import type { KeyVault } from '#libs/kernel/personal-data';
import type { ProjectionRunner } from '#libs/kernel/projections/projection-runner';
import type { Clock } from '#libs/kernel/clock';
import type { ReadDatabase } from '#libs/read-database/read-database';
import type { StreamDoors } from './stream-doors.ts';

/** What an operation may use of the engine. */
export interface OperationPorts extends StreamDoors {
  readonly store: Pick<EventStore, 'head' | 'findCommand'>;
  readonly readDatabase: ReadDatabase;
  readonly vault: KeyVault;
  readonly clock: Clock;
  readonly projections: Pick<ProjectionRunner, 'waitFor'>;
  /** How long it may wait for a read model, in milliseconds. */
  readonly readWaitMs: number;
}

/**
 * A request that is no command to one stream: it finds out which streams it concerns, or asks with more than belongs into an address. From an entry come the route
 * (`POST /api/<path>`), the validation and the OpenAPI entry.
 */
export interface OperationDescription<Payload extends object = object, Answer extends object = object> {
  /** Kebab-case, unique; the OpenAPI operation id. */
  readonly name: string;
  /** Below `/api`: `follow-ups/claim-next`. */
  readonly path: string;
  readonly summary: Bilingual;
  readonly payload: PayloadClass<Payload>;
  /** A body that passes validation. */
  readonly example: object;
  /** An answer as it may look. */
  readonly answerExample: Answer;
  /** Throws as `StreamDoors.execute` does, and `ReadModelBehind`. */
  run(ports: OperationPorts, payload: Plain<Payload>, context: CommandContext): Promise<Answer | Refusal>;
}
