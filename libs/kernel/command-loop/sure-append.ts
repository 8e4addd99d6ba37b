import { setTimeout as pause } from 'node:timers/promises';
import type { Deadline } from './deadline.ts';
import {
  type AppendResult,
  type EventStore,
  EventStoreError,
  type EventToAppend,
  type ExpectedRevision,
} from '../event-store.ts';

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 500;

/**
 * Appends, and resends the very same events at the same revision for as long as nobody can say whether they were written. Throws what the store throws; still
 * `outcomeUnknown` where the deadline passes first.
 */
export const appendSurely = async (
  store: Pick<EventStore, 'append'>,
  stream: string,
  events: readonly EventToAppend[],
  expected: ExpectedRevision,
  deadline: Deadline,
): Promise<AppendResult> => {
  let unknown: EventStoreError | undefined;
  for (let attempt = 0; ; attempt++) {
    try {
      // Half of the time that is left, so that there is time to ask again.
      return await store.append(stream, events, expected, { timeoutMs: Math.ceil(deadline.remaining() / 2) });
    } catch (error) {
      if (!(error instanceof EventStoreError)) throw error;
      if (error.code === 'outcomeUnknown') unknown = error;
      // "Nothing was written" is the whole answer only where no earlier attempt may have written.
      else if (error.code !== 'unavailable' || !unknown) throw error;
      const wait = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt) * (0.5 + Math.random());
      if (deadline.remaining() <= wait) throw unknown;
      await pause(wait);
    }
  }
};
