import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Deadline } from '#libs/kernel/command-loop/deadline';
import { type AllPage, type Position, type ReadAllOptions, type RecordedEvent, START } from '#libs/kernel/event-store';
import { readFilteredPage } from './filtered-reads.ts';
import type { LogOnServer } from './log-on-server.ts';
import { LONGEST_PAGE, pageLength, USUAL_ALL_PAGE } from './page-length.ts';
import { readAgain, readPage, type WirePage } from './page-reads.ts';
import { allPageRequest, type Direction } from './read-request.ts';
import { isWanted } from '../wire/stream-naming.ts';
import { decodeEvent, placeOf } from '../wire/wire-events.ts';

/** A call looks at no more events than this before it answers with what it has found. */
const MOST_CONSIDERED = 16_384;

/** Events that a page backwards with a filter looks at in one go. */
const SCAN = 512;

/** A page of the whole log. Throws `EventStoreError`. */
export const readAllPage = (log: LogOnServer, options: ReadAllOptions, deadline: Deadline): Promise<AllPage> => {
  const max = pageLength(options.max, USUAL_ALL_PAGE);
  const { direction = 'forwards', filter, from } = options;
  if (direction === 'backwards') return readBackwards(log, { from, filter, max }, deadline);
  return filter === undefined
    ? readForwards(log, { from, max }, deadline)
    : readFilteredPage(log, { from: from ?? START, filter, max }, deadline);
};

interface Wanted extends Pick<ReadAllOptions, 'from' | 'filter'> {
  readonly max: number;
}

const pageOf = (
  { client }: LogOnServer,
  from: Position | undefined,
  { direction, count, deadline }: { direction: Direction; count: number; deadline: Deadline },
): Promise<WirePage> => {
  const request = allPageRequest({ from, direction, count });
  return readAgain(deadline, () => readPage(client, request, { count, deadline }));
};

const readForwards = async (log: LogOnServer, { from = START, max }: Wanted, deadline: Deadline): Promise<AllPage> => {
  const { naming, origin } = log;
  const events: RecordedEvent[] = [];
  let place = origin.onServer(from);
  for (let considered = 0; ;) {
    // One for the event at `place`, which the server gives too, and one to see whether there is more.
    const count = Math.min(max - events.length + 2, LONGEST_PAGE);
    const page = await pageOf(log, place, { direction: 'forwards', count, deadline });
    for (const event of after(place, page.events)) {
      const decoded = decodeEvent(event, naming);
      if (decoded !== undefined && events.length === max)
        return { events, next: events.at(-1)?.position ?? origin.shown(place), end: false };
      if (decoded !== undefined) events.push(decoded);
      place = placeOf(event);
    }
    considered += page.events.length;
    if (page.end || considered > MOST_CONSIDERED) return { events, next: origin.shown(place), end: page.end };
  }
};

const after = (place: Position, events: readonly ReadResp.ReadEvent.RecordedEvent[]) =>
  events.filter((event) => placeOf(event) > place);

const readBackwards = async (log: LogOnServer, { from, filter, max }: Wanted, deadline: Deadline): Promise<AllPage> => {
  const { naming, origin } = log;
  const begin = origin.onServer(START);
  const events: RecordedEvent[] = [];
  if (from === START) return { events, next: START, end: true };
  let place = from === undefined ? undefined : origin.onServer(from);
  for (let considered = 0; ;) {
    const missing = max - events.length + 1;
    const count = Math.min(filter === undefined ? missing : Math.max(missing, SCAN), LONGEST_PAGE);
    const page = await pageOf(log, place, { direction: 'backwards', count, deadline });
    for (const event of page.events) {
      if (placeOf(event) <= begin) return { events, next: START, end: true };
      const decoded = decodeEvent(event, naming);
      const wanted = decoded !== undefined && isWanted(decoded.stream, filter) ? decoded : undefined;
      if (wanted !== undefined && events.length === max)
        return { events, next: events.at(-1)?.position ?? START, end: false };
      if (wanted !== undefined) events.push(wanted);
      place = placeOf(event);
    }
    considered += page.events.length;
    if (page.end || place === undefined) return { events, next: START, end: true };
    if (considered > MOST_CONSIDERED) return { events, next: place, end: false };
  }
};
