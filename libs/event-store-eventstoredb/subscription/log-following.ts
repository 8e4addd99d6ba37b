import { setTimeout as pause } from 'node:timers/promises';
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { deadlineIn } from '#libs/kernel/command-loop/deadline';
import type { Position } from '#libs/kernel/event-store';
import { START } from '#libs/kernel/event-store';
import { type CallFailure, type CallFailureKind, lateFailure, readErrorOf } from '../connection/call-failure.ts';
import type { ConnectedClient, ReadCall } from '../connection/eventstoredb-client.ts';
import { serverHead } from '../reads/log-on-server.ts';
import { laterOf } from '../wire/positions.ts';
import { HISTORY_WINDOW, LIVE_WINDOW, subscriptionRequest } from '../reads/read-request.ts';
import { type Responses, responsesOf } from '../reads/responses.ts';
import { checkpointOf, placeOf } from '../wire/wire-events.ts';

type WireEvent = ReadResp.ReadEvent.RecordedEvent;

export interface FollowingOptions {
  /** Position on the server, exclusive. */
  readonly from: Position;
  /** Which streams the server looks for. */
  readonly pattern: string;
  /** How long the server may take to begin, in milliseconds. */
  readonly timeoutMs: number;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** The server's log from a place on, taken step by step: through history and live, and through connections that break. */
export interface Following {
  /** The next step that is here: an event that was not there before, or only a move of the place. Throws `EventStoreError` where asking again is of no use. */
  take(): WireEvent | 'moved' | undefined;
  /** Everything up to here was taken or passed over. */
  place(): Position;
  /** True while the server says that this is the end of the log. */
  caughtUp(): boolean;
  /** Resolves when there may be something to take, or the time is over. */
  wait(timeoutMs: number): Promise<void>;
  cancel(): void;
}

/** A live subscription that has to go through more than this before it has caught up goes back to reading history. */
const MOST_LIVE_CATCH_UP = 500;

const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;

/** Asking again gives the same answer. */
const lasting: ReadonlySet<CallFailureKind> = new Set(['accessDenied', 'invalidRequest', 'unsupported', 'cancelled']);

/**
 * History is read with a large search window, so that the server does not stop after every few events; what happens live with the smallest, so that the place moves with
 * every event. A connection that breaks, or that says nothing, is made again from the place reached; an event is new when it stands after that.
 */
export const followLog = (
  client: ConnectedClient,
  { from, pattern, timeoutMs, signal }: FollowingOptions,
): Following => {
  let place = from;
  let head: Position = START;
  let phase: 'history' | 'live' = 'history';
  let caughtUp = false;
  let failures = 0;
  let taken = 0;
  let confirmed = false;
  let confirmBy = Infinity;

  const subscribe = (): Promise<ReadCall> => {
    const window = phase === 'live' ? LIVE_WINDOW : HISTORY_WINDOW;
    confirmBy = performance.now() + timeoutMs;
    taken = 0;
    return client.read(subscriptionRequest({ from: place, pattern, window }));
  };
  /** Looks where the log ends now: the server's word that it has caught up means at least up to there. */
  const begin = async (): Promise<ReadCall> => {
    confirmBy = Infinity;
    const longest = Math.min(SHORTEST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS);
    if (failures > 0) await pause(longest * (0.5 + Math.random() / 2), undefined, { signal });
    head = await serverHead(client, deadlineIn(timeoutMs));
    phase = place < head ? 'history' : 'live';
    return subscribe();
  };
  let responses: Responses = responsesOf(begin());

  const replace = (opening: Promise<ReadCall>): void => {
    responses.cancel();
    caughtUp = false;
    confirmed = false;
    responses = responsesOf(opening);
  };
  const fail = (failure: CallFailure): void => {
    if (lasting.has(failure.kind)) throw readErrorOf(failure);
    failures += 1;
    replace(begin());
  };
  const isSilent = (): boolean => !confirmed && performance.now() > confirmBy;

  const read = (response: ReadResp): WireEvent | 'moved' => {
    const event = response.getEvent()?.getEvent();
    taken += 1;
    if (response.hasConfirmation()) {
      confirmed = true;
      failures = 0;
    }
    if (event !== undefined && placeOf(event) > place) {
      place = placeOf(event);
      return event;
    }
    place = laterOf(place, checkpointOf(response) ?? place);
    if (response.hasCaughtUp()) {
      place = laterOf(place, head);
      if (phase === 'live') caughtUp = true;
      else {
        phase = 'live';
        replace(subscribe());
      }
    } else if (response.hasFellBehind() || (phase === 'live' && !caughtUp && taken > MOST_LIVE_CATCH_UP)) {
      replace(begin());
    }
    return 'moved';
  };

  return {
    take: () => {
      const response = responses.take();
      if (response !== undefined) return read(response);
      const ending = responses.ending();
      if (ending !== undefined)
        fail(
          ending === 'done'
            ? { kind: 'broken', reason: 'the server ended the subscription', cause: undefined }
            : ending,
        );
      else if (isSilent()) fail(lateFailure());
      return undefined;
    },
    place: () => place,
    caughtUp: () => caughtUp,
    wait: (ms) => responses.wait(confirmed ? ms : Math.min(ms, timeoutMs), signal),
    cancel: () => responses.cancel(),
  };
};
