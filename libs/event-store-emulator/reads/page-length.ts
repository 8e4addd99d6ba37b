import type { RecordedLogEvent } from '#libs/kernel/log/event-log';

const SHORTEST = 16;
const LONGEST = 1024;
const BYTES = 1024 * 1024;

const sizeOf = (events: readonly RecordedLogEvent[]): number =>
  events.reduce((bytes, { data, metadata }) => bytes + data.length + metadata.length, 0);

/**
 * How many events to read next: about a megabyte of those that came last, since an event may be as large as that, and hundreds of readers hold a page each.
 * `length` is what was asked for last.
 */
export const nextPageLength = (length: number, events: readonly RecordedLogEvent[]): number => {
  if (events.length === 0) return length;
  const fitting = Math.floor((BYTES * events.length) / (sizeOf(events) + 1));
  return Math.max(SHORTEST, Math.min(fitting, length * 2, LONGEST));
};

/** How many events to read first, while nothing is known of them. */
export const FIRST_PAGE_LENGTH = SHORTEST;
