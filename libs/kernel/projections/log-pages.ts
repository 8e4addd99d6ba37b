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

/** The log from a position on, for ever: history in pages, then what happens live. */
export const pagesOf = async function* (
  eventStore: Pick<EventStore, 'subscribe'>,
  { from, categories, max, signal }: LogPagesOptions,
): AsyncGenerator<SubscriptionMessage> {
  const filter: EventFilter | undefined = categories === 'all' ? undefined : { categories };
  for await (const message of eventStore.subscribe({ from, filter, max, signal })) {
    yield message;
    // An embedded store and an embedded read database never leave the thread: without this, history would stop all other work.
    if (!message.caughtUp) await nextTurn();
  }
};
