import type { TableDefinition } from '#libs/kernel/projection';
import type { LossReason } from '#state-machines/service-order/service-order.terms';

/** When an order entered a step of the flow, and how often. */
export type StepEntries = {
  readonly firstAt: string;
  readonly lastAt: string;
  /** More than once where the order came back to it. */
  readonly times: number;
};

/** How far a service order has come, and what it may bring. Members are the columns of `pipeline`. */
export type PipelineRow = {
  readonly id: string;
  readonly order_number: string;
  readonly customer_id: string;
  readonly customer_name: string | null;
  readonly title: string;
  readonly currency: string;
  readonly received_at: string;
  readonly engagement: string;
  readonly state_since: string;
  readonly step: number | null;
  readonly step_since: string | null;
  readonly steps_entered: Readonly<Record<string, StepEntries>>;
  readonly next_actor: string;
  readonly value: number;
  readonly total: number;
  readonly estimated_probability: number | null;
  readonly win_probability: number | null;
  readonly weighted_value: number | null;
  readonly budget: number | null;
  readonly desired_date: string | null;
  readonly valid_until: string | null;
  readonly proposal_version: number | null;
  readonly contract_version: number | null;
  readonly concluded_on: string | null;
  readonly lost_on: string | null;
  readonly lost_reason: LossReason | null;
  readonly open: boolean;
  readonly revision: number;
  readonly position: string;
  readonly updated_at: string;
};

/** One row per service order, from the first wish to its end. */
export const pipelineTable = {
  name: 'pipeline',
  comment: 'One row per service order: its step, what it is worth, how likely it is won, who acts next.',
  key: 'id',
  columns: {
    id: { type: 'text', comment: 'UUID of the order.' },
    order_number: { type: 'text', comment: 'The number people use, such as SO-2026-000123.' },
    customer_id: { type: 'text', comment: 'Who asks for it.' },
    customer_name: {
      type: 'text',
      nullable: true,
      personal: true,
      comment: 'Name of the customer, sealed as in the log.',
    },
    title: { type: 'text', comment: 'What the customer wishes, in a few words.' },
    currency: { type: 'text', comment: 'ISO 4217.' },
    received_at: { type: 'instant', comment: 'When the customer first said so.' },
    engagement: { type: 'text', comment: 'State of the region engagement; a dot before the inner state.' },
    state_since: { type: 'instant', comment: 'When the engagement came into its state.' },
    step: {
      type: 'integer',
      nullable: true,
      comment: 'Step 1 to 7 of the flow; none where it was lost or terminated.',
    },
    step_since: { type: 'instant', nullable: true, comment: 'When it came into its step, the last time.' },
    steps_entered: { type: 'json', comment: 'Each step with its first and last entry, and how often it was entered.' },
    next_actor: { type: 'text', comment: 'Who has to act for the order to go on.' },
    value: {
      type: 'integer',
      comment: 'Worth without tax, in minor units: by the contract, else the newest proposal, else the budget.',
    },
    total: { type: 'integer', comment: 'The same with tax, as far as it is known.' },
    estimated_probability: { type: 'integer', nullable: true, comment: 'Percent that somebody last estimated.' },
    win_probability: {
      type: 'integer',
      nullable: true,
      comment: 'Percent: as estimated, 100 once the contract is concluded, 0 where it was lost.',
    },
    weighted_value: {
      type: 'integer',
      nullable: true,
      comment: 'value × win_probability, rounded half up to a minor unit; none where nobody has estimated.',
    },
    budget: { type: 'integer', nullable: true, comment: 'What the customer means to spend, in minor units.' },
    desired_date: { type: 'date', nullable: true, comment: 'When the customer wishes to have it.' },
    valid_until: {
      type: 'date',
      nullable: true,
      comment: 'Last day to accept the proposal that is with the customer.',
    },
    proposal_version: { type: 'integer', nullable: true, comment: 'The newest version of the proposal.' },
    contract_version: { type: 'integer', nullable: true, comment: 'The version of the contract that is in force.' },
    concluded_on: { type: 'date', nullable: true, comment: 'Won: when the contract was concluded.' },
    lost_on: { type: 'date', nullable: true, comment: 'When it was lost, in Japan.' },
    lost_reason: { type: 'text', nullable: true, comment: 'Why it was lost.' },
    open: { type: 'boolean', comment: 'True until it is completed, lost or terminated.' },
    revision: { type: 'integer', comment: 'Revision of the order that this row shows.' },
    position: { type: 'text', comment: 'Place in the log of the newest fact of the order.' },
    updated_at: { type: 'instant', comment: 'When that fact happened.' },
  } satisfies Record<keyof PipelineRow, TableDefinition['columns'][string]>,
  indexes: [['order_number'], ['received_at', 'id'], ['step'], ['engagement']],
} as const satisfies TableDefinition;
