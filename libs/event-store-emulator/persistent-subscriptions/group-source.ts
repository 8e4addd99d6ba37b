import type { EventLog, RecordedLogEvent } from '#libs/kernel/log/event-log';
import { resolveLink } from '../reads/link-resolution.ts';
import type { GroupDefinition, GroupSource, StartFrom } from './group-definition.ts';
import { newMessage, type GroupMessage } from './group-message.ts';
import { BOOKKEEPING_PREFIX } from './bookkeeping-streams.ts';

export interface SourcePage {
  readonly messages: readonly GroupMessage[];
  /** The last place that was considered. */
  readonly next: bigint;
  /** How many events were considered and are without interest. */
  readonly passedOver: number;
  /** True when the source has nothing beyond `next` now. */
  readonly end: boolean;
}

/** How many events are looked at in one read where a filter matches few. */
const CONSIDERED_AT_ONCE = 1000;

/** The place before the first event of the source. */
export const beforeFirst = (source: GroupSource): bigint => (source.kind === 'all' ? 0n : -1n);

const placeIn = (source: GroupSource, event: RecordedLogEvent): bigint =>
  source.kind === 'all' ? event.position : event.revision;

const readStream = async (log: EventLog, stream: string, after: bigint, max: number) => {
  const page = await log.readStream(stream, { from: after + 1n, direction: 'forwards', max });
  if (page.status !== 'found') return { events: [], next: after, considered: 0, end: true };
  const { events } = page;
  // A page without events has nothing to go on from, whatever lies beyond.
  return {
    events,
    next: events.at(-1)?.revision ?? after,
    considered: events.length,
    end: page.end || events.length === 0,
  };
};

const readAll = async (log: EventLog, source: GroupSource & { kind: 'all' }, after: bigint, max: number) => {
  const from = after === beforeFirst(source) ? 'start' : after;
  const { filter } = source;
  const page = await log.readAll({ from, direction: 'forwards', max, filter, maxConsidered: CONSIDERED_AT_ONCE });
  // The checkpoint of a group would otherwise be an event to acknowledge, and the cause of the next checkpoint.
  const events = page.events.filter(({ stream }) => !stream.startsWith(BOOKKEEPING_PREFIX));
  const considered = page.considered - (page.events.length - events.length);
  return { events, next: page.next === 'start' ? after : page.next, considered, end: page.end };
};

/** Reads on behind a place of the group's source. */
export const readSource = async (
  log: EventLog,
  { source, settings }: Pick<GroupDefinition, 'source' | 'settings'>,
  after: bigint,
  max: number,
): Promise<SourcePage> => {
  const page =
    source.kind === 'all' ? await readAll(log, source, after, max) : await readStream(log, source.stream, after, max);
  const messages: GroupMessage[] = [];
  for (const event of page.events) {
    const resolved = settings.resolveLinks ? await resolveLink(log, event) : { event };
    messages.push(newMessage(resolved, { from: 'source', place: placeIn(source, event) }));
  }
  return { messages, next: page.next, passedOver: page.considered - messages.length, end: page.end };
};

/** The place of the last event of a stream or of the whole log now; undefined while there is none. */
const lastPlace = async (log: EventLog, source: GroupSource): Promise<bigint | undefined> => {
  if (source.kind === 'all') return log.head();
  const page = await log.readStream(source.stream, { from: 'end', direction: 'backwards', max: 1 });
  return page.status === 'found' && page.lastRevision >= 0n ? page.lastRevision : undefined;
};

/**
 * The place of the last event that a group knows of. With a filter that is the place up to which it has read, as a search for the last match could take as long as the log is.
 */
export const lastKnownPlace = async (
  log: EventLog,
  source: GroupSource,
  readPlace: bigint,
): Promise<bigint | undefined> => {
  if (source.kind === 'all' && source.filter !== undefined) {
    return readPlace === beforeFirst(source) ? undefined : readPlace;
  }
  return lastPlace(log, source);
};

/** The place behind which a new group begins. */
export const placeToStartAfter = async (log: EventLog, source: GroupSource, startFrom: StartFrom): Promise<bigint> => {
  switch (startFrom) {
    case 'start':
      return beforeFirst(source);
    case 'end':
      return (await lastPlace(log, source)) ?? beforeFirst(source);
    default:
      return startFrom - 1n > beforeFirst(source) ? startFrom - 1n : beforeFirst(source);
  }
};

/** A place as clients read it: `12` in a stream, `C:12/P:12` in the whole log, nothing where there is none. */
export const placeText = (source: GroupSource, place: bigint | undefined): string => {
  if (place === undefined) return '';
  const digits = place.toString();
  return source.kind === 'all' ? `C:${digits}/P:${digits}` : digits;
};

/** Reads what `placeText` wrote; undefined for anything else. */
export const placeFrom = (text: string): bigint | undefined => {
  const digits = /^(?:C:(\d+)\/P:\d+|(\d+))$/.exec(text);
  const found = digits?.[1] ?? digits?.[2];
  return found === undefined ? undefined : BigInt(found);
};

/** A start as clients read it: 0 is the start, -1 the end. */
export const startText = (source: GroupSource, startFrom: StartFrom): string => {
  if (typeof startFrom === 'bigint') return placeText(source, startFrom);
  return placeText(source, startFrom === 'start' ? 0n : -1n);
};
