import type { Worker } from 'node:worker_threads';
import type { StoreIdentity } from '#libs/kernel/event-store';
import { EventStoreError } from '#libs/kernel/event-store';
import type { LogExpectation } from '#libs/kernel/log/event-log';
import { StoreOpenError } from '#libs/kernel/store-open-error';
import { monotonicMilliseconds } from './busy-retry.ts';
import type { PendingWrite } from './pending-writes.ts';
import { pendingWrites } from './pending-writes.ts';
import type { StreamWrite, WriteEnd, WriteRequest, WriterReply, WriterRequest } from './write-protocol.ts';
import { ANY, NO_STREAM, STREAM_EXISTS } from './write-protocol.ts';

export interface Writer {
  /** Ends within the timeout; throws `unavailable` or `outcomeUnknown`. */
  write(write: StreamWrite, expected: LogExpectation, timeoutMs: number): Promise<WriteEnd>;
  /** Finishes what is pending, then ends the thread. */
  close(): Promise<void>;
}

/** The worker gives up waiting this much earlier than the caller, so that "nothing was written" still reaches the caller. */
const WORKER_SHARE_OF_TIMEOUT = 0.8;

const expectedNumber = (expected: LogExpectation): number => {
  switch (expected) {
    case 'noStream':
      return NO_STREAM;
    case 'any':
      return ANY;
    case 'streamExists':
      return STREAM_EXISTS;
  }
  // No stream gets as far as a number that does not fit.
  return Math.min(Number(expected), Number.MAX_SAFE_INTEGER);
};

/**
 * The program's side of the writing thread: gathers the writes of one turn of the event loop into one message,
 * hands each its outcome, and starts a new thread on the next write when one has died.
 * Resolves when the first thread has opened the file; fails with `StoreOpenError`.
 */
export const startWriter = (
  launch: () => Worker,
  onCommit: () => void,
): Promise<{ readonly writer: Writer; readonly identity: StoreIdentity }> =>
  new Promise((resolve, reject) => {
    const pending = pendingWrites();
    let worker: Worker | undefined;
    let gathered: WriteRequest[] = [];
    let nextTicket = 0;

    const onEnd = (refusal: StoreOpenError | undefined, failure: Error | undefined): void => {
      worker = undefined;
      const cause = refusal ?? failure ?? new Error('the writing thread ended');
      const errorFor = ({ stream }: PendingWrite): EventStoreError =>
        refusal === undefined
          ? new EventStoreError('outcomeUnknown', `the write to ${stream} may or may not be stored`, { cause })
          : new EventStoreError('unavailable', `nothing was written: ${refusal.message}`, { cause });
      pending.failAll(errorFor, new Set(gathered.map(({ ticket }) => ticket)));
      reject(cause); // heard only while the store is being opened
    };

    const start = (): Worker => {
      const started = launch();
      let refusal: StoreOpenError | undefined;
      let failure: Error | undefined;
      started.on('message', (reply: WriterReply) => {
        switch (reply.kind) {
          case 'ready':
            started.unref(); // pending writes keep the program alive, an idle thread does not
            resolve({ writer, identity: reply.identity });
            return;
          case 'refused':
            refusal = new StoreOpenError(reply.code, reply.file, reply.message);
            return;
          case 'outcomes':
            for (const outcome of reply.outcomes) pending.settle(outcome);
            onCommit();
        }
      });
      started.on('error', (error: Error) => {
        failure = error;
      });
      started.on('exit', () => onEnd(refusal, failure));
      return started;
    };

    const send = (request: WriterRequest): void => {
      worker ??= start();
      worker.postMessage(request);
    };

    const sendGathered = (): void => {
      if (gathered.length === 0) return;
      const requests = gathered;
      gathered = [];
      send(requests);
    };

    const writer: Writer = {
      write: (write, expected, timeoutMs) =>
        new Promise((resolveWrite, rejectWrite) => {
          const now = monotonicMilliseconds();
          const ticket = nextTicket++;
          const { stream } = write;
          pending.add(ticket, { stream, deadline: now + timeoutMs, resolve: resolveWrite, reject: rejectWrite });
          if (gathered.length === 0) setImmediate(sendGathered);
          const deadline = now + timeoutMs * WORKER_SHARE_OF_TIMEOUT;
          gathered.push({ ...write, ticket, expected: expectedNumber(expected), deadline });
        }),
      close: async () => {
        await pending.empty();
        if (worker === undefined) return;
        const closing = worker;
        closing.ref();
        const exited = new Promise<void>((ended) => closing.once('exit', () => ended()));
        closing.postMessage('close' satisfies WriterRequest);
        await exited;
      },
    };

    worker = start();
  });
