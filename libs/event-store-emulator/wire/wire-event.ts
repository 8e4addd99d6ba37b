import type { UUID, StreamIdentifier } from '@eventstore/db-client/generated/shared_pb.js';
import type { ContentType, LogEvent, RecordedLogEvent } from '#libs/kernel/log/event-log';
import { invalidArgument, missingMetadata } from './call-error.ts';
import { uuidFrom, wireStream, wireUuid, withPosition } from './wire-values.ts';

/** The `ProposedMessage` of either append. */
interface WireProposal {
  getId(): UUID | undefined;
  getMetadataMap(): { get(key: string): string | undefined };
  getCustomMetadata_asU8(): Uint8Array;
  getData_asU8(): Uint8Array;
}

/** The `RecordedEvent` of reads or of persistent subscriptions: two classes with the same members. */
interface WireRecordedEvent {
  setId(value: UUID): this;
  setStreamIdentifier(value: StreamIdentifier): this;
  setStreamRevision(value: string): this;
  setCommitPosition(value: string): this;
  setPreparePosition(value: string): this;
  getMetadataMap(): { set(key: string, value: string): object };
  setCustomMetadata(value: Uint8Array): this;
  setData(value: Uint8Array): this;
}

const contentTypes: readonly ContentType[] = ['application/json', 'application/octet-stream'];

/** An event of an append. Throws `CallError` where it lacks what every event has. */
export const eventFrom = (proposal: WireProposal): LogEvent => {
  const type = proposal.getMetadataMap().get('type');
  const content = proposal.getMetadataMap().get('content-type');
  if (!type || !content) throw missingMetadata();
  const contentType = contentTypes.find((known) => known === content);
  if (contentType === undefined) throw invalidArgument(`content-type must be one of ${contentTypes.join(', ')}`);
  return {
    id: uuidFrom(proposal.getId()),
    type,
    contentType,
    data: proposal.getData_asU8(),
    metadata: proposal.getCustomMetadata_asU8(),
  };
};

/** Fills an empty `RecordedEvent` of the wire. */
export const toWireEvent = <Wire extends WireRecordedEvent>(wire: Wire, event: RecordedLogEvent): Wire => {
  const metadata = wire.getMetadataMap();
  metadata.set('type', event.type);
  metadata.set('content-type', event.contentType);
  // Ticks of 100 ns since 1970.
  metadata.set('created', `${event.created}0000`);
  return withPosition(wire, event.position)
    .setId(wireUuid(event.id))
    .setStreamIdentifier(wireStream(event.stream))
    .setStreamRevision(event.revision.toString())
    .setCustomMetadata(event.metadata)
    .setData(event.data);
};
