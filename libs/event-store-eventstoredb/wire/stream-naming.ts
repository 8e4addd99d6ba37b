import { EventStoreError, type EventFilter } from '#libs/kernel/event-store';
import { categoryOf } from '#libs/kernel/fact';
import { IDENTITY_STREAM, STORE_CATEGORY } from '#libs/kernel/log/store-created';

/** A namespaced stream on the server: `@name@` stands before its own name. */
const NAMESPACED = /^@[A-Za-z0-9_]+@/;
const NAMESPACE = /^[A-Za-z0-9_]+$/;

/** What a log's streams are called on the server, and which of the server's streams are the log's. */
export interface StreamNaming {
  /** The stream with the store's identity, by its name on the server. */
  readonly identityStream: string;
  /** True for names that no stream of the log can have: the server's own, this installation's own, other logs'. */
  isReserved(stream: string): boolean;
  onServer(stream: string): string;
  /** The name in this log of a stream on the server; undefined where it is none of the log's. */
  inLog(serverStream: string): string | undefined;
  /** Which streams on the server hold the log's events, as a regular expression for .NET and for JavaScript. It may let through more than is wanted. */
  serverPattern(filter: EventFilter | undefined): string;
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

const isReserved = (stream: string): boolean =>
  stream.startsWith('$') || NAMESPACED.test(stream) || categoryOf(stream) === STORE_CATEGORY;

/** Without a namespace the log is everything on the server but reserved streams. Throws `TypeError` for a namespace that is no word. */
export const streamNaming = (namespace?: string): StreamNaming => {
  if (namespace !== undefined && !NAMESPACE.test(namespace))
    throw new TypeError(`the namespace ${JSON.stringify(namespace)} may hold letters, digits and underscores`);
  const prefix = namespace === undefined ? '' : `@${namespace}@`;
  const notReserved = prefix === '' ? `(?!\\$|@\\w+@|${STORE_CATEGORY}(-|$))` : `(?!${STORE_CATEGORY}(-|$))`;
  return {
    identityStream: prefix + IDENTITY_STREAM,
    isReserved,
    onServer: (stream) => prefix + stream,
    inLog: (serverStream) => {
      if (!serverStream.startsWith(prefix)) return undefined;
      const stream = serverStream.slice(prefix.length);
      return isReserved(stream) ? undefined : stream;
    },
    serverPattern: (filter) => {
      if (filter === undefined) return `^${escaped(prefix)}${notReserved}`;
      if (filter.categories.length === 0) return '(?!)';
      return `^${escaped(prefix)}(${filter.categories.map(escaped).join('|')})(-|$)`;
    },
  };
};

/** Whether a stream of the log is of a wanted category. */
export const isWanted = (stream: string, filter: EventFilter | undefined): boolean =>
  filter === undefined || filter.categories.includes(categoryOf(stream));

/** Throws `invalidRequest` for a stream that cannot be written. */
export const requireOwnStream = (naming: StreamNaming, stream: string): void => {
  if (!naming.isReserved(stream)) return;
  throw new EventStoreError('invalidRequest', `the name ${JSON.stringify(stream)} is reserved: use another`);
};
