import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { categoryOf, streamName } from '#libs/kernel/fact';

/** What is ordered: things that are stocked and shipped, or work. */
export const orderKinds = ['goods', 'service'] as const;
export type OrderKind = (typeof orderKinds)[number];

const categories = { goods: 'goodsOrder', service: 'serviceOrder' } as const satisfies Record<OrderKind, string>;

/** The categories of the streams of orders, for read models that show both kinds. */
export const orderCategories: readonly string[] = Object.values(categories);

/** The kind of the order that a stream holds. Throws `RangeError` for a stream that holds none. */
export const orderKindOf = (stream: string): OrderKind => {
  const kind = orderKinds.find((candidate) => categories[candidate] === categoryOf(stream));
  if (kind) return kind;
  throw new RangeError(`${stream} is no order`);
};

/** The stream that holds an order. */
export const orderStream = (kind: OrderKind, id: string): string => streamName(categories[kind], id);

/** True for the row of the order that people mean: by its id, or by its number in the column `order_number`. */
export const isOrder = (idOrNumber: string, idColumn = 'id'): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${sql.ref(idColumn)} = ${idOrNumber} or order_number = ${idOrNumber})`;
