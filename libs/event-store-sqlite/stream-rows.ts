import type { Database } from 'better-sqlite3';
import { categoryOf } from '#libs/kernel/fact';
import type { StreamLimits } from '#libs/kernel/log/stream-metadata';
import { TRUNCATED_WHOLLY } from '#libs/kernel/log/stream-metadata';
import { isHiddenStream } from './hidden-streams.ts';
import { nameTable } from './name-table.ts';
import { HIDDEN_CATEGORY, LIVE, SOFT_DELETED, TOMBSTONED } from './store-schema.ts';

/** A stream as the writer needs it. */
export interface StreamRow {
  readonly key: number;
  readonly category: number;
  /** -1 where it has no event yet. */
  readonly lastRevision: number;
  readonly deletion: number;
  readonly idsIndexed: boolean;
}

const MILLISECONDS = 1_000n;
const LONGEST_AGE = BigInt(Number.MAX_SAFE_INTEGER);

const inMilliseconds = (seconds: bigint): bigint =>
  seconds * MILLISECONDS < LONGEST_AGE ? seconds * MILLISECONDS : LONGEST_AGE;

/** The statements on streams. Each runs inside the transaction that the caller began. */
export const prepareStreamRows = (database: Database) => {
  const categories = nameTable(database, 'categories');
  const find = database
    .prepare<[string], [number, number, number, number, number]>(
      'SELECT key, category, last_revision, deletion, ids_indexed FROM streams WHERE name = ?',
    )
    .raw();
  const create = database.prepare<[string, number, number, number]>(
    'INSERT INTO streams (name, category, last_revision, ids_indexed) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const move = database.prepare<[number, number, number]>(
    'UPDATE streams SET last_revision = ?, ids_indexed = min(ids_indexed, ?) WHERE key = ?',
  );
  const limit = database.prepare<[string, number, number, bigint | null, bigint | null, bigint | null]>(
    `INSERT INTO streams (name, category, last_revision, ids_indexed, deletion, truncate_before, max_count, max_age)
     VALUES (?, ?, -1, 1, ?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET deletion = excluded.deletion,
       truncate_before = excluded.truncate_before, max_count = excluded.max_count, max_age = excluded.max_age`,
  );
  const end = database.prepare<[number]>(`UPDATE streams SET deletion = ${TOMBSTONED} WHERE key = ?`);

  const categoryKeyOf = (name: string): number =>
    isHiddenStream(name) ? HIDDEN_CATEGORY : categories.keyOf(categoryOf(name));

  return {
    find: (name: string): StreamRow | undefined => {
      const row = find.get(name);
      if (row === undefined) return undefined;
      const [key, category, lastRevision, deletion, idsIndexed] = row;
      return { key, category, lastRevision, deletion, idsIndexed: idsIndexed === 1 };
    },
    /** Answers with nothing where the stream is there already. */
    create: (name: string, lastRevision: number, idsIndexed: boolean): StreamRow | undefined => {
      const category = categoryKeyOf(name);
      const { changes, lastInsertRowid } = create.run(name, category, lastRevision, idsIndexed ? 1 : 0);
      return changes === 1
        ? { key: Number(lastInsertRowid), category, lastRevision, deletion: LIVE, idsIndexed }
        : undefined;
    },
    move: ({ key }: StreamRow, lastRevision: number, idsIndexed: boolean): void => {
      move.run(lastRevision, idsIndexed ? 1 : 0, key);
    },
    /** What the stream's metadata says from now on; the stream itself may come later. Not for a tombstoned one. */
    limit: (name: string, { truncateBefore, maxCount, maxAge }: StreamLimits): void => {
      const deletion = truncateBefore === TRUNCATED_WHOLLY ? SOFT_DELETED : LIVE;
      const age = maxAge === undefined ? null : inMilliseconds(maxAge);
      limit.run(name, categoryKeyOf(name), deletion, truncateBefore ?? null, maxCount ?? null, age);
    },
    tombstone: ({ key }: StreamRow): void => {
      end.run(key);
    },
    /** To be called after a rollback. */
    forget: (): void => categories.forget(),
  };
};
