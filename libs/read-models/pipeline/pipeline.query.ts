import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { inOrder, isAfter, pageOf, type Page } from '../paging.ts';
import type { QueryDescription } from '../query-description.ts';
import { serviceOrderConditions } from '../service-order.parameters.ts';
import { sortingBy } from '../sorting.ts';
import { rowOf, type Stored } from '../stored.ts';
import { PipelineParameters, pipelineSorts } from './pipeline.parameters.ts';
import { pipelineTable, type PipelineRow } from './pipeline.table.ts';
import { pipelineExample, pipelineViews, type PipelineView } from './pipeline.view.ts';

type Tables = {
  pipeline: Stored<PipelineRow>;
};

/** Every parameter that is given, as a condition. */
const conditions = (wanted: PipelineParameters): readonly RawBuilder<SqlBool>[] => {
  const found = [...serviceOrderConditions(wanted)];
  const { step, nextActor, open, minValue, minProbability, expiresUntil } = wanted;
  if (step !== undefined) found.push(sql<SqlBool>`step in (${sql.join(step.split(',').map(Number))})`);
  if (nextActor !== undefined) found.push(sql<SqlBool>`next_actor = ${nextActor}`);
  if (open !== undefined) found.push(open ? sql<SqlBool>`open` : sql<SqlBool>`not open`);
  if (minValue !== undefined) found.push(sql<SqlBool>`value >= ${minValue}`);
  if (minProbability !== undefined) found.push(sql<SqlBool>`win_probability >= ${minProbability}`);
  if (expiresUntil !== undefined) found.push(sql<SqlBool>`valid_until <= ${expiresUntil}`);
  return found;
};

/** `GET /api/pipeline` */
export const pipelineQuery: QueryDescription<PipelineParameters, Page<PipelineView>> = {
  name: 'pipeline',
  path: 'pipeline',
  summary: {
    ja: '案件の一覧（工程・金額・確度・次の行動）',
    en: 'Service orders by step, value and chance: filter, search, sort, page',
  },
  parameters: PipelineParameters,
  projection: 'pipeline',
  example: { items: [pipelineExample], next: null },
  run: async ({ database, vault }, parameters) => {
    const { sort, limit, cursor, asOf } = parameters;
    const { order, placeOf } = sortingBy<PipelineRow>(pipelineSorts, sort);
    const where = sql.join<SqlBool>([...conditions(parameters), isAfter(order, cursor)], sql` and `);
    const stored = await database.db
      .$extendTables<Tables>()
      .selectFrom('pipeline')
      .selectAll()
      .where(sql<SqlBool>`${where}`)
      .orderBy(inOrder(order))
      .limit(limit + 1)
      .execute();
    const rows = stored.map((row) => rowOf<PipelineRow>(database, pipelineTable, row));
    const page = pageOf(rows, limit, placeOf);
    return { ...page, items: await pipelineViews(page.items, vault, asOf) };
  },
};
