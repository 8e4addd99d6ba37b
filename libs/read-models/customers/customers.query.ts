import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { KeyVault } from '#libs/kernel/personal-data';
import { holds, inOrder, isAfter, pageOf, type Page } from '../paging.ts';
import type { QueryDescription } from '../query-description.ts';
import { sortingBy } from '../sorting.ts';
import { rowOf, type Stored } from '../stored.ts';
import { CustomersParameters, customerSorts } from './customers.parameters.ts';
import { customersTable, type CustomerRow } from './customers.table.ts';
import { openMembers } from './sealed-member.ts';

type Tables = {
  customers: Stored<CustomerRow>;
};

/** A customer as a list shows them. */
export interface CustomerEntry {
  readonly id: string;
  readonly customerNumber: string;
  /** Null where the person was erased. */
  readonly name: string | null;
  readonly registered: boolean;
  readonly language: string | null;
  /** Why new orders are held; null where they are not. */
  readonly hold: string | null;
  /** Minor units of the currency; null: no limit. */
  readonly creditLimit: number | null;
  readonly currency: string | null;
  readonly goodsOrders: number;
  readonly serviceOrders: number;
  readonly cases: number;
  readonly firstOrderAt: string | null;
  readonly lastOrderAt: string | null;
}

const customerEntries = async (rows: readonly CustomerRow[], vault: KeyVault): Promise<readonly CustomerEntry[]> => {
  const names = await openMembers(
    rows.map(({ name }) => name),
    vault,
  );
  return rows.map((row, index) => ({
    id: row.id,
    customerNumber: row.customer_number,
    name: (names[index] ?? null) as string | null,
    registered: row.registered,
    language: row.language,
    hold: row.hold,
    creditLimit: row.credit_limit,
    currency: row.currency,
    goodsOrders: row.goods_orders,
    serviceOrders: row.service_orders,
    cases: row.cases,
    firstOrderAt: row.first_order_at,
    lastOrderAt: row.last_order_at,
  }));
};

/** Every parameter that is given, as a condition. */
const conditions = ({ held, hold, registered, search }: CustomersParameters): readonly RawBuilder<SqlBool>[] => {
  const found: RawBuilder<SqlBool>[] = [];
  if (held !== undefined) found.push(held ? sql<SqlBool>`hold is not null` : sql<SqlBool>`hold is null`);
  if (hold !== undefined) found.push(sql<SqlBool>`hold = ${hold}`);
  if (registered !== undefined) found.push(registered ? sql<SqlBool>`registered` : sql<SqlBool>`not registered`);
  if (search !== undefined) found.push(holds('customer_number', search));
  return found;
};

const example: CustomerEntry = {
  id: 'C-1001',
  customerNumber: 'C-1001',
  name: '株式会社さくら商店',
  registered: true,
  language: 'ja',
  hold: null,
  creditLimit: 1_000_000,
  currency: 'JPY',
  goodsOrders: 12,
  serviceOrders: 1,
  cases: 0,
  firstOrderAt: '2025-04-02T01:00:00.000Z',
  lastOrderAt: '2026-11-20T01:15:00.000Z',
};

/** `GET /api/customers` */
export const customersQuery: QueryDescription<CustomersParameters, Page<CustomerEntry>> = {
  name: 'customers',
  path: 'customers',
  summary: { ja: '得意先の一覧（絞り込み・検索・並べ替え）', en: 'Customers: filter, search, sort, page' },
  parameters: CustomersParameters,
  projection: 'customers',
  example: { items: [example], next: null },
  run: async ({ database, vault }, parameters) => {
    const { sort, limit, cursor } = parameters;
    const { order, placeOf } = sortingBy<CustomerRow>(customerSorts, sort);
    const where = sql.join<SqlBool>([...conditions(parameters), isAfter(order, cursor)], sql` and `);
    const stored = await database.db
      .$extendTables<Tables>()
      .selectFrom('customers')
      .selectAll()
      .where(sql<SqlBool>`${where}`)
      .orderBy(inOrder(order))
      .limit(limit + 1)
      .execute();
    const rows = stored.map((row) => rowOf<CustomerRow>(database, customersTable, row));
    const page = pageOf(rows, limit, placeOf);
    return { ...page, items: await customerEntries(page.items, vault) };
  },
};
