import type { Database } from 'better-sqlite3';
import type { TOMBSTONE_REVISION } from '#libs/kernel/log/event-log';
import { nameTable } from './name-table.ts';
import { CONTENT_BYTES, CONTENT_JSON, HIDDEN_CATEGORY } from './store-schema.ts';
import type { StreamRow } from './stream-rows.ts';
import type { WrittenEvent } from './write-protocol.ts';

/** Where an event stands. */
export interface EventPlace {
  readonly revision: number;
  readonly position: number;
}

/** The statements on events. Each runs inside the transaction that the caller began. */
export const prepareEventRows = (database: Database) => {
  const types = nameTable(database, 'event_types');
  type Content = string | Uint8Array;
  const insert = database.prepare<[number, number | bigint, number, number, number, number, string, Content, Content]>(
    `INSERT INTO events (stream, revision, category, type, created, content, id, metadata, data)
     VALUES (?, ?, ?, ?, ?, ?, unhex(?, '-'), ?, ?)`,
  );
  const insertId = database.prepare<[number, string, number]>(
    `INSERT INTO event_ids (stream, id, position) VALUES (?, unhex(?, '-'), ?)
     ON CONFLICT DO UPDATE SET position = excluded.position`,
  );
  const insertCommand = database.prepare<[number, string, number, number]>(
    "INSERT INTO commands (stream, command, first_revision, last_revision) VALUES (?, unhex(?, '-'), ?, ?)",
  );
  const findAt = database
    .prepare<[number, number, string], number>(
      "SELECT position FROM events WHERE stream = ? AND revision = ? AND id = unhex(?, '-')",
    )
    .pluck();
  const findIndexed = database.prepare<[number, string], EventPlace>(
    `SELECT e.revision, e.position FROM event_ids i JOIN events e ON e.position = i.position
     WHERE i.stream = ? AND i.id = unhex(?, '-')`,
  );
  const findAnywhere = database.prepare<[number, string], EventPlace>(
    "SELECT revision, position FROM events WHERE stream = ? AND id = unhex(?, '-') ORDER BY revision DESC LIMIT 1",
  );
  const withTruncation = database
    .prepare<[bigint, number, number], string>(
      `SELECT json_set(data, '$."$tb"', ?) FROM events
       WHERE stream = ? AND revision = ? AND content = ${CONTENT_JSON}
         AND CASE WHEN json_valid(data) THEN json_type(data) = 'object' END`,
    )
    .pluck();

  return {
    /** Answers with the position. `created` in epoch milliseconds. */
    insert: (
      { key, category }: StreamRow,
      revision: number | typeof TOMBSTONE_REVISION,
      { id, type, data, metadata, form = 'jsonObjects' }: WrittenEvent,
      created: number,
    ): number => {
      const shownIn = form === 'jsonObjects' ? category : HIDDEN_CATEGORY;
      const content = form === 'bytes' ? CONTENT_BYTES : CONTENT_JSON;
      const typeKey = types.keyOf(type);
      return Number(insert.run(key, revision, shownIn, typeKey, created, content, id, metadata, data).lastInsertRowid);
    },
    indexId: ({ key }: StreamRow, id: string, position: number): void => {
      insertId.run(key, id, position);
    },
    indexCommand: ({ key }: StreamRow, commandId: string, firstRevision: number, lastRevision: number): void => {
      insertCommand.run(key, commandId, firstRevision, lastRevision);
    },
    /** Position of this very event, where it stands at this revision. */
    findAt: ({ key }: StreamRow, revision: number, id: string): number | undefined => findAt.get(key, revision, id),
    /** Where this very event stands in the stream, the last time where its id was written twice. Looks at every event of a stream that has others than those in the index. */
    findById: ({ key, idsIndexed }: StreamRow, id: string): EventPlace | undefined =>
      findIndexed.get(key, id) ?? (idsIndexed ? undefined : findAnywhere.get(key, id)),
    /** The JSON of a stream's last event with another `$tb`, and everything else in it as it is written; undefined where SQLite reads no JSON object there. */
    withTruncation: ({ key, lastRevision }: StreamRow, truncateBefore: number): string | undefined =>
      withTruncation.get(BigInt(truncateBefore), key, lastRevision),
    /** To be called after a rollback. */
    forget: (): void => types.forget(),
  };
};

export type EventRows = ReturnType<typeof prepareEventRows>;
