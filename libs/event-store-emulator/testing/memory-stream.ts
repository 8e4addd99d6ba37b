import type { LogEvent, LogExpectation, LogOutcome, LogStreamRead, RecordedLogEvent } from '#libs/kernel/log/event-log';
import { streamLimitsOf, TRUNCATED_WHOLLY, type StreamLimits } from '#libs/kernel/log/stream-metadata';

/** One stream in memory. */
export interface MemoryStream {
  /** By revision. */
  readonly events: RecordedLogEvent[];
  /** By event id. */
  readonly revisions: Map<string, number>;
  tombstone: RecordedLogEvent | undefined;
}

export const emptyStream = (): MemoryStream => ({ events: [], revisions: new Map(), tombstone: undefined });

/** What the metadata of a stream hides from its readers: what the last event of its `$$` stream says. */
export const limitsFrom = (metadata: MemoryStream | undefined): StreamLimits => {
  const last = metadata?.events.at(-1);
  return last?.contentType === 'application/json' ? streamLimitsOf(last.data) : {};
};

export const isDeleted = ({ truncateBefore }: StreamLimits): boolean => truncateBefore === TRUNCATED_WHOLLY;

const objectOf = (text: string): object | undefined => {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : undefined;
  } catch {
    return undefined;
  }
};

/** Metadata with another `$tb`, and everything else as it is written; undefined where it is no JSON object. */
export const truncatedAt = (revision: number, metadata: RecordedLogEvent | undefined): string | undefined => {
  const text = metadata?.contentType === 'application/json' ? Buffer.from(metadata.data).toString('utf8') : '';
  const members = objectOf(text);
  if (members === undefined) return undefined;
  if ('$tb' in members) return text.replace(/(?<="\$tb"\s*:\s*)[^,}]*/, String(revision));
  const comma = Object.keys(members).length === 0 ? '' : ',';
  return `${text.slice(0, text.lastIndexOf('}'))}${comma}"$tb":${revision}}`;
};

/** A page of what readers of a stream see. `now` in milliseconds since 1970. */
export const pageOf = (
  { events }: MemoryStream,
  { truncateBefore = 0n, maxCount, maxAge }: StreamLimits,
  { from, direction, max }: LogStreamRead,
  now: number,
): { readonly events: readonly RecordedLogEvent[]; readonly end: boolean } => {
  const newest = events.length - 1;
  const oldest = maxAge === undefined ? 0 : now - Number(maxAge) * 1000;
  const leastByCount = maxCount === undefined ? 0n : BigInt(events.length) - maxCount;
  const least = Number(truncateBefore > leastByCount ? truncateBefore : leastByCount);
  const isForwards = direction === 'forwards';
  const begin = from === 'start' ? 0 : from === 'end' ? (isForwards ? newest + 1 : newest) : Number(from);
  const step = isForwards ? 1 : -1;
  const page: RecordedLogEvent[] = [];
  let revision = isForwards ? Math.max(begin, least) : Math.min(begin, newest);
  const isThere = (): boolean => revision >= least && revision >= 0 && revision <= newest;
  for (; isThere() && page.length < max; revision += step) {
    const event = events[revision];
    if (event !== undefined && event.created >= oldest) page.push(event);
  }
  return { events: page, end: !isThere() };
};

/** Decides whether an append may be written, was written before (`written`), or is refused. */
export const checkWrite = (
  stream: MemoryStream,
  { limits, hasMetadata }: { readonly limits: StreamLimits; readonly hasMetadata: boolean },
  expected: LogExpectation,
  ids: readonly string[],
): 'write' | LogOutcome => {
  const last = stream.events.length - 1;
  const deleted = isDeleted(limits);
  if (stream.tombstone !== undefined || (deleted && expected === 'streamExists')) return { status: 'deleted' };
  const conflict: LogOutcome = { status: 'conflict', actual: last < 0 ? 'noStream' : BigInt(last) };
  const writtenAt = (revision: number | undefined): LogOutcome => {
    const event = revision === undefined ? undefined : stream.events[revision];
    return event === undefined ? conflict : { status: 'written', revision: event.revision, position: event.position };
  };
  if (expected === 'any' || expected === 'streamExists') {
    if (expected === 'streamExists' && last < 0 && !hasMetadata) return conflict;
    const known = ids.map((id) => stream.revisions.get(id));
    if (known.every((revision) => revision === undefined)) return 'write';
    return known.includes(undefined) ? conflict : writtenAt(known.at(-1));
  }
  const expectedLast = expected === 'noStream' ? -1 : Number(expected);
  if (expectedLast === last) return 'write';
  if (expectedLast > last) return conflict;
  const first = expectedLast + 1;
  const standing = ids.filter((id, index) => stream.events[first + index]?.id === id);
  if (standing.length === ids.length) return writtenAt(first + ids.length - 1);
  return deleted && expected === 'noStream' && standing.length === 0 ? 'write' : conflict;
};

/** An event as it is kept: bytes of its own, the id in lower case. */
export const keptEvent = ({ id, type, contentType, data, metadata }: LogEvent): LogEvent => ({
  id: id.toLowerCase(),
  type,
  contentType,
  data: data.slice(),
  metadata: metadata.slice(),
});
