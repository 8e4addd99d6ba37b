/**
 * A simulation as the first version of this program wrote it, statement by statement: two streams that are shown, two that later versions hide, and
 * a command of two events. Never edited: such files are in use.
 */
export const VERSION_1 = `
  PRAGMA journal_mode = WAL;
  CREATE TABLE store (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    id TEXT NOT NULL,
    simulation INTEGER NOT NULL CHECK (simulation IN (0, 1)),
    created INTEGER NOT NULL
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
    max_age INTEGER
  );
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    category INTEGER NOT NULL,
    type INTEGER NOT NULL,
    created INTEGER NOT NULL,
    content INTEGER NOT NULL,
    id BLOB NOT NULL,
    metadata BLOB NOT NULL,
    data BLOB NOT NULL
  );
  CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
  CREATE INDEX events_by_category ON events (category, position);
  CREATE TABLE commands (
    stream INTEGER NOT NULL,
    command BLOB NOT NULL,
    first_revision INTEGER NOT NULL,
    last_revision INTEGER NOT NULL,
    PRIMARY KEY (stream, command, first_revision)
  ) WITHOUT ROWID;
  INSERT INTO store VALUES
    (1, '176882d5-6564-4702-aa12-63e6031336ec', 1, 1795379323556);
  INSERT INTO categories VALUES
    (1, 'order'),
    (2, 'stock'),
    (3, '$system'),
    (4, 'juchuStore');
  INSERT INTO event_types VALUES
    (1, 'OrderReceived'),
    (2, 'OrderConfirmed'),
    (3, 'StockCounted'),
    (4, 'Noted'),
    (5, 'OrderCancelled');
  INSERT INTO streams VALUES
    (1, 'order-1', 1, 2, 0, NULL, NULL, NULL),
    (2, 'stock-TEA', 2, 0, 0, NULL, NULL, NULL),
    (3, '$system', 3, 0, 0, NULL, NULL, NULL),
    (4, 'juchuStore-notes', 4, 0, 0, NULL, NULL, NULL);
  INSERT INTO events VALUES
    (1, 1, 0, 1, 1, 1795379323688, 1, x'00000000000040008000000000000001', '{"commandId":"11111111-1111-4111-8111-111111111111"}', '{"number":"受-1"}'),
    (2, 1, 1, 1, 2, 1795379323688, 1, x'00000000000040008000000000000002', '{"commandId":"11111111-1111-4111-8111-111111111111"}', '{}'),
    (3, 2, 0, 2, 3, 1795379323705, 1, x'00000000000040008000000000000003', '{"commandId":"22222222-2222-4222-8222-222222222222"}', '{"onHand":12}'),
    (4, 3, 0, 3, 4, 1795379323706, 1, x'00000000000040008000000000000004', '{"commandId":"22222222-2222-4222-8222-222222222222"}', '{}'),
    (5, 4, 0, 4, 4, 1795379323709, 1, x'00000000000040008000000000000005', '{"commandId":"22222222-2222-4222-8222-222222222222"}', '{}'),
    (6, 1, 2, 1, 5, 1795379323710, 1, x'00000000000040008000000000000006', '{"commandId":"22222222-2222-4222-8222-222222222222"}', '{"why":"none"}');
  INSERT INTO commands VALUES
    (1, x'11111111111141118111111111111111', 0, 1),
    (1, x'22222222222242228222222222222222', 2, 2),
    (2, x'22222222222242228222222222222222', 0, 0),
    (3, x'22222222222242228222222222222222', 0, 0),
    (4, x'22222222222242228222222222222222', 0, 0);
  PRAGMA application_id = 0x4a554348;
  PRAGMA user_version = 1;
`;

/** Of the store in that file. */
export const VERSION_1_STORE_ID = '176882d5-6564-4702-aa12-63e6031336ec';
