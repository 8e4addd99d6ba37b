import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { EventLog, RecordedLogEvent } from '#libs/kernel/log/event-log';
import type { Outgoing } from '../wire/outgoing.ts';
import { resolveLink, type ResolvedEvent } from './link-resolution.ts';
import { eventResponse } from './read-responses.ts';

/** Sends one event when the client is ready for it. */
export type EventSender = (event: RecordedLogEvent) => Promise<void>;

/** Sends events as they are, or, where asked for, what links point at. */
export const eventSender =
  (log: EventLog, outgoing: Outgoing<ReadResp>, resolveLinks: boolean): EventSender =>
  async (event) => {
    const resolved: ResolvedEvent = resolveLinks ? await resolveLink(log, event) : { event };
    const { data, metadata } = resolved.event ?? event;
    await outgoing.write(eventResponse(resolved), data.length + metadata.length);
  };
