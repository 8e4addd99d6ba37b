import type { Worker } from 'node:worker_threads';
import type { ExpectedRevision, StoreIdentity } from '#libs/kernel/event-store';
import { EventStoreError } from '#libs/kernel/event-store';
import type { AppendRequest, WriterReply, WriterRequest } from './append-protocol.ts';
import { NO_STREAM } from './append-protocol.ts';
import { monotonicMilliseconds } from './busy-retry.ts';
import type { PendingAppend, Written } from './pending-appends.ts';
import { pendingAppends } from './pending-appends.ts';
import { StoreOpenError } from '#libs/kernel/store-open-error';

export interface AppendToWrite extends Pick<AppendRequest, 'stream' | 'events' | 'commandId'> {
  readonly expected: ExpectedRevision;
  readonly timeoutMs: number;
}

export interface Writer {
  append(append: AppendToWrite): Promise<Written>;
  /** Finishes what is pending, then ends the thread. */
  close(): Promise<void>;
}

/** The worker gives up waiting this much earlier than the caller, so that "nothing was written" still reaches the caller. */
const WORKER_SHARE_OF_TIMEOUT = 0.8;

const expectedNumber = (expected: ExpectedRevision): number =>
  expected === 'noStream' ? NO_STREAM : Math.min(Number(expected), Number.MAX_SAFE_INTEGER);

/**
 * The program's side of the writing thread: gathers the appends of one turn of the event loop into one message,
 * hands each its outcome, and starts a new thread on the next append when one has died.
 * Resolves when the first thread has opened the file; fails with `StoreOpenError`.
 */
export const startWriter = (
  launch: () => Worker,
  onCommit: () => void,
): Promise<{ readonly writer: Writer; readonly identity: StoreIdentity }> =>
  new Promise((resolve, reject) => {
    const pending = pendingAppends();
    let worker: Worker | undefined;
    let gathered: AppendRequest[] = [];
    let nextTicket = 0;

    const onEnd = (refusal: StoreOpenError | undefined, failure: Error | undefined): void => {
      worker = undefined;
      const cause = refusal ?? failure ?? new Error('the writing thread ended');
      const errorFor = ({ stream }: PendingAppend): EventStoreError =>
        refusal === undefined
          ? new EventStoreError('outcomeUnknown', `the append to ${stream} may or may not be stored`, { cause })
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
            started.unref(); // pending appends keep the program alive, an idle thread does not
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
      append: ({ stream, expected, commandId, events, timeoutMs }) =>
        new Promise((resolveAppend, rejectAppend) => {
          const now = monotonicMilliseconds();
          const ticket = nextTicket++;
          pending.add(ticket, {
            stream,
            expected,
            deadline: now + timeoutMs,
            resolve: resolveAppend,
            reject: rejectAppend,
          });
          if (gathered.length === 0) setImmediate(sendGathered);
          const deadline = now + timeoutMs * WORKER_SHARE_OF_TIMEOUT;
          gathered.push({ ticket, stream, expected: expectedNumber(expected), deadline, commandId, events });
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
