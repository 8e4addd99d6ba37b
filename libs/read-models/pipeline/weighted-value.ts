/** A value in minor units times a probability in percent, rounded half up to a whole minor unit; exact for every safe integer ≥ 0. */
export const weightedValue = (value: number, percent: number): number =>
  Number((BigInt(value) * BigInt(percent) + 50n) / 100n);
