import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { type Deadline, deadlineIn } from '#libs/kernel/command-loop/deadline';
import { type AppendResult, EventStoreError, type Position } from '#libs/kernel/event-store';
import { readAnswer } from './append-answer.ts';
import type { SharedAppendCall } from './append-call.ts';
import { appendRequests, type EncodedAppend } from './append-request.ts';
import { CallFailed } from '../connection/call-failure.ts';
import { createSlots } from './slots.ts';

export interface AppenderOptions {
  readonly call: SharedAppendCall;
  /** Position of an event by its revision, for answers that leave it out. `stream` is the name on the server. */
  readonly positionAt: (stream: string, revision: bigint, timeoutMs: number) => Promise<Position>;
}

/** Appends without an answer at one time, in one process. Beyond that they wait here, where it is certain that they were not sent. */
const MOST_IN_FLIGHT = 256;

/** With less time left than this an append is not sent: its outcome would only be unknown. In milliseconds. */
const SHORTEST_SENDING_MS = 10;

/** How long a new leader is given before it is asked, in milliseconds. The same for all: appends that were sent in an order are sent again in it. */
const LEADER_PAUSE_MS = 50;

const unavailable = (stream: string, reason: string, cause?: unknown): EventStoreError =>
  new EventStoreError('unavailable', `nothing was written to ${stream}: ${reason}; try again later`, { cause });

const outcomeUnknown = (stream: string, reason: string, cause?: unknown): EventStoreError =>
  new EventStoreError('outcomeUnknown', `the append to ${stream} may or may not be stored: ${reason}`, { cause });

/** Appends one encoded append within a time. Throws `EventStoreError`. `name` is the stream's name in messages. */
export type Appender = (append: EncodedAppend, name: string, timeoutMs: number) => Promise<AppendResult>;

export const createAppender = ({ call, positionAt }: AppenderOptions): Appender => {
  const slots = createSlots(MOST_IN_FLIGHT);

  /** A member that is not the leader answers nobody, and the client then turns to the leader: the very same append is sent again there. */
  const answerTo = async (append: EncodedAppend, name: string, deadline: Deadline): Promise<BatchAppendResp> => {
    for (let mayBeWritten = false; ;) {
      const correlationId = randomUUID();
      const requests = appendRequests(append, correlationId, deadline.remaining());
      try {
        return await call.send({ correlationId, requests }, deadline.remaining());
      } catch (error) {
        if (!(error instanceof CallFailed)) throw error;
        const { kind, reason } = error.failure;
        if (kind === 'accessDenied' && !mayBeWritten)
          throw new EventStoreError('accessDenied', `the event store refused the append to ${name}: ${reason}`, {
            cause: error,
          });
        if (kind === 'notSent' && !mayBeWritten) throw unavailable(name, reason, error);
        if (kind !== 'notLeader' || deadline.remaining() <= LEADER_PAUSE_MS) throw outcomeUnknown(name, reason, error);
        mayBeWritten = true;
        await pause(LEADER_PAUSE_MS);
      }
    }
  };

  return async (append, name, timeoutMs) => {
    const deadline = deadlineIn(timeoutMs);
    const giveBack = await slots.take(deadline.remaining());
    if (giveBack === undefined) throw unavailable(name, 'too many appends wait for the event store');
    try {
      if (deadline.remaining() < SHORTEST_SENDING_MS) throw unavailable(name, 'there was no time left to send it');
      const { revision, position } = readAnswer(await answerTo(append, name, deadline), name, append.expected);
      if (position !== undefined) return { revision, position };
      try {
        return { revision, position: await positionAt(append.stream, revision, deadline.remaining()) };
      } catch (error) {
        throw outcomeUnknown(name, 'the event store did not say where it stands', error);
      }
    } finally {
      giveBack();
    }
  };
};
