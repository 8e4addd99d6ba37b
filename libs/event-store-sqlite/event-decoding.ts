import type { Position, RecordedEvent } from '#libs/kernel/event-store';
import { EventStoreError, START } from '#libs/kernel/event-store';
import type { JsonObject } from '#libs/kernel/json';

/** Columns of an event that the port shows, in the order in which `decodeEvent` takes them, from `EVENT_TABLES`. */
export const EVENT_COLUMNS = 'e.position, s.name, e.revision, t.name, e.created, hex(e.id), e.metadata, e.data';

/** A row of `EVENT_COLUMNS`: position, stream, revision, type, created in epoch milliseconds, id in hex, and the two JSON texts. */
export type EventRow = [
  position: number,
  stream: string,
  revision: number,
  type: string,
  created: number,
  id: string,
  metadata: string,
  data: string,
];

const POSITION_DIGITS = 20;

/** A position as the port gives it: decimal, padded so that positions compare as strings. */
export const positionText = (position: number): Position =>
  position === 0 ? START : String(position).padStart(POSITION_DIGITS, '0');

/** The number behind a position; 0 for `START`. */
export const positionNumber = (position: Position): number => {
  if (position === START) return 0;
  const number = Number(position);
  if (/^\d{20}$/.test(position) && Number.isSafeInteger(number)) return number;
  throw new EventStoreError('invalidRequest', `${JSON.stringify(position)} is not a position of this store`);
};

/** SQLite's integers arrive as floats; past 2^53 that would be another number. */
const exact = (integer: number): bigint => {
  if (!Number.isSafeInteger(integer)) throw new RangeError(`revision ${integer} is beyond what this store can count`);
  return BigInt(integer);
};

/** A UUID from its hex digits. */
export const uuidOf = (hex: string): string => {
  const lower = hex.toLowerCase();
  return `${lower.slice(0, 8)}-${lower.slice(8, 12)}-${lower.slice(12, 16)}-${lower.slice(16, 20)}-${lower.slice(20)}`;
};

/** Size of a row's texts in UTF-16 units: near enough for a limit on memory. */
export const sizeOfRow = (row: EventRow): number => row[6].length + row[7].length;

/** Throws an error that says where: one row that somebody has edited stops every reader of the log. */
const jsonOf = (member: string, text: string, stream: string, revision: EventRow[2]): JsonObject => {
  try {
    return JSON.parse(text) as JsonObject;
  } catch (cause) {
    throw new Error(
      `the ${member} of ${stream} at revision ${String(revision)} is not JSON; restore the log from a backup`,
      { cause },
    );
  }
};

export const decodeEvent = ([
  position,
  stream,
  revision,
  type,
  created,
  id,
  metadata,
  data,
]: EventRow): RecordedEvent => ({
  id: uuidOf(id),
  stream,
  revision: exact(revision),
  position: positionText(position),
  type,
  created: new Date(created).toISOString(),
  metadata: metadata === '' ? {} : jsonOf('metadata', metadata, stream, revision),
  data: jsonOf('data', data, stream, revision),
});
