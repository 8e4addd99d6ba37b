import type { Database } from 'better-sqlite3';
import { EventStoreError } from '#libs/kernel/event-store';
import type {
  LogAllRead,
  LogFilter,
  LogPage,
  LogStreamPage,
  LogStreamRead,
  RecordedLogEvent,
} from '#libs/kernel/log/event-log';
import type { LogRow } from './log-decoding.ts';
import { decodeLogEvent, LOG_COLUMNS, sizeOfLogRow } from './log-decoding.ts';
import type { Direction } from './page-sql.ts';
import { EVENT_TABLES, MAX_PAGE, pageOrder } from './page-sql.ts';
import type { FoundStream } from './stream-pages.ts';
import { prepareStreamPages } from './stream-pages.ts';

/** A page ends with the event that takes it past so many bytes: each of a thousand slow subscriptions may be holding one. */
const MAX_PAGE_BYTES = 1024 * 1024;

const pageLength = (max: number, what: string): number => {
  if (Number.isInteger(max) && max >= 1) return Math.min(max, MAX_PAGE);
  throw new EventStoreError('invalidRequest', `${what} is ${max}; ask for at least one event`);
};

const matcherOf = ({ match }: LogFilter): ((text: string) => boolean) => {
  if ('prefixes' in match) return (text) => match.prefixes.some((prefix) => text.startsWith(prefix));
  // An expression with the flags g or y remembers where it was.
  return (text) => text.search(match.regex) >= 0;
};

const firstOf = (
  { from, direction }: Pick<LogStreamRead, 'from' | 'direction'>,
  { lastRevision }: FoundStream,
): bigint => {
  if (from === 'start') return 0n;
  if (from === 'end') return BigInt(direction === 'forwards' ? lastRevision + 1 : lastRevision);
  return from;
};

/** A stretch of the log, without its ends. */
interface Between {
  readonly direction: Direction;
  readonly after: number;
  readonly before: number;
}

/** What a page takes from it; `last` is the place of the last event considered. */
interface Taken {
  readonly events: readonly RecordedLogEvent[];
  readonly considered: number;
  readonly last: number | undefined;
}

/** Where a page of the whole log begins, exclusive, as a number: 0 is before every event. */
const placeOf = (from: LogAllRead['from'], direction: Direction, lastPosition: number): number => {
  if (from === 'start') return 0;
  if (from === 'end') return direction === 'forwards' ? lastPosition : lastPosition + 1;
  return Math.min(Number(from), Number.MAX_SAFE_INTEGER);
};

const endOf = (lastPosition: number | null): bigint | 'start' =>
  lastPosition === null ? 'start' : BigInt(lastPosition);

/** Reads of every event as bytes, through a connection that cannot write; every statement is a short transaction of its own. */
export const prepareLogReader = (database: Database) => {
  const streams = prepareStreamPages<LogRow>(database, LOG_COLUMNS);
  const dataVersion = database.prepare<[], number>('PRAGMA data_version').pluck();
  const ends = database
    .prepare<[], [number, number] | [null, null]>(
      'SELECT (SELECT min(position) FROM events), (SELECT max(position) FROM events)',
    )
    .raw();
  const allPage = <Row extends unknown[]>(columns: string, direction: Direction) =>
    database
      .prepare<[number, number, number], Row>(
        `SELECT ${columns} FROM ${EVENT_TABLES} WHERE e.position > ? AND e.position < ?
         ORDER BY e.position ${pageOrder(direction)} LIMIT ?`,
      )
      .raw();
  const events = {
    forwards: allPage<LogRow>(LOG_COLUMNS, 'forwards'),
    backwards: allPage<LogRow>(LOG_COLUMNS, 'backwards'),
  };
  type NameRow = [position: number, name: string];
  const named = (column: string) => ({
    forwards: allPage<NameRow>(`e.position, ${column}`, 'forwards'),
    backwards: allPage<NameRow>(`e.position, ${column}`, 'backwards'),
  });
  const names = { stream: named('s.name'), eventType: named('t.name') };

  /** Events in order, until a page of them is full. */
  const takePage = (rows: Iterable<LogRow>, length: number): { events: RecordedLogEvent[]; full: boolean } => {
    const page: RecordedLogEvent[] = [];
    let size = 0;
    for (const row of rows) {
      if (page.length === length || size > MAX_PAGE_BYTES) return { events: page, full: true };
      size += sizeOfLogRow(row);
      page.push(decodeLogEvent(row));
    }
    return { events: page, full: false };
  };

  const takeAll = ({ direction, after, before }: Between, length: number): Taken => {
    const page = takePage(events[direction].iterate(after, before, length), length).events;
    const last = page.at(-1);
    return { events: page, considered: page.length, last: last && Number(last.position) };
  };

  /** Looks at no more than `limit` events by their names, and takes those that match. */
  const takeMatches = (
    filter: LogFilter,
    { direction, after, before }: Between,
    length: number,
    limit: number,
  ): Taken => {
    const matches = matcherOf(filter);
    const page: RecordedLogEvent[] = [];
    let considered = 0;
    let size = 0;
    let last: number | undefined;
    for (const [position, name] of names[filter.by][direction].all(after, before, limit)) {
      considered += 1;
      last = position;
      if (!matches(name)) continue;
      const row = events.forwards.get(position - 1, position + 1, 1);
      if (row === undefined) continue;
      size += sizeOfLogRow(row);
      page.push(decodeLogEvent(row));
      if (page.length === length || size > MAX_PAGE_BYTES) break;
    }
    return { events: page, considered, last };
  };

  return {
    /** Changes whenever another connection has committed, of this process or of another. */
    dataVersion: () => dataVersion.get(),
    head: (): bigint | undefined => {
      const last = ends.get()?.[1] ?? undefined;
      return last === undefined ? undefined : BigInt(last);
    },
    readStream: (name: string, read: LogStreamRead): LogStreamPage => {
      const length = pageLength(read.max, 'max');
      const stream = streams.find(name);
      if (stream.status !== 'found') return stream;
      const rows = streams.rows(stream, firstOf(read, stream), read.direction, length + 1);
      const page = takePage(rows, length);
      const lastRevision = BigInt(stream.lastRevision);
      return { status: 'found', events: page.events, end: !page.full, lastRevision };
    },
    readAll: ({ from, direction, max, maxConsidered = MAX_PAGE, filter }: LogAllRead): LogPage => {
      const length = pageLength(max, 'max');
      const limit = pageLength(maxConsidered, 'maxConsidered');
      // The ends are read first: what is committed after this line belongs to the next page, none of it is passed over.
      const [firstPosition, lastPosition] = ends.get() ?? [null, null];
      const start = placeOf(from, direction, lastPosition ?? 0);
      const between: Between =
        direction === 'forwards'
          ? { direction, after: start, before: (lastPosition ?? 0) + 1 }
          : { direction, after: 0, before: Math.min(start, (lastPosition ?? 0) + 1) };
      const page = filter === undefined ? takeAll(between, length) : takeMatches(filter, between, length, limit);
      const reached = page.last ?? start;
      return {
        events: page.events,
        considered: page.considered,
        next: page.last !== undefined ? BigInt(page.last) : from === 'end' ? endOf(lastPosition) : from,
        end: direction === 'forwards' ? reached >= (lastPosition ?? 0) : reached <= (firstPosition ?? Infinity),
      };
    },
  };
};
