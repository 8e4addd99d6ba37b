import type { RecordedLogEvent } from '#libs/kernel/log/event-log';
import type { ResolvedEvent } from '../reads/link-resolution.ts';

/** Where a message comes from: a place in the group's source, or a revision of its stream of parked messages. */
export interface MessageOrigin {
  readonly from: 'source' | 'parked';
  readonly place: bigint;
}

export interface GroupMessage {
  /** What consumers acknowledge: the link's id where there is a link. */
  readonly id: string;
  readonly resolved: ResolvedEvent;
  readonly origin: MessageOrigin;
  /** How often it was handed out before. */
  readonly retryCount: number;
}

/** The event as it stands in the stream that was read: the link where there is one. */
export const originalEvent = (resolved: ResolvedEvent): RecordedLogEvent =>
  resolved.event === undefined ? resolved.link : (resolved.link ?? resolved.event);

export const newMessage = (resolved: ResolvedEvent, origin: MessageOrigin): GroupMessage => ({
  id: originalEvent(resolved).id,
  resolved,
  origin,
  retryCount: 0,
});
