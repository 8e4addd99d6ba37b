/** What happened, in the past tense, as read-only JSON. A fact's type name and members are a storage format. */
export interface Fact<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly data: Data;
}

/** Who caused a fact: a person or a program, in a role, through a door (`http`, `cli`, `import`, `process`). */
export interface Actor {
  readonly id: string;
  readonly role: string;
  readonly via: string;
}

/**
 * The state a stream is in after a fact, as plain JSON: one member per region of its chart (`fulfilment: "confirming.checking"`),
 * `step` (1–7) where the chart has steps, and a map of child states where it has children. Readers need no machine.
 */
export type StateAfter = Readonly<Record<string, string | number | Readonly<Record<string, string>>>>;

/** What the log keeps beside the data of every fact. Instants are RFC 3339 in UTC. */
export interface FactMetadata {
  /** UUID of the command that decided the fact. */
  readonly commandId: string;
  /** SHA-256 (hex) of the command's canonical JSON: the same id with another body is refused. */
  readonly commandHash: string;
  /** UUID shared by everything that follows from one request. */
  readonly correlationId: string;
  /** Id of the event that caused the command; absent where a person or another system did. */
  readonly causationId?: string;
  readonly actor: Actor;
  /** When the log took it, on the engine's clock. */
  readonly recordedAt: string;
  /** When it happened in the world, as the caller says; absent where that is `recordedAt`. */
  readonly occurredAt?: string;
  /** Version of the shape of `data` for this fact type; older shapes are upcast on read. */
  readonly schemaVersion: number;
  /** `name@version` of the machine that accepted the fact. */
  readonly machine: string;
  readonly stateAfter: StateAfter;
  /** `hash` of the stream's previous event; null for the first. */
  readonly prevHash: string | null;
  /** SHA-256 (hex) over RFC 8785 canonical JSON of stream, revision, type, data and metadata without `hash`. */
  readonly hash: string;
}

/** A fact as the log keeps it, after upcasting, with personal fields still sealed. */
export interface RecordedFact<F extends Fact = Fact> {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly position: string;
  readonly type: F['type'];
  readonly data: F['data'];
  readonly metadata: FactMetadata;
}

/** Category of a stream: what stands before the first hyphen, as EventStoreDB's projections expect. */
export const categoryOf = (stream: string): string => stream.slice(0, Math.max(0, stream.indexOf('-'))) || stream;

/** Id of a stream inside its category: what stands after the first hyphen. */
export const idOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

/** Name of the stream that holds `id` in `category`. */
export const streamName = (category: string, id: string): string => `${category}-${id}`;
