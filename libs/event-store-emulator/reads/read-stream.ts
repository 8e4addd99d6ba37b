import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { EventLog } from '#libs/kernel/log/event-log';
import { streamDeleted } from '../wire/call-error.ts';
import type { Outgoing } from '../wire/outgoing.ts';
import type { EventSender } from './event-sender.ts';
import { PAGE_LENGTH } from './page-length.ts';
import type { ReadRequest } from './read-request.ts';
import { streamNotFound } from './read-responses.ts';

/** Sends the events of a stream from a revision on, inclusive. Throws `CallError` where it is tombstoned. */
export const readStream = async (
  log: EventLog,
  outgoing: Outgoing<ReadResp>,
  send: EventSender,
  { from: begin, direction, count }: ReadRequest,
  stream: string,
): Promise<void> => {
  let from = begin;
  let remaining = count ?? 0n;
  while (remaining > 0n && !outgoing.signal.aborted) {
    const max = remaining < PAGE_LENGTH ? Number(remaining) : PAGE_LENGTH;
    const page = await log.readStream(stream, { from, direction, max });
    if (page.status === 'tombstoned') throw streamDeleted(stream);
    if (page.status === 'missing') {
      if (from === begin) await outgoing.write(streamNotFound(stream));
      return;
    }
    for (const event of page.events) await send(event);
    const last = page.events.at(-1);
    if (last === undefined || page.end) return;
    if (direction === 'backwards' && last.revision === 0n) return;
    from = direction === 'forwards' ? last.revision + 1n : last.revision - 1n;
    remaining -= BigInt(page.events.length);
  }
};
