import type { EventEmitter } from 'node:events';
import { asCallError } from './call-error.ts';

/** The answering side of a call that answers more than once. */
export interface Outgoing<Response> {
  /** Aborted when the client goes, or the call has ended. */
  readonly signal: AbortSignal;
  /** Resolves when the client is ready for more, so that what a slow one has not read stays bounded. */
  write(response: Response): Promise<void>;
  /** Ends the call; what was written arrives first. Without an error it ends well. Only the first ending counts. */
  end(error?: unknown): void;
}

/** What calls with one request and calls with many have in common. */
interface AnsweringCall<Response> extends EventEmitter {
  write(response: Response): boolean;
  end(): void;
}

export const outgoingOf = <Response>(call: AnsweringCall<Response>): Outgoing<Response> => {
  const ended = new AbortController();
  const { signal } = ended;
  call.once('cancelled', () => ended.abort());
  call.once('close', () => ended.abort());
  return {
    signal,
    write: (response) =>
      new Promise((resolve) => {
        if (signal.aborted || call.write(response)) {
          resolve();
          return;
        }
        const go = (): void => {
          call.off('drain', go);
          signal.removeEventListener('abort', go);
          resolve();
        };
        call.once('drain', go);
        signal.addEventListener('abort', go);
      }),
    end: (error) => {
      if (signal.aborted) return;
      ended.abort();
      // The library's way to end a streaming call with another status than OK.
      if (error === undefined) call.end();
      else call.emit('error', asCallError(error));
    },
  };
};
