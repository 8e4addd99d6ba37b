import type { EventPlace, EventRows } from './event-rows.ts';
import { SOFT_DELETED, TOMBSTONED } from './store-schema.ts';
import type { StreamRow } from './stream-rows.ts';
import { ANY, NO_STREAM, STREAM_EXISTS } from './write-protocol.ts';
import type { WriteEnd, WriteRequest } from './write-protocol.ts';

const conflict = ({ lastRevision }: StreamRow): WriteEnd => ({ status: 'conflict', actual: lastRevision });

const resent = ({ revision, position }: EventPlace): WriteEnd => ({ status: 'written', revision, position });

/** With no exact revision a resend is known by its ids, wherever in the stream they are. */
const checkById = (row: StreamRow, { events }: WriteRequest, rows: EventRows): WriteEnd | undefined => {
  const places = events.map(({ id }) => rows.findById(row, id));
  const found = places.filter((place) => place !== undefined);
  const last = places.at(-1);
  if (last !== undefined && found.length === events.length) return resent(last);
  return found.length === 0 ? undefined : conflict(row);
};

/** Before the stream's last revision only the very events are taken that stand there. */
const checkByPlace = (row: StreamRow, { expected, events }: WriteRequest, rows: EventRows): WriteEnd | undefined => {
  let place: EventPlace | undefined;
  for (const [index, { id }] of events.entries()) {
    const revision = expected + 1 + index;
    const position = rows.findAt(row, revision, id);
    if (position === undefined) {
      const beginsAnew = index === 0 && expected === NO_STREAM && row.deletion === SOFT_DELETED;
      return beginsAnew ? undefined : conflict(row);
    }
    place = { revision, position };
  }
  return place && resent(place);
};

/**
 * EventStoreDB's write check: undefined where the stream is as expected and is to be written; otherwise how the write has ended, which may be
 * that it was done before.
 */
export const checkWrite = (
  request: WriteRequest,
  row: StreamRow | undefined,
  rows: EventRows,
): WriteEnd | undefined => {
  const { expected } = request;
  if (row === undefined)
    return expected === ANY || expected === NO_STREAM ? undefined : { status: 'conflict', actual: NO_STREAM };
  if (row.deletion === TOMBSTONED) return { status: 'deleted' };
  if (expected === STREAM_EXISTS && row.deletion === SOFT_DELETED) return { status: 'deleted' };
  if (expected === ANY || expected === STREAM_EXISTS) return checkById(row, request, rows);
  if (expected === row.lastRevision) return undefined;
  return expected > row.lastRevision ? conflict(row) : checkByPlace(row, request, rows);
};
