import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { ReadDatabase } from '#libs/read-database/read-database';
import { inOrder, isAfter, pageOf, type Page } from '../paging.ts';
import { dayOf, type QueryContext, type QueryDescription } from '../query-description.ts';
import { sortingBy } from '../sorting.ts';
import { rowOf, type Stored } from '../stored.ts';
import { followUpExample, followUpViews, type FollowUpView } from './follow-up.view.ts';
import { FollowUpParameters, followUpSorts, FollowUpsParameters, queueConditions } from './follow-ups.parameters.ts';
import { followUpsTable, type FollowUpRow } from './follow-ups.table.ts';

type Tables = {
  follow_ups: Stored<FollowUpRow>;
};

/** Follow-ups in the order of the queue, at most so many. */
export const queueRows = async (
  database: ReadDatabase,
  conditions: readonly RawBuilder<SqlBool>[],
  limit: number,
): Promise<readonly FollowUpRow[]> => {
  const { order } = sortingBy<FollowUpRow>(followUpSorts, 'queue');
  const where = sql.join<SqlBool>([sql<SqlBool>`1 = 1`, ...conditions], sql` and `);
  const stored = await database.db
    .$extendTables<Tables>()
    .selectFrom('follow_ups')
    .selectAll()
    .where(sql<SqlBool>`${where}`)
    .orderBy(inOrder(order))
    .limit(limit)
    .execute();
  return stored.map((row) => rowOf<FollowUpRow>(database, followUpsTable, row));
};

/** Of one customer, at most so many are shown at once. */
const MOST_OF_CUSTOMER = 100;

/** What is owed to a customer and not done, in the order of the queue. Throws `KeyVaultError`. */
export const followUpsOfCustomer = async (
  { database, vault, now }: QueryContext,
  customerId: string,
): Promise<readonly FollowUpView[]> => {
  const theirs = sql<SqlBool>`customer_id = ${customerId} and state in ('open', 'assigned', 'snoozed')`;
  return followUpViews(await queueRows(database, [theirs], MOST_OF_CUSTOMER), vault, dayOf({ now }, undefined));
};

/** `GET /api/follow-ups` */
export const followUpsQuery: QueryDescription<FollowUpsParameters, Page<FollowUpView>> = {
  name: 'follow-ups',
  path: 'follow-ups',
  summary: {
    ja: 'フォローアップの一覧（期限切れから順に。担当・チーム・種類・得意先・期限で絞り込み）',
    en: 'The follow-up queue, overdue first: filter by assignee, team, rule, customer, due day; page',
  },
  parameters: FollowUpsParameters,
  projection: 'follow-ups',
  example: { items: [followUpExample], next: null },
  run: async ({ database, vault, now }, parameters) => {
    const { sort, limit, cursor, asOf } = parameters;
    const today = dayOf({ now }, asOf);
    const { order, placeOf } = sortingBy<FollowUpRow>(followUpSorts, sort);
    const where = sql.join<SqlBool>([...queueConditions(parameters, today), isAfter(order, cursor)], sql` and `);
    const stored = await database.db
      .$extendTables<Tables>()
      .selectFrom('follow_ups')
      .selectAll()
      .where(sql<SqlBool>`${where}`)
      .orderBy(inOrder(order))
      .limit(limit + 1)
      .execute();
    const rows = stored.map((row) => rowOf<FollowUpRow>(database, followUpsTable, row));
    const page = pageOf(rows, limit, placeOf);
    return { ...page, items: await followUpViews(page.items, vault, today) };
  },
};

/** `GET /api/follow-ups/{id}` */
export const followUpQuery: QueryDescription<FollowUpParameters, FollowUpView> = {
  name: 'follow-up',
  path: 'follow-ups/{id}',
  summary: { ja: 'フォローアップの詳細', en: 'One follow-up: why it is there, who has it, how it ended' },
  parameters: FollowUpParameters,
  projection: 'follow-ups',
  example: followUpExample,
  run: async ({ database, vault, now }, { id, asOf }) => {
    const rows = await queueRows(database, [sql<SqlBool>`id = ${id}`], 1);
    const [found] = await followUpViews(rows, vault, dayOf({ now }, asOf));
    return found;
  },
};
