import streams, { type ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { toWireEvent } from '../wire/wire-event.ts';
import { wireStream, withPosition } from '../wire/wire-values.ts';
import type { ResolvedEvent } from './link-resolution.ts';

/** An event, or a link with what it points at. */
export const eventResponse = ({ event, link }: ResolvedEvent): ReadResp => {
  const wire = new streams.ReadResp.ReadEvent();
  if (event !== undefined) wire.setEvent(toWireEvent(new streams.ReadResp.ReadEvent.RecordedEvent(), event));
  if (link !== undefined) wire.setLink(toWireEvent(new streams.ReadResp.ReadEvent.RecordedEvent(), link));
  const position = link?.position ?? event?.position;
  if (position !== undefined) wire.setCommitPosition(position.toString());
  return new streams.ReadResp().setEvent(wire);
};

export const streamNotFound = (stream: string): ReadResp =>
  new streams.ReadResp().setStreamNotFound(
    new streams.ReadResp.StreamNotFound().setStreamIdentifier(wireStream(stream)),
  );

/** The first message of a subscription. */
export const confirmation = (subscriptionId: string): ReadResp =>
  new streams.ReadResp().setConfirmation(
    new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(subscriptionId),
  );

/** Everything that was there has been sent; from here on it is live. */
export const caughtUp = (): ReadResp => new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp());

/** Everything up to here has been considered. The beginning of the log is position 0, where no event is. */
export const checkpoint = (position: bigint | 'start'): ReadResp =>
  new streams.ReadResp().setCheckpoint(
    withPosition(new streams.ReadResp.Checkpoint(), position === 'start' ? 0n : position),
  );
