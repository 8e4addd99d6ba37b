import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { ReadDatabase } from '#libs/read-database/read-database';
import type { KeyVault } from '#libs/kernel/personal-data';
import type { OrderKind } from '../order-kind.ts';
import { selectOrders } from '../order-status/order-status.query.ts';
import { orderStatusTable, type OrderStatusRow } from '../order-status/order-status.table.ts';
import { orderViews, type OrderView, type ViewedRow } from '../order-status/order-view.ts';
import { rowOf, type Stored } from '../stored.ts';
import type { CustomerRow } from './customers.table.ts';

type Tables = {
  order_status: Stored<OrderStatusRow>;
};

/** Orders that are shown one by one. */
const NEWEST = 20;

/** How many orders of one kind stand at a step; null: cancelled, lost or terminated. */
export interface OrdersAtStep {
  readonly kind: OrderKind;
  readonly step: number | null;
  readonly count: number;
}

/** What is still to be paid in one currency, in minor units. */
export interface OwedAmount {
  readonly currency: string;
  readonly amount: number;
  /** What of it is owed on account: neither in advance nor at the door. */
  readonly onAccount: number;
}

/** What a customer has ordered. */
export interface CustomerOrdersView {
  readonly goods: number;
  readonly service: number;
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  /** Orders whose customer waits for an answer. */
  readonly openInquiries: number;
  readonly bySteps: readonly OrdersAtStep[];
  /** What is still to be paid, by currency. */
  readonly outstanding: readonly OwedAmount[];
  /** The newest ones, of both kinds. */
  readonly newest: readonly OrderView[];
}

/** True for engagements whose price is agreed and not paid: each invoice rounds its tax by itself, so that all of them together may come to a little less than the total. */
const isStillOwed = sql`((step >= 3 or engagement = 'proposing.agreed' or engagement like 'terminated%') and billing <> 'paid')`;

/**
 * True for orders that the customer still owes something for: what was completed and is not paid is owed all the more; what was cancelled or lost is not, nor what was only proposed,
 * and what was terminated leaves its settlement.
 */
const isOwed: RawBuilder<SqlBool> = sql<SqlBool>`(total > paid and ((kind = 'goods' and step is not null) or (kind = 'service' and ${isStillOwed})))`;

const onAccount = sql`case when kind = 'service' or payment_terms = 'invoice' then total - paid else 0 end`;

/** What a customer still has to pay, by currency. */
const outstandingOf = async (db: ReadDatabase['db'], customerNumber: string): Promise<readonly OwedAmount[]> => {
  const rows = await db
    .$extendTables<Tables>()
    .selectFrom('order_status')
    .select(['currency', sql`sum(total - paid)`.as('amount'), sql`sum(${onAccount})`.as('on_account')])
    .where('customer_id', '=', customerNumber)
    .where(isOwed)
    .groupBy('currency')
    .orderBy('currency')
    .execute();
  return rows.map(({ currency, amount, on_account }) => ({
    currency: String(currency),
    amount: Number(amount),
    onAccount: Number(on_account),
  }));
};

/** Orders of both kinds, as order status has them. Throws `KeyVaultError`. */
export const customerOrders = async (
  { customer_number: customerNumber, ...row }: CustomerRow,
  { database, vault }: { readonly database: ReadDatabase; readonly vault: KeyVault },
): Promise<CustomerOrdersView> => {
  const orders = database.db.$extendTables<Tables>().selectFrom('order_status');
  const steps = await orders
    .select(['kind', 'step', sql`count(*)`.as('count')])
    .where('customer_id', '=', customerNumber)
    .groupBy(['kind', 'step'])
    .orderBy('kind')
    .orderBy(sql`coalesce(step, 8)`)
    .execute();
  const asking = await orders
    .select(sql`count(*)`.as('count'))
    .where('customer_id', '=', customerNumber)
    .where('care', '=', 'inquiryOpen')
    .executeTakeFirst();
  const newest = await selectOrders(database)
    .where('customer_id', '=', customerNumber)
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(NEWEST)
    .execute();
  return {
    goods: row.goods_orders,
    service: row.service_orders,
    firstAt: row.first_order_at,
    lastAt: row.last_order_at,
    openInquiries: Number(asking?.count ?? 0),
    bySteps: steps.map(({ kind, step, count }) => ({
      kind: kind as OrderKind,
      step: step === null ? null : Number(step),
      count: Number(count),
    })),
    outstanding: await outstandingOf(database.db, customerNumber),
    newest: await orderViews(
      newest.map((stored) => rowOf<ViewedRow>(database, orderStatusTable, stored)),
      vault,
      undefined,
    ),
  };
};
