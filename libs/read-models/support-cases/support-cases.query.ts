import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { KeyVault } from '#libs/kernel/personal-data';
import type { ReadDatabase } from '#libs/read-database/read-database';
import { inUtc } from '#state-machines/vocabulary/dates';
import { inOrder, isAfter, pageOf, type Page } from '../paging.ts';
import type { QueryDescription } from '../query-description.ts';
import { sortingBy } from '../sorting.ts';
import { rowOf, type Stored } from '../stored.ts';
import { supportCaseDetailExample, supportCaseExample } from './support-case-view.example.ts';
import {
  supportCaseDetailView,
  supportCaseViews,
  type SupportCaseDetailView,
  type SupportCaseView,
} from './support-case.view.ts';
import { SupportCaseParameters, SupportCasesParameters, supportCaseSorts } from './support-cases.parameters.ts';
import { supportCasesTable, type SupportCaseRow } from './support-cases.table.ts';

type Tables = {
  support_cases: Stored<SupportCaseRow>;
};

/** True for the row of the case that people mean: by its id, or by its number. */
export const isCase = (idOrNumber: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`(id = ${idOrNumber} or case_number = ${idOrNumber})`;

/** The instant in UTC: only so do instants compare as texts. */
const judgedAt = (asOf: string | undefined): string | undefined => (asOf === undefined ? undefined : inUtc(asOf));

/** Every parameter that is given, as a condition. */
const conditions = (wanted: SupportCasesParameters): readonly RawBuilder<SqlBool>[] => {
  const { state, open, category, priority, assignee, assigned, customerId, order, overdue, asOf } = wanted;
  const found: RawBuilder<SqlBool>[] = [];
  if (state !== undefined) found.push(sql<SqlBool>`state = ${state}`);
  if (open !== undefined) found.push(open ? sql<SqlBool>`open` : sql<SqlBool>`not open`);
  if (category !== undefined) found.push(sql<SqlBool>`category = ${category}`);
  if (priority !== undefined) found.push(sql<SqlBool>`priority = ${priority}`);
  if (assignee !== undefined) found.push(sql<SqlBool>`assignee = ${assignee}`);
  if (assigned !== undefined) found.push(sql<SqlBool>`(assignee is not null) = ${sql.lit(assigned)}`);
  if (customerId !== undefined) found.push(sql<SqlBool>`customer_id = ${customerId}`);
  if (order !== undefined) found.push(sql<SqlBool>`(order_id = ${order} or order_number = ${order})`);
  const at = judgedAt(asOf);
  if (at !== undefined && overdue !== undefined)
    found.push(sql<SqlBool>`coalesce(next_target < ${at}, false) = ${sql.lit(overdue)}`);
  return found;
};

/** `GET /api/support-cases` */
export const supportCasesQuery: QueryDescription<SupportCasesParameters, Page<SupportCaseView>> = {
  name: 'support-cases',
  path: 'support-cases',
  summary: {
    ja: '問い合わせ案件の一覧（状態・担当・目標期限）',
    en: 'Support cases: state, assignee, targets; filter, sort by target, page',
  },
  parameters: SupportCasesParameters,
  projection: 'support-cases',
  example: { items: [supportCaseExample], next: null },
  run: async ({ database, vault }, parameters) => {
    const { sort, limit, cursor, asOf } = parameters;
    const { order, placeOf } = sortingBy<SupportCaseRow>(supportCaseSorts, sort);
    const where = sql.join<SqlBool>([...conditions(parameters), isAfter(order, cursor)], sql` and `);
    const stored = await database.db
      .$extendTables<Tables>()
      .selectFrom('support_cases')
      .selectAll()
      .where(sql<SqlBool>`${where}`)
      .orderBy(inOrder(order))
      .limit(limit + 1)
      .execute();
    const rows = stored.map((row) => rowOf<SupportCaseRow>(database, supportCasesTable, row));
    const page = pageOf(rows, limit, placeOf);
    return { ...page, items: await supportCaseViews(page.items, vault, judgedAt(asOf)) };
  },
};

/** `GET /api/support-cases/{id}` */
export const supportCaseQuery: QueryDescription<SupportCaseParameters, SupportCaseDetailView> = {
  name: 'support-case',
  path: 'support-cases/{id}',
  summary: {
    ja: '問い合わせ案件の詳細（ID または案件番号）',
    en: 'One support case with its description, by id or by case number',
  },
  parameters: SupportCaseParameters,
  projection: 'support-cases',
  example: supportCaseDetailExample,
  run: async ({ database, vault }, { id, asOf }) => {
    const stored = await database.db
      .$extendTables<Tables>()
      .selectFrom('support_cases')
      .selectAll()
      .where(isCase(id))
      .executeTakeFirst();
    if (!stored) return undefined;
    return supportCaseDetailView(rowOf<SupportCaseRow>(database, supportCasesTable, stored), vault, judgedAt(asOf));
  },
};

/** What is to be seen of a customer's cases at a glance. */
export interface CasesOfCustomer {
  /** Every one that is not resolved, the next target first. */
  readonly open: readonly SupportCaseView[];
  /** The newest ones, open or not. */
  readonly newest: readonly SupportCaseView[];
}

/** So many of the newest are enough to see what a customer has had trouble with lately. */
const NEWEST = 5;

/** A customer's open cases, and the newest ones. Throws `KeyVaultError`. */
export const casesOfCustomer = async (
  database: ReadDatabase,
  vault: KeyVault,
  customerId: string,
): Promise<CasesOfCustomer> => {
  const ofCustomer = () =>
    database.db.$extendTables<Tables>().selectFrom('support_cases').selectAll().where('customer_id', '=', customerId);
  const [open, newest] = await Promise.all([
    ofCustomer()
      .where(sql<SqlBool>`open`)
      .orderBy('next_target')
      .orderBy('id')
      .execute(),
    ofCustomer().orderBy('opened_at', 'desc').orderBy('id').limit(NEWEST).execute(),
  ]);
  const rows = [...open, ...newest].map((row) => rowOf<SupportCaseRow>(database, supportCasesTable, row));
  const views = await supportCaseViews(rows, vault, undefined);
  return { open: views.slice(0, open.length), newest: views.slice(open.length) };
};
