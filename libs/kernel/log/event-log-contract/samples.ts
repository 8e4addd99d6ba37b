import { randomUUID } from 'node:crypto';
import type {
  EventLog,
  LogAllRead,
  LogEvent,
  LogExpectation,
  LogOutcome,
  LogStreamPage,
  LogStreamRead,
  RecordedLogEvent,
} from '../event-log.ts';

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

/** A JSON event of no meaning, with a fresh id. */
export const logEvent = (fields: Partial<LogEvent> = {}): LogEvent => ({
  id: randomUUID(),
  type: 'SomethingHappened',
  contentType: 'application/json',
  data: bytesOf('{}'),
  metadata: bytesOf(''),
  ...fields,
});

export const logEvents = (count: number): readonly LogEvent[] =>
  Array.from({ length: count }, (_, index) => logEvent({ data: bytesOf(JSON.stringify({ index })) }));

/** What a stream is told about itself, as an event for its `$$` stream. */
export const metadataEvent = (metadata: string): LogEvent => logEvent({ type: '$metadata', data: bytesOf(metadata) });

/** Sets a stream's metadata, whatever it was. */
export const setMetadata = async (log: EventLog, stream: string, metadata: string): Promise<void> => {
  await written(log.append(`$$${stream}`, [metadataEvent(metadata)], 'any'));
};

/** The outcome of a write that succeeds; fails itself where it does not. */
export const written = async (
  outcome: Promise<LogOutcome>,
): Promise<{ readonly revision: bigint; readonly position: bigint }> => {
  const ended = await outcome;
  if (ended.status !== 'written') throw new Error(`the write ended as ${ended.status}`);
  return ended;
};

/** Appends `count` fresh events in one append. */
export const fill = async (
  log: EventLog,
  stream: string,
  count: number,
  expected: LogExpectation = 'any',
): Promise<readonly LogEvent[]> => {
  const events = logEvents(count);
  await written(log.append(stream, events, expected));
  return events;
};

type FoundPage = Extract<LogStreamPage, { status: 'found' }>;

/** A page of a stream that is there; fails itself where it is not. */
export const pageOf = async (log: EventLog, stream: string, read: Partial<LogStreamRead> = {}): Promise<FoundPage> => {
  const page = await log.readStream(stream, { from: 'start', direction: 'forwards', max: 1_000, ...read });
  if (page.status !== 'found') throw new Error(`the stream ${stream} is ${page.status}`);
  return page;
};

/** What a read of the stream from its start says of it. */
export const statusOf = async (log: EventLog, stream: string): Promise<LogStreamPage['status']> =>
  (await log.readStream(stream, { from: 'start', direction: 'forwards', max: 1 })).status;

export const revisionsOf = async (
  log: EventLog,
  stream: string,
  read: Partial<LogStreamRead> = {},
): Promise<readonly bigint[]> => (await pageOf(log, stream, read)).events.map(({ revision }) => revision);

/** The whole log, page by page. */
export const readWhole = async (
  log: EventLog,
  read: Partial<LogAllRead> = {},
): Promise<readonly RecordedLogEvent[]> => {
  const events: RecordedLogEvent[] = [];
  let from: LogAllRead['from'] = read.direction === 'backwards' ? 'end' : 'start';
  for (;;) {
    const page = await log.readAll({ direction: 'forwards', max: 1_000, ...read, from });
    events.push(...page.events);
    if (page.end) return events;
    from = page.next;
  }
};

export const idsOf = (events: readonly LogEvent[]): readonly string[] => events.map(({ id }) => id);

/** An event without what only the log knows of it, its bytes as base64. */
export const contentOf = ({ id, type, contentType, data, metadata }: LogEvent): readonly string[] => [
  id,
  type,
  contentType,
  Buffer.from(data).toString('base64'),
  Buffer.from(metadata).toString('base64'),
];
