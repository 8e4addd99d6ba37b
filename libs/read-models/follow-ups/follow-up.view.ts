import type { Bilingual } from '#libs/kernel/decider';
import { streamName, type Fact } from '#libs/kernel/fact';
import { openFacts, type PlacedFact } from '#libs/kernel/log/sealing';
import type { KeyVault } from '#libs/kernel/personal-data';
import { personalMembers, type FollowUpFact } from '#state-machines/follow-up/follow-up.events';
import { followUpRuleOf } from '#state-machines/follow-up/follow-up-rules';
import type { FollowUpRow, FollowUpState } from './follow-ups.table.ts';

/** A follow-up as a query answers it. Dates are the company's calendar. */
export interface FollowUpView {
  readonly id: string;
  /** The rule that opened it, and what people call that; null where somebody opened it by hand. */
  readonly rule: { readonly id: string; readonly name: Bilingual } | null;
  /** What is to be done; null where it was written by hand about somebody who was erased. */
  readonly task: Bilingual | null;
  readonly state: FollowUpState;
  readonly priority: string;
  readonly dueOn: string;
  /** Past its day as of the day to judge by; null where there is no such day. */
  readonly overdue: boolean | null;
  readonly opensAt: string;
  readonly openedAt: string;
  readonly team: string | null;
  readonly assignee: string | null;
  readonly assignedAt: string | null;
  readonly snoozedUntil: string | null;
  readonly customerId: string;
  readonly order: { readonly id: string; readonly kind: string; readonly number: string | null } | null;
  readonly supportCase: { readonly id: string; readonly number: string | null } | null;
  readonly part: string | null;
  /** The event that began the matter; null where somebody opened it by hand. */
  readonly cause: { readonly eventId: string; readonly type: string; readonly happenedAt: string } | null;
  /** How it ended; null while it has not. */
  readonly ended: {
    readonly at: string;
    readonly by: string;
    readonly outcome: string | null;
    readonly answeredWith: string | null;
  } | null;
  /** The newest note or reason that somebody left. */
  readonly note: string | null;
  readonly revision: string;
  readonly position: string;
  readonly updatedAt: string;
}

type Written = Fact<string, Readonly<Record<string, unknown>>>;

const sealedMember = (type: string): string | undefined =>
  (personalMembers as Readonly<Partial<Record<string, readonly string[]>>>)[type]?.[0];

/** What somebody wrote, at its place in the log. */
const placed = (id: string, type: FollowUpFact['type'], sealed: string | null): PlacedFact<Written> => ({
  stream: streamName('followUp', id),
  fact: { type, data: { [sealedMember(type) ?? '']: sealed === null ? null : { sealed } } },
});

const textOf = (fact: Written | undefined): string | null => {
  const [value] = Object.values(fact?.data ?? {});
  return typeof value === 'string' ? value : null;
};

const isEnded = ({ state }: Pick<FollowUpRow, 'state'>): boolean => state === 'done' || state === 'dropped';

/** Rows for callers: texts opened, lateness as of a calendar date. Throws `KeyVaultError`. */
export const followUpViews = async (
  rows: readonly FollowUpRow[],
  vault: KeyVault,
  asOf: string | undefined,
): Promise<readonly FollowUpView[]> => {
  const opened = await openFacts(
    vault,
    rows.flatMap(({ id, task, note, note_type }) => [
      placed(id, 'FollowUpOpened', task),
      placed(id, (note_type ?? 'FollowUpDone') as FollowUpFact['type'], note),
    ]),
  );
  return rows.map((row, index) => followUpView(row, textOf(opened[2 * index]), textOf(opened[2 * index + 1]), asOf));
};

const followUpView = (
  row: FollowUpRow,
  task: string | null,
  note: string | null,
  asOf: string | undefined,
): FollowUpView => {
  const rule = row.rule === null ? undefined : followUpRuleOf(row.rule);
  return {
    id: row.id,
    rule: row.rule === null ? null : { id: row.rule, name: rule?.name ?? { ja: row.rule, en: row.rule } },
    task: rule?.task ?? (task === null ? null : { ja: task, en: task }),
    state: row.state,
    priority: row.priority,
    dueOn: row.due_on,
    overdue: asOf === undefined ? null : !isEnded(row) && row.due_on < asOf,
    opensAt: row.opens_at,
    openedAt: row.opened_at,
    team: row.team,
    assignee: row.assignee,
    assignedAt: row.assigned_at,
    snoozedUntil: row.snoozed_until,
    customerId: row.customer_id,
    order: row.order_id === null ? null : { id: row.order_id, kind: row.order_kind ?? '', number: row.order_number },
    supportCase: row.case_id === null ? null : { id: row.case_id, number: row.case_number },
    part: row.part,
    cause:
      row.cause_id === null
        ? null
        : { eventId: row.cause_id, type: row.cause_type ?? '', happenedAt: row.caused_at ?? '' },
    ended:
      row.ended_at === null
        ? null
        : { at: row.ended_at, by: row.ended_by ?? '', outcome: row.outcome, answeredWith: row.answered_with },
    note,
    revision: String(row.revision),
    position: row.position,
    updatedAt: row.updated_at,
  };
};

/** A follow-up as a query may answer it, for the API's documentation. */
export const followUpExample: FollowUpView = {
  id: '6f1c7b5e-0f0d-5c39-9a55-0d0f0f3f7f77',
  rule: {
    id: 'clarification-unanswered',
    name: { ja: '確認事項への回答がない', en: 'No answer to a clarification' },
  },
  task: { ja: 'お客様に電話し、確認事項の回答をいただく', en: 'Call the customer and get the question answered' },
  state: 'assigned',
  priority: 'high',
  dueOn: '2026-11-27',
  overdue: false,
  opensAt: '2026-11-27T00:00:00.000Z',
  openedAt: '2026-11-27T00:00:00.412Z',
  team: null,
  assignee: 'sato',
  assignedAt: '2026-11-27T00:12:00.000Z',
  snoozedUntil: null,
  customerId: 'C-0042',
  order: { id: '0b0f4a52-6f0d-5c39-9a55-0d0f0f3f7f11', kind: 'goods', number: 'GO-2026-000123' },
  supportCase: null,
  part: null,
  cause: {
    eventId: '0e0c5a3a-6e5e-5a5c-8f4d-2a3f3b9a7c10',
    type: 'ClarificationRequested',
    happenedAt: '2026-11-25T05:00:00.000Z',
  },
  ended: null,
  note: null,
  revision: '1',
  position: '00000000000000001842',
  updatedAt: '2026-11-27T00:12:00.000Z',
};
