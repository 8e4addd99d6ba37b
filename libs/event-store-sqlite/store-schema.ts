/** Marks a file as a Juchu event store: "JUCH" in the SQLite header's application id. */
export const STORE_APPLICATION_ID = 0x4a554348;

/** Version of the schema below, kept in the SQLite header's user version. A released version is never edited: add a migration. */
export const STORE_SCHEMA_VERSION = 1;

/** Bits of `events.content`: whether `data` is JSON (1) or bytes that the store does not look into (0). */
export const CONTENT_JSON = 1;

/**
 * The log. Appends touch every index, so there are few, and all but the stream names grow at their right-hand edge:
 * integer keys for streams, types and categories, 16-byte ids, commands in a table that is its own index.
 * JSON is stored as text, so that any SQLite tool and its JSON functions can read it; binary content as a blob.
 *
 * Not written yet, but part of the format: `truncate_before`, `max_count`, `max_age` and `deletion` of a stream
 * (0 live, 1 soft-deleted, 2 tombstoned), binary content, and system streams (names that start with `$`).
 */
export const STORE_SCHEMA = `
  CREATE TABLE store (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    id TEXT NOT NULL,
    simulation INTEGER NOT NULL CHECK (simulation IN (0, 1)),
    created INTEGER NOT NULL -- milliseconds since 1970, UTC
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
    category INTEGER NOT NULL,
    last_revision INTEGER NOT NULL,
    deletion INTEGER NOT NULL DEFAULT 0 CHECK (deletion IN (0, 1, 2)),
    truncate_before INTEGER,
    max_count INTEGER,
    max_age INTEGER -- milliseconds
  );
  CREATE TABLE events (
    position INTEGER PRIMARY KEY, -- commit order: assigned under the write lock
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    category INTEGER NOT NULL, -- the stream's, repeated here for filtered reads
    type INTEGER NOT NULL,
    created INTEGER NOT NULL, -- milliseconds since 1970, UTC
    content INTEGER NOT NULL,
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
`;

/** Only in a file that was made as a copy: its log is another one than that of the file which it shares its `store.id` with. */
export const COPIED_LOG_SCHEMA = `
  CREATE TABLE copied_log (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    id TEXT NOT NULL
  );
`;
