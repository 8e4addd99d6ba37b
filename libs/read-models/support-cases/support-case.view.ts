import type { KeyVault } from '#libs/kernel/personal-data';
import type { OrderKind } from '../order-kind.ts';
import { openWords } from '../sealed-words.ts';
import type { SupportCaseRow } from './support-cases.table.ts';

/** Something that the company means to keep. Instants are RFC 3339 in UTC. */
interface TargetView {
  readonly due: string;
  /** Null as long as it is not reached. */
  readonly reachedAt: string | null;
  /** Null as long as it is not reached. */
  readonly inTime: boolean | null;
}

/** A support case as a list answers it. */
export interface SupportCaseView {
  readonly id: string;
  readonly caseNumber: string;
  readonly customerId: string;
  /** Null where it is about no order. */
  readonly order: {
    readonly orderId: string;
    readonly orderKind: OrderKind;
    readonly orderNumber: string;
    readonly lineId: string | null;
    readonly shipmentId: string | null;
  } | null;
  readonly inquiryId: string | null;
  readonly category: string;
  readonly priority: string;
  /** Null where the customer was erased. */
  readonly title: string | null;
  readonly state: string;
  readonly nextActor: string;
  readonly open: boolean;
  readonly assignee: string | null;
  readonly openedVia: string;
  readonly openedAt: string;
  readonly firstAnswer: TargetView;
  /** Since it was opened or reopened. */
  readonly resolution: TargetView;
  /** The earlier of the targets that are not reached yet. */
  readonly nextTarget: string | null;
  /** Whether that has passed; null where the caller gave no instant to judge by. */
  readonly overdue: boolean | null;
  /** Last day on which the customer answers in time. */
  readonly answerDue: string | null;
  readonly outcome: string | null;
  readonly closedAt: string | null;
  /** How often it was reopened. */
  readonly reopened: number;
  readonly lastContactAt: string;
  readonly revision: string;
  readonly position: string;
  readonly updatedAt: string;
}

/** A support case by itself, with all that was said of it when it was opened. */
export interface SupportCaseDetailView extends SupportCaseView {
  /** Null where nothing was said, or the customer was erased. */
  readonly description: string | null;
}

/** Rows for callers: titles opened, lateness as of an instant in UTC. Throws `KeyVaultError`. */
export const supportCaseViews = async (
  rows: readonly SupportCaseRow[],
  vault: KeyVault,
  asOf: string | undefined,
): Promise<readonly SupportCaseView[]> => {
  const titles = await openWords(
    rows.map(({ title }) => title),
    vault,
  );
  return rows.map((row, index) => supportCaseView(row, titles[index] ?? null, asOf));
};

/** One row with its description. Throws `KeyVaultError`. */
export const supportCaseDetailView = async (
  row: SupportCaseRow,
  vault: KeyVault,
  asOf: string | undefined,
): Promise<SupportCaseDetailView> => {
  const [title = null, description = null] = await openWords([row.title, row.description], vault);
  return { ...supportCaseView(row, title, asOf), description };
};

const targetView = (due: string, reachedAt: string | null): TargetView => ({
  due,
  reachedAt,
  inTime: reachedAt === null ? null : reachedAt <= due,
});

const orderView = (row: SupportCaseRow): SupportCaseView['order'] => {
  const { order_id, order_kind, order_number, line_id, shipment_id } = row;
  if (order_id === null || order_kind === null || order_number === null) return null;
  return {
    orderId: order_id,
    orderKind: order_kind,
    orderNumber: order_number,
    lineId: line_id,
    shipmentId: shipment_id,
  };
};

const isOverdue = ({ next_target }: SupportCaseRow, asOf: string): boolean =>
  next_target !== null && next_target < asOf;

const supportCaseView = (row: SupportCaseRow, title: string | null, asOf: string | undefined): SupportCaseView => ({
  id: row.id,
  caseNumber: row.case_number,
  customerId: row.customer_id,
  order: orderView(row),
  inquiryId: row.inquiry_id,
  category: row.category,
  priority: row.priority,
  title,
  state: row.state,
  nextActor: row.next_actor,
  open: row.open,
  assignee: row.assignee,
  openedVia: row.opened_via,
  openedAt: row.opened_at,
  firstAnswer: targetView(row.first_answer_due, row.first_answered_at),
  resolution: targetView(row.resolution_due, row.resolved_at),
  nextTarget: row.next_target,
  overdue: asOf === undefined ? null : isOverdue(row, asOf),
  answerDue: row.answer_due,
  outcome: row.outcome,
  closedAt: row.closed_at,
  reopened: row.reopened,
  lastContactAt: row.last_contact_at,
  revision: String(row.revision),
  position: row.position,
  updatedAt: row.updated_at,
});
