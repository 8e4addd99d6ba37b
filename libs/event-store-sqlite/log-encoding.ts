import { isUtf8 } from 'node:buffer';
import { EventStoreError, MAX_APPEND_BYTES } from '#libs/kernel/event-store';
import { isUuid } from '#libs/kernel/log/append-encoding';
import type { LogEvent, LogExpectation } from '#libs/kernel/log/event-log';
import { streamOfMetadata } from '#libs/kernel/log/stream-metadata';
import type { EventForm, StreamWrite, WrittenEvent } from './write-protocol.ts';

const BYTES_PER_UTF16_UNIT = 2;

const invalid = (message: string): EventStoreError => new EventStoreError('invalidRequest', message);

/** Text where the bytes are such; otherwise a copy, since a view would take all of its buffer to the worker. */
const textOrCopy = (bytes: Uint8Array): string | Uint8Array =>
  isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString() : Uint8Array.from(bytes);

const objectOf = (text: string | Uint8Array): object | undefined => {
  if (typeof text !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** An event as it is written, and its metadata where that can be read. */
const encodeEvent = ({
  id,
  type,
  contentType,
  data: bytes,
  metadata: metadataBytes,
}: LogEvent): { readonly event: WrittenEvent; readonly members: object | undefined } => {
  if (!isUuid(id)) throw invalid(`the event id ${JSON.stringify(id)} is not a UUID`);
  if (type === '') throw invalid('an event needs a type');
  const isJson = contentType === 'application/json';
  const data = isJson ? textOrCopy(bytes) : Uint8Array.from(bytes);
  const metadata = textOrCopy(metadataBytes);
  if (!isJson) return { event: { id, type, data, metadata, form: 'bytes' }, members: undefined };
  const members = metadata === '' ? {} : objectOf(metadata);
  const form: EventForm = members !== undefined && objectOf(data) !== undefined ? 'jsonObjects' : 'otherJson';
  return { event: { id, type, data, metadata, form }, members: form === 'jsonObjects' ? members : undefined };
};

const requireSize = (events: readonly LogEvent[]): void => {
  const bytes = events.reduce(
    (sum, { type, data, metadata }) => sum + BYTES_PER_UTF16_UNIT * type.length + data.byteLength + metadata.byteLength,
    0,
  );
  if (bytes <= MAX_APPEND_BYTES) return;
  throw new EventStoreError('appendTooLarge', `the append has ${bytes} bytes; at most ${MAX_APPEND_BYTES} go into one`);
};

/** Checks what every write names; throws `invalidRequest`. */
export const requireWritable = (stream: string, expected: LogExpectation): void => {
  if (stream === '') throw invalid('a stream needs a name');
  if (typeof expected === 'bigint' && expected < 0n) throw invalid('revisions count from 0');
  const described = streamOfMetadata(stream);
  if (described === '' || (described !== undefined && streamOfMetadata(described) !== undefined)) {
    throw invalid(`${JSON.stringify(stream)} would be the metadata of no stream`);
  }
};

/** The same for a deletion or a tombstone. */
export const requireDeletable = (stream: string, expected: LogExpectation): void => {
  requireWritable(stream, expected);
  if (streamOfMetadata(stream) !== undefined)
    throw invalid(`${JSON.stringify(stream)} goes with its stream: delete that`);
};

/** Checks an append of bytes and makes of it what the worker takes; throws `invalidRequest` or `appendTooLarge`. */
export const encodeLogAppend = (stream: string, events: readonly LogEvent[]): StreamWrite => {
  if (events.length === 0) throw invalid('an append needs an event');
  requireSize(events);
  const encoded = events.map(encodeEvent);
  const commandId: unknown = Reflect.get(encoded[0]?.members ?? {}, 'commandId');
  return {
    stream,
    events: encoded.map(({ event }) => event),
    commandId: isUuid(commandId) ? commandId : undefined,
    indexIds: true,
  };
};
