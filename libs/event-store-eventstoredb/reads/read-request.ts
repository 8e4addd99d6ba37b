import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams, { type ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { type Position, START } from '#libs/kernel/event-store';
import { wirePositionOf } from '../wire/positions.ts';

export type Direction = 'forwards' | 'backwards';

export interface StreamPage {
  /** The name on the server. */
  readonly stream: string;
  /** Inclusive. */
  readonly from: bigint | 'start' | 'end';
  readonly direction: Direction;
  readonly count: number;
}

export interface AllPage {
  /** Position on the server, inclusive forwards and exclusive backwards; undefined backwards is the end of the log. */
  readonly from: Position | undefined;
  readonly direction: Direction;
  readonly count: number;
}

export interface AllSubscription {
  /** Position on the server, exclusive. */
  readonly from: Position;
  /** Regular expression for stream names. */
  readonly pattern: string;
  /** After how many events, matching or not, the server says where it is. */
  readonly window: number;
}

/** The window with which history is read: large, so that the server need not stop to say where it is. */
export const HISTORY_WINDOW = 1000;

/** The window of what happens live: the place is told after every event, so that whoever waits for one that is passed over does not wait long. */
export const LIVE_WINDOW = 1;

const { Options } = streams.ReadReq;

const requestOf = (options: ReadReq.Options): ReadReq =>
  new streams.ReadReq().setOptions(
    options.setUuidOption(new Options.UUIDOption().setString(new shared.Empty())).setResolveLinks(false),
  );

const pageOptions = (direction: Direction, count: number): ReadReq.Options =>
  new Options()
    .setReadDirection(Options.ReadDirection[direction === 'forwards' ? 'FORWARDS' : 'BACKWARDS'])
    .setCount(String(count))
    .setNoFilter(new shared.Empty());

const placeInAll = (from: Position | undefined): ReadReq.Options.AllOptions => {
  const all = new Options.AllOptions();
  if (from === undefined) return all.setEnd(new shared.Empty());
  if (from === START) return all.setStart(new shared.Empty());
  const { commit, prepare } = wirePositionOf(from);
  return all.setPosition(new Options.Position().setCommitPosition(commit).setPreparePosition(prepare));
};

export const streamPageRequest = ({ stream, from, direction, count }: StreamPage): ReadReq => {
  const place = new Options.StreamOptions().setStreamIdentifier(
    new shared.StreamIdentifier().setStreamName(Buffer.from(stream)),
  );
  if (from === 'start') place.setStart(new shared.Empty());
  else if (from === 'end') place.setEnd(new shared.Empty());
  else place.setRevision(from.toString());
  return requestOf(pageOptions(direction, count).setStream(place));
};

export const allPageRequest = ({ from, direction, count }: AllPage): ReadReq =>
  requestOf(pageOptions(direction, count).setAll(placeInAll(from)));

export const subscriptionRequest = ({ from, pattern, window }: AllSubscription): ReadReq => {
  const filter = new Options.FilterOptions()
    .setStreamIdentifier(new Options.FilterOptions.Expression().setRegex(pattern))
    .setMax(window)
    .setCheckpointintervalmultiplier(1);
  const options = new Options()
    .setAll(placeInAll(from))
    .setSubscription(new Options.SubscriptionOptions())
    .setFilter(filter);
  return requestOf(options);
};
