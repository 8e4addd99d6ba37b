import { createBell } from './bell.ts';
import { START, type EventStore, type Position, type RecordedEvent, type SubscribeOptions } from '../event-store.ts';
import { categoryOf } from '../fact.ts';

/** So many of the newest events are kept in memory. Whoever is further behind reads them from the log, as it would without a tail. */
const KEPT_EVENTS = 512;
const USUAL_PAGE = 1024;
const LOOK_MS = 1000;

/** What has been read of the log's end: everything after `from` up to `to`. */
interface Tail {
  readonly events: RecordedEvent[];
  from: Position;
  to: Position;
}

/**
 * One subscription for all who follow a log in this program: history each of them reads by itself, and from where they have caught up on, the newest events are read
 * once for all. It says what `EventStore.subscribe` says: every event after `from` exactly once, in order.
 */
export const shareTail = (eventStore: Pick<EventStore, 'subscribe' | 'head'>): Pick<EventStore, 'subscribe'> => {
  const bell = createBell();
  let tail: Tail | undefined;
  let failure: { readonly error: unknown } | undefined;
  let reading: AbortController | undefined;
  let followers = 0;

  const take = (kept: Tail, events: readonly RecordedEvent[], position: Position): void => {
    kept.events.push(...events);
    kept.to = position;
    const surplus = kept.events.length - KEPT_EVENTS;
    if (surplus > 0) kept.from = kept.events.splice(0, surplus).at(-1)?.position ?? kept.from;
    bell.ring();
  };

  const read = async (signal: AbortSignal): Promise<void> => {
    const head = await eventStore.head();
    const kept: Tail = { events: [], from: head, to: head };
    for await (const { events, position } of eventStore.subscribe({ from: head, signal })) {
      if (signal.aborted) return;
      tail ??= kept;
      take(kept, events, position);
    }
  };

  const begin = (): void => {
    const controller = new AbortController();
    reading = controller;
    failure = undefined;
    const end = (error?: unknown): void => {
      if (reading !== controller) return;
      reading = undefined;
      tail = undefined;
      if (error !== undefined) failure = { error };
      bell.ring();
    };
    read(controller.signal).then(() => end(), end);
  };

  const join = (): void => {
    followers += 1;
    if (!reading) begin();
  };
  const leave = (): void => {
    followers -= 1;
    if (followers > 0) return;
    reading?.abort();
    reading = undefined;
    tail = undefined;
  };

  const isKept = (position: Position): boolean => tail !== undefined && position >= tail.from;

  /** What the tail holds after a position, at most `max` events; undefined where it does not reach back so far. */
  const pageAfter = (position: Position, { filter, max = USUAL_PAGE }: SubscribeOptions) => {
    if (!tail || position < tail.from) return undefined;
    const news = tail.events.filter(
      (event) => event.position > position && (filter?.categories.includes(categoryOf(event.stream)) ?? true),
    );
    const events = news.slice(0, max);
    const caughtUp = events.length === news.length;
    const reached = tail.to > position ? tail.to : position;
    return { events, position: caughtUp ? reached : (events.at(-1)?.position ?? position), caughtUp };
  };

  return {
    async *subscribe(options = {}) {
      const { from = START, filter, max, signal } = options;
      const isEnded = () => signal?.aborted === true;
      const wake = () => bell.ring();
      let position = from;
      let caughtUp = false;
      join();
      signal?.addEventListener('abort', wake);
      try {
        while (!isEnded()) {
          if (failure) throw failure.error;
          if (!isKept(position)) {
            for await (const message of eventStore.subscribe({ from: position, filter, max, signal })) {
              ({ position, caughtUp } = message);
              yield message;
              if (caughtUp && isKept(position)) break;
            }
            continue;
          }
          const page = pageAfter(position, options);
          const news = page && (page.position !== position || page.caughtUp !== caughtUp);
          if (page) ({ position, caughtUp } = page);
          if (page && news) yield page;
          else if (!isEnded()) await bell.next(LOOK_MS);
        }
      } finally {
        signal?.removeEventListener('abort', wake);
        leave();
      }
    },
  };
};
