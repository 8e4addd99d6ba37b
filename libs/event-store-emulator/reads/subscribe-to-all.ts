import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { EventLog } from '#libs/kernel/log/event-log';
import type { Outgoing } from '../wire/outgoing.ts';
import type { EventSender } from './event-sender.ts';
import { PAGE_LENGTH } from './page-length.ts';
import { requireInLog } from './read-all.ts';
import type { ReadRequest } from './read-request.ts';
import { caughtUp, checkpoint, confirmation } from './read-responses.ts';

/**
 * Sends everything after a position, for ever. With a filter it says where it is after each interval of considered events, matching or not, and once when it has caught
 * up. Throws `CallError` for a position beyond the log.
 */
export const subscribeToAll = async (
  log: EventLog,
  outgoing: Outgoing<ReadResp>,
  send: EventSender,
  { from, filter }: ReadRequest,
  subscriptionId: string,
): Promise<void> => {
  await requireInLog(log, from);
  let place = from === 'end' ? ((await log.head()) ?? 'start') : from === 0n ? 'start' : from;
  await outgoing.write(confirmation(subscriptionId));
  const interval = filter?.checkpointInterval ?? Infinity;
  let untilCheckpoint = interval;
  let isLive = false;
  while (!outgoing.signal.aborted) {
    const seen = log.changeCount();
    // With a filter no page goes beyond the next checkpoint.
    const considering = filter && { filter: filter.only, maxConsidered: Math.min(untilCheckpoint, MOST_CONSIDERED) };
    const page = await log.readAll({ from: place, direction: 'forwards', max: PAGE_LENGTH, ...considering });
    for (const event of page.events) await send(event);
    place = page.next;
    untilCheckpoint -= page.considered;
    if (untilCheckpoint <= 0 || (filter && page.end && !isLive)) {
      await outgoing.write(checkpoint(place));
      untilCheckpoint = interval;
    }
    if (page.end && !isLive) {
      isLive = true;
      await outgoing.write(caughtUp());
    }
    if (page.end) await log.changed(seen, outgoing.signal);
  }
};

/** So many events are looked at before other readers get their turn. */
const MOST_CONSIDERED = 4096;
