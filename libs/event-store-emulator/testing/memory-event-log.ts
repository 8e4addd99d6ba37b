import { randomUUID } from 'node:crypto';
import { EventStoreError, MAX_APPEND_BYTES } from '#libs/kernel/event-store';
import { isUuid } from '#libs/kernel/log/append-encoding';
import {
  TOMBSTONE_REVISION,
  type EventLog,
  type LogAllRead,
  type LogEvent,
  type LogExpectation,
  type LogFilter,
  type LogOutcome,
  type LogPage,
  type RecordedLogEvent,
} from '#libs/kernel/log/event-log';
import { DELETION_METADATA, metadataStreamOf, streamOfMetadata } from '#libs/kernel/log/stream-metadata';
import { createBell } from './change-bell.ts';
import {
  checkWrite,
  emptyStream,
  isDeleted,
  keptEvent,
  limitsFrom,
  pageOf,
  truncatedAt,
  type MemoryStream,
} from './memory-stream.ts';

const invalid = (message: string): EventStoreError => new EventStoreError('invalidRequest', message);

const requireAppend = (stream: string, events: readonly LogEvent[], expected: LogExpectation): void => {
  if (stream === '') throw invalid('a stream needs a name');
  if (events.length === 0) throw invalid('an append needs an event');
  if (typeof expected === 'bigint' && expected < 0n) throw invalid('revisions count from 0');
  if (events.some(({ id, type }) => !isUuid(id) || type === '')) throw invalid('an event needs a UUID and a type');
  const sizes = events.map(({ data, metadata, type }) => data.length + metadata.length + 2 * type.length);
  if (sizes.reduce((sum, size) => sum + size, 0) > MAX_APPEND_BYTES)
    throw new EventStoreError('appendTooLarge', `an append holds at most ${MAX_APPEND_BYTES} bytes`);
};

const requireCount = (count: number | undefined): void => {
  if (count !== undefined && !(Number.isInteger(count) && count > 0)) throw invalid('a page has one event or more');
};

const matching =
  ({ by, match }: LogFilter) =>
  ({ stream, type }: RecordedLogEvent): boolean => {
    const text = by === 'stream' ? stream : type;
    return 'regex' in match ? text.search(match.regex) >= 0 : match.prefixes.some((prefix) => text.startsWith(prefix));
  };

/** A page of `all`, in which positions count from 1. */
const wholePageOf = (
  all: readonly RecordedLogEvent[],
  { from, direction, max, maxConsidered = Infinity, filter }: LogAllRead,
): LogPage => {
  const isWanted = filter === undefined ? () => true : matching(filter);
  const most = filter === undefined ? Infinity : maxConsidered;
  const step = direction === 'forwards' ? 1 : -1;
  const place = from === 'start' ? 0 : from === 'end' ? all.length : Number(from);
  const begin = direction === 'forwards' ? place : Math.min(from === 'end' ? place - 1 : place - 2, all.length - 1);
  const events: RecordedLogEvent[] = [];
  let next: bigint | 'start' = place === 0 ? 'start' : BigInt(place);
  let index = begin;
  for (; events.length < max && Math.abs(index - begin) < most; index += step) {
    const event = all[index];
    if (event === undefined) break;
    if (isWanted(event)) events.push(event);
    next = event.position;
  }
  return { events, next, considered: Math.abs(index - begin), end: all[index] === undefined };
};

const jsonEvent = (type: string, json: string): LogEvent => ({
  id: randomUUID(),
  type,
  contentType: 'application/json',
  data: new Uint8Array(Buffer.from(json, 'utf8')),
  metadata: new Uint8Array(),
});

