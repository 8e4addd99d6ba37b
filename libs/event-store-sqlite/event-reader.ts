import type { Database, Statement } from 'better-sqlite3';
import type { AllPage, EventFilter, ReadAllOptions, ReadStreamOptions, RecordedEvent } from '#libs/kernel/event-store';
import { EventStoreError, START } from '#libs/kernel/event-store';
import type { EventRow } from './event-decoding.ts';
import { EVENT_COLUMNS, decodeEvent, positionNumber, positionText, sizeOfRow } from './event-decoding.ts';
import type { Direction } from './page-sql.ts';
import { EVENT_TABLES, MAX_PAGE, MAX_PAGE_SIZE, pageOrder } from './page-sql.ts';
import { HIDDEN_CATEGORY } from './store-schema.ts';
import { prepareStreamPages } from './stream-pages.ts';

const DEFAULT_ALL_PAGE = 1024;

/** What the port shows of the log. */
const SHOWN = `e.category <> ${HIDDEN_CATEGORY}`;

const pageLength = (max: number | undefined, usual: number): number => {
  if (max === undefined) return usual;
  if (Number.isInteger(max) && max >= 1 && max <= MAX_PAGE) return max;
  throw new EventStoreError('invalidRequest', `max is ${max}; ask for 1 to ${MAX_PAGE} events`);
};

/** Positions after one and up to another; with categories, the merged entries of an index, one run per category. */
const pageSql = (direction: Direction, categories: number | undefined): string => {
  const order = pageOrder(direction);
  const between = 'position > :after AND position <= :upTo';
  if (categories === undefined) {
    const within = between.replaceAll('position', 'e.position');
    return `SELECT ${EVENT_COLUMNS} FROM ${EVENT_TABLES} WHERE ${within} AND ${SHOWN} ORDER BY e.position ${order} LIMIT :limit`;
  }
  const runs = Array.from(
    { length: categories },
    (_, index) => `SELECT position FROM events WHERE category = :category${index} AND ${between}`,
  ).join(' UNION ALL ');
  const positions = `${runs} ORDER BY position ${order} LIMIT :limit`;
  return `SELECT ${EVENT_COLUMNS} FROM ${EVENT_TABLES} WHERE e.position IN (${positions}) ORDER BY e.position ${order}`;
};

/** The port's synchronous reads through a connection that cannot write; every statement is a short transaction of its own. */
export const prepareEventReader = (database: Database) => {
  const lastPosition = database.prepare<[], number | null>('SELECT max(position) FROM events').pluck();
  const firstShown = database
    .prepare<[], number>(`SELECT 1 FROM events WHERE category > ${HIDDEN_CATEGORY} LIMIT 1`)
    .pluck();
  const findCategory = database.prepare<[string], number>('SELECT key FROM categories WHERE name = ?').pluck();
  const dataVersion = database.prepare<[], number>('PRAGMA data_version').pluck();
  const streams = prepareStreamPages<EventRow>(database, EVENT_COLUMNS, SHOWN);
  // CROSS JOIN: SQLite keeps this order. Left to itself it looks at every event of the stream.
  const commandEvents = database
    .prepare<[string, string], EventRow>(
      `SELECT ${EVENT_COLUMNS} FROM commands c CROSS JOIN ${EVENT_TABLES}
       WHERE c.stream = (SELECT key FROM streams WHERE name = ?) AND c.command = unhex(?, '-')
         AND e.stream = c.stream AND e.revision BETWEEN c.first_revision AND c.last_revision AND ${SHOWN}
       ORDER BY e.revision`,
    )
    .raw();

  const allPages = new Map<string, Statement<[Record<string, number>], EventRow>>();
  const allPage = (direction: Direction, categories: number | undefined) => {
    const sql = pageSql(direction, categories);
    let statement = allPages.get(sql);
    if (statement === undefined) {
      statement = database.prepare<[Record<string, number>], EventRow>(sql).raw();
      allPages.set(sql, statement);
    }
    return statement;
  };

  const knownCategories = new Map<string, number>();
  /** Keys of those categories that have events by now. */
  const categoryKeys = ({ categories }: EventFilter): readonly number[] =>
    [...new Set(categories)].flatMap((name) => {
      const key = knownCategories.get(name) ?? findCategory.get(name);
      if (key === undefined) return [];
      knownCategories.set(name, key);
      return [key];
    });

  let shown = false;
  /**
   * The log begins with the first event that is shown: a log that holds nothing else is empty. From then on the end is that of all events, so that no
   * reader looks at hidden ones twice, and never lies before a place that a reader was given.
   */
  const head = (): number => {
    shown ||= firstShown.get() !== undefined;
    return shown ? (lastPosition.get() ?? 0) : 0;
  };

  const readAll = ({ from, direction = 'forwards', filter, max }: ReadAllOptions = {}): AllPage => {
    const length = pageLength(max, DEFAULT_ALL_PAGE);
    const start = from === undefined ? undefined : positionNumber(from);
    // The end is read first: what is committed after this line belongs to the next page, none of it is passed over.
    const end = head();
    const after = direction === 'forwards' ? (start ?? 0) : 0;
    const upTo = direction === 'forwards' ? end : Math.min(end, (start ?? end + 1) - 1);
    const categories = filter && categoryKeys(filter);
    const events: RecordedEvent[] = [];
    let more = false;
    if (categories === undefined || categories.length > 0) {
      const named = Object.fromEntries((categories ?? []).map((key, index) => [`category${index}`, key]));
      const rows = allPage(direction, categories?.length).iterate({ ...named, after, upTo, limit: length + 1 });
      let size = 0;
      for (const row of rows) {
        more = events.length === length || size > MAX_PAGE_SIZE;
        if (more) break;
        size += sizeOfRow(row);
        events.push(decodeEvent(row));
      }
    }
    const reached = direction === 'forwards' ? positionText(Math.max(end, after)) : START;
    return { events, next: more ? (events.at(-1)?.position ?? reached) : reached, end: !more };
  };

  return {
    head: () => positionText(head()),
    /** Changes whenever another connection has committed, of this process or of another. */
    dataVersion: () => dataVersion.get(),
    readAll,
    readStream: (name: string, { from, direction = 'forwards', max }: ReadStreamOptions = {}): RecordedEvent[] => {
      const length = pageLength(max, MAX_PAGE);
      if (from !== undefined && from < 0n) throw new EventStoreError('invalidRequest', 'revisions count from 0');
      const stream = streams.find(name);
      if (stream.status === 'missing') return [];
      if (stream.status === 'tombstoned') {
        throw new EventStoreError('streamDeleted', `stream ${name} was deleted for ever`);
      }
      const start = from ?? BigInt(direction === 'forwards' ? 0 : stream.lastRevision);
      return Array.from(streams.rows(stream, start, direction, length), decodeEvent);
    },
    findCommand: (stream: string, commandId: string): RecordedEvent[] =>
      commandEvents.all(stream, commandId).map(decodeEvent),
  };
};
