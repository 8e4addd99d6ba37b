import { sql, type RawBuilder, type SelectQueryBuilder, type SqlBool } from 'kysely';
import type { ReadDatabase } from '#libs/read-database/read-database';
import { isOrder } from '../order-kind.ts';
import { holds, inOrder, isAfter, pageOf, type Order, type Page } from '../paging.ts';
import type { QueryDescription } from '../query-description.ts';
import { isInState } from '../region-state.ts';
import { rowOf, type Stored } from '../stored.ts';
import { orderStatusTable } from './order-status.table.ts';
import { goodsOrderExample, serviceOrderExample } from './order-view.example.ts';
import { orderViews, type OrderView, type ViewedRow } from './order-view.ts';
import { OrderParameters, OrdersParameters, type OrderSort } from './orders.parameters.ts';

type StoredOrder = Stored<Record<keyof ViewedRow, unknown>>;
type Tables = {
  order_status: StoredOrder;
};
type OrderSelection = SelectQueryBuilder<Tables, 'order_status', StoredOrder>;

const { open_matters: _notShown, ...viewed } = orderStatusTable.columns;
const viewedColumns = Object.keys(viewed) as readonly (keyof ViewedRow)[];

/** The columns that a view of an order is made of, of every order. */
export const selectOrders = ({ db }: ReadDatabase): OrderSelection =>
  db.$extendTables<Tables>().selectFrom('order_status').select(viewedColumns);

/** Where no date is known, the order sorts behind all dates. */
const DUE_DATE = sql`coalesce(agreed_date, requested_date, '9999-12-31')`;

const sortKeys: Readonly<
  Record<OrderSort, { readonly value: RawBuilder<unknown>; readonly of: (row: ViewedRow) => string | number }>
> = {
  receivedAt: { value: sql.ref('received_at'), of: (row) => row.received_at },
  orderNumber: { value: sql.ref('order_number'), of: (row) => row.order_number },
  dueDate: { value: DUE_DATE, of: (row) => row.agreed_date ?? row.requested_date ?? '9999-12-31' },
  total: { value: sql.ref('total'), of: (row) => row.total },
  updatedAt: { value: sql.ref('updated_at'), of: (row) => row.updated_at },
};

/** Midnight in Japan, which has one zone and no daylight saving time, as the instant that rows hold. */
const midnightInJapan = (date: string, daysLater = 0): string =>
  new Date(Date.parse(`${date}T00:00:00+09:00`) + daysLater * 86_400_000).toISOString();

const isLate = (asOf: string): RawBuilder<SqlBool> => sql<SqlBool>`(${DUE_DATE} < ${asOf} and coalesce(step, 7) < 7)`;

/** Every parameter that is given, as a condition. */
const conditions = (wanted: OrdersParameters): readonly RawBuilder<SqlBool>[] => {
  const found: RawBuilder<SqlBool>[] = [];
  const { kind, payment, change, billing, hold, care, channel } = wanted;
  const regions = { payment, change, billing, hold, care };
  const exactly = { kind, ...regions, channel, next_actor: wanted.nextActor, customer_id: wanted.customerId };
  for (const [column, value] of Object.entries(exactly))
    if (value !== undefined) found.push(sql<SqlBool>`${sql.ref(column)} = ${value}`);
  if (wanted.step !== undefined) found.push(sql<SqlBool>`step in (${sql.join(wanted.step.split(',').map(Number))})`);
  if (wanted.fulfilment !== undefined) found.push(isInState('fulfilment', wanted.fulfilment));
  if (wanted.engagement !== undefined) found.push(isInState('engagement', wanted.engagement));
  const { replyOwedBy, replyDueUntil } = wanted;
  if (replyOwedBy !== undefined) found.push(sql<SqlBool>`reply_owed_by in (${replyOwedBy}, 'both')`);
  if (replyDueUntil !== undefined) found.push(sql<SqlBool>`reply_due <= ${replyDueUntil}`);
  if (wanted.blocked !== undefined) found.push(wanted.blocked ? sql<SqlBool>`blocked` : sql<SqlBool>`not blocked`);
  if (wanted.search !== undefined) {
    const columns = ['order_number', 'customer_reference', 'customer_id', 'title'];
    const somewhere = columns.map((column) => holds(column, wanted.search ?? ''));
    found.push(sql<SqlBool>`(${sql.join(somewhere, sql` or `)})`);
  }
  if (wanted.receivedFrom !== undefined)
    found.push(sql<SqlBool>`received_at >= ${midnightInJapan(wanted.receivedFrom)}`);
  if (wanted.receivedTo !== undefined) found.push(sql<SqlBool>`received_at < ${midnightInJapan(wanted.receivedTo, 1)}`);
  if (wanted.late !== undefined && wanted.asOf !== undefined)
    found.push(wanted.late ? isLate(wanted.asOf) : sql<SqlBool>`not ${isLate(wanted.asOf)}`);
  return found;
};

const isOrderSort = (name: string): name is OrderSort => Object.hasOwn(sortKeys, name);

/** The sort key of `receivedAt` or `-receivedAt`. Throws `RangeError` for a name that is none. */
const sortKeyOf = (sort: string): (typeof sortKeys)[OrderSort] => {
  const name = sort.replace(/^-/, '');
  if (isOrderSort(name)) return sortKeys[name];
  throw new RangeError(`orders cannot be sorted by ${name}`);
};

/** `GET /api/orders` */
export const ordersQuery: QueryDescription<OrdersParameters, Page<OrderView>> = {
  name: 'orders',
  path: 'orders',
  summary: { ja: '受注の一覧（絞り込み・検索・並べ替え）', en: 'Orders: filter, search, sort, page' },
  parameters: OrdersParameters,
  projection: 'order-status',
  example: { items: [goodsOrderExample, serviceOrderExample], next: null },
  run: async ({ database, vault }, parameters) => {
    const { sort, limit, cursor, asOf } = parameters;
    const key = sortKeyOf(sort);
    const order: Order = {
      sort,
      value: key.value,
      id: sql.ref('id'),
      direction: sort.startsWith('-') ? 'desc' : 'asc',
    };
    const where = sql.join<SqlBool>([...conditions(parameters), isAfter(order, cursor)], sql` and `);
    const stored = await selectOrders(database)
      .where(sql<SqlBool>`${where}`)
      .orderBy(inOrder(order))
      .limit(limit + 1)
      .execute();
    const rows = stored.map((row) => rowOf<ViewedRow>(database, orderStatusTable, row));
    const page = pageOf(rows, limit, (row) => ({ sort, value: key.of(row), id: row.id }));
    return { ...page, items: await orderViews(page.items, vault, asOf) };
  },
};

/** `GET /api/orders/{id}` */
export const orderQuery: QueryDescription<OrderParameters, OrderView> = {
  name: 'order',
  path: 'orders/{id}',
  summary: { ja: '受注の状況（ID または受注番号）', en: 'Where one order stands, by id or by order number' },
  parameters: OrderParameters,
  projection: 'order-status',
  example: goodsOrderExample,
  run: async ({ database, vault }, { id, asOf }) => {
    const stored = await selectOrders(database).where(isOrder(id)).executeTakeFirst();
    if (!stored) return undefined;
    const [order] = await orderViews([rowOf<ViewedRow>(database, orderStatusTable, stored)], vault, asOf);
    return order;
  },
};
