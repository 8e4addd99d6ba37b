import type { UUID, StreamIdentifier } from '@eventstore/db-client/generated/shared_pb.js';
import type { LogEvent, RecordedLogEvent } from '#libs/kernel/log/event-log';
import { missingMetadata } from './call-error.ts';
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

const JSON_CONTENT = 'application/json';

/** An event of an append. Throws `CallError` where it lacks what every event has. */
export const eventFrom = (proposal: WireProposal): LogEvent => {
  const type = proposal.getMetadataMap().get('type');
  const content = proposal.getMetadataMap().get('content-type');
  if (!type || !content) throw missingMetadata();
  return {
    id: uuidFrom(proposal.getId()),
    type,
    // As EventStoreDB does: what is not called JSON is bytes, whatever else it is called.
    contentType: content === JSON_CONTENT ? JSON_CONTENT : 'application/octet-stream',
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
