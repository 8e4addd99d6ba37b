import type { EventToAppend, ExpectedRevision } from '../event-store.ts';
import { EventStoreError, MAX_APPEND_BYTES } from '../event-store.ts';
import type { JsonObject } from '../json.ts';

/** An event with its JSON written out. */
export interface EncodedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** UTF-8 takes at most three bytes per UTF-16 unit: most appends need not be counted exactly. */
const MOST_BYTES_PER_UNIT = 3;
const BYTES_PER_UTF16_UNIT = 2;

export const isUuid = (text: unknown): text is string => typeof text === 'string' && UUID.test(text);

const invalid = (message: string): EventStoreError => new EventStoreError('invalidRequest', message);

const writeJson = (value: JsonObject): string => {
  try {
    return JSON.stringify(value);
  } catch (error) {
    throw new EventStoreError('invalidRequest', 'data and metadata must be JSON', { cause: error });
  }
};

const writeEvent = ({ id, type, data, metadata }: EventToAppend): EncodedEvent => {
  if (!isUuid(id)) throw invalid(`the event id ${JSON.stringify(id)} is not a UUID`);
  if (type === '') throw invalid('an event needs a type');
  return { id, type, data: writeJson(data), metadata: writeJson(metadata) };
};

const requireSize = (events: readonly EncodedEvent[]): void => {
  const texts = events.flatMap(({ type, data, metadata }) => [type, data, metadata]);
  const units = texts.reduce((sum, text) => sum + text.length, 0);
  if (units * MOST_BYTES_PER_UNIT <= MAX_APPEND_BYTES) return;
  const bytes = events.reduce(
    (sum, { type, data, metadata }) =>
      sum + BYTES_PER_UTF16_UNIT * type.length + Buffer.byteLength(data) + Buffer.byteLength(metadata),
    0,
  );
  if (bytes <= MAX_APPEND_BYTES) return;
  const message = `the append has ${bytes} bytes; at most ${MAX_APPEND_BYTES} go into one: split the command`;
  throw new EventStoreError('appendTooLarge', message);
};

/** Checks an append and writes its JSON out; throws `invalidRequest` or `appendTooLarge`. */
export const encodeAppend = (
  stream: string,
  events: readonly EventToAppend[],
  expected: ExpectedRevision,
): { readonly stream: string; readonly events: readonly EncodedEvent[]; readonly commandId: string | undefined } => {
  if (stream === '') throw invalid('a stream needs a name');
  if (events.length === 0) throw invalid('an append needs an event');
  if (expected !== 'noStream' && expected < 0n) throw invalid('revisions count from 0');
  const written = events.map(writeEvent);
  requireSize(written);
  const commandId = events[0]?.metadata['commandId'];
  return { stream, events: written, commandId: isUuid(commandId) ? commandId : undefined };
};
