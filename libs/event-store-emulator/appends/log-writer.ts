import type { EventLog, LogEvent, LogExpectation, LogOutcome } from '#libs/kernel/log/event-log';

/** A stream, where it is expected to be, and how long the answer may take. */
export interface ChangeRequest {
  readonly stream: string;
  readonly expected: LogExpectation;
  /** Milliseconds; undefined: as long as the log thinks right. */
  readonly timeoutMs: number | undefined;
}

export interface AppendRequest extends ChangeRequest {
  /** At least one. */
  readonly events: readonly LogEvent[];
}

/** Everything that changes streams. Nothing waits for what came before, so that the log can write many at once. Throws what the log throws. */
export interface LogWriter {
  append(request: AppendRequest): Promise<LogOutcome>;
  deleteStream(request: ChangeRequest): Promise<LogOutcome>;
  tombstone(request: ChangeRequest): Promise<LogOutcome>;
}

/** Hands everything on to the log. */
export const logWriter = (log: EventLog): LogWriter => ({
  append: ({ stream, events, expected, timeoutMs }) => log.append(stream, events, expected, { timeoutMs }),
  deleteStream: ({ stream, expected, timeoutMs }) => log.deleteStream(stream, expected, { timeoutMs }),
  tombstone: ({ stream, expected, timeoutMs }) => log.tombstone(stream, expected, { timeoutMs }),
});
