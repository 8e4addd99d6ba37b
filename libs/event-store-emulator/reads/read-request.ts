import streams, { type ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { TOMBSTONE_REVISION, type LogDirection, type LogFilter } from '#libs/kernel/log/event-log';
import { invalidArgument } from '../wire/call-error.ts';
import { checkpointIntervalOf, filterFrom } from '../wire/wire-filter.ts';
import { streamFrom } from '../wire/wire-values.ts';

/** A place in a stream or in the whole log, as a request names it; whether it is inclusive depends on what is asked for. */
export type Place = bigint | 'start' | 'end';

/** What `Read` is asked for: some of a stream or of the whole log, or everything that comes after a place in it. */
export interface ReadRequest {
  /** Undefined: the whole log. */
  readonly stream: string | undefined;
  readonly from: Place;
  readonly direction: LogDirection;
  /** How many events at most; undefined: a subscription. */
  readonly count: bigint | undefined;
  readonly resolveLinks: boolean;
  readonly filter: { readonly only: LogFilter; readonly checkpointInterval: number } | undefined;
}

interface WirePlace {
  hasStart(): boolean;
  hasEnd(): boolean;
}

const placeFrom = (wire: WirePlace, digits: string | undefined): Place => {
  if (digits !== undefined) return BigInt(digits);
  if (wire.hasStart()) return 'start';
  if (wire.hasEnd()) return 'end';
  throw invalidArgument('the request does not say where to begin');
};

const streamPlace = (wire: ReadReq.Options.StreamOptions): Place => {
  const place = placeFrom(wire, wire.hasRevision() ? wire.getRevision() : undefined);
  return typeof place === 'bigint' && place > TOMBSTONE_REVISION ? TOMBSTONE_REVISION : place;
};

/** Throws `CallError` for a request that says too little. */
export const readRequestFrom = (request: ReadReq): ReadRequest => {
  const options = request.getOptions();
  const stream = options?.getStream();
  const all = options?.getAll();
  if (options === undefined || (stream === undefined && all === undefined))
    throw invalidArgument('the request names neither a stream nor the whole log');
  if (!options.hasCount() && !options.hasSubscription())
    throw invalidArgument('the request is neither a read with a count nor a subscription');
  const filter = options.getFilter();
  return {
    stream: stream === undefined ? undefined : streamFrom(stream.getStreamIdentifier()),
    from: stream ? streamPlace(stream) : all ? placeFrom(all, all.getPosition()?.getCommitPosition()) : 'start',
    direction: options.getReadDirection() === streams.ReadReq.Options.ReadDirection.FORWARDS ? 'forwards' : 'backwards',
    count: options.hasCount() ? BigInt(options.getCount()) : undefined,
    resolveLinks: options.getResolveLinks(),
    filter: filter && { only: filterFrom(filter), checkpointInterval: checkpointIntervalOf(filter) },
  };
};
