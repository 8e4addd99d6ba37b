import { TextDecoder } from 'node:util';
import { TOMBSTONE_REVISION } from './event-log.ts';

/** The stream that holds what a stream is told about itself. */
export const metadataStreamOf = (stream: string): string => `$$${stream}`;

/** The stream that `stream` holds the metadata of; undefined where it holds none. */
export const streamOfMetadata = (stream: string): string | undefined =>
  stream.startsWith('$$') ? stream.slice(2) : undefined;

/** What reads of a stream leave out. */
export interface StreamLimits {
  /** `$tb`: the events before this revision; `TRUNCATED_WHOLLY` in a deleted stream. */
  readonly truncateBefore?: bigint;
  /** `$maxCount`: all but so many of the newest events. */
  readonly maxCount?: bigint;
  /** `$maxAge`, in seconds: the events that are older. */
  readonly maxAge?: bigint;
}

/** `$tb` of a deleted stream: beyond every revision. */
export const TRUNCATED_WHOLLY = TOMBSTONE_REVISION;

/** The data of the event `$metadata` that deletes a stream, as EventStoreDB writes it. */
export const DELETION_METADATA = `{"$tb":${TRUNCATED_WHOLLY}}`;

const INTEGER = /^-?\d+$/;

/** A reviver for JSON.parse: integers as they are written, since those of 64 bits do not fit a float. */
const exactInteger = (_member: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' && context?.source !== undefined && INTEGER.test(context.source)
    ? BigInt(context.source)
    : value;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A member that has to be an integer of at least `least` and to fit 64 bits; throws where it is anything else. */
const integerOf = (members: ReadonlyMap<string, unknown>, name: string, least: bigint): bigint | undefined => {
  const value = members.get(name);
  if (value === undefined) return undefined;
  if (typeof value === 'bigint' && value >= least && value <= TRUNCATED_WHOLLY) return value;
  throw new RangeError(`${name} is not an integer from ${least}`);
};

/**
 * The limits that a stream's metadata sets: the data of the last event of its `$$` stream, where its content type is JSON. As in EventStoreDB, metadata
 * with anything malformed in it sets none.
 */
export const streamLimitsOf = (metadata: Uint8Array): StreamLimits => {
  try {
    const parsed: unknown = JSON.parse(decoder.decode(metadata), exactInteger);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return {};
    const members = new Map(Object.entries(parsed));
    return {
      truncateBefore: integerOf(members, '$tb', 0n),
      maxCount: integerOf(members, '$maxCount', 1n),
      maxAge: integerOf(members, '$maxAge', 1n),
    };
  } catch {
    return {};
  }
};
