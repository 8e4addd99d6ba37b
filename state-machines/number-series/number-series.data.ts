import type { NumberSeriesFact } from './number-series.events.ts';

/** How far a series has got; 0 before its first number. */
export interface NumberSeriesData {
  readonly last: number;
}

export const initialNumberSeriesData: NumberSeriesData = { last: 0 };

/** The series after a fact. Throws `RangeError` for a gap, or for a number handed out before. */
export const reduceNumberSeries = ({ last }: NumberSeriesData, fact: NumberSeriesFact): NumberSeriesData => {
  if (fact.data.first !== last + 1 || fact.data.last < fact.data.first)
    throw new RangeError(`${fact.data.first} to ${fact.data.last} do not follow ${last}`);
  return { last: fact.data.last };
};
