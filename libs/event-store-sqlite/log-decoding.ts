import type { RecordedLogEvent } from '#libs/kernel/log/event-log';
import { TOMBSTONE_REVISION } from '#libs/kernel/log/event-log';
import { uuidOf } from './event-decoding.ts';
import { CONTENT_JSON } from './store-schema.ts';

/** Columns of any event, in the order in which `decodeLogEvent` takes them, from `EVENT_TABLES`. */
export const LOG_COLUMNS = `e.position, s.name, nullif(e.revision, ${TOMBSTONE_REVISION}), t.name, e.created, e.content, hex(e.id),
  CAST(e.metadata AS BLOB), CAST(e.data AS BLOB)`;

/** A row of `LOG_COLUMNS`. The one revision that does not fit a number comes as null. */
export type LogRow = [
  position: number,
  stream: string,
  revision: number | null,
  type: string,
  created: number,
  content: number,
  id: string,
  metadata: Uint8Array,
  data: Uint8Array,
];

/** Size of a row's content in bytes. */
export const sizeOfLogRow = (row: LogRow): number => row[7].byteLength + row[8].byteLength;

export const decodeLogEvent = ([
  position,
  stream,
  revision,
  type,
  created,
  content,
  id,
  metadata,
  data,
]: LogRow): RecordedLogEvent => ({
  id: uuidOf(id),
  stream,
  revision: revision === null ? TOMBSTONE_REVISION : BigInt(revision),
  position: BigInt(position),
  type,
  created,
  contentType: content === CONTENT_JSON ? 'application/json' : 'application/octet-stream',
  metadata,
  data,
});
