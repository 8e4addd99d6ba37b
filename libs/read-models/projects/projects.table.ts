import type { TableDefinition } from '#libs/kernel/projection';
import type { RiskCause } from '#state-machines/service-order/service-order.terms';
import type {
  DeliverableEntry,
  ImprovementEntry,
  IssueEntry,
  PointEntry,
  ReviewEntry,
  TaskEntry,
} from './project-parts.ts';

/** A service order under contract. Members are the columns of `projects`. */
export type ProjectRow = {
  readonly id: string;
  readonly order_number: string;
  readonly customer_id: string;
  readonly customer_name: string | null;
  readonly title: string;
  readonly currency: string;
  readonly engagement: string;
  readonly step: number | null;
  readonly next_actor: string;
  readonly open: boolean;
  readonly owner: string | null;
  readonly members: readonly { readonly memberId: string; readonly role: string }[];
  readonly starts_on: string;
  readonly ends_on: string;
  readonly schedule_from: 'contract' | 'plan';
  readonly contract_ends_on: string;
  readonly percent: number | null;
  readonly reported_on: string | null;
  readonly tasks: readonly TaskEntry[];
  readonly tasks_total: number;
  readonly tasks_started: number;
  readonly tasks_done: number;
  readonly open_tasks: readonly { readonly taskId: string; readonly endsOn: string }[];
  readonly earliest_open_end: string | null;
  readonly deliverables: readonly DeliverableEntry[];
  readonly deliverables_pending: number;
  readonly deliverables_submitted: number;
  readonly deliverables_accepted: number;
  readonly deliverables_refused: number;
  readonly points: readonly PointEntry[];
  readonly open_points: number;
  readonly issues: readonly IssueEntry[];
  readonly open_issues: number;
  readonly high_risks: number;
  readonly reviews: readonly ReviewEntry[];
  readonly open_reviews: number;
  readonly improvements: readonly ImprovementEntry[];
  readonly open_improvements: number;
  readonly at_risk: boolean;
  readonly risk_causes: readonly RiskCause[];
  readonly last_contact_at: string;
  readonly contact_interval_days: number | null;
  readonly next_contact_due: string | null;
  readonly contract_version: number;
  readonly value: number;
  readonly total: number;
  readonly billing: string;
  readonly scheduled: number;
  readonly billable: number;
  readonly billed: number;
  readonly paid: number;
  readonly revision: number;
  readonly position: string;
  readonly updated_at: string;
};

