import { sql } from 'kysely';
import type { ReadDatabase } from '#libs/read-database/read-database';
import { rowOf, type Stored } from '../stored.ts';
import { feedbackTable, type FeedbackRow } from './feedback.table.ts';

type Tables = {
  customer_feedback: Stored<FeedbackRow>;
};

/** Scores that are shown one by one. */
const LAST = 10;
/** Months that are shown, counted from the newest one that has a score. */
const MONTHS = 24;

/** How content a customer is. Scores go from 1 to 5; averages have two decimals. */
export interface CustomerSatisfactionView {
  readonly count: number;
  /** Null where nothing was said yet. */
  readonly average: number | null;
  /** Newest first. */
  readonly last: readonly {
    readonly score: number;
    readonly at: string;
    readonly orderId: string;
    readonly orderNumber: string;
  }[];
  /** Oldest first; months in Japan, those without a score left out. */
  readonly months: readonly { readonly month: string; readonly count: number; readonly average: number }[];
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** What a customer said of their orders, over time. */
export const customerSatisfaction = async (
  database: ReadDatabase,
  customerNumber: string,
): Promise<CustomerSatisfactionView> => {
  const feedback = database.db
    .$extendTables<Tables>()
    .selectFrom('customer_feedback')
    .where('customer_id', '=', customerNumber);
  const all = await feedback.select([sql`count(*)`.as('count'), sql`sum(score)`.as('sum')]).executeTakeFirst();
  const last = await feedback.selectAll().orderBy('given_at', 'desc').orderBy('id', 'desc').limit(LAST).execute();
  const months = await feedback
    .select(['month', sql`count(*)`.as('count'), sql`sum(score)`.as('sum')])
    .groupBy('month')
    .orderBy('month', 'desc')
    .limit(MONTHS)
    .execute();
  const count = Number(all?.count ?? 0);
  return {
    count,
    average: count === 0 ? null : rounded(Number(all?.sum) / count),
    last: last.map((stored) => {
      const {
        score,
        given_at: at,
        order_id: orderId,
        order_number: orderNumber,
      } = rowOf<FeedbackRow>(database, feedbackTable, stored);
      return { score, at, orderId, orderNumber };
    }),
    months: months.toReversed().map(({ month, count: given, sum }) => ({
      month: String(month),
      count: Number(given),
      average: rounded(Number(sum) / Number(given)),
    })),
  };
};
