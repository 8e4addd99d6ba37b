import type { Database } from 'better-sqlite3';
import { categoryOf } from '#libs/kernel/fact';
import type { EncodedEvent } from '#libs/kernel/log/append-encoding';
import type { AppendOutcome, AppendRequest } from './append-protocol.ts';
import { NO_STREAM } from './append-protocol.ts';
import { CONTENT_JSON } from './store-schema.ts';

const TOMBSTONED = 2;

/** A table of names with integer keys, made as they come up. `forget` after a rollback: keys made since may be gone. */
const nameTable = (database: Database, table: 'categories' | 'event_types') => {
  const keys = new Map<string, number>();
  const find = database.prepare<[string], number>(`SELECT key FROM ${table} WHERE name = ?`).pluck();
  const insert = database.prepare<[string], number>(`INSERT INTO ${table} (name) VALUES (?) RETURNING key`).pluck();
  return {
    keyOf: (name: string): number => {
      let key = keys.get(name);
      if (key !== undefined) return key;
      key = find.get(name) ?? insert.get(name);
      if (key === undefined) throw new Error(`no key was given to ${name}`);
      keys.set(name, key);
      return key;
    },
    forget: () => keys.clear(),
  };
};

/** The statements of an append. Each runs inside the transaction that the caller began. */
export const prepareAppend = (database: Database) => {
  const categories = nameTable(database, 'categories');
  const types = nameTable(database, 'event_types');
  const findStream = database
    .prepare<[string], [number, number, number, number]>(
      'SELECT key, category, last_revision, deletion FROM streams WHERE name = ?',
    )
    .raw();
  const createStream = database.prepare<[string, number, number]>(
    'INSERT INTO streams (name, category, last_revision) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const moveStream = database.prepare<[number, number]>('UPDATE streams SET last_revision = ? WHERE key = ?');
  const insertEvent = database.prepare<[number, number, number, number, number, string, string, string]>(
    `INSERT INTO events (stream, revision, category, type, created, content, id, metadata, data)
     VALUES (?, ?, ?, ?, ?, ${CONTENT_JSON}, unhex(?, '-'), ?, ?)`,
  );
  const insertCommand = database.prepare<[number, string, number, number]>(
    "INSERT INTO commands (stream, command, first_revision, last_revision) VALUES (?, unhex(?, '-'), ?, ?)",
  );
  const findLiteral = database
    .prepare<[number, number, string], number>(
      "SELECT position FROM events WHERE stream = ? AND revision = ? AND id = unhex(?, '-')",
    )
    .pluck();

  const write = (
    request: AppendRequest,
    stream: number,
    category: number,
    first: number,
    created: number,
  ): AppendOutcome => {
    let position = 0;
    let revision = first;
    for (const { id, type, metadata, data } of request.events) {
      const inserted = insertEvent.run(stream, revision, category, types.keyOf(type), created, id, metadata, data);
      position = Number(inserted.lastInsertRowid);
      revision += 1;
    }
    if (request.commandId !== undefined) insertCommand.run(stream, request.commandId, first, revision - 1);
    return { ticket: request.ticket, status: 'appended', revision: revision - 1, position };
  };

  /** Position of the last event where exactly these events stand from `first` on. */
  const positionOfResend = (stream: number, first: number, events: readonly EncodedEvent[]): number | undefined => {
    let position: number | undefined;
    for (const [index, { id }] of events.entries()) {
      position = findLiteral.get(stream, first + index, id);
      if (position === undefined) return undefined;
    }
    return position;
  };

  return {
    /** Writes one append, or finds why not: its outcome does not touch the others of the transaction. `created` in epoch milliseconds. */
    append: (request: AppendRequest, created: number): AppendOutcome => {
      const { ticket, stream: name, expected, events } = request;
      const last = expected + events.length;
      if (expected === NO_STREAM) {
        const category = categories.keyOf(categoryOf(name));
        const inserted = createStream.run(name, category, last);
        if (inserted.changes === 1) return write(request, Number(inserted.lastInsertRowid), category, 0, created);
      }
      const found = findStream.get(name);
      if (found === undefined) return { ticket, status: 'conflict', actual: NO_STREAM };
      const [stream, category, actual, deletion] = found;
      if (deletion === TOMBSTONED) return { ticket, status: 'tombstoned' };
      if (actual === expected) {
        moveStream.run(last, stream);
        return write(request, stream, category, expected + 1, created);
      }
      const position = actual >= last ? positionOfResend(stream, expected + 1, events) : undefined;
      return position === undefined
        ? { ticket, status: 'conflict', actual }
        : { ticket, status: 'appended', revision: last, position };
    },
    /** To be called after a rollback. */
    forget: () => {
      categories.forget();
      types.forget();
    },
  };
};
