import type { JsonObject } from './json.ts';

/** An opaque place in the whole log; positions compare as strings. `START` is before every event. */
export type Position = string;
export const START: Position = '';

/** A revision counts the events of one stream from 0n. `noStream` expects that the stream has none. */
export type ExpectedRevision = bigint | 'noStream';

export interface EventToAppend {
  /** UUID. Only a literal resend carries the same id. */
  readonly id: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
}

export interface RecordedEvent extends EventToAppend {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: Position;
  /** When the store wrote it, in RFC 3339 UTC; the business time is in the metadata. */
  readonly created: string;
}

export interface AppendResult {
  /** Revision of the last event of the append. */
  readonly revision: bigint;
  /** Position of the last event of the append. */
  readonly position: Position;
}

export interface EventFilter {
  /** Only streams of these categories. */
  readonly categories: readonly string[];
}

export interface CallOptions {
  /** The call ends within this time, in milliseconds, whatever happens below; each adapter has a default. */
  readonly timeoutMs?: number;
}

export interface ReadStreamOptions extends CallOptions {
  /** Inclusive. Default: the first event forwards, the last backwards. */
  readonly from?: bigint;
  readonly direction?: 'forwards' | 'backwards';
  /** At most this many events, 1 to 4096. Default 4096. */
  readonly max?: number;
}

export interface ReadAllOptions extends CallOptions {
  /** Exclusive. Default: before the first event forwards, after the last backwards. */
  readonly from?: Position;
  readonly direction?: 'forwards' | 'backwards';
  readonly filter?: EventFilter;
  /** At most this many events, 1 to 4096. Default 1024. */
  readonly max?: number;
}

export interface AllPage {
  readonly events: readonly RecordedEvent[];
  /** Where to read on from; beyond the last event returned when the filter passed over others. */
  readonly next: Position;
  /** True when nothing lay beyond `next` at the time of reading. */
  readonly end: boolean;
}

/** One message of a subscription: some events (perhaps none), the place reached, and whether that was the end of the log. */
export interface SubscriptionMessage {
  readonly events: readonly RecordedEvent[];
  /** Everything up to here has been seen, events that the filter passed over included. */
  readonly position: Position;
  readonly caughtUp: boolean;
}

export interface SubscribeOptions {
  /** Exclusive. Default: before the first event. */
  readonly from?: Position;
  readonly filter?: EventFilter;
  /** At most this many events a message, 1 to 4096. Default 1024. */
  readonly max?: number;
  /** Ends the subscription: the iteration finishes without an error. */
  readonly signal?: AbortSignal;
}

export interface FoundCommand {
  /** The events which that command appended, in order. */
  readonly events: readonly RecordedEvent[];
}

/** Facts about the whole store, fixed when it was made. */
export interface StoreIdentity {
  /** UUID made with the store; a copy of the log has it too. */
  readonly id: string;
  /** UUID of this very log: another one wherever positions are others, so also in a copy. */
  readonly logId: string;
  /** A simulation's clock is not the real one (demo, imports on the data's own dates); marked at creation, for ever. */
  readonly simulation: boolean;
}

/** What a copy has in common with the log that it is made from. */
export type CopiedIdentity = Pick<StoreIdentity, 'id' | 'simulation'>;

/** The port: what the kernel needs from an event store. One contract suite runs on every adapter. */
export interface EventStore {
  readonly identity: StoreIdentity;
  /** Appends all events or none. A literal resend (same ids at the revisions that follow `expected`) succeeds and changes nothing. */
  append(
    stream: string,
    events: readonly EventToAppend[],
    expected: ExpectedRevision,
    options?: CallOptions,
  ): Promise<AppendResult>;
  /** A page of one stream; empty where the stream does not exist or ends before `from`. */
  readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]>;
  /** A page of the whole log in its total order. No event is ever skipped, whatever writers do meanwhile. */
  readAll(options?: ReadAllOptions): Promise<AllPage>;
  /** The events that `commandId` (metadata) appended to the stream, however long ago. */
  findCommand(stream: string, commandId: string, options?: CallOptions): Promise<FoundCommand | undefined>;
  /** Every event after `from` exactly once and in order, through the switch from history to live. */
  subscribe(options?: SubscribeOptions): AsyncIterable<SubscriptionMessage>;
  /** Position of the last event; `START` when the log is empty. */
  head(options?: CallOptions): Promise<Position>;
  /** Finishes what is pending, then lets go of files and sockets. */
  close(): Promise<void>;
}

/** An append of more than this many bytes (data and metadata in UTF-8, types in UTF-16, as EventStoreDB counts them) is refused everywhere. */
export const MAX_APPEND_BYTES = 1024 * 1024;

export type EventStoreErrorCode =
  | 'versionConflict'
  | 'streamDeleted'
  | 'accessDenied'
  | 'appendTooLarge'
  | 'invalidRequest'
  /** Nothing was written: try again later. */
  | 'unavailable'
  /** It may or may not have been written: resend the very same events at the same revision. */
  | 'outcomeUnknown'
  | 'closed';

/** What went wrong at the store, as a type that callers can switch on. */
export class EventStoreError extends Error {
  readonly code: EventStoreErrorCode;
  constructor(code: EventStoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EventStoreError';
    this.code = code;
  }
}

/** The stream is not where the append expected it; `actual` is where it is. */
export class VersionConflict extends EventStoreError {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly actual: ExpectedRevision;
  constructor(stream: string, expected: ExpectedRevision, actual: ExpectedRevision) {
    super('versionConflict', `stream ${stream} is at ${String(actual)}, not at ${String(expected)}`);
    this.name = 'VersionConflict';
    this.stream = stream;
    this.expected = expected;
    this.actual = actual;
  }
}
