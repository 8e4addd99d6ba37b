import type { EventLog } from '../event-log.ts';

/** What the contract suite needs to know about a log. */
export interface EventLogHarness {
  /** A log with nothing in it. */
  create(): Promise<EventLog>;
  /** A second handle on the same log, such as another process has; the same handle where a log has only one. */
  another(log: EventLog): Promise<EventLog>;
  /** A restart: closes the log and opens it again. Absent where a log ends with its process. */
  readonly reopen?: (log: EventLog) => Promise<EventLog>;
  /** Closes every log that is still open and removes what they left. */
  dispose(): Promise<void>;
}
