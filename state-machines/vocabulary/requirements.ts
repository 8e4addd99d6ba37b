// What a reducer requires of a fact: where it does not hold, the fact cannot have happened, and the stream is corrupt.

/** Throws `RangeError` where it does not hold. */
export const requireThat = (holds: boolean, otherwise: string): void => {
  if (!holds) throw new RangeError(otherwise);
};

/** Throws `RangeError` for a number that does not follow the one before it. */
export const requireNext = (what: string, number: number, before: number): void => {
  if (number !== before + 1) throw new RangeError(`${what} ${String(number)} does not follow ${String(before)}`);
};

/** Throws `RangeError` for an id that is taken. */
export const requireNew = (id: string, taken: Readonly<Record<string, unknown>>): void => {
  if (Object.hasOwn(taken, id)) throw new RangeError(`there was ${id} before`);
};
