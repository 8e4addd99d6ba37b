import { CorruptStream } from '#libs/kernel/decider';
import { idOf, type RecordedFact } from '#libs/kernel/fact';
import type { Projection, ProjectionTables } from '#libs/kernel/projection';
import type { ServiceOrderFactOf } from '#state-machines/service-order/service-order.events';
import { dateInTokyo, daysLater } from '#state-machines/vocabulary/dates';
import { happenedAt, numberAfter, textAfter } from '../recorded.ts';
import { sealedText } from '../sealed-names.ts';
import { serviceOrderFact } from '../service-order-changes.ts';
import type { DeliverableEntry, TaskEntry } from './project-parts.ts';
import { newProject, projectAfter, type OwnMembers } from './project.changes.ts';
import {
  ordersToComeTable,
  projectMembersTable,
  projectsTable,
  type OrderToComeRow,
  type ProjectMemberRow,
  type ProjectRow,
} from './projects.table.ts';

const table = projectsTable.name;

/** Projects: one row per service order, from the conclusion of its contract on. A fact changes the row's own members; the state after it gives the rest. */
export const projectsProjection: Projection = {
  name: 'projects',
  version: 1,
  categories: ['serviceOrder'],
  tables: [projectsTable, projectMembersTable, ordersToComeTable],
  touches: ({ type, stream }) => {
    const key = idOf(stream);
    if (type === 'NeedsRecorded') return [];
    return type === 'ContractConcluded' ? [{ table: ordersToComeTable.name, key }] : [{ table, key }];
  },
  apply: (tables, recorded) => {
    const fact = serviceOrderFact(recorded);
    const id = idOf(fact.stream);
    if (fact.type === 'NeedsRecorded') {
      tables.put(ordersToComeTable.name, orderToCome(id, fact.data));
      return;
    }
    const row =
      fact.type === 'ContractConcluded'
        ? newProject(orderBefore(tables, recorded), fact)
        : (tables.get(table, id) as ProjectRow | undefined);
    if (!row) return;
    tables.put(table, rowAfter(projectAfter(row, fact), recorded));
    if (fact.type === 'ProjectPlanned') replaceMembers(tables, id, row.members, fact.data.plan.members);
  },
};

const orderToCome = (id: string, data: ServiceOrderFactOf<'NeedsRecorded'>['data']): OrderToComeRow => ({
  id,
  order_number: data.orderNumber,
  customer_id: data.customerId,
  customer_name: sealedText(data.customerName),
  currency: data.currency,
});

const orderBefore = (tables: ProjectionTables, { stream, type }: RecordedFact): OrderToComeRow => {
  const order = tables.get(ordersToComeTable.name, idOf(stream)) as OrderToComeRow | undefined;
  if (order) return order;
  throw new CorruptStream(`${stream} begins with ${type}, not with NeedsRecorded`);
};

const replaceMembers = (
  tables: ProjectionTables,
  projectId: string,
  before: ProjectRow['members'],
  after: ProjectRow['members'],
): void => {
  const keyOf = (memberId: string): string => `${projectId}.${memberId}`;
  for (const { memberId } of before) tables.delete(projectMembersTable.name, keyOf(memberId));
  for (const { memberId, role } of after) {
    const row: ProjectMemberRow = { id: keyOf(memberId), project_id: projectId, member_id: memberId, role };
    tables.put(projectMembersTable.name, row);
  }
};

const ended: readonly string[] = ['completed', 'terminated'];
/** Stages in which the customer has to hear from the company at the agreed interval. */
const working: readonly string[] = ['delivering', 'reviewing'];

/** The row after a fact: its own members, what follows from them, and the state after the fact. */
const rowAfter = (own: OwnMembers, recorded: RecordedFact): ProjectRow => {
  const engagement = textAfter(recorded, 'engagement');
  const [stage = ''] = engagement.split('.', 1);
  const { step } = recorded.metadata.stateAfter;
  const open = !ended.includes(stage);
  return {
    ...own,
    ...counts(own),
    ...unfinished(open ? own.tasks : []),
    engagement,
    step: typeof step === 'number' ? step : null,
    next_actor: textAfter(recorded, 'nextActor'),
    open,
    at_risk: own.risk_causes.length > 0,
    next_contact_due: working.includes(stage) ? nextContactDue(own) : null,
    value: numberAfter(recorded, 'value'),
    total: numberAfter(recorded, 'total'),
    billing: textAfter(recorded, 'billing'),
    scheduled: numberAfter(recorded, 'scheduled'),
    billable: numberAfter(recorded, 'billable'),
    billed: numberAfter(recorded, 'billed'),
    paid: numberAfter(recorded, 'paid'),
    revision: Number(recorded.revision),
    position: recorded.position,
    updated_at: happenedAt(recorded),
  };
};

type Counts = Pick<
  ProjectRow,
  | 'tasks_total'
  | 'tasks_started'
  | 'tasks_done'
  | 'deliverables_pending'
  | 'deliverables_submitted'
  | 'deliverables_accepted'
  | 'deliverables_refused'
  | 'open_points'
  | 'open_issues'
  | 'high_risks'
  | 'open_reviews'
  | 'open_improvements'
>;

const counts = ({ tasks, deliverables, points, issues, reviews, improvements }: OwnMembers): Counts => {
  const deliverablesIn = (wanted: DeliverableEntry['state']): number =>
    deliverables.filter(({ state }) => state === wanted).length;
  const openMatters = issues.filter(({ resolvedOn }) => resolvedOn === null);
  return {
    tasks_total: tasks.length,
    tasks_started: tasks.filter(({ startedOn }) => startedOn !== null).length,
    tasks_done: tasks.filter(({ doneOn }) => doneOn !== null).length,
    deliverables_pending: deliverablesIn('pending'),
    deliverables_submitted: deliverablesIn('submitted'),
    deliverables_accepted: deliverablesIn('accepted'),
    deliverables_refused: deliverablesIn('refused'),
    open_points: points.filter(({ resolvedOn }) => resolvedOn === null).length,
    open_issues: openMatters.filter(({ kind }) => kind === 'issue').length,
    high_risks: openMatters.filter(({ kind, severity }) => kind === 'risk' && severity === 'high').length,
    open_reviews: reviews.filter(({ concludedOn }) => concludedOn === null).length,
    open_improvements: improvements.filter(({ state }) => state === 'open').length,
  };
};

/** The tasks that are not done, the one first that has to be. */
const unfinished = (tasks: readonly TaskEntry[]): Pick<ProjectRow, 'open_tasks' | 'earliest_open_end'> => {
  const open = tasks
    .filter(({ doneOn }) => doneOn === null)
    .map(({ taskId, endsOn }) => ({ taskId, endsOn }))
    .sort((one, other) => (one.endsOn < other.endsOn ? -1 : one.endsOn > other.endsOn ? 1 : 0));
  return { open_tasks: open, earliest_open_end: open[0]?.endsOn ?? null };
};

const nextContactDue = ({ last_contact_at, contact_interval_days }: OwnMembers): string | null =>
  contact_interval_days === null ? null : daysLater(dateInTokyo(last_contact_at), contact_interval_days);
