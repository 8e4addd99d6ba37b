import type { Database } from 'better-sqlite3';
import { streamOfMetadata } from '#libs/kernel/log/stream-metadata';
import { EVENT_TABLES, pageOrder } from './page-sql.ts';
import type { Direction } from './page-sql.ts';
import { SOFT_DELETED, TOMBSTONED } from './store-schema.ts';

/** A stream as its readers may see it. */
export type ReadableStream =
  | {
      readonly status: 'found';
      readonly key: number;
      /** The first revision that truncation leaves; the one after the last where it leaves none. */
      readonly firstRevision: number;
      readonly lastRevision: number;
      /** Events written before this, in epoch milliseconds, are too old. */
      readonly notBefore: number;
    }
  | { readonly status: 'missing' }
  | { readonly status: 'tombstoned' };

export type FoundStream = Extract<ReadableStream, { status: 'found' }>;

/** Computed in SQL, whose integers have 64 bits as `truncate_before` needs; the result fits a float. */
const FIRST_REVISION = `min(last_revision + 1, max(0, ifnull(truncate_before, 0), last_revision + 1 - ifnull(max_count, last_revision + 1)))`;

/** Reads of one stream, with what its metadata leaves out. `columns` of `EVENT_TABLES`; `where` may ask for more. */
export const prepareStreamPages = <Row extends unknown[]>(database: Database, columns: string, where = 'TRUE') => {
  const find = database
    .prepare<[string], [number, number, number, number, number | null]>(
      `SELECT key, last_revision, deletion, ${FIRST_REVISION}, max_age FROM streams WHERE name = ?`,
    )
    .raw();
  const page = (direction: Direction) =>
    database
      .prepare<[number, number, number, number, number], Row>(
        `SELECT ${columns} FROM ${EVENT_TABLES}
         WHERE e.stream = ? AND e.revision BETWEEN ? AND ? AND e.created >= ? AND ${where}
         ORDER BY e.revision ${pageOrder(direction)} LIMIT ?`,
      )
      .raw();
  const pages = { forwards: page('forwards'), backwards: page('backwards') };

  return {
    find: (name: string): ReadableStream => {
      const described = streamOfMetadata(name);
      if (described !== undefined && find.get(described)?.[2] === TOMBSTONED) return { status: 'tombstoned' };
      const row = find.get(name);
      if (row === undefined) return { status: 'missing' };
      const [key, lastRevision, deletion, firstRevision, maxAge] = row;
      if (deletion === TOMBSTONED) return { status: 'tombstoned' };
      if (deletion === SOFT_DELETED || lastRevision < 0) return { status: 'missing' };
      return {
        status: 'found',
        key,
        firstRevision: described === undefined ? firstRevision : lastRevision,
        lastRevision,
        notBefore: maxAge === null ? 0 : Date.now() - maxAge,
      };
    },
    /** Rows from a revision on, inclusive, in order. */
    rows: (
      { key, firstRevision, lastRevision, notBefore }: FoundStream,
      from: bigint,
      direction: Direction,
      limit: number,
    ): IterableIterator<Row> => {
      const start = from > BigInt(lastRevision) ? lastRevision + 1 : Number(from);
      return direction === 'forwards'
        ? pages.forwards.iterate(key, Math.max(start, firstRevision), lastRevision, notBefore, limit)
        : pages.backwards.iterate(key, firstRevision, Math.min(start, lastRevision), notBefore, limit);
    },
  };
};
