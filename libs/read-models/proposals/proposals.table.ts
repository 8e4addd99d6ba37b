import type { JsonObject } from '#libs/kernel/json';
import type { TableDefinition } from '#libs/kernel/projection';
import type { ProposalStatus } from '#state-machines/service-order/proposals.data';

/** One version of a proposal. Members are the columns of `proposals`. */
export type ProposalRow = {
  readonly id: string;
  readonly order_id: string;
  readonly order_number: string;
  readonly version: number;
  readonly status: ProposalStatus;
  readonly content: JsonObject;
  readonly currency: string;
  readonly value: number;
  readonly total: number;
  readonly valid_until: string;
  readonly drafted_at: string;
  readonly submitted_at: string | null;
  readonly answered_at: string | null;
  readonly revision: number;
  readonly position: string;
};

/** One row per version; its content never changes, only what became of it does. */
export const proposalsTable = {
  name: 'proposals',
  comment: 'Every version of the proposal of every service order, and what became of it.',
  key: 'id',
  columns: {
    id: { type: 'text', comment: 'UUID of the order, a dot and the version.' },
    order_id: { type: 'text', comment: 'UUID of the order.' },
    order_number: { type: 'text', comment: 'The number people use, such as SO-2026-000123.' },
    version: { type: 'integer', comment: 'Numbered from 1 within the order.' },
    status: {
      type: 'text',
      comment: 'draft, submitted, revisionRequested, superseded, accepted, declined, expired or withdrawn.',
    },
    content: { type: 'json', comment: 'Title, scope, deliverables, priced items, schedule, terms, validity.' },
    currency: { type: 'text', comment: 'ISO 4217.' },
    value: { type: 'integer', comment: 'Price of its items without tax, in minor units.' },
    total: { type: 'integer', comment: 'The same with tax.' },
    valid_until: { type: 'date', comment: 'Last day on which it can be accepted.' },
    drafted_at: { type: 'instant', comment: 'When the version was made.' },
    submitted_at: { type: 'instant', nullable: true, comment: 'When the customer got it.' },
    answered_at: {
      type: 'instant',
      nullable: true,
      comment: 'When the customer accepted it, declined it or asked for another.',
    },
    revision: { type: 'integer', comment: 'Revision of the order that last changed this row.' },
    position: { type: 'text', comment: 'Place in the log of the fact that last changed this row.' },
  } satisfies Record<keyof ProposalRow, TableDefinition['columns'][string]>,
  indexes: [['order_id', 'version'], ['status']],
} as const satisfies TableDefinition;

/** What versions of a proposal are made with. Members are the columns of `proposal_orders`. */
export type ProposalOrderRow = {
  readonly order_id: string;
  readonly order_number: string;
  readonly currency: string;
};

/** One row per service order, so that proposals are found by the number people use, also before there is one. */
export const proposalOrdersTable = {
  name: 'proposal_orders',
  comment: 'Which service order a number belongs to.',
  key: 'order_id',
  internal: true,
  columns: {
    order_id: { type: 'text', comment: 'UUID of the order.' },
    order_number: { type: 'text', comment: 'The number people use, such as SO-2026-000123.' },
    currency: { type: 'text', comment: 'ISO 4217.' },
  } satisfies Record<keyof ProposalOrderRow, TableDefinition['columns'][string]>,
  indexes: [['order_number']],
} as const satisfies TableDefinition;
