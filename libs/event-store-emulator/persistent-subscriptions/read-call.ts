import { randomUUID } from 'node:crypto';
import persistent, { type ReadReq, type ReadResp } from '@eventstore/db-client/generated/persistent_pb.js';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import { outgoingOf } from '../wire/outgoing.ts';
import { invalidArgument } from '../wire/call-error.ts';
import { toWireEvent } from '../wire/wire-event.ts';
import { uuidFrom, wireEmpty } from '../wire/wire-values.ts';
import { keyOfGroup } from './group-definition.ts';
import { droppedFrom } from './group-errors.ts';
import type { GroupMessage } from './group-message.ts';
import { groupNameFrom } from './group-requests.ts';
import type { RejectAction } from './group-state.ts';
import type { Groups } from './groups.ts';
import type { RunningGroup } from './running-group.ts';

const confirmation = (subscriptionId: string): ReadResp =>
  new persistent.ReadResp().setSubscriptionConfirmation(
    new persistent.ReadResp.SubscriptionConfirmation().setSubscriptionId(subscriptionId),
  );

const messageResponse = ({ resolved: { event, link }, retryCount }: GroupMessage): ReadResp => {
  const wire = new persistent.ReadResp.ReadEvent();
  if (event !== undefined) wire.setEvent(toWireEvent(new persistent.ReadResp.ReadEvent.RecordedEvent(), event));
  if (link !== undefined) wire.setLink(toWireEvent(new persistent.ReadResp.ReadEvent.RecordedEvent(), link));
  const position = (link ?? event)?.position;
  if (position === undefined) wire.setNoPosition(wireEmpty());
  else wire.setCommitPosition(position.toString());
  if (retryCount === 0) wire.setNoRetryCount(wireEmpty());
  else wire.setRetryCount(retryCount);
  return new persistent.ReadResp().setEvent(wire);
};

/** What is to become of messages that were not acknowledged; `stop` ends the consumer, too. */
const rejectActions: readonly (RejectAction | 'stop')[] = ['retry', 'park', 'retry', 'skip', 'stop'];

/** The consumer's side of a group: its first message says which group, the others acknowledge. */
export const readCall = (groups: Groups, call: ServerDuplexStream<ReadReq, ReadResp>): void => {
  const outgoing = outgoingOf(call);
  const id = randomUUID();
  let group: RunningGroup | undefined;
  let asked = false;
  let sent: Promise<void> = Promise.resolve();
  const send = (response: ReadResp): void => {
    sent = sent.then(() => outgoing.write(response));
  };

  const connect = async (options: ReadReq.Options): Promise<void> => {
    const name = groupNameFrom(options);
    const window = options.getBufferSize();
    if (window < 1) throw invalidArgument('the buffer of a consumer holds at least one message');
    const found = await groups.find(name);
    if (outgoing.signal.aborted) return;
    const [connectionName] = call.metadata.get('connection-name');
    // The confirmation goes out before the first message, and not at all where the group is full.
    let confirmed = false;
    const confirm = (): void => {
      if (confirmed) return;
      confirmed = true;
      send(confirmation(keyOfGroup(name.stream, name.group)));
    };
    found.connect({
      id,
      window,
      from: call.getPeer(),
      connectionName: connectionName?.toString() ?? '',
      deliver: (message) => {
        confirm();
        // What waits to be sent is no more than the consumer's window.
        send(messageResponse(message));
      },
      drop: (reason) => outgoing.end(reason),
    });
    confirm();
    group = found;
    outgoing.signal.addEventListener('abort', () => found.disconnect(id));
  };

  const take = (connected: RunningGroup, request: ReadReq): void => {
    const ack = request.getAck();
    if (ack !== undefined) connected.acknowledge(id, ack.getIdsList().map(uuidFrom));
    const nack = request.getNack();
    if (nack === undefined) return;
    const action = rejectActions[nack.getAction()] ?? 'retry';
    if (action === 'stop') outgoing.end(droppedFrom(connected.definition));
    else connected.reject(id, nack.getIdsList().map(uuidFrom), action, nack.getReason());
  };

  call.on('data', (request: ReadReq) => {
    if (outgoing.signal.aborted) return;
    const options = request.getOptions();
    if (options !== undefined && !asked) {
      asked = true;
      connect(options).catch((error: unknown) => outgoing.end(error));
      return;
    }
    try {
      if (group === undefined) throw invalidArgument('a subscription begins with its options');
      take(group, request);
    } catch (error) {
      outgoing.end(error);
    }
  });
  call.on('end', () => outgoing.end());
};
