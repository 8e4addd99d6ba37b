import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { isOrder } from '../order-kind.ts';
import { inOrder, isAfter, pageOf, type Page } from '../paging.ts';
import type { QueryDescription } from '../query-description.ts';
import { serviceOrderConditions } from '../service-order.parameters.ts';
import { sortingBy } from '../sorting.ts';
import { rowOf, type Stored } from '../stored.ts';
import { projectDetailExample, projectExample } from './project-view.example.ts';
import {
  projectDetailView,
  projectViews,
  type ListedRow,
  type ProjectDetailView,
  type ProjectView,
} from './project.view.ts';
import { ProjectParameters, projectSorts, ProjectsParameters } from './projects.parameters.ts';
import { projectsTable, type ProjectRow } from './projects.table.ts';

type Tables = {
  projects: Stored<ProjectRow>;
};

const {
  tasks: _tasks,
  deliverables: _deliverables,
  points: _points,
  issues: _issues,
  reviews: _reviews,
  improvements: _improvements,
  ...listed
} = projectsTable.columns;
const listedColumns = Object.keys(listed) as readonly (keyof ListedRow)[];

/** The condition, or its opposite. Days that are not known make neither late nor overdue. */
const exactlyWhere = (wanted: boolean, condition: RawBuilder<SqlBool>): RawBuilder<SqlBool> =>
  sql<SqlBool>`coalesce(${condition}, false) = ${sql.lit(wanted)}`;

/** Every parameter that is given, as a condition. */
const conditions = (wanted: ProjectsParameters): readonly RawBuilder<SqlBool>[] => {
  const found = [...serviceOrderConditions(wanted)];
  const { owner, member, open, atRisk, late, contactOverdue, asOf } = wanted;
  if (owner !== undefined) found.push(sql<SqlBool>`owner = ${owner}`);
  if (member !== undefined)
    found.push(sql<SqlBool>`id in (select project_id from project_members where member_id = ${member})`);
  if (open !== undefined) found.push(open ? sql<SqlBool>`open` : sql<SqlBool>`not open`);
  if (atRisk !== undefined) found.push(atRisk ? sql<SqlBool>`at_risk` : sql<SqlBool>`not at_risk`);
  if (asOf !== undefined) {
    if (late !== undefined) found.push(exactlyWhere(late, sql<SqlBool>`earliest_open_end < ${asOf}`));
    if (contactOverdue !== undefined)
      found.push(exactlyWhere(contactOverdue, sql<SqlBool>`next_contact_due < ${asOf}`));
  }
  return found;
};

/** `GET /api/projects` */
export const projectsQuery: QueryDescription<ProjectsParameters, Page<ProjectView>> = {
  name: 'projects',
  path: 'projects',
  summary: {
    ja: 'プロジェクトの一覧（進み具合・遅れ・連絡・請求）',
    en: 'Service orders under contract: progress, lateness, contacts, billing; filter, search, sort, page',
  },
  parameters: ProjectsParameters,
  projection: 'projects',
  example: { items: [projectExample], next: null },
  run: async ({ database, vault }, parameters) => {
    const { sort, limit, cursor, asOf } = parameters;
    const { order, placeOf } = sortingBy<ListedRow>(projectSorts, sort);
    const where = sql.join<SqlBool>([...conditions(parameters), isAfter(order, cursor)], sql` and `);
    const stored = await database.db
      .$extendTables<Tables>()
      .selectFrom('projects')
      .select(listedColumns)
      .where(sql<SqlBool>`${where}`)
      .orderBy(inOrder(order))
      .limit(limit + 1)
      .execute();
    const rows = stored.map((row) => rowOf<ListedRow>(database, projectsTable, row));
    const page = pageOf(rows, limit, placeOf);
    return { ...page, items: await projectViews(page.items, vault, asOf) };
  },
};

/** `GET /api/projects/{id}` */
export const projectQuery: QueryDescription<ProjectParameters, ProjectDetailView> = {
  name: 'project',
  path: 'projects/{id}',
  summary: {
    ja: 'プロジェクトの詳細（ID または受注番号）',
    en: 'One project with its tasks, deliverables, issues, reviews and improvements, by id or by order number',
  },
  parameters: ProjectParameters,
  projection: 'projects',
  example: projectDetailExample,
  nothingFound: {
    ja: '該当するプロジェクトがありません。プロジェクトは契約の締結とともに始まります。ID か番号を確かめてください。',
    en: 'There is no such project, or the read model does not know it yet: a project begins with the contract; check the id or the number.',
  },
  run: async ({ database, vault }, { id, asOf }) => {
    const stored = await database.db
      .$extendTables<Tables>()
      .selectFrom('projects')
      .selectAll()
      .where(isOrder(id))
      .executeTakeFirst();
    return stored && projectDetailView(rowOf<ProjectRow>(database, projectsTable, stored), vault, asOf);
  },
};
