import { randomUUID } from 'node:crypto';
import type { handleServerStreamingCall } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { EventLog } from '#libs/kernel/log/event-log';
import { unavailable } from '../wire/call-error.ts';
import { outgoingOf, type Outgoing } from '../wire/outgoing.ts';
import { eventSender } from './event-sender.ts';
import { readAll } from './read-all.ts';
import { readRequestFrom } from './read-request.ts';
import { readStream } from './read-stream.ts';
import { subscribeToAll } from './subscribe-to-all.ts';
import { subscribeToStream } from './subscribe-to-stream.ts';

const answer = async (log: EventLog, outgoing: Outgoing<ReadResp>, wire: ReadReq): Promise<void> => {
  const request = readRequestFrom(wire);
  const { stream, count } = request;
  const send = eventSender(log, outgoing, request.resolveLinks);
  const subscriptionId = randomUUID();
  if (stream === undefined)
    await (count === undefined
      ? subscribeToAll(log, outgoing, send, request, subscriptionId)
      : readAll(log, outgoing, send, request));
  else
    await (count === undefined
      ? subscribeToStream(log, outgoing, send, request, { stream, subscriptionId })
      : readStream(log, outgoing, send, request, stream));
};

/** `Read`: a read ends with its last event; a subscription ends with the client, or as unavailable with the server. */
export const read =
  (log: EventLog, closing: AbortSignal): handleServerStreamingCall<ReadReq, ReadResp> =>
  (call) => {
    const outgoing = outgoingOf<ReadResp>(call);
    const close = (): void => outgoing.end(unavailable('the server is closing'));
    outgoing.signal.addEventListener('abort', () => closing.removeEventListener('abort', close));
    closing.addEventListener('abort', close);
    if (closing.aborted) close();
    answer(log, outgoing, call.request).then(
      () => outgoing.end(),
      (error: unknown) => outgoing.end(error),
    );
  };
