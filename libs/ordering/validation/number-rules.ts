import { listOf, Obeys, type ValueRule } from './value-rule.ts';

/** The largest quantity that one command may name. */
export const MAX_QUANTITY = 1_000_000_000;
/** The largest amount that one member may name, in minor units. */
export const MAX_MINOR_UNITS = 1_000_000_000_000;

const grouped = (value: number): string => value.toLocaleString('en-US');

const wholeNumber = (minimum: number, maximum: number): ValueRule => ({
  name: 'isWholeNumber',
  accepts: (value) => Number.isSafeInteger(value) && Number(value) >= minimum && Number(value) <= maximum,
  demand: {
    ja: `${grouped(minimum)} から ${grouped(maximum)} までの整数で指定してください。`,
    en: `must be a whole number from ${grouped(minimum)} to ${grouped(maximum)}`,
  },
  schema: { type: 'integer', minimum, maximum },
});

export const IsWholeNumber = (minimum: number, maximum: number): PropertyDecorator =>
  Obeys(wholeNumber(minimum, maximum));

/** At least one unit. */
export const IsQuantity = (): PropertyDecorator => Obeys(wholeNumber(1, MAX_QUANTITY));

/** A running total or a level, which may be 0. */
export const IsCount = (): PropertyDecorator => Obeys(wholeNumber(0, MAX_QUANTITY));

/** An amount of money in minor units of its currency (yen, cents); from 0 unless another minimum is given. */
export const IsMinorUnits = (minimum = 0): PropertyDecorator => Obeys(wholeNumber(minimum, MAX_MINOR_UNITS));

export const IsWholeNumberList = (minimum: number, maximum: number, fewest: number, most: number): PropertyDecorator =>
  Obeys(listOf(wholeNumber(minimum, maximum), fewest, most));
