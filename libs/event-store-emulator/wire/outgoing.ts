import type { EventEmitter } from 'node:events';
import { asCallError } from './call-error.ts';

/** The answering side of a call that answers more than once. */
export interface Outgoing<Response> {
  /** Aborted when the client goes, or the call has ended. */
  readonly signal: AbortSignal;
  /** Resolves when the client is ready for more, so that what a slow one has not read stays bounded. `bytes` is how large the response is, about, where it may be large. */
  write(response: Response, bytes?: number): Promise<void>;
  /** Ends the call; what was written arrives first. Without an error it ends well. Only the first ending counts. */
  end(error?: unknown): void;
}

/** What calls with one request and calls with many have in common. */
interface AnsweringCall<Response> extends EventEmitter {
  write(response: Response, sent?: () => void): boolean;
  end(): void;
}

/** The library counts responses, not bytes, and would keep sixteen: one that is larger than this has to be on its way before the next. */
const LARGE_BYTES = 64 * 1024;

/** Said once: without a reason, every end of a call would collect a stack. */
const ENDED = 'the call has ended';

export const outgoingOf = <Response>(call: AnsweringCall<Response>): Outgoing<Response> => {
  const ended = new AbortController();
  const { signal } = ended;
  const abort = (): void => ended.abort(ENDED);
  call.once('cancelled', abort);
  call.once('close', abort);

  /** One for all who wait: a call may have a thousand answers under way. */
  let draining: Promise<void> | undefined;
  const drained = (): Promise<void> =>
    (draining ??= new Promise((resolve) => {
      const go = (): void => {
        call.off('drain', go);
        signal.removeEventListener('abort', go);
        draining = undefined;
        resolve();
      };
      call.once('drain', go);
      signal.addEventListener('abort', go);
    }));

  const sent = (response: Response): Promise<void> =>
    new Promise((resolve) => {
      const go = (): void => {
        signal.removeEventListener('abort', go);
        resolve();
      };
      signal.addEventListener('abort', go);
      call.write(response, go);
    });

  return {
    signal,
    write: async (response, bytes = 0) => {
      if (signal.aborted) return;
      if (bytes > LARGE_BYTES) await sent(response);
      else if (!call.write(response)) await drained();
    },
    end: (error) => {
      if (signal.aborted) return;
      abort();
      // The library's way to end a streaming call with another status than OK.
      if (error === undefined) call.end();
      else call.emit('error', asCallError(error));
    },
  };
};
