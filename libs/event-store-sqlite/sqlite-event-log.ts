import { randomUUID } from 'node:crypto';
import type { CallOptions } from '#libs/kernel/event-store';
import type { EventLog, LogExpectation, LogOutcome } from '#libs/kernel/log/event-log';
import { TOMBSTONE_REVISION } from '#libs/kernel/log/event-log';
import { DELETION_METADATA } from '#libs/kernel/log/stream-metadata';
import { encodeLogAppend, requireDeletable, requireWritable } from './log-encoding.ts';
import { prepareLogReader } from './log-reader.ts';
import type { StoreFileOptions } from './store-handle.ts';
import { openStoreHandle } from './store-handle.ts';
import type { WriteEnd, WrittenEvent } from './write-protocol.ts';
import { NO_STREAM } from './write-protocol.ts';

const deletion = (): WrittenEvent => ({
  id: randomUUID(),
  type: '$metadata',
  data: DELETION_METADATA,
  metadata: '',
  form: 'otherJson',
});

const ending = (): WrittenEvent => ({
  id: randomUUID(),
  type: '$streamDeleted',
  data: new Uint8Array(),
  metadata: '',
  form: 'bytes',
});

const outcomeOf = (end: WriteEnd): LogOutcome => {
  switch (end.status) {
    case 'written':
      return { status: 'written', revision: BigInt(end.revision), position: BigInt(end.position) };
    case 'conflict':
      return { status: 'conflict', actual: end.actual === NO_STREAM ? 'noStream' : BigInt(end.actual) };
    case 'deleted':
      return { status: 'deleted' };
  }
};

/**
 * The file of `openSqliteEventStore` as a log of bytes: everything in it, with everything that EventStoreDB's protocol may do to it. Both may have the file
 * open at the same time, in one process or in several. Resends are recognised however long ago the events were written.
 * Throws `StoreOpenError` for a file that it will not open.
 */
export const openSqliteEventLog = async (options: Omit<StoreFileOptions, 'copyOf'>): Promise<EventLog> => {
  const handle = await openStoreHandle(options, prepareLogReader);

  /** Deletes by one event of the log's own. */
  const end = async (
    action: 'delete' | 'tombstone',
    event: WrittenEvent,
    stream: string,
    expected: LogExpectation,
    callOptions: CallOptions | undefined,
  ): Promise<LogOutcome> => {
    handle.requireOpen();
    requireDeletable(stream, expected);
    const write = { stream, action, events: [event], commandId: undefined, indexIds: true };
    return outcomeOf(await handle.write(write, expected, callOptions));
  };

  return {
    identity: handle.identity,
    append: async (stream, events, expected, callOptions) => {
      handle.requireOpen();
      requireWritable(stream, expected);
      return outcomeOf(await handle.write(encodeLogAppend(stream, events), expected, callOptions));
    },
    deleteStream: (stream, expected, callOptions) => end('delete', deletion(), stream, expected, callOptions),
    tombstone: async (stream, expected, callOptions) => {
      const outcome = await end('tombstone', ending(), stream, expected, callOptions);
      return outcome.status === 'written' ? { ...outcome, revision: TOMBSTONE_REVISION } : outcome;
    },
    readStream: (stream, read) => handle.read((reader) => reader.readStream(stream, read), read),
    readAll: (read) => handle.read((reader) => reader.readAll(read), read),
    head: (callOptions) => handle.read((reader) => reader.head(), callOptions),
    changeCount: () => handle.changes.count(),
    changed: (count, signal) => handle.changes.passed(count, signal),
    close: () => handle.close(),
  };
};
