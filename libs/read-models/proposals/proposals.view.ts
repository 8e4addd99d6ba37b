import type { ProposalContent } from '#state-machines/service-order/service-order.terms';
import type { ProposalStatus } from '#state-machines/service-order/proposals.data';
import type { ProposalRow } from './proposals.table.ts';

/** One version of a proposal as a query answers it. Amounts are minor units. */
export interface ProposalView {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly version: number;
  readonly status: ProposalStatus;
  readonly currency: string;
  /** Tax-exclusive. */
  readonly value: number;
  readonly total: number;
  readonly validUntil: string;
  readonly draftedAt: string;
  readonly submittedAt: string | null;
  readonly answeredAt: string | null;
  readonly content: ProposalContent;
  /** Of the order, when this version last changed. */
  readonly revision: string;
}

/** The log's own content, which the projection keeps as it is. */
export const contentOf = ({ content }: ProposalRow): ProposalContent => content as object as ProposalContent;

export const proposalView = (row: ProposalRow): ProposalView => ({
  orderId: row.order_id,
  orderNumber: row.order_number,
  version: row.version,
  status: row.status,
  currency: row.currency,
  value: row.value,
  total: row.total,
  validUntil: row.valid_until,
  draftedAt: row.drafted_at,
  submittedAt: row.submitted_at,
  answeredAt: row.answered_at,
  content: contentOf(row),
  revision: String(row.revision),
});

const content: ProposalContent = {
  title: '在庫管理の導入支援',
  scope: '現状の調査、業務フロー図、操作研修',
  deliverables: [{ deliverableId: 'D1', name: '業務フロー図', dueOn: '2027-01-29' }],
  items: [{ itemId: 'I1', description: '導入支援', taxClass: 'standard', pricing: 'fixedPrice', amount: 1_200_000 }],
  schedule: { startsOn: '2027-01-05', endsOn: '2027-03-31' },
  terms: '交通費は実費',
  validUntil: '2026-12-18',
};

/** A version as a query may answer it, for the API's documentation. */
export const proposalExample: ProposalView = {
  orderId: '0b0f4a52-6f0d-5c39-9a55-0d0f0f3f7f11',
  orderNumber: 'SO-2026-000123',
  version: 2,
  status: 'submitted',
  currency: 'JPY',
  value: 1_200_000,
  total: 1_320_000,
  validUntil: '2026-12-18',
  draftedAt: '2026-11-25T04:30:00.000Z',
  submittedAt: '2026-11-26T01:00:00.000Z',
  answeredAt: null,
  content,
  revision: '9',
};
