import type { Position } from '#libs/kernel/event-store';
import { EventStoreError, START } from '#libs/kernel/event-store';

/** A place in `$all` as the wire carries it: two unsigned 64-bit numbers in decimal digits. */
export interface WirePosition {
  readonly commit: string;
  readonly prepare: string;
}

const DIGITS = 20;
const POSITION = /^(\d{20})-(\d{20})$/;

/** Commit and prepare, padded so that positions compare as strings. */
export const positionOf = ({ commit, prepare }: WirePosition): Position =>
  `${commit.padStart(DIGITS, '0')}-${prepare.padStart(DIGITS, '0')}`;

/** The two numbers behind a position that is not `START`; throws `invalidRequest` for what this store never gave. */
export const wirePositionOf = (position: Position): WirePosition => {
  const [, commit, prepare] = POSITION.exec(position) ?? [];
  if (commit !== undefined && prepare !== undefined)
    return { commit: BigInt(commit).toString(), prepare: BigInt(prepare).toString() };
  throw new EventStoreError('invalidRequest', `${JSON.stringify(position)} is not a position of this store`);
};

/** The later of two positions. */
export const laterOf = (one: Position, other: Position): Position => (one < other ? other : one);

/**
 * Where this log begins on its server. What stands up to there belongs to others, so positions up to there are `START`, and reading from `START` begins after it.
 */
export interface LogOrigin {
  /** A position on the server as one of this log. */
  shown(position: Position): Position;
  /** A position of this log as one on the server; `START` where the log begins with the server. Throws `invalidRequest`. */
  onServer(position: Position): Position;
}

/** The origin after an event of the server, or with `START` at the server's own beginning. */
export const logOrigin = (begin: Position): LogOrigin => ({
  shown: (position) => (position <= begin ? START : position),
  onServer: (position) => {
    if (position === START) return begin;
    wirePositionOf(position);
    return laterOf(position, begin);
  },
});
