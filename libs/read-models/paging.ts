import { sql, type RawBuilder, type SqlBool } from 'kysely';

/** Some entries of a list, and the cursor that continues it: null at its end. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** A place in a sorted list: the value sorted by and the id of an entry, which makes it unique. */
export interface Place {
  /** The order that the place belongs to; a cursor of another order means nothing. */
  readonly sort: string;
  readonly value: string | number;
  readonly id: string;
}

/** The place as opaque text for callers to send back. */
export const cursorAt = ({ sort, value, id }: Place): string =>
  Buffer.from(JSON.stringify([sort, value, id])).toString('base64url');

/** The place that a cursor names; undefined where the text is no cursor of this order. */
export const placeAt = (cursor: string, sort: string): Place | undefined => {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(parts) || parts.length !== 3) return undefined;
    const [madeFor, value, id] = parts as readonly unknown[];
    const usable =
      madeFor === sort && (typeof value === 'string' || Number.isSafeInteger(value)) && typeof id === 'string';
    return usable ? { sort, value: value as string | number, id } : undefined;
  } catch {
    return undefined;
  }
};

/** How a list is ordered: by a value that is never null, then by id. */
export interface Order {
  readonly sort: string;
  readonly value: RawBuilder<unknown>;
  readonly id: RawBuilder<unknown>;
  readonly direction: 'asc' | 'desc';
}

/** True for entries that come after the cursor's place, and for all where there is no cursor. Throws `RangeError` for a foreign cursor. */
export const isAfter = ({ sort, value, id, direction }: Order, cursor: string | undefined): RawBuilder<SqlBool> => {
  if (cursor === undefined) return sql<SqlBool>`1 = 1`;
  const place = placeAt(cursor, sort);
  if (!place) throw new RangeError('the cursor does not belong to this list: begin again without it');
  const beyond = sql.raw(direction === 'asc' ? '>' : '<');
  return sql<SqlBool>`(${value}, ${id}) ${beyond} (${place.value}, ${place.id})`;
};

/** What to order by: the value, then the id, both in the same direction. */
export const inOrder = ({ value, id, direction }: Order): RawBuilder<unknown> =>
  sql`${value} ${sql.raw(direction)}, ${id} ${sql.raw(direction)}`;

/** A page of at most `limit` entries from one more than that, which tells whether there are others. */
export const pageOf = <Entry>(
  entries: readonly Entry[],
  limit: number,
  placeOf: (entry: Entry) => Place,
): Page<Entry> => {
  const items = entries.slice(0, limit);
  const last = items.at(-1);
  return { items, next: entries.length > limit && last !== undefined ? cursorAt(placeOf(last)) : null };
};

/** A pattern for `like … escape '\'`, in which nothing of the caller's text is special. */
const literal = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** True where the column holds the text somewhere; upper and lower case are the same. */
export const holds = (column: string, text: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`lower(${sql.ref(column)}) like lower(${`%${literal(text)}%`}) escape '\\'`;

/** True where the column begins with the text; upper and lower case are the same. */
export const beginsWith = (column: string, text: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`lower(${sql.ref(column)}) like lower(${`${literal(text)}%`}) escape '\\'`;
