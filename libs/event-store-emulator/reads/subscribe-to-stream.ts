import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { EventLog, RecordedLogEvent } from '#libs/kernel/log/event-log';
import { streamDeleted } from '../wire/call-error.ts';
import type { Outgoing } from '../wire/outgoing.ts';
import type { EventSender } from './event-sender.ts';
import { PAGE_LENGTH } from './page-length.ts';
import type { Place, ReadRequest } from './read-request.ts';
import { caughtUp, confirmation } from './read-responses.ts';

/** The first revision to be sent; revisions of requests are exclusive here. */
const firstRevision = async (log: EventLog, stream: string, from: Place): Promise<bigint> => {
  if (from === 'start') return 0n;
  if (typeof from === 'bigint') return from + 1n;
  const page = await log.readStream(stream, { from: 'end', direction: 'backwards', max: 1 });
  return page.status === 'found' ? page.lastRevision + 1n : 0n;
};

/** The events of a stream, from the whole log: a tombstoned stream can be read in no other way. */
async function* eventsInLog(log: EventLog, stream: string, after: bigint | 'start'): AsyncIterable<RecordedLogEvent> {
  const filter = { by: 'stream', match: { prefixes: [stream] } } as const;
  for (let from = after, end = false; !end;) {
    const page = await log.readAll({ from, direction: 'forwards', max: PAGE_LENGTH, filter });
    yield* page.events.filter((event) => event.stream === stream);
    ({ next: from, end } = page);
  }
}

/**
 * Sends everything of a stream that comes after a revision, for ever; a stream that does not exist yet is waited for. A tombstone that comes meanwhile is sent as its
 * event; then, as for a stream that was tombstoned before, it throws `CallError`.
 */
export const subscribeToStream = async (
  log: EventLog,
  outgoing: Outgoing<ReadResp>,
  send: EventSender,
  { from }: ReadRequest,
  { stream, subscriptionId }: { readonly stream: string; readonly subscriptionId: string },
): Promise<void> => {
  let position: bigint | 'start' = (await log.head()) ?? 'start';
  let next = await firstRevision(log, stream, from);
  // Only now: what a client appends after the confirmation is news.
  await outgoing.write(confirmation(subscriptionId));
  let wasRead = false;
  let isLive = false;
  const sendAndGoOn = async (event: RecordedLogEvent): Promise<void> => {
    await send(event);
    next = event.revision + 1n;
    position = event.position;
  };
  while (!outgoing.signal.aborted) {
    const seen = log.changeCount();
    const page = await log.readStream(stream, { from: next, direction: 'forwards', max: PAGE_LENGTH });
    if (page.status === 'tombstoned') {
      if (wasRead)
        for await (const event of eventsInLog(log, stream, position))
          if (event.revision >= next) await sendAndGoOn(event);
      throw streamDeleted(stream);
    }
    wasRead = true;
    const events = page.status === 'found' ? page.events : [];
    for (const event of events) await sendAndGoOn(event);
    if (page.status === 'found' && !page.end) continue;
    if (!isLive) {
      isLive = true;
      await outgoing.write(caughtUp());
    }
    await log.changed(seen, outgoing.signal);
  }
};
