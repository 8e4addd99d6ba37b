import { randomUUID } from 'node:crypto';
import { EventStoreError } from '#libs/kernel/event-store';
import type { Json, JsonObject } from '#libs/kernel/json';
import type { EventLog, LogEvent, RecordedLogEvent } from '#libs/kernel/log/event-log';

/** Groups keep what they know in streams of the log itself, under the names that EventStoreDB gives them. */
export const CONFIGURATION_STREAM = '$persistentSubscriptionConfig';
export const BOOKKEEPING_PREFIX = '$persistentsubscription-';
export const checkpointStream = (key: string): string => `${BOOKKEEPING_PREFIX}${key}-checkpoint`;
export const parkedStream = (key: string): string => `${BOOKKEEPING_PREFIX}${key}-parked`;

const asBytes = (json: Json): Uint8Array => Buffer.from(JSON.stringify(json), 'utf8');

export const jsonEvent = (type: string, data: Json): LogEvent => ({
  id: randomUUID(),
  type,
  contentType: 'application/json',
  data: asBytes(data),
  metadata: new Uint8Array(),
});

/** A link to the event that `target` names, as `revision@stream`. */
export const linkEvent = (target: Uint8Array, metadata: Json): LogEvent => ({
  id: randomUUID(),
  type: '$>',
  contentType: 'application/octet-stream',
  data: target,
  metadata: asBytes(metadata),
});

/** The data of an event; undefined where it is no JSON. */
export const jsonOf = (event: RecordedLogEvent): unknown => {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(event.data).toString('utf8'));
    return parsed;
  } catch {
    return undefined;
  }
};

export const lastEvent = async (log: EventLog, stream: string): Promise<RecordedLogEvent | undefined> => {
  const page = await log.readStream(stream, { from: 'end', direction: 'backwards', max: 1 });
  return page.status === 'found' ? page.events[0] : undefined;
};

/** Of a stream of which only the end counts, readers see so many events. */
const EVENTS_KEPT = 2;

/** Appends wherever the stream is. Throws `EventStoreError` where it was ended for ever. */
export const appendOne = async (log: EventLog, stream: string, event: LogEvent): Promise<bigint> => {
  const outcome = await log.append(stream, [event], 'any');
  if (outcome.status === 'written') return outcome.revision;
  throw new EventStoreError(
    'streamDeleted',
    `stream ${stream} is deleted: groups of consumers cannot keep their state`,
  );
};

const setMetadata = (log: EventLog, stream: string, metadata: JsonObject): Promise<bigint> =>
  appendOne(log, `$$${stream}`, jsonEvent('$metadata', metadata));

/** Appends to a stream of which only the last event counts. */
export const appendLatest = async (log: EventLog, stream: string, event: LogEvent): Promise<void> => {
  const isFirst = (await lastEvent(log, stream)) === undefined;
  const revision = await appendOne(log, stream, event);
  // What a deletion hid before this event stays hidden.
  if (isFirst) await setMetadata(log, stream, { $maxCount: EVENTS_KEPT, $tb: Number(revision) });
};

/** Readers see the stream from this revision on. */
export const truncateBefore = async (log: EventLog, stream: string, revision: bigint): Promise<void> => {
  await setMetadata(log, stream, { $tb: Number(revision) });
};

/** Deletes the stream where there is one; its numbering goes on if it is written again. */
export const deleteIfThere = async (log: EventLog, stream: string): Promise<void> => {
  if ((await lastEvent(log, stream)) !== undefined) await log.deleteStream(stream, 'any');
};
