import type { ServiceOrderFactOf } from '#state-machines/service-order/service-order.events';
import type {
  Deliverable,
  IssueKind,
  ProjectTask,
  RefusalPoint,
  ReviewFinding,
  Severity,
} from '#state-machines/service-order/service-order.terms';

/** A piece of work of the plan. */
export type TaskEntry = {
  readonly taskId: string;
  readonly title: string;
  readonly assignee: string | null;
  readonly deliverableId: string | null;
  readonly dependsOn: readonly string[];
  readonly startsOn: string;
  readonly endsOn: string;
  readonly startedOn: string | null;
  readonly doneOn: string | null;
};

/** Something handed over, as the contract in force names it. */
export type DeliverableEntry = {
  readonly deliverableId: string;
  readonly name: string;
  readonly dueOn: string | null;
  readonly state: 'pending' | 'submitted' | 'accepted' | 'refused';
  /** How often it was submitted. */
  readonly submissions: number;
};

/** Something that the customer did not accept; of the whole where there is no deliverable. */
export type PointEntry = {
  readonly pointId: string;
  readonly deliverableId: string | null;
  readonly description: string;
  readonly raisedOn: string;
  readonly resolvedOn: string | null;
};

export type IssueEntry = {
  readonly issueId: string;
  readonly kind: IssueKind;
  readonly severity: Severity;
  readonly title: string;
  readonly raisedOn: string;
  readonly resolvedOn: string | null;
};

export type ReviewEntry = {
  readonly reviewId: string;
  readonly subject: string;
  readonly deliverableIds: readonly string[];
  readonly criteria: readonly { readonly criterionId: string; readonly description: string; readonly met: boolean }[];
  readonly findings: readonly { readonly [Member in keyof ReviewFinding]: ReviewFinding[Member] }[];
  /** Null while it goes on. */
  readonly concludedOn: string | null;
};

export type ImprovementEntry = {
  readonly actionId: string;
  readonly description: string;
  readonly reviewId: string | null;
  readonly assignee: string | null;
  readonly dueOn: string | null;
  readonly state: 'open' | 'closed' | 'waived';
};

/** The list with a change to the entries of which `concerns` is true. */
export const withChange = <Entry>(
  entries: readonly Entry[],
  concerns: (entry: Entry) => boolean,
  change: (entry: Entry) => Partial<Entry>,
): readonly Entry[] => entries.map((entry) => (concerns(entry) ? { ...entry, ...change(entry) } : entry));

/** The tasks of a new plan, as far as they have come. */
export const tasksPlanned = (before: readonly TaskEntry[], tasks: readonly ProjectTask[]): readonly TaskEntry[] =>
  tasks.map((task) => {
    const known = before.find(({ taskId }) => taskId === task.taskId);
    return {
      taskId: task.taskId,
      title: task.title,
      assignee: task.assignee ?? null,
      deliverableId: task.deliverableId ?? null,
      dependsOn: task.dependsOn,
      startsOn: task.startsOn,
      endsOn: task.endsOn,
      startedOn: known?.startedOn ?? null,
      doneOn: known?.doneOn ?? null,
    };
  });

/** The deliverables of a new version of the contract, as far as they have come. */
export const deliverablesAgreed = (
  before: readonly DeliverableEntry[],
  deliverables: readonly Deliverable[],
): readonly DeliverableEntry[] =>
  deliverables.map(({ deliverableId, name, dueOn }) => {
    const known = before.find((entry) => entry.deliverableId === deliverableId);
    const { state, submissions } = known ?? { state: 'pending' as const, submissions: 0 };
    return { deliverableId, name, dueOn: dueOn ?? null, state, submissions };
  });

export const pointsRaised = (
  before: readonly PointEntry[],
  points: readonly RefusalPoint[],
  deliverableId: string | null,
  raisedOn: string,
): readonly PointEntry[] => [
  ...before,
  ...points.map(({ pointId, description }) => ({ pointId, deliverableId, description, raisedOn, resolvedOn: null })),
];

export const issueRaised = (
  before: readonly IssueEntry[],
  { issueId, kind, severity, title, raisedOn }: ServiceOrderFactOf<'IssueRaised'>['data'],
): readonly IssueEntry[] => [...before, { issueId, kind, severity, title, raisedOn, resolvedOn: null }];

export const reviewStarted = (
  before: readonly ReviewEntry[],
  { reviewId, subject, deliverableIds, criteria }: ServiceOrderFactOf<'ReviewStarted'>['data'],
): readonly ReviewEntry[] => [
  ...before,
  {
    reviewId,
    subject,
    deliverableIds,
    criteria: criteria.map(({ criterionId, description }) => ({ criterionId, description, met: false })),
    findings: [],
    concludedOn: null,
  },
];

export const reviewConcluded = (
  before: readonly ReviewEntry[],
  { reviewId, met, findings, concludedOn }: ServiceOrderFactOf<'ReviewConcluded'>['data'],
): readonly ReviewEntry[] =>
  withChange(
    before,
    (review) => review.reviewId === reviewId,
    ({ criteria }) => ({
      criteria: criteria.map((criterion) => ({ ...criterion, met: met.includes(criterion.criterionId) })),
      findings: findings.map(({ findingId, severity, description }) => ({ findingId, severity, description })),
      concludedOn,
    }),
  );

export const improvementPlanned = (
  before: readonly ImprovementEntry[],
  { actionId, description, reviewId, assignee, dueOn }: ServiceOrderFactOf<'ImprovementPlanned'>['data'],
): readonly ImprovementEntry[] => [
  ...before,
  {
    actionId,
    description,
    reviewId: reviewId ?? null,
    assignee: assignee ?? null,
    dueOn: dueOn ?? null,
    state: 'open',
  },
];
