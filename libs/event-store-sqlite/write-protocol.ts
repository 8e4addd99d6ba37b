import type { CopiedIdentity, StoreIdentity } from '#libs/kernel/event-store';
import type { StoreOpenErrorCode } from '#libs/kernel/store-open-error';

// How an expectation crosses to the worker: as one of these, or as a revision, which fits a safe integer.
export const NO_STREAM = -1;
export const ANY = -2;
export const STREAM_EXISTS = -4;

/** What the worker is started with. */
export interface WriterSettings {
  readonly file: string;
  readonly simulation: boolean | undefined;
  /** Where there is no file: whose copy it is made as. */
  readonly copyOf?: CopiedIdentity;
  /** Milliseconds that opening the file may take. */
  readonly timeoutMs: number;
}

/**
 * What an event holds: data and metadata that are JSON objects (or no metadata at all), which is what the port shows; other content that is called JSON;
 * or bytes.
 */
export type EventForm = 'jsonObjects' | 'otherJson' | 'bytes';

/** An event as it goes to the worker. What is text comes as text, since strings cross faster than bytes and SQLite's tools can read them. */
export interface WrittenEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string | Uint8Array;
  readonly metadata: string | Uint8Array;
  /** Default: JSON objects. */
  readonly form?: EventForm;
}

/** What is to be written to a stream. */
export interface StreamWrite {
  readonly stream: string;
  /** `delete` writes its event into the stream's metadata, `tombstone` its event as the stream's last. Default: the events are appended. */
  readonly action?: 'delete' | 'tombstone';
  readonly events: readonly WrittenEvent[];
  /** UUID of the command that decided the events. */
  readonly commandId: string | undefined;
  /** Whether the events' ids are kept in an index, so that a resend to no exact revision is found at once. Default: they are not. */
  readonly indexIds?: boolean;
}

export interface WriteRequest extends StreamWrite {
  readonly ticket: number;
  readonly expected: number;
  /** On `monotonicMilliseconds`: not begun by then, it is given up. */
  readonly deadline: number;
}

/** How a write ended where the store could tell. */
export type WriteEnd =
  /** Revision of the append's last event; for a deletion or a tombstone, of the stream's last event before it. Position of the last event written. */
  | { readonly status: 'written'; readonly revision: number; readonly position: number }
  | { readonly status: 'conflict'; readonly actual: number }
  /** Tombstoned, or deleted and expected to exist. */
  | { readonly status: 'deleted' };

export type WriteFailure =
  /** Nothing was written. */
  | { readonly status: 'unavailable'; readonly reason: string }
  /** The commit itself failed. */
  | { readonly status: 'unknown'; readonly reason: string };

export type WriteOutcome = { readonly ticket: number } & (WriteEnd | WriteFailure);

/** To the worker: all writes that were asked for in one turn of the event loop, or the wish to close. */
export type WriterRequest = readonly WriteRequest[] | 'close';

/** From the worker. */
export type WriterReply =
  | { readonly kind: 'ready'; readonly identity: StoreIdentity }
  | { readonly kind: 'refused'; readonly file: string; readonly code: StoreOpenErrorCode; readonly message: string }
  | { readonly kind: 'outcomes'; readonly outcomes: readonly WriteOutcome[] };
