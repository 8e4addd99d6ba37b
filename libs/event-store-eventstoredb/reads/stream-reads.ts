import type { Deadline } from '#libs/kernel/command-loop/deadline';
import { EventStoreError, type Position, type ReadStreamOptions, type RecordedEvent } from '#libs/kernel/event-store';
import type { ConnectedClient } from '../connection/eventstoredb-client.ts';
import type { LogOnServer } from './log-on-server.ts';
import { LONGEST_PAGE, pageLength } from './page-length.ts';
import { readAgain, readPage } from './page-reads.ts';
import { streamPageRequest } from './read-request.ts';
import { decodeEvent, placeOf } from '../wire/wire-events.ts';

/** The largest revision that the server counts to; what is asked for beyond it is not there. */
const LAST_REVISION = 2n ** 63n - 1n;

/** A page of one stream, whole whatever its events hold, and without those that are no JSON. Throws `EventStoreError`. */
export const readStreamPage = async (
  { client, naming }: LogOnServer,
  stream: string,
  { from, direction = 'forwards', max }: ReadStreamOptions,
  deadline: Deadline,
): Promise<readonly RecordedEvent[]> => {
  const length = pageLength(max, LONGEST_PAGE);
  if (from !== undefined && from < 0n) throw new EventStoreError('invalidRequest', 'revisions count from 0');
  if (stream === '' || naming.isReserved(stream)) return [];
  const step = direction === 'forwards' ? 1n : -1n;
  const events: RecordedEvent[] = [];
  let next: bigint | 'start' | 'end' = from ?? (direction === 'forwards' ? 'start' : 'end');
  while (events.length < length && next !== -1n) {
    if (typeof next === 'bigint' && next > LAST_REVISION) {
      if (direction === 'forwards') return events;
      next = 'end';
    }
    const count = length - events.length;
    const request = streamPageRequest({ stream: naming.onServer(stream), from: next, direction, count });
    const page = await readAgain(deadline, () =>
      readPage(client, request, { count, deadline, mostBytes: Number.POSITIVE_INFINITY }),
    );
    for (const event of page.events) {
      const decoded = decodeEvent(event, naming);
      if (decoded !== undefined) events.push(decoded);
    }
    const last = page.events.at(-1);
    if (page.end || last === undefined) break;
    next = BigInt(last.getStreamRevision()) + step;
  }
  return events;
};

/** Position on the server of one event. `stream` is the name on the server. Throws `EventStoreError`. */
export const positionAt = async (
  client: ConnectedClient,
  stream: string,
  revision: bigint,
  deadline: Deadline,
): Promise<Position> => {
  const request = streamPageRequest({ stream, from: revision, direction: 'forwards', count: 1 });
  const { events } = await readAgain(deadline, () => readPage(client, request, { count: 1, deadline }));
  const [event] = events;
  if (event === undefined || BigInt(event.getStreamRevision()) !== revision)
    throw new EventStoreError('unavailable', `revision ${revision} of ${stream} cannot be read`);
  return placeOf(event);
};
