import type { LogEvent, LogExpectation, LogOutcome, RecordedLogEvent } from '#libs/kernel/log/event-log';

/** One stream in memory. */
export interface MemoryStream {
  /** By revision. */
  readonly events: RecordedLogEvent[];
  readonly revisions: Map<string, number>;
  tombstone: RecordedLogEvent | undefined;
}

export const emptyStream = (): MemoryStream => ({ events: [], revisions: new Map(), tombstone: undefined });

/** What the metadata of a stream hides from its readers. */
export interface Truncation {
  /** Nothing before this revision is read. */
  readonly before: number;
  readonly maxCount: number;
  /** In seconds. */
  readonly maxAge: number;
  readonly deleted: boolean;
}

/** `$tb` of a deleted stream, 2^63 - 1, as a float. */
const DELETED = 2 ** 63;

const numberOr = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

const jsonObjectOf = (data: Uint8Array): object => {
  try {
    const json: unknown = JSON.parse(Buffer.from(data).toString('utf8'));
    return typeof json === 'object' && json !== null ? json : {};
  } catch {
    return {};
  }
};

/** Reads the last event of the stream `$$…`. */
export const truncationOf = (metadata: MemoryStream | undefined): Truncation => {
  const last = metadata?.events.at(-1);
  const json = new Map<string, unknown>(last === undefined ? [] : Object.entries(jsonObjectOf(last.data)));
  const before = numberOr(json.get('$tb'), 0);
  return {
    before,
    maxCount: numberOr(json.get('$maxCount'), Infinity),
    maxAge: numberOr(json.get('$maxAge'), Infinity),
    deleted: before >= DELETED,
  };
};

/** The events of a stream that its readers see, first to last. `now` in milliseconds since 1970. */
export const visibleEvents = (
  { events }: MemoryStream,
  { before, maxCount, maxAge }: Truncation,
  now: number,
): readonly RecordedLogEvent[] => {
  const first = Math.max(before, events.length - maxCount);
  const remaining = first <= 0 ? events : events.slice(first);
  return maxAge === Infinity ? remaining : remaining.filter(({ created }) => created >= now - maxAge * 1000);
};

/** Decides whether an append may be written, was written before (`written`), or is refused. */
export const checkWrite = (
  stream: MemoryStream,
  { deleted, before }: Truncation,
  expected: LogExpectation,
  events: readonly LogEvent[],
): 'write' | LogOutcome => {
  const last = stream.events.length - 1;
  if (stream.tombstone !== undefined || (deleted && expected === 'streamExists')) return { status: 'deleted' };
  const conflict: LogOutcome = { status: 'conflict', actual: last < 0 ? 'noStream' : BigInt(last) };
  const writtenUpTo = (revision: number | undefined): LogOutcome => {
    const event = revision === undefined ? undefined : stream.events[revision];
    return event === undefined ? conflict : { ...event, status: 'written' };
  };
  if (expected === 'any' || expected === 'streamExists') {
    if (expected === 'streamExists' && last < 0) return conflict;
    const known = events.map(({ id }) => stream.revisions.get(id));
    if (known.every((revision) => revision === undefined)) return 'write';
    return known.includes(undefined) ? conflict : writtenUpTo(known.at(-1));
  }
  if (expected === 'noStream' && deleted) return 'write';
  const expectedLast = expected === 'noStream' ? -1 : Number(expected);
  if (expectedLast === last) return 'write';
  if (expectedLast > last) return conflict;
  // A stream that was deleted begins anew at its first visible event.
  const first = expected === 'noStream' ? before : expectedLast + 1;
  const isResend = events.every(({ id }, index) => stream.events[first + index]?.id === id);
  return isResend ? writtenUpTo(first + events.length - 1) : conflict;
};