/** One row per service order, from the conclusion of its contract on. */
export const projectsTable = {
  name: 'projects',
  comment: 'One row per service order under contract: how its work, its quality, its contacts and its billing stand.',
  key: 'id',
  columns: {
    id: { type: 'text', comment: 'UUID of the order.' },
    order_number: { type: 'text', comment: 'The number people use, such as SO-2026-000123.' },
    customer_id: { type: 'text', comment: 'For whom it is.' },
    customer_name: {
      type: 'text',
      nullable: true,
      personal: true,
      comment: 'Name of the customer, sealed as in the log.',
    },
    title: { type: 'text', comment: 'What the contract calls it.' },
    currency: { type: 'text', comment: 'ISO 4217.' },
    engagement: { type: 'text', comment: 'State of the region engagement; a dot before the inner state.' },
    step: { type: 'integer', nullable: true, comment: 'Step 3 to 7 of the flow; none where it was terminated.' },
    next_actor: { type: 'text', comment: 'Who has to act for it to go on.' },
    open: { type: 'boolean', comment: 'True until it is completed or terminated.' },
    owner: { type: 'text', nullable: true, comment: 'Id of the member who answers for it.' },
    members: { type: 'json', comment: 'Who works on it, each with a role; one row each in project_members.' },
    starts_on: { type: 'date', comment: 'First day of the schedule.' },
    ends_on: { type: 'date', comment: 'Last day of the schedule.' },
    schedule_from: { type: 'text', comment: 'Whose schedule it is: of the contract, until the plan has one.' },
    contract_ends_on: { type: 'date', comment: 'Last day that the contract in force speaks of.' },
    percent: { type: 'integer', nullable: true, comment: 'Done by the newest progress report, 0 to 100.' },
    reported_on: { type: 'date', nullable: true, comment: 'Day of that report.' },
    tasks: { type: 'json', comment: 'Each task: who, when, waits for what, started, done.' },
    tasks_total: { type: 'integer', comment: 'Tasks of the plan.' },
    tasks_started: { type: 'integer', comment: 'Those begun, also those done.' },
    tasks_done: { type: 'integer', comment: 'Those done.' },
    open_tasks: { type: 'json', comment: 'Tasks that are not done, with their planned ends; none once it has ended.' },
    earliest_open_end: { type: 'date', nullable: true, comment: 'The first of those ends: late once it has passed.' },
    deliverables: { type: 'json', comment: 'Each deliverable of the contract in force with its state.' },
    deliverables_pending: { type: 'integer', comment: 'Deliverables never submitted.' },
    deliverables_submitted: { type: 'integer', comment: 'Deliverables that the customer is to accept.' },
    deliverables_accepted: { type: 'integer', comment: 'Deliverables accepted.' },
    deliverables_refused: { type: 'integer', comment: 'Deliverables refused and not submitted again.' },
    points: { type: 'json', comment: 'What the customer did not accept, each with the day it was dealt with.' },
    open_points: { type: 'integer', comment: 'Those not dealt with.' },
    issues: { type: 'json', comment: 'Issues and risks, each with the day it was resolved.' },
    open_issues: { type: 'integer', comment: 'Issues not resolved, without risks.' },
    high_risks: { type: 'integer', comment: 'Risks of high severity not resolved.' },
    reviews: { type: 'json', comment: 'Each review with its criteria, what was met, and what was found.' },
    open_reviews: { type: 'integer', comment: 'Reviews not concluded.' },
    improvements: { type: 'json', comment: 'Each improvement: who, until when, open, closed or waived.' },
    open_improvements: { type: 'integer', comment: 'Those neither closed nor waived.' },
    at_risk: { type: 'boolean', comment: 'True where risk_causes names at least one.' },
    risk_causes: { type: 'json', comment: 'Why it is at risk: schedule, cost, quality, resources, scope, customer.' },
    last_contact_at: { type: 'instant', comment: 'When the customer and the company last talked.' },
    contact_interval_days: { type: 'integer', nullable: true, comment: 'They talk at least once in so many days.' },
    next_contact_due: {
      type: 'date',
      nullable: true,
      comment: 'Last day on which they have to talk again, in Japan; none before the work begins and after it ends.',
    },
    contract_version: { type: 'integer', comment: 'The version of the contract that is in force.' },
    value: { type: 'integer', comment: 'Worth of the contract without tax, in minor units.' },
    total: { type: 'integer', comment: 'The same with tax.' },
    billing: { type: 'text', comment: 'State of the region billing.' },
    scheduled: { type: 'integer', comment: 'Part of value that cannot be invoiced yet.' },
    billable: { type: 'integer', comment: 'Part of value that can be invoiced and is not.' },
    billed: { type: 'integer', comment: 'Part of value that was invoiced.' },
    paid: { type: 'integer', comment: 'Received, tax included.' },
    revision: { type: 'integer', comment: 'Revision of the order that this row shows.' },
    position: { type: 'text', comment: 'Place in the log of the newest fact of the order.' },
    updated_at: { type: 'instant', comment: 'When that fact happened.' },
  } satisfies Record<keyof ProjectRow, TableDefinition['columns'][string]>,
  indexes: [['order_number'], ['ends_on', 'id'], ['owner'], ['earliest_open_end'], ['next_contact_due']],
} as const satisfies TableDefinition;

/** Somebody who works on a project. Members are the columns of `project_members`. */
export type ProjectMemberRow = {
  readonly id: string;
  readonly project_id: string;
  readonly member_id: string;
  readonly role: string;
};

/** One row per project and member of its newest plan. */
export const projectMembersTable = {
  name: 'project_members',
  comment: 'Who works on which project, by its newest plan.',
  key: 'id',
  columns: {
    id: { type: 'text', comment: 'UUID of the order, a dot and the id of the member.' },
    project_id: { type: 'text', comment: 'UUID of the order.' },
    member_id: { type: 'text', comment: 'Somebody of the company, by the id that actors have.' },
    role: { type: 'text', comment: 'What for.' },
  } satisfies Record<keyof ProjectMemberRow, TableDefinition['columns'][string]>,
  indexes: [['project_id'], ['member_id']],
} as const satisfies TableDefinition;

/** What a project begins with. Members are the columns of `projects_to_come`. */
export type OrderToComeRow = Pick<ProjectRow, 'id' | 'order_number' | 'customer_id' | 'customer_name' | 'currency'>;

/** One row per service order, from its first wish: a contract says nothing of whose order it concludes. */
export const ordersToComeTable = {
  name: 'projects_to_come',
  comment: 'What is known of a service order before it becomes a project.',
  key: 'id',
  internal: true,
  columns: {
    id: projectsTable.columns.id,
    order_number: projectsTable.columns.order_number,
    customer_id: projectsTable.columns.customer_id,
    customer_name: projectsTable.columns.customer_name,
    currency: projectsTable.columns.currency,
  } satisfies Record<keyof OrderToComeRow, TableDefinition['columns'][string]>,
} as const satisfies TableDefinition;
