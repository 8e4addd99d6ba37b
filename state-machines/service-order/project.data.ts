import type { CalendarDate } from '../vocabulary/dates.ts';
import { requireNew, requireNext, requireThat } from '../vocabulary/requirements.ts';
import type { ServiceOrderFact } from './service-order.events.ts';
import type { ContractContent, IssueKind, ProjectPlan, RiskCause, Severity } from './service-order.terms.ts';

/** Where a piece of work stands; one that was never begun has no entry. */
export interface TaskProgress {
  readonly startedOn: CalendarDate;
  readonly doneOn: CalendarDate | null;
}

/** Where a deliverable of the contract stands. */
export interface DeliverableProgress {
  readonly state: 'pending' | 'submitted' | 'accepted' | 'refused';
  /** How often it was submitted. */
  readonly submissions: number;
  /** The day on which it came into its state; null before it was submitted. */
  readonly since: CalendarDate | null;
}

/** Something the customer did not accept; of a deliverable, or of the whole where that is null. */
export interface Point {
  readonly deliverableId: string | null;
  readonly resolved: boolean;
}

export interface ProjectIssue {
  readonly kind: IssueKind;
  readonly severity: Severity;
  readonly resolved: boolean;
}

export interface ProjectData {
  readonly planNumber: number;
  readonly plan: ProjectPlan;
  readonly kickedOffOn: CalendarDate | null;
  readonly tasks: Readonly<Record<string, TaskProgress>>;
  /** Those of the current contract version. */
  readonly deliverables: Readonly<Record<string, DeliverableProgress>>;
  readonly points: Readonly<Record<string, Point>>;
  readonly issues: Readonly<Record<string, ProjectIssue>>;
  /** Minutes worked, per time-and-material item. */
  readonly minutes: Readonly<Record<string, number>>;
  readonly progressReports: number;
  readonly percent: number;
  /** Why the project is at risk; none where it is on track. */
  readonly riskCauses: readonly RiskCause[];
}

export const initialProject: ProjectData = {
  planNumber: 0,
  plan: { members: [], tasks: [], resources: [] },
  kickedOffOn: null,
  tasks: {},
  deliverables: {},
  points: {},
  issues: {},
  minutes: {},
  progressReports: 0,
  percent: 0,
  riskCauses: [],
};

/** What a project cannot be kicked off without. */
export const planParts = ['owner', 'members', 'schedule', 'tasks', 'contactIntervalDays'] as const;
export type PlanPart = (typeof planParts)[number];

/** What a plan still lacks, in the order in which people ask for it. */
export const missingInPlan = (plan: ProjectPlan): readonly PlanPart[] =>
  planParts.filter((part) => {
    const value = plan[part];
    return value === undefined || (Array.isArray(value) && value.length === 0);
  });

/** Ids of the points that nobody has dealt with: all, or those of one deliverable. */
export const openPoints = ({ points }: Pick<ProjectData, 'points'>, deliverableId?: string): readonly string[] =>
  Object.entries(points)
    .filter(([, point]) => !point.resolved && (deliverableId === undefined || point.deliverableId === deliverableId))
    .map(([pointId]) => pointId);

/** Ids of the tasks of the plan that are not done. */
export const unfinishedTasks = ({ plan, tasks }: Pick<ProjectData, 'plan' | 'tasks'>): readonly string[] =>
  plan.tasks.map(({ taskId }) => taskId).filter((taskId) => (tasks[taskId]?.doneOn ?? null) === null);

/** Ids of the deliverables that the customer has not accepted. */
export const unacceptedDeliverables = ({ deliverables }: Pick<ProjectData, 'deliverables'>): readonly string[] =>
  Object.entries(deliverables)
    .filter(([, { state }]) => state !== 'accepted')
    .map(([deliverableId]) => deliverableId);

/** The deliverables of a new contract version, as far as they have come. */
const deliverablesOf = (
  { deliverables }: ContractContent,
  before: ProjectData['deliverables'],
): ProjectData['deliverables'] => {
  const agreed: ProjectData['deliverables'] = Object.fromEntries(
    deliverables.map(({ deliverableId }) => [
      deliverableId,
      before[deliverableId] ?? { state: 'pending' as const, submissions: 0, since: null },
    ]),
  );
  for (const [id, { state }] of Object.entries(before))
    requireThat(state !== 'accepted' || Object.hasOwn(agreed, id), `deliverable ${id} was accepted and cannot go`);
  return agreed;
};

type ProjectFact = Extract<
  ServiceOrderFact,
  {
    type:
      | 'ContractConcluded'
      | 'ChangeAgreed'
      | 'ContractRenewed'
      | 'ProjectPlanned'
      | 'ProjectKickedOff'
      | 'TaskStarted'
      | 'TaskDone'
      | 'TimeReported'
      | 'TimeWithdrawn'
      | 'DeliverableSubmitted'
      | 'DeliverableAccepted'
      | 'DeliverableRefused'
      | 'CompletionRefused'
      | 'PointResolved'
      | 'ProgressReported'
      | 'IssueRaised'
      | 'IssueResolved'
      | 'ProjectBecameAtRisk'
      | 'ProjectCameBackOnTrack';
  }
>;

/** The entry of a map with a change to it. Throws `RangeError` where there is no such entry. */
const changed = <Entry>(
  entries: Readonly<Record<string, Entry>>,
  id: string,
  change: Partial<Entry>,
): Readonly<Record<string, Entry>> => {
  const entry = entries[id];
  if (entry === undefined) throw new RangeError(`there is no ${id}`);
  return { ...entries, [id]: { ...entry, ...change } };
};

