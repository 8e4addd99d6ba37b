import type { CommandDigests } from './command-digests.ts';

/** A stream whose commands are known up to a revision. */
export interface KnownStream {
  readonly digests: CommandDigests;
  /** How far the latest snapshot goes: the revision after its last event. */
  savedTo: bigint;
}

/** The streams that were last asked for. */
export interface KnownStreams {
  get(stream: string): KnownStream | undefined;
  set(stream: string, known: KnownStream): void;
}

/** Forgets the streams that were not asked for the longest while there are more commands than `most`; the last one asked for stays. */
export const createKnownStreams = (most: number): KnownStreams => {
  // A Map iterates in the order of insertion.
  const streams = new Map<string, KnownStream>();
  const put = (stream: string, known: KnownStream): void => {
    streams.delete(stream);
    streams.set(stream, known);
  };
  const shrink = (): void => {
    let total = 0;
    for (const { digests } of streams.values()) total += digests.size() + 1;
    for (const [stream, { digests }] of streams) {
      if (total <= most || streams.size === 1) return;
      streams.delete(stream);
      total -= digests.size() + 1;
    }
  };
  return {
    get: (stream) => {
      const known = streams.get(stream);
      if (known !== undefined) put(stream, known);
      return known;
    },
    set: (stream, known) => {
      put(stream, known);
      shrink();
    },
  };
};
