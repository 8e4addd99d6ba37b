import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams, { type BatchAppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import empties from 'google-protobuf/google/protobuf/empty_pb.js';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { ExpectedRevision } from '#libs/kernel/event-store';
import type { EncodedEvent } from '#libs/kernel/log/append-encoding';

/** An append whose JSON is written out, under the stream's name on the server. */
export interface EncodedAppend {
  readonly stream: string;
  readonly events: readonly EncodedEvent[];
  readonly expected: ExpectedRevision;
}

/** An append of many small events is longer on the wire than what counts of it; a message holds 17 MiB, and the client sends parts of this size. */
const PART_BYTES = 3 * 1024 * 1024;

/** What an event takes on the wire beside its own bytes: its id, the names of its members, lengths. At most. */
const EVENT_OVERHEAD_BYTES = 160;

/**
 * How much longer than the caller the server may take its time, in milliseconds. The deadline on the wire is a time of day: a server whose clock is ahead would
 * otherwise refuse every append.
 */
const CLOCK_DIFFERENCE_MS = 5 * 60_000;

const proposal = ({
  id,
  type,
  data,
  metadata,
}: EncodedEvent): { message: BatchAppendReq.ProposedMessage; bytes: number } => {
  const message = new streams.BatchAppendReq.ProposedMessage();
  const properties = message.getMetadataMap();
  properties.set('type', type);
  properties.set('content-type', 'application/json');
  const [dataBytes, metadataBytes] = [Buffer.from(data), Buffer.from(metadata)];
  message.setId(new shared.UUID().setString(id)).setData(dataBytes).setCustomMetadata(metadataBytes);
  return { message, bytes: dataBytes.length + metadataBytes.length + 3 * type.length + EVENT_OVERHEAD_BYTES };
};

const optionsOf = ({ stream, expected }: EncodedAppend, timeoutMs: number): BatchAppendReq.Options => {
  const deadline = timestamps.Timestamp.fromDate(new Date(Date.now() + timeoutMs + CLOCK_DIFFERENCE_MS));
  const options = new streams.BatchAppendReq.Options()
    .setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(stream)))
    .setDeadline(deadline);
  return expected === 'noStream'
    ? options.setNoStream(new empties.Empty())
    : options.setStreamPosition(expected.toString());
};

/** The messages of one append: the first says where it goes, the last that it is complete. */
export const appendRequests = (
  append: EncodedAppend,
  correlationId: string,
  timeoutMs: number,
): readonly BatchAppendReq[] => {
  const newPart = () => new streams.BatchAppendReq().setCorrelationId(new shared.UUID().setString(correlationId));
  let part = newPart().setOptions(optionsOf(append, timeoutMs));
  const parts = [part];
  let partBytes = 0;
  for (const event of append.events) {
    const { message, bytes } = proposal(event);
    if (partBytes > 0 && partBytes + bytes > PART_BYTES) {
      part = newPart();
      parts.push(part);
      partBytes = 0;
    }
    part.addProposedMessages(message);
    partBytes += bytes;
  }
  part.setIsFinal(true);
  return parts;
};
