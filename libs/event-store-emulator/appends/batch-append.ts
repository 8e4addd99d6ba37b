import type { handleBidiStreamingCall } from '@grpc/grpc-js';
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { unavailable } from '../wire/call-error.ts';
import { outgoingOf } from '../wire/outgoing.ts';
import { wireStream, wireUuid } from '../wire/wire-values.ts';
import type { Appender } from './append-answer.ts';
import { assembleParts, type WholeAppend } from './batch-parts.ts';
import { answerReply, errorReply, timeoutReply } from './batch-replies.ts';

/** With this many appends unanswered, or answered and not read, the next parts are left with the client; and with so many bytes in them. */
const MOST_OPEN_APPENDS = 1024;
const MOST_OPEN_BYTES = 16 * 1024 * 1024;

const execute = async (
  append: Appender,
  { stream, expected, deadline, arrived }: WholeAppend,
): Promise<BatchAppendResp> => {
  const timeLeft = deadline - Date.now();
  if (timeLeft <= 0) return timeoutReply();
  try {
    const timeoutMs = timeLeft === Infinity ? undefined : timeLeft;
    return answerReply(await append({ stream, expected, events: arrived.events, timeoutMs }), expected);
  } catch (error) {
    return Date.now() >= deadline ? timeoutReply() : errorReply(error);
  }
};

/**
 * `BatchAppend`: all appends of a client in one call, each answered once. Nothing waits for what came before it. The call ends well only when the client's half of it
 * has ended and everything is answered; when the server closes, it ends as unavailable, so that the client does not wait for ever for what it sent too late.
 */
export const batchAppend =
  (append: Appender, closing: AbortSignal): handleBidiStreamingCall<BatchAppendReq, BatchAppendResp> =>
  (call) => {
    const outgoing = outgoingOf<BatchAppendResp>(call);
    let open = 0;
    let openBytes = 0;
    let ending: 'no' | 'halfClosed' | 'closing' = 'no';

    const endWhenAnswered = (): void => {
      if (open > 0 || ending === 'no') return;
      outgoing.end(ending === 'closing' ? unavailable('the server is closing') : undefined);
    };
    const isFull = (): boolean => open >= MOST_OPEN_APPENDS || openBytes >= MOST_OPEN_BYTES;
    const answer = async (id: string, stream: string, bytes: number, pending: Promise<BatchAppendResp>) => {
      open += 1;
      openBytes += bytes;
      if (isFull()) call.pause();
      const reply = await pending;
      await outgoing.write(reply.setCorrelationId(wireUuid(id)).setStreamIdentifier(wireStream(stream)));
      open -= 1;
      openBytes -= bytes;
      if (!isFull() && call.isPaused()) call.resume();
      endWhenAnswered();
    };
    const parts = assembleParts(
      (id, whole) => void answer(id, whole.stream, whole.arrived.bytes(), execute(append, whole)),
      (id, stream, reply) => void answer(id, stream, 0, Promise.resolve(reply)),
    );
    const close = (): void => {
      ending = 'closing';
      parts.forget();
      endWhenAnswered();
    };

    call.on('data', (part: BatchAppendReq) => {
      if (ending !== 'no') return;
      try {
        parts.take(part);
      } catch (error) {
        outgoing.end(error);
      }
    });
    call.on('end', () => {
      if (ending !== 'no') return;
      ending = 'halfClosed';
      parts.end();
      endWhenAnswered();
    });
    outgoing.signal.addEventListener('abort', () => {
      closing.removeEventListener('abort', close);
      parts.forget();
    });
    closing.addEventListener('abort', close);
    if (closing.aborted) close();
  };
