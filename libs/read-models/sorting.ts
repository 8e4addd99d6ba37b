import { sql } from 'kysely';
import type { Order, Place } from './paging.ts';

/** The column that a name of a list's parameter `sort` stands for. */
export interface SortColumn<TableRow> {
  readonly column: keyof TableRow & string;
  readonly holds: 'number' | 'text';
  /** The more of what is meant, the less is in the column: the older, the earlier the instant. */
  readonly reversed?: true;
  /** Every row has a value: an index of the column and the id serves the order. */
  readonly neverNull?: true;
}

/** Rows without a value come last in either direction: they sort as what no value is beyond. */
const beyondAll = {
  number: { asc: Number.MAX_SAFE_INTEGER, desc: Number.MIN_SAFE_INTEGER },
  text: { asc: '9999-12-31T23:59:59.999Z', desc: '' },
} as const;

/** How a list is ordered, and the place of each of its rows. */
export interface Sorting<TableRow> {
  readonly order: Order;
  readonly placeOf: (row: TableRow) => Place;
}

/**
 * The order of rows for a `sort` such as `value` or `-value`, which has to be one of the columns' names; rows where nothing is known come last, and the id decides
 * among equals. Throws `RangeError` for a name that is none.
 */
export const sortingBy = <TableRow extends { readonly id: string }>(
  columns: Readonly<Record<string, SortColumn<TableRow>>>,
  sort: string,
): Sorting<TableRow> => {
  const found = columns[sort.replace(/^-/, '')];
  if (!found) throw new RangeError(`nothing can be sorted by ${sort}`);
  const { column, holds, reversed, neverNull } = found;
  const direction = sort.startsWith('-') === (reversed ?? false) ? 'asc' : 'desc';
  const unknown = beyondAll[holds][direction];
  return {
    order: {
      sort,
      value: neverNull ? sql.ref(column) : sql`coalesce(${sql.ref(column)}, ${sql.lit(unknown)})`,
      id: sql.ref('id'),
      direction,
    },
    placeOf: (row) => ({ sort, value: (row[column] as string | number | null) ?? unknown, id: row.id }),
  };
};

/** Every `sort` that such columns allow: each name, and each with a hyphen, which turns it round. */
export const sortsOf = (columns: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(columns).flatMap((name) => [name, `-${name}`]);
