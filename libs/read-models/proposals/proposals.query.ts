import { sql } from 'kysely';
import type { ReadDatabase } from '#libs/read-database/read-database';
import { isOrder } from '../order-kind.ts';
import { inOrder, isAfter, pageOf, type Order, type Page } from '../paging.ts';
import { IdPageParameters } from '../parameters.ts';
import type { QueryDescription } from '../query-description.ts';
import { rowOf, type Stored } from '../stored.ts';
import { proposalOrdersTable, proposalsTable, type ProposalOrderRow, type ProposalRow } from './proposals.table.ts';
import { proposalExample, proposalView, type ProposalView } from './proposals.view.ts';

type Tables = {
  proposals: Stored<ProposalRow>;
  proposal_orders: Stored<ProposalOrderRow>;
};

const NEWEST_FIRST: Order = { sort: '', value: sql.ref('version'), id: sql.ref('id'), direction: 'desc' };

/** The id of a service order from its id or its number; undefined where there is no such order. */
export const orderIdOf = async (database: ReadDatabase, id: string): Promise<string | undefined> => {
  const order = await database.db
    .$extendTables<Tables>()
    .selectFrom('proposal_orders')
    .select('order_id')
    .where(isOrder(id, 'order_id'))
    .executeTakeFirst();
  return order && rowOf<ProposalOrderRow>(database, proposalOrdersTable, order).order_id;
};

const selectVersions = ({ db }: ReadDatabase, orderId: string) =>
  db.$extendTables<Tables>().selectFrom('proposals').where('order_id', '=', orderId);

/** The versions of an order's proposal that have these numbers, and the number of the newest one; undefined where there is none. */
export const versionsNamed = async (
  database: ReadDatabase,
  orderId: string,
  versions: readonly number[],
): Promise<{ readonly found: ReadonlyMap<number, ProposalRow>; readonly newest: number | undefined }> => {
  const versionsOfOrder = selectVersions(database, orderId);
  const stored = await versionsOfOrder.selectAll().where('version', 'in', versions).execute();
  const newest = await versionsOfOrder.select('version').orderBy('version', 'desc').executeTakeFirst();
  const rows = stored.map((row) => rowOf<ProposalRow>(database, proposalsTable, row));
  return {
    found: new Map(rows.map((row) => [row.version, row])),
    newest: newest && rowOf<ProposalRow>(database, proposalsTable, newest).version,
  };
};

/** `GET /api/service-orders/{id}/proposals` */
export const proposalsQuery: QueryDescription<IdPageParameters, Page<ProposalView>> = {
  name: 'proposals',
  path: 'service-orders/{id}/proposals',
  summary: {
    ja: '提案の全版（新しい順、ID または受注番号）',
    en: 'Every version of the proposal, newest first, by id or by order number',
  },
  parameters: IdPageParameters,
  projection: 'proposals',
  example: { items: [proposalExample], next: null },
  run: async ({ database }, { id, limit, cursor }) => {
    const orderId = await orderIdOf(database, id);
    if (orderId === undefined) return undefined;
    const stored = await selectVersions(database, orderId)
      .selectAll()
      .where(isAfter(NEWEST_FIRST, cursor))
      .orderBy(inOrder(NEWEST_FIRST))
      .limit(limit + 1)
      .execute();
    const rows = stored.map((row) => rowOf<ProposalRow>(database, proposalsTable, row));
    const page = pageOf(rows, limit, (row) => ({ sort: NEWEST_FIRST.sort, value: row.version, id: row.id }));
    return { ...page, items: page.items.map(proposalView) };
  },
};
