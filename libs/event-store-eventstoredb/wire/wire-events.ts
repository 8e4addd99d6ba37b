import type { UUID } from '@eventstore/db-client/generated/shared_pb.js';
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Position, RecordedEvent } from '#libs/kernel/event-store';
import type { JsonObject } from '#libs/kernel/json';
import { positionOf } from './positions.ts';
import type { StreamNaming } from './stream-naming.ts';

type WireEvent = ReadResp.ReadEvent.RecordedEvent;

const TICKS_PER_MILLISECOND = 10_000n;

/** A UUID of an answer, which servers write as text or as two numbers; in lower case. */
export const uuidText = (uuid: UUID | undefined): string => {
  const bits = uuid?.getStructured();
  if (bits === undefined) return uuid?.getString().toLowerCase() ?? '';
  const half = (signed: string): string => BigInt.asUintN(64, BigInt(signed)).toString(16).padStart(16, '0');
  const digits = half(bits.getMostSignificantBits()) + half(bits.getLeastSignificantBits());
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};

const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');

/** Undefined for what is not a JSON object: the port has no words for it. */
export const jsonObjectOf = (bytes: Uint8Array): JsonObject | undefined => {
  try {
    const value: unknown = JSON.parse(textOf(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
};

const createdText = (ticks: string | undefined): string =>
  new Date(Number(BigInt(ticks ?? 0) / TICKS_PER_MILLISECOND)).toISOString();

export const streamOf = (event: WireEvent): string =>
  textOf(event.getStreamIdentifier()?.getStreamName_asU8() ?? new Uint8Array());

/** Place of an event in `$all`. */
export const placeOf = (event: WireEvent): Position =>
  positionOf({ commit: event.getCommitPosition(), prepare: event.getPreparePosition() });

/** The place up to which a filtered subscription has looked at everything, where the answer says so. */
export const checkpointOf = (response: ReadResp): Position | undefined => {
  const checkpoint = response.getCheckpoint();
  return checkpoint && positionOf({ commit: checkpoint.getCommitPosition(), prepare: checkpoint.getPreparePosition() });
};

/** Bytes of an event's texts, for limits on memory. */
export const sizeOf = (event: WireEvent): number => event.getData_asU8().length + event.getCustomMetadata_asU8().length;

/** An event as the port shows it; undefined where it is none of the log's: a stream of the server or of others, or no JSON. */
export const decodeEvent = (event: WireEvent, naming: StreamNaming): RecordedEvent | undefined => {
  const stream = naming.inLog(streamOf(event));
  const properties = event.getMetadataMap();
  const type = properties.get('type');
  // Types that begin like this are the server's words: links, the end of a stream.
  if (stream === undefined || type === undefined || type.startsWith('$')) return undefined;
  if (properties.get('content-type') !== 'application/json') return undefined;
  const data = jsonObjectOf(event.getData_asU8());
  const written = event.getCustomMetadata_asU8();
  // Other programs may write events without metadata.
  const metadata = written.length === 0 ? {} : jsonObjectOf(written);
  if (data === undefined || metadata === undefined) return undefined;
  return {
    id: uuidText(event.getId()),
    stream,
    revision: BigInt(event.getStreamRevision()),
    position: placeOf(event),
    type,
    created: createdText(properties.get('created')),
    metadata,
    data,
  };
};
