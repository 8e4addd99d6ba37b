import type { KeyVault } from '#libs/kernel/personal-data';
import type { RiskCause } from '#state-machines/service-order/service-order.terms';
import { customerNamesOf } from '../sealed-names.ts';
import type {
  DeliverableEntry,
  ImprovementEntry,
  IssueEntry,
  PointEntry,
  ReviewEntry,
  TaskEntry,
} from './project-parts.ts';
import type { ProjectRow } from './projects.table.ts';

/** A project as a list answers it. Amounts are minor units; dates are the company's calendar. */
export interface ProjectView {
  readonly id: string;
  readonly orderNumber: string;
  readonly customerId: string;
  /** Null where the person was erased, or where the caller may not see personal data. */
  readonly customerName: string | null;
  readonly title: string;
  readonly engagement: string;
  readonly step: number | null;
  readonly nextActor: string;
  readonly open: boolean;
  readonly owner: string | null;
  readonly members: ProjectRow['members'];
  /** Of the contract, until the plan has one. */
  readonly schedule: { readonly startsOn: string; readonly endsOn: string; readonly from: 'contract' | 'plan' };
  readonly contractEndsOn: string;
  /** By the newest progress report; null before the first one. */
  readonly progress: { readonly percent: number; readonly reportedOn: string } | null;
  readonly tasks: {
    readonly total: number;
    readonly started: number;
    readonly done: number;
    /** Ids of those that should have ended; null where the caller gave no day to judge by. */
    readonly late: readonly string[] | null;
  };
  readonly deliverables: Readonly<Record<DeliverableEntry['state'], number>>;
  readonly openPoints: number;
  readonly openIssues: number;
  readonly highRisks: number;
  readonly openReviews: number;
  readonly openImprovements: number;
  readonly riskCauses: readonly RiskCause[];
  readonly lastContactAt: string;
  readonly contactIntervalDays: number | null;
  readonly nextContactDue: string | null;
  /** Null where the caller gave no day to judge by. */
  readonly contactOverdue: boolean | null;
  readonly contractVersion: number;
  readonly currency: string;
  /** Tax-exclusive: the sum of `scheduled`, `billable` and `billed`. */
  readonly value: number;
  readonly total: number;
  readonly billing: {
    readonly state: string;
    readonly scheduled: number;
    readonly billable: number;
    readonly billed: number;
    /** Tax included. */
    readonly paid: number;
  };
  readonly revision: string;
  readonly position: string;
  readonly updatedAt: string;
}

/** A task with its state: it waits for others, can begin, was started, or is done. */
interface TaskView extends TaskEntry {
  readonly state: 'waiting' | 'ready' | 'started' | 'done';
  /** Null where the caller gave no day to judge by. */
  readonly late: boolean | null;
}

interface ReviewView extends ReviewEntry {
  /** Null while it goes on. */
  readonly passed: boolean | null;
}

/** A project with all that belongs to it. */
export interface ProjectDetailView extends ProjectView {
  readonly parts: {
    readonly tasks: readonly TaskView[];
    readonly deliverables: readonly DeliverableEntry[];
    readonly points: readonly PointEntry[];
    readonly issues: readonly IssueEntry[];
    readonly reviews: readonly ReviewView[];
    readonly improvements: readonly ImprovementEntry[];
  };
}

/** The columns that only the view of one project is made of. */
type PartColumn = 'tasks' | 'deliverables' | 'points' | 'issues' | 'reviews' | 'improvements';
export type ListedRow = Omit<ProjectRow, PartColumn>;

/** Rows for callers: names opened, lateness as of a calendar date. Throws `KeyVaultError`. */
export const projectViews = async (
  rows: readonly ListedRow[],
  vault: KeyVault,
  asOf: string | undefined,
): Promise<readonly ProjectView[]> => {
  const names = await customerNamesOf(rows, vault);
  return rows.map((row, index) => projectView(row, names[index] ?? null, asOf));
};

/** One row with all its parts. Throws `KeyVaultError`. */
export const projectDetailView = async (
  row: ProjectRow,
  vault: KeyVault,
  asOf: string | undefined,
): Promise<ProjectDetailView> => {
  const [name = null] = await customerNamesOf([row], vault);
  const project = projectView(row, name, asOf);
  const done = new Set(row.tasks.filter(({ doneOn }) => doneOn !== null).map(({ taskId }) => taskId));
  const { deliverables, points, issues, improvements } = row;
  return {
    ...project,
    parts: {
      tasks: row.tasks.map((task) => ({
        ...task,
        state: taskState(task, done),
        late: project.tasks.late?.includes(task.taskId) ?? null,
      })),
      deliverables,
      points,
      issues,
      reviews: row.reviews.map((review) => ({ ...review, passed: hasPassed(review) })),
      improvements,
    },
  };
};

const taskState = ({ startedOn, doneOn, dependsOn }: TaskEntry, done: ReadonlySet<string>): TaskView['state'] => {
  if (doneOn !== null) return 'done';
  if (startedOn !== null) return 'started';
  return dependsOn.every((taskId) => done.has(taskId)) ? 'ready' : 'waiting';
};

const hasPassed = ({ concludedOn, criteria }: ReviewEntry): boolean | null =>
  concludedOn === null ? null : criteria.every(({ met }) => met);

const isContactOverdue = ({ next_contact_due }: ListedRow, asOf: string): boolean =>
  next_contact_due !== null && next_contact_due < asOf;

const lateTasks = ({ open_tasks }: ListedRow, asOf: string): readonly string[] =>
  open_tasks.filter(({ endsOn }) => endsOn < asOf).map(({ taskId }) => taskId);

const projectView = (row: ListedRow, customerName: string | null, asOf: string | undefined): ProjectView => ({
  id: row.id,
  orderNumber: row.order_number,
  customerId: row.customer_id,
  customerName,
  title: row.title,
  engagement: row.engagement,
  step: row.step,
  nextActor: row.next_actor,
  open: row.open,
  owner: row.owner,
  members: row.members,
  schedule: { startsOn: row.starts_on, endsOn: row.ends_on, from: row.schedule_from },
  contractEndsOn: row.contract_ends_on,
  progress:
    row.percent === null || row.reported_on === null ? null : { percent: row.percent, reportedOn: row.reported_on },
  tasks: {
    total: row.tasks_total,
    started: row.tasks_started,
    done: row.tasks_done,
    late: asOf === undefined ? null : lateTasks(row, asOf),
  },
  deliverables: {
    pending: row.deliverables_pending,
    submitted: row.deliverables_submitted,
    accepted: row.deliverables_accepted,
    refused: row.deliverables_refused,
  },
  openPoints: row.open_points,
  openIssues: row.open_issues,
  highRisks: row.high_risks,
  openReviews: row.open_reviews,
  openImprovements: row.open_improvements,
  riskCauses: row.risk_causes,
  lastContactAt: row.last_contact_at,
  contactIntervalDays: row.contact_interval_days,
  nextContactDue: row.next_contact_due,
  contactOverdue: asOf === undefined ? null : isContactOverdue(row, asOf),
  contractVersion: row.contract_version,
  currency: row.currency,
  value: row.value,
  total: row.total,
  billing: {
    state: row.billing,
    scheduled: row.scheduled,
    billable: row.billable,
    billed: row.billed,
    paid: row.paid,
  },
  revision: String(row.revision),
  position: row.position,
  updatedAt: row.updated_at,
});
