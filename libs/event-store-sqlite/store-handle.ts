import { resolve } from 'node:path';
import Database from 'better-sqlite3';
import type { CallOptions, CopiedIdentity, StoreIdentity } from '#libs/kernel/event-store';
import { EventStoreError } from '#libs/kernel/event-store';
import type { LogExpectation } from '#libs/kernel/log/event-log';
import { monotonicMilliseconds, retryPausing } from './busy-retry.ts';
import type { ChangeWatch } from './change-watch.ts';
import { watchChanges } from './change-watch.ts';
import { asUnavailable } from './sqlite-failure.ts';
import { asOpenError } from './sqlite-opening.ts';
import { turnTaking } from './turn-taking.ts';
import type { StreamWrite, WriteEnd } from './write-protocol.ts';
import { launchWriterThread } from './writer-thread.ts';
import { startWriter } from './writer.ts';

export interface StoreFileOptions {
  /** Path of the database; its folder is made. Two more files, `-wal` and `-shm`, lie beside it while it is open. */
  readonly file: string;
  /** Asks for a simulation or for a real store. Default: whatever the file is; a new one is real. */
  readonly simulation?: boolean;
  /** Makes a file that is not there as the copy of another log. One that is there keeps its own identity. */
  readonly copyOf?: CopiedIdentity;
  /** How long a call may take, and the opening too, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
}

/** An open file: a thread that writes it, and a connection for reading that every handle has for itself. */
export interface StoreHandle<Reader> {
  readonly identity: StoreIdentity;
  readonly changes: ChangeWatch;
  /** Throws `EventStoreError` with the code `closed`. */
  requireOpen(): void;
  /** Hands the write to the writing thread. To be asked for only while the file is open. */
  write(write: StreamWrite, expected: LogExpectation, options?: CallOptions): Promise<WriteEnd>;
  /** Reads synchronously, in its turn; throws `unavailable` where the file cannot be read in time. */
  read<Result>(read: (reader: Reader) => Result, options?: CallOptions): Promise<Result>;
  close(): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/** Opens the file for reading; `prepare` makes the statements. */
const openReader = async <Reader>(
  file: string,
  prepare: (database: Database.Database) => Reader,
  deadline: number,
): Promise<{ readonly database: Database.Database; readonly reader: Reader }> => {
  let database: Database.Database | undefined;
  try {
    const opened = new Database(file, { readonly: true, fileMustExist: true, timeout: 0 });
    database = opened;
    return { database, reader: await retryPausing(() => prepare(opened), deadline) };
  } catch (error) {
    database?.close();
    throw asOpenError(error, file);
  }
};

/** `version` says whether somebody else has written to the file. Throws `StoreOpenError`, and then has nothing open. */
export const openStoreHandle = async <Reader extends { dataVersion(): number | undefined }>(
  { file: path, simulation, copyOf, timeoutMs: usualTimeout = DEFAULT_TIMEOUT_MS }: StoreFileOptions,
  prepare: (database: Database.Database) => Reader,
): Promise<StoreHandle<Reader>> => {
  const file = resolve(path);
  const deadline = monotonicMilliseconds() + usualTimeout;
  let onCommit = (): void => undefined;
  const { writer, identity } = await startWriter(
    () => launchWriterThread({ file, simulation, copyOf, timeoutMs: usualTimeout }),
    () => onCommit(),
  );
  const { database, reader } = await openReader(file, prepare, deadline).catch(async (error: unknown) => {
    await writer.close();
    throw error;
  });
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

  return {
    identity,
    changes,
    requireOpen,
    write: (write, expected, { timeoutMs = usualTimeout } = {}) => writer.write(write, expected, timeoutMs),
    /** Rarely, another process that recovers or closes the file holds a lock: then the read is tried again. */
    read: async (read, { timeoutMs = usualTimeout } = {}) => {
      requireOpen();
      await takeTurns();
      try {
        return await retryPausing(() => {
          requireOpen();
          return read(reader);
        }, monotonicMilliseconds() + timeoutMs);
      } catch (error) {
        throw asUnavailable(error, file);
      }
    },
    close: async () => {
      // The reader goes first: the last connection to close empties the log into the file, and only the writer can.
      database.close();
      changes.notify();
      await writer.close();
    },
  };
};
