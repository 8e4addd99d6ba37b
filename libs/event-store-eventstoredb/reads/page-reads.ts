import { setTimeout as pause } from 'node:timers/promises';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Deadline } from '#libs/kernel/command-loop/deadline';
import { callFailureOf, CallFailed, type CallFailure, lateFailure, readErrorOf } from '../connection/call-failure.ts';
import type { ConnectedClient } from '../connection/eventstoredb-client.ts';
import { responsesOf, takeAll } from './responses.ts';
import { sizeOf } from '../wire/wire-events.ts';

type WireEvent = ReadResp.ReadEvent.RecordedEvent;

/** A page as the server gave it. */
export interface WirePage {
  readonly events: readonly WireEvent[];
  /** The server had no more in that direction. */
  readonly end: boolean;
}

/** A page ends early when its events get this large, so that its memory is bounded whatever they hold. */
export const MOST_BYTES = 16 * 1024 * 1024;

const SHORTEST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 500;

const mayBeRead = ({ kind }: CallFailure): boolean => kind === 'broken' || kind === 'notLeader';

/**
 * Reads again for as long as there is time where the connection broke or the leader changed: a read changes nothing. Where nobody listens it says so at once. Throws
 * `EventStoreError`.
 */
export const readAgain = async <Result>(deadline: Deadline, read: () => Promise<Result>): Promise<Result> => {
  for (let longest = SHORTEST_PAUSE_MS; ; longest = Math.min(2 * longest, LONGEST_PAUSE_MS)) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      const wait = longest * (0.5 + Math.random() / 2);
      if (!mayBeRead(error.failure) || deadline.remaining() <= wait) throw readErrorOf(error.failure);
      await pause(wait);
    }
  }
};

/** Reads one page of at most `count` events, all of them where it is no longer than `mostBytes`. Throws `CallFailed`. */
export const readPage = async (
  client: ConnectedClient,
  request: ReadReq,
  { count, deadline, mostBytes = MOST_BYTES }: { count: number; deadline: Deadline; mostBytes?: number },
): Promise<WirePage> => {
  const events: WireEvent[] = [];
  let bytes = 0;
  const responses = responsesOf(client.read(request, deadline.remaining()));
  const remainingMs = (): number => {
    if (deadline.passed()) throw new CallFailed(lateFailure());
    return deadline.remaining();
  };
  try {
    await takeAll(responses, remainingMs, (response) => {
      const event = response.getEvent()?.getEvent();
      if (event === undefined) return false;
      events.push(event);
      bytes += sizeOf(event);
      return bytes > mostBytes;
    });
    return { events, end: events.length < count && bytes <= mostBytes };
  } catch (error) {
    throw new CallFailed(callFailureOf(error));
  } finally {
    responses.cancel();
  }
};
