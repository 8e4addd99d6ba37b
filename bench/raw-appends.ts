import Database from 'better-sqlite3';
import { STORE_SCHEMA } from '#libs/event-store-sqlite/store-schema';
import type { SampleAppend } from './sample-append.ts';

/**
 * What the embedded store is measured against: better-sqlite3 alone, the same schema, indexes, rows and durability,
 * on the main thread, with nothing to check, nobody to answer and no other process to share with.
 */
export const openRawStore = (file: string, pragmas: readonly string[]) => {
  const database = new Database(file);
  database.exec(STORE_SCHEMA);
  database.pragma('journal_mode = WAL');
  for (const pragma of pragmas) database.pragma(pragma);
  const insertStream = database.prepare<[string]>(
    'INSERT INTO streams (name, category, last_revision) VALUES (?, 1, 0)',
  );
  const insertEvent = database.prepare<[number | bigint, number, string, string, string]>(
    `INSERT INTO events (stream, revision, category, type, created, content, id, metadata, data)
     VALUES (?, 0, 1, 1, ?, 1, unhex(?, '-'), ?, ?)`,
  );
  const insertCommand = database.prepare<[number | bigint, string]>(
    "INSERT INTO commands (stream, command, first_revision, last_revision) VALUES (?, unhex(?, '-'), 0, 0)",
  );
  const append = ({ stream, commandId, event: { id, metadata, data } }: SampleAppend): void => {
    const key = insertStream.run(stream).lastInsertRowid;
    insertEvent.run(key, Date.now(), id, JSON.stringify(metadata), JSON.stringify(data));
    insertCommand.run(key, commandId);
  };
  return {
    /** All in one transaction. */
    appendBatch: database.transaction((batch: readonly SampleAppend[]) => {
      for (const item of batch) append(item);
    }),
    count: () => database.prepare<[], number>('SELECT count(*) FROM events').pluck().get() ?? 0,
    close: () => database.close(),
  };
};
