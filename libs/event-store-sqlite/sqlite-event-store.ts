import type { AppendResult, EventStore, ExpectedRevision } from '#libs/kernel/event-store';
import { EventStoreError, VersionConflict } from '#libs/kernel/event-store';
import { encodeAppend, isUuid } from '#libs/kernel/log/append-encoding';
import { positionText } from './event-decoding.ts';
import { prepareEventReader } from './event-reader.ts';
import { isHiddenStream } from './hidden-streams.ts';
import type { StoreFileOptions } from './store-handle.ts';
import { openStoreHandle } from './store-handle.ts';
import { subscribePages } from './subscription.ts';
import type { WriteEnd } from './write-protocol.ts';
import { NO_STREAM } from './write-protocol.ts';

const resultOf = (end: WriteEnd, stream: string, expected: ExpectedRevision): AppendResult => {
  switch (end.status) {
    case 'written':
      return { revision: BigInt(end.revision), position: positionText(end.position) };
    case 'conflict':
      throw new VersionConflict(stream, expected, end.actual === NO_STREAM ? 'noStream' : BigInt(end.actual));
    case 'deleted':
      throw new EventStoreError('streamDeleted', `stream ${stream} was deleted for ever`);
  }
};

const requireShown = (stream: string): void => {
  if (!isHiddenStream(stream)) return;
  throw new EventStoreError('invalidRequest', `the name ${JSON.stringify(stream)} is reserved: use another`);
};

/**
 * The embedded event store: one SQLite file, any number of processes. What is acknowledged is on disk. Other programs may write to the same file through
 * `openSqliteEventLog`: system streams, the category `juchuStore` and events that are not JSON objects are passed over by every read and subscription.
 * Throws `StoreOpenError` for a file that it will not open.
 */
export const openSqliteEventStore = async (options: StoreFileOptions): Promise<EventStore> => {
  const handle = await openStoreHandle(options, prepareEventReader);
  return {
    identity: handle.identity,
    append: async (stream, events, expected, callOptions) => {
      handle.requireOpen();
      requireShown(stream);
      const end = await handle.write(encodeAppend(stream, events, expected), expected, callOptions);
      return resultOf(end, stream, expected);
    },
    readStream: (stream, read) => handle.read((reader) => reader.readStream(stream, read), read),
    readAll: (read) => handle.read((reader) => reader.readAll(read), read),
    findCommand: async (stream, commandId, callOptions) => {
      if (!isUuid(commandId)) return undefined;
      const events = await handle.read((reader) => reader.findCommand(stream, commandId), callOptions);
      return events.length === 0 ? undefined : { events };
    },
    subscribe: (subscribeOptions = {}) =>
      subscribePages((page) => handle.read((reader) => reader.readAll(page)), handle.changes, subscribeOptions),
    head: (callOptions) => handle.read((reader) => reader.head(), callOptions),
    close: () => handle.close(),
  };
};
