import { randomUUID } from 'node:crypto';
import { EventStoreError, MAX_APPEND_BYTES } from '#libs/kernel/event-store';
import {
  TOMBSTONE_REVISION,
  type EventLog,
  type LogAllRead,
  type LogEvent,
  type LogFilter,
  type LogPage,
  type LogStreamRead,
  type RecordedLogEvent,
} from '#libs/kernel/log/event-log';
import {
  checkWrite,
  emptyStream,
  truncationOf,
  visibleEvents,
  type MemoryStream,
  type Truncation,
} from './memory-stream.ts';

export interface MemoryEventLogOptions {
  /** Default: false. */
  readonly simulation?: boolean;
  /** Milliseconds since 1970; default the real clock. */
  readonly now?: () => number;
}

const nothing = new Uint8Array();

const jsonEvent = (type: string, json: string): LogEvent => ({
  id: randomUUID(),
  type,
  contentType: 'application/json',
  data: new Uint8Array(Buffer.from(json, 'utf8')),
  metadata: nothing,
});

/** Metadata of a deleted stream: a number that JavaScript cannot hold. */
const deletedMetadata = (): LogEvent => jsonEvent('$metadata', '{"$tb":9223372036854775807}');

const requireSize = (events: readonly LogEvent[]): void => {
  if (events.length === 0) throw new EventStoreError('invalidRequest', 'an append needs an event');
  const bytes = events.reduce(
    (sum, { data, metadata, type }) => sum + data.length + metadata.length + 2 * type.length,
    0,
  );
  if (bytes > MAX_APPEND_BYTES)
    throw new EventStoreError('appendTooLarge', `an append holds at most ${MAX_APPEND_BYTES} bytes`);
};

const matches =
  ({ by, match }: LogFilter) =>
  ({ stream, type }: RecordedLogEvent): boolean => {
    const text = by === 'stream' ? stream : type;
    return 'regex' in match ? match.regex.test(text) : match.prefixes.some((prefix) => text.startsWith(prefix));
  };

/** A log in memory, gone with the process: what the protocol costs without any disk, and specs. */
export const memoryEventLog = ({ simulation = false, now = Date.now }: MemoryEventLogOptions = {}): EventLog => {
  const id = randomUUID();
  /** By position, which counts from 1. */
  const all: RecordedLogEvent[] = [];
  const streams = new Map<string, MemoryStream>();
  const waiting = new Set<() => void>();
  let changes = 0;
  let closed = false;

  const requireOpen = (): void => {
    if (closed) throw new EventStoreError('closed', 'the log is closed');
  };
  const streamOf = (name: string): MemoryStream => {
    const found = streams.get(name) ?? emptyStream();
    streams.set(name, found);
    return found;
  };
  const truncationIn = (name: string): Truncation => truncationOf(streams.get(`$$${name}`));
  const record = (stream: string, event: LogEvent, revision: bigint): RecordedLogEvent => {
    const recorded = { ...event, stream, revision, position: BigInt(all.length + 1), created: now() };
    all.push(recorded);
    return recorded;
  };
  const write = (name: string, event: LogEvent): RecordedLogEvent => {
    const { events, revisions } = streamOf(name);
    const recorded = record(name, event, BigInt(events.length));
    revisions.set(event.id, events.length);
    events.push(recorded);
    return recorded;
  };
  const announce = (): void => {
    changes += 1;
    for (const wake of [...waiting]) wake();
  };

  const readStream = (name: string, { from, direction, max }: LogStreamRead) => {
    const stream = streams.get(name);
    if (stream?.tombstone !== undefined) return { status: 'tombstoned' } as const;
    const truncation = truncationIn(name);
    if (truncation.deleted || (stream === undefined && !streams.has(`$$${name}`)))
      return { status: 'missing' } as const;
    const visible = visibleEvents(stream ?? emptyStream(), truncation, now());
    const ordered = direction === 'forwards' ? visible : visible.toReversed();
    const isWanted = ({ revision }: RecordedLogEvent): boolean => {
      if (from === 'start') return direction === 'forwards' || revision === 0n;
      if (from === 'end') return direction === 'backwards';
      return direction === 'forwards' ? revision >= from : revision <= from;
    };
    const wanted = ordered.filter(isWanted);
    const events = wanted.slice(0, max);
    const lastRevision = BigInt((stream?.events.length ?? 0) - 1);
    return { status: 'found', events, end: events.length === wanted.length, lastRevision } as const;
  };

  const readAll = ({ from, direction, max, maxConsidered = Infinity, filter }: LogAllRead): LogPage => {
    const isWanted = filter === undefined ? () => true : matches(filter);
    const step = direction === 'forwards' ? 1 : -1;
    const place = from === 'start' ? 0 : from === 'end' ? all.length : Number(from);
    const begin = direction === 'forwards' ? place : from === 'end' ? place - 1 : place - 2;
    const events: RecordedLogEvent[] = [];
    const most = filter === undefined ? Infinity : maxConsidered;
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

  const change = <Result>(body: () => Result): Promise<Result> =>
    new Promise((resolve) => {
      requireOpen();
      const before = all.length;
      const result = body();
      if (all.length > before) announce();
      resolve(result);
    });
  const read = <Result>(body: () => Result): Promise<Result> =>
    new Promise((resolve) => {
      requireOpen();
      resolve(body());
    });

  return {
    identity: { id, logId: id, simulation },
    append: (name, events, expected) =>
      change(() => {
        requireSize(events);
        const truncation = truncationIn(name);
        const stream = streams.get(name) ?? emptyStream();
        const checked = checkWrite(stream, truncation, expected, events);
        if (checked !== 'write') return checked;
        if (truncation.deleted) write(`$$${name}`, jsonEvent('$metadata', `{"$tb":${stream.events.length}}`));
        const last = events.map((event) => write(name, event)).at(-1);
        if (last === undefined) throw new EventStoreError('invalidRequest', 'an append needs an event');
        return { status: 'written', revision: last.revision, position: last.position };
      }),
    deleteStream: (name, expected) =>
      change(() => {
        const stream = streams.get(name) ?? emptyStream();
        const checked = checkWrite(stream, truncationIn(name), expected, [deletedMetadata()]);
        if (checked !== 'write') return checked;
        const { position } = write(`$$${name}`, deletedMetadata());
        return { status: 'written', revision: BigInt(stream.events.length - 1), position };
      }),
    tombstone: (name, expected) =>
      change(() => {
        const stream = streamOf(name);
        const checked = checkWrite(stream, truncationIn(name), expected, [deletedMetadata()]);
        if (checked !== 'write') return checked;
        stream.tombstone = record(name, jsonEvent('$streamDeleted', '{}'), TOMBSTONE_REVISION);
        return { status: 'written', revision: TOMBSTONE_REVISION, position: stream.tombstone.position };
      }),
    readStream: (name, options) => read(() => readStream(name, options)),
    readAll: (options) => read(() => readAll(options)),
    head: () => read(() => all.at(-1)?.position),
    changeCount: () => changes,
    changed: (count, signal) =>
      new Promise((resolve) => {
        if (changes > count || signal.aborted) {
          resolve();
          return;
        }
        const wake = (): void => {
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        waiting.add(wake);
        signal.addEventListener('abort', wake);
      }),
    close: () => {
      closed = true;
      announce();
      return Promise.resolve();
    },
  };
};
