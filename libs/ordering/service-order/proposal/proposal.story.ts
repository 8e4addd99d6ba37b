import type { ServiceOrderFact, ServiceOrderFactOf } from '#state-machines/service-order/service-order.events';
import type { PricedItem, ProposalContent } from '#state-machines/service-order/service-order.terms';

// The facts on which specs about needs and proposals stand.

export const PROPOSAL_DAY = '2026-11-20';
export const VALID_UNTIL = '2026-11-30';

/** When the commands of these specs are sent: at noon in Japan, of the day of the story or of another one. */
export const onDay = (day: string) => ({ now: `${day}T03:00:00.000Z`, commandId: 'command-1' });

export const fixedPrice = (itemId: string, amount: number): PricedItem => ({
  itemId,
  description: `項目 ${itemId}`,
  taxClass: 'standard',
  pricing: 'fixedPrice',
  amount,
});

/** A content that can be proposed. */
export const content: ProposalContent = {
  title: '販売管理システムの刷新',
  scope: '設計と開発',
  deliverables: [{ deliverableId: 'D1', name: '設計書' }],
  items: [fixedPrice('design', 2_000_000)],
  schedule: { startsOn: '2026-12-01', endsOn: '2027-03-31' },
  terms: '請負契約',
  validUntil: VALID_UNTIL,
};

export const recorded: ServiceOrderFactOf<'NeedsRecorded'> = {
  type: 'NeedsRecorded',
  data: {
    orderNumber: 'SO-2026-000001',
    channel: 'phone',
    customerId: 'C-1',
    customerName: 'さくら商店',
    receivedAt: '2026-11-10T01:00:00.000Z',
    currency: 'JPY',
    title: '販売管理システムの刷新',
    needs: '受注を一つにまとめたい。',
  },
};

/** An order whose needs are confirmed, and a proposal can be drafted. */
export const confirmed: readonly ServiceOrderFact[] = [recorded, { type: 'NeedsConfirmed', data: {} }];

export const drafted: readonly ServiceOrderFact[] = [
  ...confirmed,
  { type: 'ProposalDrafted', data: { version: 1, proposal: content } },
];

export const revised = (version: number, proposal: ProposalContent = content): ServiceOrderFact => ({
  type: 'ProposalRevised',
  data: { version, proposal },
});

export const submitted = (version: number): ServiceOrderFact => ({
  type: 'ProposalSubmitted',
  data: { version, submittedOn: PROPOSAL_DAY, validUntil: VALID_UNTIL },
});

export const revisionRequested = (version: number): ServiceOrderFact => ({
  type: 'ProposalRevisionRequested',
  data: { version, request: '保守を別にしてほしい。' },
});

/** Version 1 is with the customer. */
export const withCustomer: readonly ServiceOrderFact[] = [...drafted, submitted(1)];

/** Version 1 was superseded, and version 2 is with the customer. */
export const secondWithCustomer: readonly ServiceOrderFact[] = [
  ...withCustomer,
  revised(2, { ...content, scope: '設計' }),
  submitted(2),
];

export const expired: readonly ServiceOrderFact[] = [
  ...withCustomer,
  { type: 'ProposalExpired', data: { version: 1, validUntil: VALID_UNTIL } },
];

export const accepted: readonly ServiceOrderFact[] = [
  ...withCustomer,
  { type: 'ProposalAccepted', data: { version: 1, acceptedOn: PROPOSAL_DAY } },
];
