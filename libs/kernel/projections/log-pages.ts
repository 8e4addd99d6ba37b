import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventFilter, EventStore, Position, SubscriptionMessage } from '../event-store.ts';

export interface LogPagesOptions {
  /** Exclusive. */
  readonly from: Position;
  readonly categories: readonly string[] | 'all';
  /** At most this many events a page. */
  readonly max: number;
  readonly signal: AbortSignal;
}

/** The log from a position on, for ever: history in pages, the next being read while one is worked on, then what happens live. */
export const pagesOf = async function* (
  eventStore: Pick<EventStore, 'readAll' | 'subscribe'>,
  { from, categories, max, signal }: LogPagesOptions,
): AsyncGenerator<SubscriptionMessage> {
  const filter: EventFilter | undefined = categories === 'all' ? undefined : { categories };
  const read = (after: Position) => {
    const reading = eventStore.readAll({ from: after, filter, max });
    // Whoever stops in the middle never asks for the page read ahead, nor for its failure.
    reading.catch(() => undefined);
    return reading;
  };
  let reached = from;
  for (let ahead = read(from); !signal.aborted;) {
    const { events, next, end } = await ahead;
    if (!end) ahead = read(next);
    yield { events, position: next, caughtUp: end };
    reached = next;
    if (end) break;
    // An embedded store and an embedded read database never leave the thread: without this, history would stop all other work.
    await nextTurn();
  }
  if (!signal.aborted) yield* eventStore.subscribe({ from: reached, filter, max, signal });
};
