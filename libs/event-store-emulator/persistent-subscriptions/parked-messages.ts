import type { EventLog, LogEvent } from '#libs/kernel/log/event-log';
import { resolveLink, type ResolvedEvent } from '../reads/link-resolution.ts';
import { appendOne, lastEvent, linkEvent, parkedStream, truncateBefore } from './bookkeeping-streams.ts';
import { newMessage, originalEvent, type GroupMessage } from './group-message.ts';
import { createProgress } from './progress.ts';

/** The messages that a group put aside: links to their events, in a stream of their own. */
export interface ParkedMessages {
  /** What is written to park a message. */
  linkTo(message: GroupMessage, reason: string): LogEvent;
  /** Durable when it resolves; the same link again changes nothing. Throws what the log throws. */
  park(link: LogEvent): Promise<void>;
  /** How many wait there; those that are being replayed are not among them. */
  count(): Promise<bigint>;
  /** Hands over those before the revision `stopAt` of the parked stream, or all that are there now. */
  replay(stopAt: bigint | undefined, take: (message: GroupMessage) => void): Promise<void>;
  /** The replayed message of this revision was settled: readers see it no longer once those before it are settled, too. */
  settled(revision: bigint): void;
  /** Resolves when what was settled is gone from the stream. Throws what the log throws. */
  removeSettled(): Promise<void>;
}

const READ_AT_ONCE = 100;

/** What a link to this message says. A link whose event is gone is parked as it is. */
const targetOf = ({ event, link }: ResolvedEvent): Uint8Array =>
  event === undefined ? link.data : Buffer.from(`${event.revision.toString()}@${event.stream}`, 'utf8');

export const openParkedMessages = async (log: EventLog, groupKey: string): Promise<ParkedMessages> => {
  const stream = parkedStream(groupKey);

  const firstRevision = async (): Promise<bigint> => {
    const page = await log.readStream(stream, { from: 'start', direction: 'forwards', max: 1 });
    if (page.status !== 'found') return 0n;
    return page.events[0]?.revision ?? page.lastRevision + 1n;
  };

  const waiting = async (): Promise<{ first: bigint; beyond: bigint }> => {
    const last = await lastEvent(log, stream);
    const first = await firstRevision();
    const unreplayed = first > replays.readPlace() ? first : replays.readPlace() + 1n;
    return { first: unreplayed, beyond: last === undefined ? unreplayed : last.revision + 1n };
  };

  // A replay that was cut off begins anew: what was not settled is still there.
  const replays = createProgress((await firstRevision()) - 1n);

  return {
    linkTo: ({ resolved }, reason) =>
      linkEvent(targetOf(resolved), {
        added: new Date().toISOString(),
        reason,
        subscriptionEventNumber: Number(originalEvent(resolved).revision),
      }),
    async park(link) {
      await appendOne(log, stream, link);
    },
    async count() {
      const { first, beyond } = await waiting();
      return beyond > first ? beyond - first : 0n;
    },
    async replay(stopAt, take) {
      const { first, beyond } = await waiting();
      const stop = stopAt === undefined || stopAt > beyond ? beyond : stopAt;
      let next = first;
      while (next < stop) {
        const page = await log.readStream(stream, { from: next, direction: 'forwards', max: READ_AT_ONCE });
        if (page.status !== 'found' || page.events.length === 0) break;
        for (const link of page.events) {
          next = link.revision + 1n;
          if (link.revision >= stop) break;
          replays.begin(link.revision);
          take(newMessage(await resolveLink(log, link), { from: 'parked', place: link.revision }));
        }
      }
    },
    settled: (revision) => replays.settle(revision),
    async removeSettled() {
      const at = replays.settled();
      if (at === undefined) return;
      await truncateBefore(log, stream, at.place + 1n);
      replays.checkpointed(at);
    },
  };
};
