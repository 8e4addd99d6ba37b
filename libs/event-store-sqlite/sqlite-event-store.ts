import { resolve } from 'node:path';
import Database from 'better-sqlite3';
import type { CallOptions, CopiedIdentity, EventStore } from '#libs/kernel/event-store';
import { EventStoreError } from '#libs/kernel/event-store';
import { encodeAppend, isUuid } from '#libs/kernel/log/append-encoding';
import type { WriterSettings } from './append-protocol.ts';
import { monotonicMilliseconds, retryPausing } from './busy-retry.ts';
import { watchChanges } from './change-watch.ts';
import { positionText } from './event-decoding.ts';
import { prepareReader } from './event-reader.ts';
import { asUnavailable } from './sqlite-failure.ts';
import { subscribePages } from './subscription.ts';
import { turnTaking } from './turn-taking.ts';
import { launchWriterThread } from './writer-thread.ts';
import { startWriter } from './writer.ts';

export interface SqliteEventStoreOptions {
  /** Path of the database; its folder is made. Two more files, `-wal` and `-shm`, lie beside it while it is open. */
  readonly file: string;
  /** Asks for a simulation or for a real store. Default: whatever the file is; a new one is real. */
  readonly simulation?: boolean;
  /** Makes a file that is not there as the copy of another log. One that is there keeps its own identity. */
  readonly copyOf?: CopiedIdentity;
  /** How long a call may take, and the opening too, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * The embedded event store: one SQLite file, any number of processes. What is acknowledged is on disk.
 * Throws `StoreOpenError` for a file that it will not open.
 */
export const openSqliteEventStore = async (options: SqliteEventStoreOptions): Promise<EventStore> => {
  const file = resolve(options.file);
  const usualTimeout = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const { simulation, copyOf } = options;
  const settings: WriterSettings = { file, simulation, copyOf, timeoutMs: usualTimeout };
  let onCommit = (): void => undefined;
  const { writer, identity } = await startWriter(
    () => launchWriterThread(settings),
    () => onCommit(),
  );

  const database = new Database(file, { readonly: true, fileMustExist: true, timeout: 0 });
  const reader = await retryPausing(() => prepareReader(database), monotonicMilliseconds() + usualTimeout);
  const changes = watchChanges(() => {
    try {
      return database.open ? reader.dataVersion() : undefined;
    } catch {
      return undefined; // the next read meets the same trouble, and its caller hears of it
    }
  });
  onCommit = () => changes.notify();

  const requireOpen = (): void => {
    if (!database.open) throw new EventStoreError('closed', `the event store ${file} is closed`);
  };
  const takeTurns = turnTaking();
  /** Rarely, another process that recovers or closes the file holds a lock: then the read is tried again. */
  const reading = async <Result>(
    read: () => Result,
    { timeoutMs = usualTimeout }: CallOptions = {},
  ): Promise<Result> => {
    requireOpen();
    await takeTurns();
    try {
      return await retryPausing(() => {
        requireOpen();
        return read();
      }, monotonicMilliseconds() + timeoutMs);
    } catch (error) {
      throw asUnavailable(error, file);
    }
  };

  return {
    identity,
    append: async (stream, events, expected, { timeoutMs = usualTimeout } = {}) => {
      requireOpen();
      const encoded = encodeAppend(stream, events, expected);
      const { revision, position } = await writer.append({ ...encoded, expected, timeoutMs });
      return { revision: BigInt(revision), position: positionText(position) };
    },
    readStream: (stream, readOptions) => reading(() => reader.readStream(stream, readOptions), readOptions),
    readAll: (readOptions) => reading(() => reader.readAll(readOptions), readOptions),
    findCommand: async (stream, commandId, callOptions) => {
      if (!isUuid(commandId)) return undefined;
      const events = await reading(() => reader.findCommand(stream, commandId), callOptions);
      return events.length === 0 ? undefined : { events };
    },
    subscribe: (subscribeOptions = {}) =>
      subscribePages((page) => reading(() => reader.readAll(page)), changes, subscribeOptions),
    head: (callOptions) => reading(() => reader.head(), callOptions),
    close: async () => {
      // The reader goes first: the last connection to close empties the log into the file, and only the writer can.
      database.close();
      changes.notify();
      await writer.close();
    },
  };
};
