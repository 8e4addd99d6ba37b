import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { EventLog } from '#libs/kernel/log/event-log';
import { invalidArgument } from '../wire/call-error.ts';
import type { Outgoing } from '../wire/outgoing.ts';
import type { EventSender } from './event-sender.ts';
import { PAGE_LENGTH } from './page-length.ts';
import type { Place, ReadRequest } from './read-request.ts';

/** Throws `CallError` for a position at which the log has not arrived. */
export const requireInLog = async (log: EventLog, place: Place): Promise<void> => {
  if (typeof place !== 'bigint' || place === 0n) return;
  const head = await log.head();
  if (head === undefined || place > head)
    throw invalidArgument(`position ${place} is beyond the end of the log, which is at ${head ?? 0n}`);
};

/** Sends events of the whole log: forwards from a position on, inclusive; backwards from before it. */
export const readAll = async (
  log: EventLog,
  outgoing: Outgoing<ReadResp>,
  send: EventSender,
  { from: begin, direction, count, filter }: ReadRequest,
): Promise<void> => {
  await requireInLog(log, begin);
  let from = typeof begin === 'bigint' ? exclusive(direction === 'forwards' ? begin - 1n : begin) : begin;
  let remaining = count ?? 0n;
  while (remaining > 0n && !outgoing.signal.aborted) {
    const max = remaining < PAGE_LENGTH ? Number(remaining) : PAGE_LENGTH;
    const page = await log.readAll({ from, direction, max, filter: filter?.only });
    for (const event of page.events) await send(event);
    if (page.end) return;
    from = page.next;
    remaining -= BigInt(page.events.length);
  }
};

/** Where the log goes on from; positions count from 1. */
const exclusive = (position: bigint): bigint | 'start' => (position > 0n ? position : 'start');
