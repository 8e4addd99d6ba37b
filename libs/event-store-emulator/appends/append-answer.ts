import { MAX_APPEND_BYTES } from '#libs/kernel/event-store';
import type { EventLog, LogEvent, LogExpectation, LogOutcome } from '#libs/kernel/log/event-log';
import { appendTooLarge } from '../wire/call-error.ts';
import type { AppendRequest, LogWriter } from './log-writer.ts';

/** How an append ended, also one without events: that is checked and writes nothing. */
export type AppendAnswer = LogOutcome | { readonly status: 'checked'; readonly revision: bigint | 'noStream' };

/** Throws what the log throws, and `EventStoreError` (`accessDenied`). */
export type Appender = (request: AppendRequest) => Promise<AppendAnswer>;

const isMet = (expected: LogExpectation, last: bigint): boolean => {
  if (typeof expected === 'bigint') return expected === last;
  if (expected === 'any') return true;
  return expected === 'noStream' ? last < 0n : last >= 0n;
};

/** Appends of any length. */
export const appenderTo = (log: EventLog, writer: LogWriter): Appender => {
  const check = async ({ stream, expected, timeoutMs }: AppendRequest): Promise<AppendAnswer> => {
    const page = await log.readStream(stream, { from: 'end', direction: 'backwards', max: 1, timeoutMs });
    if (page.status === 'tombstoned') return { status: 'deleted' };
    const last = page.status === 'found' ? page.lastRevision : -1n;
    const revision = last < 0n ? 'noStream' : last;
    return isMet(expected, last) ? { status: 'checked', revision } : { status: 'conflict', actual: revision };
  };
  return (request) => (request.events.length === 0 ? check(request) : writer.append(request));
};

/** The events of an append while its parts arrive: never more bytes than an append may have. */
export interface ArrivingEvents {
  readonly events: readonly LogEvent[];
  /** How large they are by now. */
  bytes(): number;
  /** Throws `CallError`. */
  add(event: LogEvent): void;
}

export const arrivingEvents = (): ArrivingEvents => {
  const events: LogEvent[] = [];
  let bytes = 0;
  return {
    events,
    bytes: () => bytes,
    add: (event) => {
      bytes += event.data.length + event.metadata.length + 2 * event.type.length;
      if (bytes > MAX_APPEND_BYTES) throw appendTooLarge();
      events.push(event);
    },
  };
};