/** The deliverables with one that is answered. Throws `RangeError` where that submission of it is not with the customer. */
const answered = (
  { deliverables }: ProjectData,
  { deliverableId, submission }: { readonly deliverableId: string; readonly submission: number },
  state: 'accepted' | 'refused',
  since: CalendarDate,
): ProjectData['deliverables'] => {
  const progress = deliverables[deliverableId];
  requireThat(
    progress?.state === 'submitted' && progress.submissions === submission,
    `submission ${String(submission)} of ${deliverableId} is not with the customer`,
  );
  return changed(deliverables, deliverableId, { state, since });
};

/** The points, or the issues, with one that is dealt with. Throws `RangeError` where it was before. */
const resolved = <Entry extends { readonly resolved: boolean }>(
  entries: Readonly<Record<string, Entry>>,
  id: string,
): Readonly<Record<string, Entry>> => {
  const entry = entries[id];
  if (entry?.resolved !== false) throw new RangeError(`${id} is not open`);
  return { ...entries, [id]: { ...entry, resolved: true } };
};

const isPlanned = ({ plan }: ProjectData, id: string): boolean => plan.tasks.some(({ taskId }) => taskId === id);

const withPoints = (
  data: ProjectData,
  points: readonly { readonly pointId: string }[],
  deliverableId: string | null,
): ProjectData => ({
  ...data,
  points: points.reduce((known, { pointId }) => {
    requireNew(pointId, known);
    return { ...known, [pointId]: { deliverableId, resolved: false } };
  }, data.points),
});

/** The project after a fact about it. Throws `RangeError` for a plan or report that does not follow, and for a task, deliverable, point or issue that is not there or not in the state for it. */
export const reduceProject = (data: ProjectData, fact: ProjectFact): ProjectData => {
  switch (fact.type) {
    case 'ContractConcluded':
    case 'ChangeAgreed':
    case 'ContractRenewed':
      return { ...data, deliverables: deliverablesOf(fact.data.contract, data.deliverables) };
    case 'ProjectPlanned':
      requireNext('plan', fact.data.planNumber, data.planNumber);
      return { ...data, planNumber: fact.data.planNumber, plan: fact.data.plan };
    case 'ProjectKickedOff':
      return { ...data, kickedOffOn: fact.data.kickedOffOn };
    case 'TaskStarted': {
      const { taskId, startedOn } = fact.data;
      requireNew(taskId, data.tasks);
      requireThat(isPlanned(data, taskId), `task ${taskId} is not planned`);
      return { ...data, tasks: { ...data.tasks, [taskId]: { startedOn, doneOn: null } } };
    }
    case 'TaskDone': {
      const { taskId, doneOn } = fact.data;
      requireThat(isPlanned(data, taskId) && data.tasks[taskId]?.doneOn === null, `task ${taskId} is not begun`);
      return { ...data, tasks: changed(data.tasks, taskId, { doneOn }) };
    }
    case 'TimeReported': {
      const { itemId, minutes } = fact.data;
      return { ...data, minutes: { ...data.minutes, [itemId]: (data.minutes[itemId] ?? 0) + minutes } };
    }
    case 'TimeWithdrawn': {
      const { itemId, minutes } = fact.data;
      const left = (data.minutes[itemId] ?? 0) - minutes;
      requireThat(left >= 0, `fewer minutes than ${String(minutes)} were reported on ${itemId}`);
      return { ...data, minutes: { ...data.minutes, [itemId]: left } };
    }
    case 'DeliverableSubmitted': {
      const { deliverableId, submission, submittedOn } = fact.data;
      const { state, submissions = 0 } = data.deliverables[deliverableId] ?? {};
      requireThat(state === 'pending' || state === 'refused', `${deliverableId} is not to be submitted`);
      requireNext('submission', submission, submissions);
      const change = { state: 'submitted' as const, submissions: submission, since: submittedOn };
      return { ...data, deliverables: changed(data.deliverables, deliverableId, change) };
    }
    case 'DeliverableAccepted': {
      const deliverables = answered(data, fact.data, 'accepted', fact.data.acceptedOn);
      return { ...data, deliverables };
    }
    case 'DeliverableRefused': {
      const { deliverableId, points, refusedOn } = fact.data;
      const deliverables = answered(data, fact.data, 'refused', refusedOn);
      return withPoints({ ...data, deliverables }, points, deliverableId);
    }
    case 'CompletionRefused':
      return withPoints(data, fact.data.points, null);
    case 'PointResolved':
      return { ...data, points: resolved(data.points, fact.data.pointId) };
    case 'ProgressReported':
      requireNext('report', fact.data.reportNumber, data.progressReports);
      return { ...data, progressReports: fact.data.reportNumber, percent: fact.data.percent };
    case 'IssueRaised': {
      const { issueId, kind, severity } = fact.data;
      requireNew(issueId, data.issues);
      return { ...data, issues: { ...data.issues, [issueId]: { kind, severity, resolved: false } } };
    }
    case 'IssueResolved':
      return { ...data, issues: resolved(data.issues, fact.data.issueId) };
    case 'ProjectBecameAtRisk':
      return { ...data, riskCauses: fact.data.causes };
    case 'ProjectCameBackOnTrack':
      return { ...data, riskCauses: [] };
  }
};
