import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { CallFailed, type CallFailure, callFailureOf } from '../connection/call-failure.ts';
import type { ReadCall } from '../connection/eventstoredb-client.ts';

/** The answers of one `Read`, taken one by one. What is not taken stays with the server: flow control holds it back. */
export interface Responses {
  /** The next one that is here. */
  take(): ReadResp | undefined;
  /** How the call ended, once all that it brought was taken; `done` where it ended well. */
  ending(): CallFailure | 'done' | undefined;
  /** Resolves when there is something to take, the call has ended, the time is over, or `signal` aborts. */
  wait(timeoutMs: number, signal?: AbortSignal): Promise<void>;
  cancel(): void;
}

/** Takes the answers of a call that is being made. */
export const responsesOf = (opening: Promise<ReadCall>): Responses => {
  let call: ReadCall | undefined;
  let ending: CallFailure | 'done' | undefined;
  let cancelled = false;
  let wake = (): void => undefined;

  const end = (how: CallFailure | 'done'): void => {
    ending ??= how;
    wake();
  };
  opening.then(
    (opened) => {
      opened.on('error', (error) => end(callFailureOf(error)));
      opened.on('end', () => end('done'));
      opened.on('readable', () => wake());
      call = opened;
      if (cancelled) opened.cancel();
    },
    (error: unknown) => end(callFailureOf(error)),
  );

  return {
    take: () => {
      const response: ReadResp | null | undefined = call?.read();
      return response ?? undefined;
    },
    ending: () => ending,
    wait: (timeoutMs, signal) =>
      new Promise((resolve) => {
        if (ending !== undefined || signal?.aborted === true) {
          resolve();
          return;
        }
        const go = (): void => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', go);
          wake = () => undefined;
          resolve();
        };
        const timer = setTimeout(go, timeoutMs);
        signal?.addEventListener('abort', go);
        wake = go;
        // Answers may have come since the last one was taken.
        if ((call?.readableLength ?? 0) > 0) go();
      }),
    cancel: () => {
      cancelled = true;
      call?.cancel();
    },
  };
};

/** Takes the answers of a call as they come, until it ends or `enough` says so of one. Throws `CallFailed`. */
export const takeAll = async (
  responses: Responses,
  remainingMs: () => number,
  enough: (response: ReadResp) => boolean,
): Promise<void> => {
  for (;;) {
    for (let response = responses.take(); response !== undefined; response = responses.take())
      if (enough(response)) return;
    const ending = responses.ending();
    if (ending === 'done') return;
    if (ending !== undefined) throw new CallFailed(ending);
    await responses.wait(remainingMs());
  }
};
