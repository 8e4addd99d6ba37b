import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Deadline } from '#libs/kernel/command-loop/deadline';
import { type AllPage, type EventFilter, type Position, type RecordedEvent, START } from '#libs/kernel/event-store';
import { CallFailed, lateFailure } from '../connection/call-failure.ts';
import { type LogOnServer, serverHead } from './log-on-server.ts';
import { MOST_BYTES, readAgain } from './page-reads.ts';
import { laterOf } from '../wire/positions.ts';
import { HISTORY_WINDOW, subscriptionRequest } from './read-request.ts';
import { responsesOf, takeAll } from './responses.ts';
import { isWanted } from '../wire/stream-naming.ts';
import { checkpointOf, decodeEvent, placeOf, sizeOf } from '../wire/wire-events.ts';

interface FilteredPage {
  readonly from: Position;
  readonly filter: EventFilter;
  readonly max: number;
}

/**
 * A page of some categories, forwards. The server looks for them, as it does for a subscription: it sends what is wanted, and says how far it has come, so that a page
 * which finds nothing for long still gets somewhere.
 */
export const readFilteredPage = async (
  { client, naming, origin }: LogOnServer,
  { from, filter, max }: FilteredPage,
  deadline: Deadline,
): Promise<AllPage> => {
  const start = origin.onServer(from);
  const events: RecordedEvent[] = [];
  /** How far the search has come, what it brought in bytes, and whether there was more than is wanted. */
  const search = { place: start, bytes: 0, more: false };
  const head = await serverHead(client, deadline);
  const halfTime = deadline.remaining() / 2;

  /** True when the page is complete. */
  const take = (response: ReadResp): boolean => {
    search.place = laterOf(search.place, response.hasCaughtUp() ? head : (checkpointOf(response) ?? START));
    const event = response.getEvent()?.getEvent();
    if (event !== undefined && placeOf(event) > search.place) {
      const decoded = decodeEvent(event, naming);
      const wanted = decoded !== undefined && isWanted(decoded.stream, filter) ? decoded : undefined;
      search.more = wanted !== undefined && events.length === max;
      if (search.more) return true;
      if (wanted !== undefined) events.push(wanted);
      search.bytes += sizeOf(event);
      search.place = placeOf(event);
    }
    return (
      search.place >= head || search.bytes > MOST_BYTES || (search.place > start && deadline.remaining() < halfTime)
    );
  };
  const remainingMs = (): number => {
    if (deadline.passed()) throw new CallFailed(lateFailure());
    return deadline.remaining();
  };

  if (search.place < head)
    await readAgain(deadline, async () => {
      const pattern = naming.serverPattern(filter);
      const responses = responsesOf(
        client.read(subscriptionRequest({ from: search.place, pattern, window: HISTORY_WINDOW })),
      );
      try {
        await takeAll(responses, remainingMs, take);
      } finally {
        responses.cancel();
      }
    });
  if (search.more) return { events, next: events.at(-1)?.position ?? origin.shown(search.place), end: false };
  return { events, next: origin.shown(search.place), end: search.place >= head };
};
