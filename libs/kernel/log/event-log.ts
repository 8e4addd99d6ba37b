import type { CallOptions, StoreIdentity } from '../event-store.ts';

/** What an event's `data` holds: JSON text in UTF-8, or bytes that nobody looks into. */
export type ContentType = 'application/json' | 'application/octet-stream';

/** An event as bytes, as EventStoreDB's protocol carries it. */
export interface LogEvent {
  /** UUID. */
  readonly id: string;
  readonly type: string;
  readonly contentType: ContentType;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface RecordedLogEvent extends LogEvent {
  readonly stream: string;
  /** Counts from 0n; `TOMBSTONE_REVISION` for the event `$streamDeleted`. */
  readonly revision: bigint;
  /** Place in the whole log; counts up, from 1n or more, with gaps. */
  readonly position: bigint;
  /** When it was written, in milliseconds since 1970, UTC. */
  readonly created: number;
}

/** Revision of the event `$streamDeleted` that ends a tombstoned stream. */
export const TOMBSTONE_REVISION = 9_223_372_036_854_775_807n;

/** Where the append expects the stream to be. With `any` and `streamExists` a resend is recognised by its event ids. */
export type LogExpectation = bigint | 'noStream' | 'any' | 'streamExists';

/** How an append, a deletion or a tombstone ended. Each is all or nothing, and durable when answered. */
export type LogOutcome =
  | {
      readonly status: 'written';
      /** Of the last event of the append, also where it was written before; for a deletion, of the stream's last event, -1n where it has none. */
      readonly revision: bigint;
      readonly position: bigint;
    }
  | { readonly status: 'conflict'; readonly actual: bigint | 'noStream' }
  /** The stream is tombstoned; or it was deleted, and is expected to exist. */
  | { readonly status: 'deleted' };

export type LogDirection = 'forwards' | 'backwards';

export interface LogStreamRead extends CallOptions {
  /** Inclusive; `start` is the first event, `end` the last backwards and after it forwards. */
  readonly from: bigint | 'start' | 'end';
  readonly direction: LogDirection;
  /** At most this many events; a page of large events may hold fewer, see `end`. */
  readonly max: number;
}

export type LogStreamPage =
  | {
      readonly status: 'found';
      readonly events: readonly RecordedLogEvent[];
      /** True when the stream has no further event in this direction now. */
      readonly end: boolean;
      /** Revision of the last event of the stream, truncated or not. */
      readonly lastRevision: bigint;
    }
  /** Never written, but perhaps for its metadata; or deleted. */
  | { readonly status: 'missing' }
  | { readonly status: 'tombstoned' };

/** Which events of the whole log are wanted. Regular expressions are those of JavaScript. */
export interface LogFilter {
  readonly by: 'stream' | 'eventType';
  /** Any of these prefixes, or a match of this expression. */
  readonly match: { readonly prefixes: readonly string[] } | { readonly regex: RegExp };
}

export interface LogAllRead extends CallOptions {
  /** Exclusive in both directions; `start` is before the first event, `end` after the last. */
  readonly from: bigint | 'start' | 'end';
  readonly direction: LogDirection;
  /** At most this many events; a page of large events may hold fewer, see `end`. */
  readonly max: number;
  /** Looks at no more than this many events, matching or not, where there is a filter; without it, the log sets a limit of its own. */
  readonly maxConsidered?: number;
  readonly filter?: LogFilter;
}

export interface LogPage {
  readonly events: readonly RecordedLogEvent[];
  /** Where to read on from: the last event considered, matching or not; where none was, the place the page was to begin at. */
  readonly next: bigint | 'start';
  /** How many events were considered, matching or not. */
  readonly considered: number;
  /** True when nothing lay beyond `next` at the time of reading. */
  readonly end: boolean;
}

/**
 * A log as EventStoreDB's protocol needs it: bytes, any expectation, system streams, deletion, and truncation through stream metadata (`$maxCount`, `$maxAge` in seconds, `$tb`),
 * which reads of a stream apply; reads of the whole log show everything, as a server does that was never scavenged. Of a stream `$$x`, which holds the metadata of `x`, reads show the
 * last event; it is tombstoned with `x`, cannot be deleted itself, and has no metadata of its own (`invalidRequest`). Its calls throw `EventStoreError` (`appendTooLarge`, `invalidRequest`, `unavailable`, `outcomeUnknown`, `closed`).
 */
export interface EventLog {
  readonly identity: StoreIdentity;
  append(
    stream: string,
    events: readonly LogEvent[],
    expected: LogExpectation,
    options?: CallOptions,
  ): Promise<LogOutcome>;
  /** Writes `$tb` into the stream's metadata, so that nothing of it is read; a later append goes on with its numbering. */
  deleteStream(stream: string, expected: LogExpectation, options?: CallOptions): Promise<LogOutcome>;
  /** Ends the stream for ever with an event `$streamDeleted` at `TOMBSTONE_REVISION`. */
  tombstone(stream: string, expected: LogExpectation, options?: CallOptions): Promise<LogOutcome>;
  readStream(stream: string, read: LogStreamRead): Promise<LogStreamPage>;
  readAll(read: LogAllRead): Promise<LogPage>;
  /** Position of the last event; undefined while there is none. */
  head(options?: CallOptions): Promise<bigint | undefined>;
  /** Grows with every change that was seen, whoever wrote. Read it before a page to miss nothing after it. */
  changeCount(): number;
  /** Resolves when the count has passed `count`, or `signal` aborts. */
  changed(count: number, signal: AbortSignal): Promise<void>;
  /** Finishes what is pending, then lets go of files. */
  close(): Promise<void>;
}
