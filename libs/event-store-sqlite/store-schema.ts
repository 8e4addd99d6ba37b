/** Marks a file as a Juchu event store: "JUCH" in the SQLite header's application id. */
export const STORE_APPLICATION_ID = 0x4a554348;

/** Version of the schema below, kept in the SQLite header's user version. A released version is never edited: add a migration. */
export const STORE_SCHEMA_VERSION = 2;

/** `events.content`: what the event's content type says of `data`. */
export const CONTENT_BYTES = 0;
export const CONTENT_JSON = 1;

/** `events.category` of what the port does not show, and `streams.category` of its streams; others are keys of `categories`. */
export const HIDDEN_CATEGORY = 0;

/** `streams.deletion`: `SOFT_DELETED` is what `$tb` at the end of 64 bits makes of a stream; an append makes it live again. */
export const LIVE = 0;
export const SOFT_DELETED = 1;
export const TOMBSTONED = 2;

/**
 * The log. Appends touch every index, so there are few, and all but the stream names grow at their right-hand edge:
 * integer keys for streams, types and categories, 16-byte ids, commands in a table that is its own index.
 * JSON is stored as text, so that any SQLite tool and its JSON functions can read it; other content as a blob.
 *
 * A tombstone is a row of `events` like any other, at the revision that EventStoreDB gives it, 9223372036854775807: SQLite's integers hold it, and
 * the index keeps it behind all others of its stream. `streams.last_revision` stays that of the last event before it. JavaScript's numbers hold neither that
 * revision nor a `truncate_before` of the same size, so both are compared in SQL and leave it as NULL or not at all: every other revision fits 53 bits.
 *
 * A row of `streams` may have no event yet (`last_revision` -1): its metadata, in the stream `$$<name>`, came first.
 */
export const STORE_SCHEMA = `
  CREATE TABLE store (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    id TEXT NOT NULL,
    simulation INTEGER NOT NULL CHECK (simulation IN (0, 1)),
    created INTEGER NOT NULL, -- milliseconds since 1970, UTC
    log_id TEXT -- that of the store, or one of its own in a copy
  );
  CREATE TABLE categories (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  );
  CREATE TABLE event_types (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  );
  CREATE TABLE streams (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    category INTEGER NOT NULL, -- 0 where the port does not show the stream
    last_revision INTEGER NOT NULL,
    deletion INTEGER NOT NULL DEFAULT 0 CHECK (deletion IN (0, 1, 2)), -- live, soft-deleted, tombstoned
    truncate_before INTEGER,
    max_count INTEGER,
    max_age INTEGER, -- milliseconds
    ids_indexed INTEGER NOT NULL DEFAULT 0 -- whether event_ids has all its events
  );
  CREATE TABLE events (
    position INTEGER PRIMARY KEY, -- commit order: assigned under the write lock
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    category INTEGER NOT NULL, -- the stream's, repeated here for filtered reads; 0 also for what is no JSON object
    type INTEGER NOT NULL,
    created INTEGER NOT NULL, -- milliseconds since 1970, UTC
    content INTEGER NOT NULL, -- 1 JSON, 0 bytes
    id BLOB NOT NULL, -- 16 bytes
    metadata BLOB NOT NULL,
    data BLOB NOT NULL
  );
  CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
  CREATE INDEX events_by_category ON events (category, position);
  CREATE TABLE commands (
    stream INTEGER NOT NULL,
    command BLOB NOT NULL, -- 16 bytes
    first_revision INTEGER NOT NULL,
    last_revision INTEGER NOT NULL,
    PRIMARY KEY (stream, command, first_revision)
  ) WITHOUT ROWID;
  CREATE TABLE event_ids ( -- only of events written through the log of bytes, which recognises resends by them
    stream INTEGER NOT NULL,
    id BLOB NOT NULL, -- 16 bytes
    position INTEGER NOT NULL,
    PRIMARY KEY (stream, id)
  ) WITHOUT ROWID;
`;

/** What makes a file of the version before into one of the version named; each runs in the transaction that writes that version down. None depends on the size of the log. */
export const STORE_MIGRATIONS: ReadonlyMap<number, string> = new Map([
  [
    2,
    `
      ALTER TABLE store ADD COLUMN log_id TEXT;
      UPDATE store SET log_id = id;
      ALTER TABLE streams ADD COLUMN ids_indexed INTEGER NOT NULL DEFAULT 0;
      CREATE TABLE event_ids (
        stream INTEGER NOT NULL,
        id BLOB NOT NULL,
        position INTEGER NOT NULL,
        PRIMARY KEY (stream, id)
      ) WITHOUT ROWID;
      UPDATE events SET category = 0 WHERE category IN
        (SELECT key FROM categories WHERE name GLOB '$*' OR name = 'juchuStore');
      UPDATE streams SET category = 0 WHERE name GLOB '$*' OR name = 'juchuStore' OR name GLOB 'juchuStore-*';
    `,
  ],
]);
