import { status, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js';
import streams, { type BatchAppendReq, type BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import emptyMessages from 'google-protobuf/google/protobuf/empty_pb.js';
import timestampMessages from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { uuidFrom, wireStream, wireUuid } from '../wire/wire-values.ts';

/** One part of an append, as a raw client sends it. */
export interface Part {
  readonly id: string;
  /** Named in the first part only. */
  readonly stream?: string;
  /** Default: `any`. */
  readonly revision?: bigint;
  /** Milliseconds since 1970. */
  readonly deadline?: number;
  readonly events?: readonly { readonly id?: string; readonly type?: string; readonly text?: string }[];
  readonly isFinal?: boolean;
}

export const wirePart = ({ id, stream, revision, deadline, events = [], isFinal = false }: Part): BatchAppendReq => {
  const wire = new streams.BatchAppendReq().setCorrelationId(wireUuid(id)).setIsFinal(isFinal);
  if (stream !== undefined) {
    const options = new streams.BatchAppendReq.Options().setStreamIdentifier(wireStream(stream));
    if (revision === undefined) options.setAny(new emptyMessages.Empty());
    else options.setStreamPosition(revision.toString());
    if (deadline !== undefined) options.setDeadline(timestampMessages.Timestamp.fromDate(new Date(deadline)));
    wire.setOptions(options);
  }
  for (const { id: eventId = crypto.randomUUID(), type = 'TeaServed', text = '{}' } of events) {
    const proposal = new streams.BatchAppendReq.ProposedMessage().setId(wireUuid(eventId));
    proposal.getMetadataMap().set('type', type).set('content-type', 'application/json');
    wire.addProposedMessages(proposal.setData(new Uint8Array(Buffer.from(text))));
  }
  return wire;
};

/** A reply as a spec looks at it: the revision, or the kind of the error. */
export interface Reply {
  readonly id: string;
  readonly stream: string;
  readonly outcome: string;
}

const replyFrom = (wire: BatchAppendResp): Reply => ({
  id: uuidFrom(wire.getCorrelationId()),
  stream: Buffer.from(wire.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString(),
  outcome:
    wire.getSuccess()?.getCurrentRevision() ??
    wire.getError()?.getDetails()?.getTypeName().replace('event_store.client.', '') ??
    'nothing',
});

/** A raw `BatchAppend` call. */
export interface BatchCall {
  readonly call: ClientDuplexStream<BatchAppendReq, BatchAppendResp>;
  readonly replies: readonly Reply[];
  send(part: Part): void;
  /** Resolves when so many replies are there. */
  replied(count: number): Promise<readonly Reply[]>;
  /** Resolves to the code of the status with which the call ended. */
  readonly ended: Promise<status>;
}

export const openBatch = (client: StreamsClient): BatchCall => {
  const call = client.batchAppend();
  const replies: Reply[] = [];
  call.on('data', (wire: BatchAppendResp) => replies.push(replyFrom(wire)));
  const ended = new Promise<status>((resolve) => {
    call.on('error', (error: ServiceError) => resolve(error.code));
    call.on('end', () => resolve(status.OK));
  });
  return {
    call,
    replies,
    send: (part) => void call.write(wirePart(part)),
    replied: async (count) => {
      while (replies.length < count) await new Promise((resolve) => call.once('data', resolve));
      return replies;
    },
    ended,
  };
};
