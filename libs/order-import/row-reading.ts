import { MAX_MINOR_UNITS, MAX_QUANTITY } from '#libs/ordering/validation/number-rules';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import { minorUnitDigits, type Currency } from '#state-machines/vocabulary/money';
import type { CsvRow } from './csv-rows.ts';
import { dateReader } from './date-pattern.ts';
import { decimalReader, inUnitsOf, type Decimal } from './decimal.ts';
import type { OrderMapping } from './mapping.ts';
import type { RowProblem } from './row-problem.ts';

type Column = string | undefined;

/** Reads the cells of one row. What cannot be read is noted as a problem, and undefined or a blank text stands for it. */
export interface RowReading {
  readonly problems: readonly RowProblem[];
  readonly refuse: (field: Column, code: string, message: string) => void;
  /** The cell of a column; undefined where it is blank or the column is not mapped. */
  readonly text: (column: Column) => string | undefined;
  /** The cell of a column that must not be blank. */
  readonly filled: (column: string) => string;
  readonly date: (column: Column) => CalendarDate | undefined;
  /** A whole number from `minimum` to 1,000,000,000. */
  readonly count: (column: Column, minimum: number) => number | undefined;
  /** Minor units of the currency. */
  readonly amount: (column: Column, currency: Currency) => number | undefined;
  /** A share of one, in basis points from 0 to 10,000. */
  readonly basisPoints: (column: Column, as: 'fraction' | 'percent') => number | undefined;
  /** One of the product's own words, or a word that the mapping translates to one. */
  readonly word: <Word extends string>(column: Column, words: readonly Word[]) => Word | undefined;
}

const grouped = (value: number): string => value.toLocaleString('en-US');

/** A whole number between two others, both allowed. */
const between = (minimum: number, value: bigint | undefined, maximum: number): number | undefined =>
  value !== undefined && value >= minimum && value <= maximum ? Number(value) : undefined;

/** Makes readings of rows as a mapping says that dates and numbers are written. */
export const rowReader = (mapping: OrderMapping): ((row: CsvRow, order?: string) => RowReading) => {
  const parseDate = dateReader(mapping.dates);
  const parseDecimal = decimalReader({ decimal: mapping.decimalMark, group: mapping.groupMark });

  return (row, order) => {
    const problems: RowProblem[] = [];
    const refuse: RowReading['refuse'] = (field, code, message) => {
      const { file, line } = row;
      problems.push({ file, line, ...(order ? { order } : {}), ...(field ? { field } : {}), code, message });
    };
    const orRefuse = <Value>(value: Value | undefined, column: Column, code: string, message: string) => {
      if (value === undefined) refuse(column, code, message);
      return value;
    };
    /** Reads a number that is there; `read` says what it has to be. */
    const number = (column: Column, read: (written: Decimal, cell: string) => number | undefined) => {
      const cell = row.cell(column);
      if (cell === undefined) return undefined;
      const written = parseDecimal(cell);
      if (written) return read(written, cell);
      refuse(column, 'not-a-number', `"${cell}" is not a number, as the mapping says that numbers are written`);
      return undefined;
    };
    if (row.flaw !== undefined) refuse(undefined, 'wrong-number-of-cells', row.flaw);

    return {
      problems,
      refuse,
      text: (column) => row.cell(column),
      filled: (column) => orRefuse(row.cell(column), column, 'blank', 'must not be blank') ?? '',
      date(column) {
        const cell = row.cell(column);
        if (cell === undefined) return undefined;
        return orRefuse(parseDate(cell), column, 'no-such-date', `"${cell}" is not a date written ${mapping.dates}`);
      },
      count: (column, minimum) =>
        number(column, (written, cell) => {
          const demand = `${cell} is not a whole number from ${minimum} to ${grouped(MAX_QUANTITY)}`;
          const count = between(minimum, inUnitsOf(0, written, 'refuse'), MAX_QUANTITY);
          return orRefuse(count, column, 'wrong-quantity', demand);
        }),
      amount: (column, currency) =>
        number(column, (written, cell) => {
          const decimals = minorUnitDigits(currency);
          const exact = inUnitsOf(decimals, written, mapping.tooManyDecimals);
          if (exact === undefined)
            refuse(column, 'too-many-decimals', `${cell} has more than the ${decimals} decimals of ${currency}`);
          const demand = `${cell} is not an amount from 0 to ${grouped(MAX_MINOR_UNITS / 10 ** decimals)} ${currency}`;
          const amount = written.units < 0n ? undefined : between(0, exact, MAX_MINOR_UNITS);
          return exact === undefined ? undefined : orRefuse(amount, column, 'wrong-amount', demand);
        }),
      basisPoints: (column, as) =>
        number(column, (written, cell) => {
          const [places, most] = as === 'fraction' ? [4, '1'] : [2, '100'];
          const demand = `${cell} is not a discount from 0 to ${most} in whole basis points`;
          const points = between(0, inUnitsOf(places, written, 'refuse'), 10_000);
          return orRefuse(points, column, 'wrong-discount', demand);
        }),
      word(column, words) {
        const cell = row.cell(column);
        if (cell === undefined) return undefined;
        const translated = mapping.words.get(cell) ?? cell;
        const demand = `"${cell}" is none of ${words.join(', ')}; say under words in the mapping which one it means`;
        return orRefuse(
          words.find((word) => word === translated),
          column,
          'unknown-word',
          demand,
        );
      },
    };
  };
};
