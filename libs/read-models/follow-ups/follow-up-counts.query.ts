import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { daysLater } from '#state-machines/vocabulary/dates';
import { dayOf, type QueryDescription } from '../query-description.ts';
import type { Stored } from '../stored.ts';
import { FollowUpCountsParameters, queueConditions } from './follow-ups.parameters.ts';
import type { FollowUpRow } from './follow-ups.table.ts';

type Tables = {
  follow_ups: Stored<FollowUpRow>;
};

/** How old the follow-ups of a group are, as of a day. */
export interface FollowUpCounts {
  /** Whom or what they are counted by; null for those that have none, and where all are counted together. */
  readonly key: string | null;
  readonly total: number;
  /** Past their day for more than seven days. */
  readonly longOverdue: number;
  /** Past their day for at most seven days. */
  readonly overdue: number;
  readonly dueToday: number;
  /** Due within the next seven days. */
  readonly dueSoon: number;
  readonly later: number;
  /** Of all of them, those that nobody has. */
  readonly unassigned: number;
  /** The earliest day that one of them is due on; null where there are none. */
  readonly oldestDueOn: string | null;
}

/** Counts by age, one entry per group. */
export interface FollowUpCountsAnswer {
  readonly asOf: string;
  readonly items: readonly FollowUpCounts[];
}

const example: FollowUpCountsAnswer = {
  asOf: '2026-11-27',
  items: [
    {
      key: 'sato',
      total: 9,
      longOverdue: 0,
      overdue: 2,
      dueToday: 3,
      dueSoon: 3,
      later: 1,
      unassigned: 0,
      oldestDueOn: '2026-11-25',
    },
  ],
};

const columns = {
  assignee: 'assignee',
  team: 'team',
  rule: 'rule',
  customer: 'customer_id',
  priority: 'priority',
} as const satisfies Record<NonNullable<FollowUpCountsParameters['by']>, keyof FollowUpRow>;

/** Databases give sums and counts as numbers or as texts. */
const countWhere = (condition: RawBuilder<SqlBool>): RawBuilder<number | string> =>
  sql<number | string>`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`;

/** Days that something may be late before it counts as long overdue, and days that count as soon. */
const A_WEEK = 7;

/** `GET /api/follow-ups/counts` */
export const followUpCountsQuery: QueryDescription<FollowUpCountsParameters, FollowUpCountsAnswer> = {
  name: 'follow-up-counts',
  path: 'follow-ups/counts',
  summary: {
    ja: 'フォローアップの件数（経過日数別。担当・チーム・種類・得意先ごと）',
    en: 'How many follow-ups there are by age: per assignee, team, rule, customer or priority',
  },
  parameters: FollowUpCountsParameters,
  projection: 'follow-ups',
  example,
  run: async ({ database, now }, parameters) => {
    const today = dayOf({ now }, parameters.asOf);
    const [weekAgo, weekLater] = [daysLater(today, -A_WEEK), daysLater(today, A_WEEK)];
    const where = sql.join<SqlBool>([sql<SqlBool>`1 = 1`, ...queueConditions(parameters, today)], sql` and `);
    const { by } = parameters;
    const key = by === undefined ? sql<null>`null` : sql.ref<string | null>(columns[by]);
    const counts = database.db
      .$extendTables<Tables>()
      .selectFrom('follow_ups')
      .where(sql<SqlBool>`${where}`)
      .select([
        key.as('key'),
        countWhere(sql<SqlBool>`1 = 1`).as('total'),
        countWhere(sql<SqlBool>`due_on < ${weekAgo}`).as('longOverdue'),
        countWhere(sql<SqlBool>`due_on >= ${weekAgo} and due_on < ${today}`).as('overdue'),
        countWhere(sql<SqlBool>`due_on = ${today}`).as('dueToday'),
        countWhere(sql<SqlBool>`due_on > ${today} and due_on <= ${weekLater}`).as('dueSoon'),
        countWhere(sql<SqlBool>`due_on > ${weekLater}`).as('later'),
        countWhere(sql<SqlBool>`assignee is null`).as('unassigned'),
        sql<string | null>`min(due_on)`.as('oldestDueOn'),
      ]);
    const rows = await (
      by === undefined ? counts : counts.groupBy(columns[by]).orderBy('oldestDueOn').orderBy(columns[by])
    ).execute();
    return {
      asOf: today,
      items: rows.map((row) => ({
        key: row.key,
        total: Number(row.total),
        longOverdue: Number(row.longOverdue),
        overdue: Number(row.overdue),
        dueToday: Number(row.dueToday),
        dueSoon: Number(row.dueSoon),
        later: Number(row.later),
        unassigned: Number(row.unassigned),
        oldestDueOn: row.oldestDueOn,
      })),
    };
  },
};
