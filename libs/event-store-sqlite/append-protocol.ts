import type { CopiedIdentity, StoreIdentity } from '#libs/kernel/event-store';
import type { EncodedEvent } from '#libs/kernel/log/append-encoding';
import type { StoreOpenErrorCode } from '#libs/kernel/store-open-error';

/** How a revision crosses to the worker: `noStream` is -1, others fit a safe integer. */
export const NO_STREAM = -1;

/** What the worker is started with. */
export interface WriterSettings {
  readonly file: string;
  readonly simulation: boolean | undefined;
  /** Where there is no file: whose copy it is made as. */
  readonly copyOf?: CopiedIdentity;
  /** Milliseconds that opening the file may take. */
  readonly timeoutMs: number;
}

export interface AppendRequest {
  readonly ticket: number;
  readonly stream: string;
  readonly expected: number;
  /** On `monotonicMilliseconds`: not begun by then, it is given up. */
  readonly deadline: number;
  /** UUID of the command that decided the events. */
  readonly commandId: string | undefined;
  readonly events: readonly EncodedEvent[];
}

/** How one append ended. */
export type AppendOutcome =
  | { readonly ticket: number; readonly status: 'appended'; readonly revision: number; readonly position: number }
  | { readonly ticket: number; readonly status: 'conflict'; readonly actual: number }
  | { readonly ticket: number; readonly status: 'tombstoned' }
  /** Nothing was written. */
  | { readonly ticket: number; readonly status: 'unavailable'; readonly reason: string }
  /** The commit itself failed. */
  | { readonly ticket: number; readonly status: 'unknown'; readonly reason: string };

/** To the worker: all appends that were made in one turn of the event loop, or the wish to close. */
export type WriterRequest = readonly AppendRequest[] | 'close';

/** From the worker. */
export type WriterReply =
  | { readonly kind: 'ready'; readonly identity: StoreIdentity }
  | { readonly kind: 'refused'; readonly file: string; readonly code: StoreOpenErrorCode; readonly message: string }
  | { readonly kind: 'outcomes'; readonly outcomes: readonly AppendOutcome[] };
