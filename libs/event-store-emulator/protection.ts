import { EventStoreError, type RecordedEvent } from '#libs/kernel/event-store';
import { categoryOf } from '#libs/kernel/fact';
import type { JsonObject } from '#libs/kernel/json';
import type { EventLog, LogEvent, LogOutcome } from '#libs/kernel/log/event-log';
import { verifyStream } from '#libs/kernel/log/hash-chain';
import { factMetadataOf } from '#libs/kernel/log/recorded-fact';
import { IDENTITY_STREAM, STORE_CATEGORY, STORE_CREATED, storeCreatedFrom } from '#libs/kernel/log/store-created';
import { createArrivalOrder } from './appends/arrival-order.ts';
import type { AppendRequest, LogWriter } from './appends/log-writer.ts';

/** Streams which only their own engine may write, and nobody deletes or truncates. */
export interface Protection {
  /** Categories whose streams hold nothing but facts that continue the stream's hash chain. */
  readonly categories: readonly string[];
}

const METADATA_PREFIX = '$$';

const denied = (stream: string, reason: string): EventStoreError =>
  new EventStoreError('accessDenied', `stream ${stream} belongs to Juchu: ${reason}`);

const jsonObjectOf = (bytes: Uint8Array): JsonObject | undefined => {
  try {
    const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as JsonObject) : undefined;
  } catch {
    return undefined;
  }
};

/** The event as the port has it, at the place where it is to stand; undefined where it is no JSON. */
const asRecorded = (stream: string, revision: bigint, event: LogEvent): RecordedEvent | undefined => {
  const data = event.contentType === 'application/json' ? jsonObjectOf(event.data) : undefined;
  const metadata = jsonObjectOf(event.metadata);
  if (data === undefined || metadata === undefined) return undefined;
  return { id: event.id, type: event.type, data, metadata, stream, revision, position: '', created: '' };
};

/** True where the events are facts of the engine whose hashes, links and ids go on from `previous`. */
const continuesChain = (
  stream: string,
  first: bigint,
  events: readonly LogEvent[],
  previous: RecordedEvent | undefined,
): boolean => {
  const recorded = events.map((event, index) => asRecorded(stream, first + BigInt(index), event));
  const facts = recorded.filter((event) => event !== undefined);
  if (facts.length < events.length || verifyStream(facts, previous).length > 0) return false;
  try {
    facts.forEach(factMetadataOf);
    return true;
  } catch {
    return false;
  }
};

const isIdentity = ({ stream, events, expected }: AppendRequest): boolean => {
  const [event, ...others] = events;
  return (
    stream === IDENTITY_STREAM &&
    expected === 'noStream' &&
    event?.type === STORE_CREATED &&
    others.length === 0 &&
    storeCreatedFrom(jsonObjectOf(event.data)) !== undefined
  );
};

/** Lets through what a protection allows, and throws `EventStoreError` (`accessDenied`) for the rest. Literal resends are what they were the first time. */
export const protectedWriter = (log: EventLog, writer: LogWriter, { categories }: Protection): LogWriter => {
  const own = new Set([...categories, STORE_CATEGORY]);
  /** The log's order is that in which appends come, whatever has to be looked at before each: whoever copies a log relies on it. */
  const order = createArrivalOrder();
  /** The append to a stream that came last, while it is under way; resolves however that ends. */
  const lastOf = new Map<string, Promise<void>>();
  const isOwn = (stream: string): boolean => own.has(categoryOf(stream));
  const withoutPrefix = (stream: string): string =>
    stream.startsWith(METADATA_PREFIX) ? withoutPrefix(stream.slice(METADATA_PREFIX.length)) : stream;

  const remember = (stream: string, appending: Promise<LogOutcome>): void => {
    const forget = (): void => {
      if (lastOf.get(stream) === ended) lastOf.delete(stream);
    };
    const ended = appending.then(forget, forget);
    lastOf.set(stream, ended);
  };

  const requireUndeletable = (stream: string): void => {
    if (isOwn(withoutPrefix(stream))) throw denied(stream, 'it is neither deleted nor truncated');
  };

  /** An answer that needs no writing, or undefined where the facts may be appended. Throws where they may not. */
  const checkFacts = async ({
    stream,
    events,
    expected,
    timeoutMs,
  }: AppendRequest): Promise<LogOutcome | undefined> => {
    if (expected === 'any' || expected === 'streamExists')
      throw denied(stream, 'facts are appended at an exact revision');
    let previous: RecordedEvent | undefined;
    if (expected !== 'noStream') {
      const page = await log.readStream(stream, { from: expected, direction: 'forwards', max: 1, timeoutMs });
      if (page.status === 'tombstoned') return { status: 'deleted' };
      const [last] = page.status === 'found' ? page.events : [];
      if (last === undefined) return conflictAt(page.status === 'found' ? page.lastRevision : -1n);
      previous = asRecorded(stream, last.revision, last);
      if (previous === undefined) throw denied(stream, 'its last event is no fact');
    }
    if (!continuesChain(stream, (previous?.revision ?? -1n) + 1n, events, previous))
      throw denied(stream, 'only facts that continue its hash chain are appended');
    return undefined;
  };

  const check = async (request: AppendRequest): Promise<LogOutcome | undefined> => {
    const { stream } = request;
    if (stream.startsWith(METADATA_PREFIX)) requireUndeletable(stream);
    if (!isOwn(stream)) return undefined;
    if (categoryOf(stream) !== STORE_CATEGORY) return checkFacts(request);
    if (!isIdentity(request)) throw denied(stream, 'it holds the identity of the store and nothing else');
    return undefined;
  };

  return {
    append: (request) => {
      const { stream } = request;
      const before = isOwn(stream) ? lastOf.get(stream) : undefined;
      const appending = order.run(
        async () => {
          // What an append before this one writes is what this one has to continue.
          await before;
          return check(request);
        },
        (answer) => (answer ? Promise.resolve(answer) : writer.append(request)),
      );
      if (isOwn(stream)) remember(stream, appending);
      return appending;
    },
    deleteStream: (request) => {
      requireUndeletable(request.stream);
      return writer.deleteStream(request);
    },
    tombstone: (request) => {
      requireUndeletable(request.stream);
      return writer.tombstone(request);
    },
  };
};

const conflictAt = (revision: bigint): LogOutcome => ({
  status: 'conflict',
  actual: revision < 0n ? 'noStream' : revision,
});
