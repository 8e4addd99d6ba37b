import type { EventLog, RecordedLogEvent } from '#libs/kernel/log/event-log';

/** Type of events whose data, `revision@stream`, points at another event. */
const LINK_TYPE = '$>';

/** An event as a reader gets it: a link with the event it points at, or without where that is gone. */
export type ResolvedEvent =
  | { readonly event: RecordedLogEvent; readonly link?: RecordedLogEvent }
  | { readonly event?: undefined; readonly link: RecordedLogEvent };

const targetOf = (data: Uint8Array): { stream: string; revision: bigint } | undefined => {
  const [, revision, stream] = /^(\d{1,19})@(.+)$/s.exec(Buffer.from(data).toString('utf8')) ?? [];
  return revision === undefined || stream === undefined ? undefined : { stream, revision: BigInt(revision) };
};

/** Follows a link; other events stay as they are. */
export const resolveLink = async (log: EventLog, read: RecordedLogEvent): Promise<ResolvedEvent> => {
  if (read.type !== LINK_TYPE) return { event: read };
  const target = targetOf(read.data);
  if (target === undefined) return { link: read };
  const page = await log.readStream(target.stream, { from: target.revision, direction: 'forwards', max: 1 });
  const [event] = page.status === 'found' ? page.events : [];
  // A truncated stream answers with a later event.
  return event?.revision === target.revision ? { event, link: read } : { link: read };
};