/** A log in memory, gone with the process: for specs, and for what the protocol costs without any disk. */
export const memoryEventLog = (simulation = false): EventLog => {
  const id = randomUUID();
  const all: RecordedLogEvent[] = [];
  const streams = new Map<string, MemoryStream>();
  const bell = createBell();
  let closed = false;

  const streamNamed = (name: string): MemoryStream => streams.get(name) ?? emptyStream();
  const metadataOf = (name: string): MemoryStream | undefined => streams.get(metadataStreamOf(name));
  const endedBy = (name: string): MemoryStream => streamNamed(streamOfMetadata(name) ?? name);

  const record = (stream: string, event: LogEvent, revision: bigint): RecordedLogEvent => {
    const recorded = { ...keptEvent(event), stream, revision, position: BigInt(all.length + 1), created: Date.now() };
    all.push(recorded);
    return recorded;
  };
  const write = (name: string, event: LogEvent): RecordedLogEvent => {
    const stream = streamNamed(name);
    streams.set(name, stream);
    const recorded = record(name, event, BigInt(stream.events.length));
    stream.revisions.set(recorded.id, stream.events.length);
    stream.events.push(recorded);
    return recorded;
  };
  /** Lets a deleted stream begin anew at its next revision; what else its metadata says stays. */
  const revive = (name: string): void => {
    const metadata = truncatedAt(streamNamed(name).events.length, metadataOf(name)?.events.at(-1));
    if (metadata !== undefined) write(metadataStreamOf(name), jsonEvent('$metadata', metadata));
  };
  const check = (name: string, expected: LogExpectation, events: readonly LogEvent[]): 'write' | LogOutcome => {
    if (endedBy(name).tombstone !== undefined) return { status: 'deleted' };
    const metadata = metadataOf(name);
    const hasMetadata = metadata !== undefined;
    const ids = events.map((event) => event.id.toLowerCase());
    return checkWrite(streamNamed(name), { limits: limitsFrom(metadata), hasMetadata }, expected, ids);
  };
  const requireNoMetadata = (name: string): void => {
    if (streamOfMetadata(name) !== undefined) throw invalid('metadata is not deleted by itself');
  };

  const attempt = <Result>(body: () => Result): Promise<Result> =>
    new Promise((resolve) => {
      if (closed) throw new EventStoreError('closed', 'the log is closed');
      const before = all.length;
      const result = body();
      if (all.length > before) bell.ring();
      resolve(result);
    });

  return {
    identity: { id, logId: id, simulation },
    append: (name, events, expected) =>
      attempt(() => {
        requireAppend(name, events, expected);
        if (streamOfMetadata(name)?.startsWith('$$')) throw invalid('metadata has no metadata');
        const checked = check(name, expected, events);
        if (checked !== 'write') return checked;
        if (isDeleted(limitsFrom(metadataOf(name)))) revive(name);
        const described = streamOfMetadata(name);
        const wasDeleted = described !== undefined && isDeleted(limitsFrom(metadataOf(described)));
        const [last] = events.map((event) => write(name, event)).slice(-1);
        if (last === undefined) throw invalid('an append needs an event');
        if (wasDeleted) revive(described);
        return { status: 'written', revision: last.revision, position: last.position };
      }),
    deleteStream: (name, expected) =>
      attempt(() => {
        requireNoMetadata(name);
        const deletion = jsonEvent('$metadata', DELETION_METADATA);
        const checked = check(name, expected, [deletion]);
        if (checked !== 'write') return checked;
        const { position } = write(metadataStreamOf(name), deletion);
        return { status: 'written', revision: BigInt(streamNamed(name).events.length - 1), position };
      }),
    tombstone: (name, expected) =>
      attempt(() => {
        requireNoMetadata(name);
        const end: LogEvent = { ...jsonEvent('$streamDeleted', ''), contentType: 'application/octet-stream' };
        const checked = check(name, expected, [end]);
        if (checked !== 'write') return checked;
        const tombstone = record(name, end, TOMBSTONE_REVISION);
        streams.set(name, { ...streamNamed(name), tombstone });
        return { status: 'written', revision: TOMBSTONE_REVISION, position: tombstone.position };
      }),
    readStream: (name, read) =>
      attempt(() => {
        requireCount(read.max);
        if (endedBy(name).tombstone !== undefined) return { status: 'tombstoned' };
        const stream = streamNamed(name);
        const limits = streamOfMetadata(name) === undefined ? limitsFrom(metadataOf(name)) : { maxCount: 1n };
        if (stream.events.length === 0 || isDeleted(limits)) return { status: 'missing' };
        const page = pageOf(stream, limits, read, Date.now());
        return { status: 'found', ...page, lastRevision: BigInt(stream.events.length - 1) };
      }),
    readAll: (read) =>
      attempt(() => {
        requireCount(read.max);
        requireCount(read.maxConsidered);
        return wholePageOf(all, read);
      }),
    head: () => attempt(() => all.at(-1)?.position),
    changeCount: () => bell.count(),
    changed: (count, signal) => bell.rung(count, signal),
    close: () => {
      closed = true;
      bell.ring();
      return Promise.resolve();
    },
  };
};
