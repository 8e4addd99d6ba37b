import path from 'node:path';

/** A file that holds an embedded store or database. */
export interface SqliteLocation {
  readonly kind: 'sqlite';
  /** Absolute path. */
  readonly file: string;
}

/** A server or a cluster that speaks EventStoreDB's protocol. */
export interface EventStoreDbLocation {
  readonly kind: 'eventstoredb';
  /** `esdb://…` or `esdb+discover://…`; may hold a password. */
  readonly connectionString: string;
}

/** A database on a PostgreSQL server. */
export interface PostgresLocation {
  readonly kind: 'postgres';
  /** `postgres://…`; may hold a password. */
  readonly url: string;
}

/** Where a log can be. */
export type EventStoreLocation = SqliteLocation | EventStoreDbLocation;
/** Where read models and keys can be. */
export type DatabaseLocation = SqliteLocation | PostgresLocation;

const SQLITE = /^sqlite:(?<file>[^?#\0]+)$/;

/** Scheme, perhaps a name and a password, one host or several, options. What the options mean is the client's to say. */
const EVENTSTOREDB =
  /^esdb(\+discover)?:\/\/([^@/?#\s]+@)?[A-Za-z0-9._-]+(:\d{1,5})?(,[A-Za-z0-9._-]+(:\d{1,5})?)*\/?(\?[^#\s]*)?$/;

const sqliteLocation = (text: string): SqliteLocation | undefined => {
  const file = SQLITE.exec(text)?.groups?.['file'];
  return file === undefined ? undefined : { kind: 'sqlite', file: path.resolve(file) };
};

/** A host, or the folder of a Unix socket as `?host=`, has to be named. */
const isPostgresUrl = (text: string): boolean => {
  if (!/^postgres(ql)?:\/\/\S+$/.test(text) || !URL.canParse(text)) return false;
  const { hostname, searchParams } = new URL(text);
  return hostname !== '' || searchParams.has('host');
};

/** Undefined where the text names no place that a log can be in; only its form is looked at. */
export const eventStoreLocation = (text: string): EventStoreLocation | undefined =>
  EVENTSTOREDB.test(text) ? { kind: 'eventstoredb', connectionString: text } : sqliteLocation(text);

/** Undefined where the text names no database; only its form is looked at. */
export const databaseLocation = (text: string): DatabaseLocation | undefined =>
  isPostgresUrl(text) ? { kind: 'postgres', url: text } : sqliteLocation(text);

/** The address that the adapters of databases take. */
export const databaseUrl = (location: DatabaseLocation): string =>
  location.kind === 'sqlite' ? `sqlite:${location.file}` : location.url;
