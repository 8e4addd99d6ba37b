import type { ServiceOrderFact, ServiceOrderFactOf } from '#state-machines/service-order/service-order.events';
import type { ContractContent, ProjectPlan } from '#state-machines/service-order/service-order.terms';
import { lastContactAfter } from '../conversations.ts';
import { happenedAt, type Recorded } from '../recorded.ts';
import { changedBy, type ServiceOrderChanges } from '../service-order-changes.ts';
import * as parts from './project-parts.ts';
import type { OrderToComeRow, ProjectRow } from './projects.table.ts';

/** The members of a row that facts say themselves; all others follow from these and from the state after a fact. */
export type OwnMembers = Pick<
  ProjectRow,
  | 'id'
  | 'order_number'
  | 'customer_id'
  | 'customer_name'
  | 'currency'
  | 'title'
  | 'contract_version'
  | 'contract_ends_on'
  | 'owner'
  | 'members'
  | 'starts_on'
  | 'ends_on'
  | 'schedule_from'
  | 'percent'
  | 'reported_on'
  | 'tasks'
  | 'deliverables'
  | 'points'
  | 'issues'
  | 'reviews'
  | 'improvements'
  | 'risk_causes'
  | 'contact_interval_days'
  | 'last_contact_at'
>;

/** A project that nothing is known of but whose order it is, and that the customer and the company have just agreed on it. */
export const newProject = (
  order: OrderToComeRow,
  concluded: Recorded<ServiceOrderFactOf<'ContractConcluded'>>,
): OwnMembers => ({
  ...order,
  title: '',
  contract_version: 0,
  contract_ends_on: '',
  owner: null,
  members: [],
  starts_on: '',
  ends_on: '',
  schedule_from: 'contract',
  percent: null,
  reported_on: null,
  tasks: [],
  deliverables: [],
  points: [],
  issues: [],
  reviews: [],
  improvements: [],
  risk_causes: [],
  contact_interval_days: null,
  last_contact_at: happenedAt(concluded),
});

type Schedule = Pick<OwnMembers, 'starts_on' | 'ends_on' | 'schedule_from'>;

/** The project lasts as long as the contract says, until its plan says it. */
const scheduleOf = (
  { schedule }: Pick<ProjectPlan, 'schedule'>,
  schedule_from: ProjectRow['schedule_from'],
): Partial<Schedule> => (schedule ? { starts_on: schedule.startsOn, ends_on: schedule.endsOn, schedule_from } : {});

const agreed = (
  { contractVersion, contract }: { readonly contractVersion: number; readonly contract: ContractContent },
  row: OwnMembers,
): Partial<OwnMembers> => ({
  title: contract.title,
  contract_version: contractVersion,
  contract_ends_on: contract.schedule.endsOn,
  ...(row.schedule_from === 'contract' ? scheduleOf(contract, 'contract') : {}),
  deliverables: parts.deliverablesAgreed(row.deliverables, contract.deliverables),
});

type DeliverableFact = ServiceOrderFactOf<'DeliverableSubmitted' | 'DeliverableAccepted' | 'DeliverableRefused'>;

const deliverableIs = (
  { deliverables }: OwnMembers,
  { deliverableId, submission }: DeliverableFact['data'],
  state: parts.DeliverableEntry['state'],
): Partial<OwnMembers> => ({
  deliverables: parts.withChange(
    deliverables,
    (deliverable) => deliverable.deliverableId === deliverableId,
    () => ({ state, submissions: submission }),
  ),
});

const taskIs = ({ tasks }: OwnMembers, id: string, change: Partial<parts.TaskEntry>): Partial<OwnMembers> => ({
  tasks: parts.withChange(
    tasks,
    ({ taskId }) => taskId === id,
    () => change,
  ),
});

const improvementIs = (
  { improvements }: OwnMembers,
  id: string,
  state: parts.ImprovementEntry['state'],
): Partial<OwnMembers> => ({
  improvements: parts.withChange(
    improvements,
    ({ actionId }) => actionId === id,
    () => ({ state }),
  ),
});

const changes: ServiceOrderChanges<OwnMembers> = {
  ContractConcluded: ({ data }, row) => agreed(data, row),
  ContractRenewed: ({ data }, row) => agreed(data, row),
  ChangeAgreed: ({ data }, row) => agreed(data, row),
  ContractTerminated: ({ data: { contractVersion, terminatedOn } }) => ({
    contract_version: contractVersion,
    contract_ends_on: terminatedOn,
  }),
  ServiceEndAgreed: ({ data: { endsOn } }) => ({ contract_ends_on: endsOn }),
  ProjectPlanned: ({ data: { plan } }, row) => ({
    owner: plan.owner ?? null,
    members: plan.members.map(({ memberId, role }) => ({ memberId, role })),
    ...scheduleOf(plan, 'plan'),
    tasks: parts.tasksPlanned(row.tasks, plan.tasks),
    contact_interval_days: plan.contactIntervalDays ?? null,
  }),
  TaskStarted: ({ data: { taskId, startedOn } }, row) => taskIs(row, taskId, { startedOn }),
  TaskDone: ({ data: { taskId, doneOn } }, row) => taskIs(row, taskId, { doneOn }),
  DeliverableSubmitted: ({ data }, row) => deliverableIs(row, data, 'submitted'),
  DeliverableAccepted: ({ data }, row) => deliverableIs(row, data, 'accepted'),
  DeliverableRefused: ({ data }, row) => ({
    ...deliverableIs(row, data, 'refused'),
    points: parts.pointsRaised(row.points, data.points, data.deliverableId, data.refusedOn),
  }),
  CompletionRefused: ({ data: { points, refusedOn } }, row) => ({
    points: parts.pointsRaised(row.points, points, null, refusedOn),
  }),
  PointResolved: ({ data: { pointId, resolvedOn } }, { points }) => ({
    points: parts.withChange(
      points,
      (point) => point.pointId === pointId,
      () => ({ resolvedOn }),
    ),
  }),
  ProgressReported: ({ data: { percent, reportedOn } }) => ({ percent, reported_on: reportedOn }),
  IssueRaised: ({ data }, row) => ({ issues: parts.issueRaised(row.issues, data) }),
  IssueResolved: ({ data: { issueId, resolvedOn } }, { issues }) => ({
    issues: parts.withChange(
      issues,
      (issue) => issue.issueId === issueId,
      () => ({ resolvedOn }),
    ),
  }),
  ProjectBecameAtRisk: ({ data: { causes } }) => ({ risk_causes: causes }),
  ProjectCameBackOnTrack: () => ({ risk_causes: [] }),
  ReviewStarted: ({ data }, row) => ({ reviews: parts.reviewStarted(row.reviews, data) }),
  ReviewConcluded: ({ data }, row) => ({ reviews: parts.reviewConcluded(row.reviews, data) }),
  ImprovementPlanned: ({ data }, row) => ({ improvements: parts.improvementPlanned(row.improvements, data) }),
  ImprovementClosed: ({ data: { actionId } }, row) => improvementIs(row, actionId, 'closed'),
  ImprovementWaived: ({ data: { actionId } }, row) => improvementIs(row, actionId, 'waived'),
};

/** The row's own members after a fact. */
export const projectAfter = (row: OwnMembers, fact: Recorded<ServiceOrderFact>): OwnMembers => ({
  ...changedBy(changes, fact, row),
  last_contact_at: lastContactAfter(row.last_contact_at, fact),
});
