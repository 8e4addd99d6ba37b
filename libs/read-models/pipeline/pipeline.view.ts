import type { Bilingual } from '#libs/kernel/decider';
import type { KeyVault } from '#libs/kernel/personal-data';
import type { LossReason } from '#state-machines/service-order/service-order.terms';
import { daysBetween } from '../calendar.ts';
import { customerNamesOf } from '../sealed-names.ts';
import { nextActionOf } from './next-action.ts';
import type { PipelineRow, StepEntries } from './pipeline.table.ts';

/** A service order of the pipeline as a query answers it. Amounts are minor units; dates are the company's calendar. */
export interface PipelineView {
  readonly id: string;
  readonly orderNumber: string;
  readonly customerId: string;
  /** Null where the person was erased, or where the caller may not see personal data. */
  readonly customerName: string | null;
  readonly title: string;
  readonly currency: string;
  readonly receivedAt: string;
  readonly engagement: string;
  readonly stateSince: string;
  readonly step: number | null;
  readonly stepSince: string | null;
  /** Days in the present step; null where it is in none, and where the caller gave no day to judge by. */
  readonly ageInStepDays: number | null;
  readonly stepsEntered: readonly ({ readonly step: number } & StepEntries)[];
  readonly open: boolean;
  readonly nextActor: string;
  readonly nextAction: Bilingual | null;
  /** Tax-exclusive. */
  readonly value: number;
  readonly total: number;
  /** Percent; null where nobody has said. */
  readonly winProbability: number | null;
  /** Rounded half up to a minor unit; null where nobody has said how likely it is. */
  readonly weightedValue: number | null;
  readonly budget: number | null;
  readonly desiredDate: string | null;
  /** Of the proposal that is with the customer. */
  readonly validUntil: string | null;
  readonly proposalVersion: number | null;
  readonly contractVersion: number | null;
  readonly concludedOn: string | null;
  readonly lostOn: string | null;
  readonly lostReason: LossReason | null;
  readonly revision: string;
  readonly position: string;
  readonly updatedAt: string;
}

/** Rows for callers: names opened, ages as of a calendar date. Throws `KeyVaultError`. */
export const pipelineViews = async (
  rows: readonly PipelineRow[],
  vault: KeyVault,
  asOf: string | undefined,
): Promise<readonly PipelineView[]> => {
  const names = await customerNamesOf(rows, vault);
  return rows.map((row, index) => pipelineView(row, names[index] ?? null, asOf));
};

/** An order that came into its step on that day or later has been there for no day. */
const ageInStep = ({ step_since }: PipelineRow, asOf: string | undefined): number | null =>
  step_since === null || asOf === undefined ? null : Math.max(0, daysBetween(step_since, asOf));

const pipelineView = (row: PipelineRow, customerName: string | null, asOf: string | undefined): PipelineView => ({
  id: row.id,
  orderNumber: row.order_number,
  customerId: row.customer_id,
  customerName,
  title: row.title,
  currency: row.currency,
  receivedAt: row.received_at,
  engagement: row.engagement,
  stateSince: row.state_since,
  step: row.step,
  stepSince: row.step_since,
  ageInStepDays: ageInStep(row, asOf),
  stepsEntered: Object.entries(row.steps_entered)
    .map(([step, entries]) => ({ step: Number(step), ...entries }))
    .sort((one, other) => one.step - other.step),
  open: row.open,
  nextActor: row.next_actor,
  nextAction: nextActionOf(row.engagement),
  value: row.value,
  total: row.total,
  winProbability: row.win_probability,
  weightedValue: row.weighted_value,
  budget: row.budget,
  desiredDate: row.desired_date,
  validUntil: row.valid_until,
  proposalVersion: row.proposal_version,
  contractVersion: row.contract_version,
  concludedOn: row.concluded_on,
  lostOn: row.lost_on,
  lostReason: row.lost_reason,
  revision: String(row.revision),
  position: row.position,
  updatedAt: row.updated_at,
});

/** An order of the pipeline as a query may answer it, for the API's documentation. */
export const pipelineExample: PipelineView = {
  id: '0b0f4a52-6f0d-5c39-9a55-0d0f0f3f7f11',
  orderNumber: 'SO-2026-000123',
  customerId: 'C-0042',
  customerName: '山田商店',
  title: '在庫管理の導入支援',
  currency: 'JPY',
  receivedAt: '2026-11-10T01:15:00.000Z',
  engagement: 'proposing.submitted',
  stateSince: '2026-11-20T04:30:00.000Z',
  step: 2,
  stepSince: '2026-11-14T02:00:00.000Z',
  ageInStepDays: 8,
  stepsEntered: [
    { step: 1, firstAt: '2026-11-10T01:15:00.000Z', lastAt: '2026-11-10T01:15:00.000Z', times: 1 },
    { step: 2, firstAt: '2026-11-14T02:00:00.000Z', lastAt: '2026-11-14T02:00:00.000Z', times: 1 },
  ],
  open: true,
  nextActor: 'customer',
  nextAction: nextActionOf('proposing.submitted'),
  value: 1_800_000,
  total: 1_980_000,
  winProbability: 60,
  weightedValue: 1_080_000,
  budget: 2_000_000,
  desiredDate: '2027-06-30',
  validUntil: '2026-12-11',
  proposalVersion: 1,
  contractVersion: null,
  concludedOn: null,
  lostOn: null,
  lostReason: null,
  revision: '5',
  position: '00000000000000001842',
  updatedAt: '2026-11-20T04:30:00.000Z',
};
