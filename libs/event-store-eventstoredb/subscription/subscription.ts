import {
  EventStoreError,
  type RecordedEvent,
  START,
  type SubscribeOptions,
  type SubscriptionMessage,
} from '#libs/kernel/event-store';
import { followLog } from './log-following.ts';
import type { LogOnServer } from '../reads/log-on-server.ts';
import { pageLength, USUAL_ALL_PAGE } from '../reads/page-length.ts';
import { MOST_BYTES } from '../reads/page-reads.ts';
import { isWanted } from '../wire/stream-naming.ts';
import { decodeEvent, sizeOf } from '../wire/wire-events.ts';

export interface SubscriptionSettings {
  /** How long the server may take to begin, in milliseconds. */
  readonly timeoutMs: number;
  /** Aborted when the store is closed. */
  readonly closing: AbortSignal;
}

/** How long a message waits for more while there is history to read, in milliseconds. */
const HISTORY_LINGER_MS = 100;

/** The same at the end of the log for a message without events, so that a flow of events which are passed over makes few messages. */
const LIVE_LINGER_MS = 2;

/** While nothing happens there is no need to look; this only bounds a timer. */
const QUIET_MS = 60_000;

/** The messages of a subscription: what is there by the time it is asked for, at most `max` events. Throws `EventStoreError`, `closed` when the store is closed. */
export async function* subscribeToLog(
  { client, naming, origin }: LogOnServer,
  { from = START, filter, max, signal: wish }: SubscribeOptions,
  { timeoutMs, closing }: SubscriptionSettings,
): AsyncGenerator<SubscriptionMessage, void, undefined> {
  const length = pageLength(max, USUAL_ALL_PAGE);
  const begin = origin.onServer(from);
  const isEnded = (): boolean => wish?.aborted === true;
  if (isEnded()) return;
  const signal = wish === undefined ? closing : AbortSignal.any([wish, closing]);
  const following = followLog(client, { from: begin, pattern: naming.serverPattern(filter), timeoutMs, signal });
  let told = { place: begin, caughtUp: false };
  let events: RecordedEvent[] = [];
  let bytes = 0;
  let lingerUntil: number | undefined;

  try {
    while (!isEnded()) {
      if (closing.aborted) throw new EventStoreError('closed', 'the event store was closed');
      const step = following.take();
      if (step !== undefined && step !== 'moved') {
        const event = decodeEvent(step, naming);
        bytes += sizeOf(step);
        if (event !== undefined && isWanted(event.stream, filter)) events.push(event);
      }
      const isFull = events.length === length || bytes > MOST_BYTES;
      if (step !== undefined && !isFull) continue;

      const place = following.place();
      const caughtUp = following.caughtUp() && !isFull;
      if (!isFull) {
        if (events.length === 0 && place === told.place && caughtUp === told.caughtUp) {
          lingerUntil = undefined;
          await following.wait(QUIET_MS);
          continue;
        }
        const isComplete = caughtUp && (events.length > 0 || !told.caughtUp);
        lingerUntil ??= performance.now() + (caughtUp ? LIVE_LINGER_MS : HISTORY_LINGER_MS);
        const linger = lingerUntil - performance.now();
        if (!isComplete && linger > 0) {
          await following.wait(linger);
          continue;
        }
      }
      const position = origin.shown(place);
      const message = { events, position, caughtUp };
      told = { place, caughtUp };
      events = [];
      bytes = 0;
      lingerUntil = undefined;
      yield message;
    }
  } finally {
    following.cancel();
  }
}
