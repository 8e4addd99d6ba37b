import { deadlineIn } from '#libs/kernel/command-loop/deadline';
import type { SnapshotStore } from '#libs/kernel/command-loop/snapshot-store';
import {
  type AppendResult,
  type CallOptions,
  type CopiedIdentity,
  type EventStore,
  EventStoreError,
  type StoreIdentity,
} from '#libs/kernel/event-store';
import { encodeAppend } from '#libs/kernel/log/append-encoding';
import { readAllPage } from './reads/all-reads.ts';
import { createCommandFinder } from './commands/command-finder.ts';
import { parseConnectionString } from './opening/connection-string.ts';
import { type LogOnServer, serverHead } from './reads/log-on-server.ts';
import { openLog } from './opening/opening.ts';
import { requireOwnStream, streamNaming } from './wire/stream-naming.ts';
import { readStreamPage } from './reads/stream-reads.ts';
import { subscribeToLog } from './subscription/subscription.ts';

export interface EventStoreDbOptions {
  /** `esdb://user:password@host:2113?tls=true`, `esdb://host,host,host` or `esdb+discover://host`. */
  readonly connectionString: string;
  /** Asks for a simulation or for a real store. Default: whatever the log is; a new one is real. */
  readonly simulation?: boolean;
  /** Makes a log that is not there as the copy of another. One that is there keeps its own identity. */
  readonly copyOf?: CopiedIdentity;
  /** How long a call may take, and the opening too, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
  /** Where digests of commands are kept, so that a long stream need not be looked through again after a restart. Stays open when the store closes. */
  readonly snapshots?: SnapshotStore | ((identity: StoreIdentity) => SnapshotStore);
  /** Letters, digits and underscores: keeps several logs apart on one server, under stream names that begin with `@namespace@`. Default: none. */
  readonly namespace?: string;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * The event store on EventStoreDB 23.10 or later, or on whatever speaks its protocol. Throws `StoreOpenError` for an address that is malformed, and for a server that
 * cannot be reached, used or trusted.
 */
export const openEventStoreDb = async ({
  connectionString,
  simulation,
  copyOf,
  timeoutMs: usualTimeout = DEFAULT_TIMEOUT_MS,
  snapshots,
  namespace,
}: EventStoreDbOptions): Promise<EventStore> => {
  const settings = parseConnectionString(connectionString);
  const naming = streamNaming(namespace);
  const opened = await openLog({ settings, naming, simulation, copyOf, timeoutMs: usualTimeout });
  const { client, identity, origin } = opened;
  const log: LogOnServer = { client, naming, origin };
  const closing = new AbortController();
  const pending = new Set<Promise<AppendResult>>();
  let isClosed = false;

  const requireOpen = (): void => {
    if (isClosed) throw new EventStoreError('closed', `the event store ${settings.location} is closed`);
  };
  const deadlineOf = ({ timeoutMs = usualTimeout }: CallOptions = {}) => deadlineIn(timeoutMs);
  const finder = createCommandFinder({
    readStream: (stream, options, deadline) => readStreamPage(log, stream, options, deadline),
    snapshots: typeof snapshots === 'function' ? snapshots(identity) : snapshots,
    timeoutMs: usualTimeout,
  });

  const append: EventStore['append'] = async (stream, events, expected, { timeoutMs = usualTimeout } = {}) => {
    requireOpen();
    const encoded = encodeAppend(stream, events, expected);
    requireOwnStream(naming, stream);
    const appending = opened.append(
      { stream: naming.onServer(stream), events: encoded.events, expected },
      stream,
      timeoutMs,
    );
    pending.add(appending);
    try {
      const result = await appending;
      finder.appended(stream, events, result);
      return result;
    } finally {
      pending.delete(appending);
    }
  };

  return {
    identity,
    append,
    readStream: async (stream, options = {}) => {
      requireOpen();
      return readStreamPage(log, stream, options, deadlineOf(options));
    },
    readAll: async (options = {}) => {
      requireOpen();
      return readAllPage(log, options, deadlineOf(options));
    },
    findCommand: async (stream, commandId, options) => {
      requireOpen();
      return finder.find(stream, commandId, options);
    },
    subscribe: (options = {}) => subscribeToLog(log, options, { timeoutMs: usualTimeout, closing: closing.signal }),
    head: async (options) => {
      requireOpen();
      return origin.shown(await serverHead(client, deadlineOf(options)));
    },
    close: async () => {
      isClosed = true;
      await Promise.allSettled(pending);
      await finder.idle();
      closing.abort();
      await client.close();
    },
  };
};
