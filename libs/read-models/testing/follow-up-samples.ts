import type { FollowUpFact, FollowUpFactOf } from '#state-machines/follow-up/follow-up.events';
import { PERSON } from './goods-order-samples.ts';

const ended = { rule: 'clarification-unanswered', matter: 'goodsOrder-a' } as const;

/** Data that each fact of a follow-up may have, with all that is personal in it. */
export const followUpSamples: { readonly [Type in FollowUpFact['type']]: FollowUpFactOf<Type>['data'] } = {
  FollowUpOpened: {
    origin: {
      ...ended,
      causeId: '0e0c5a3a-6e5e-5a5c-8f4d-2a3f3b9a7c10',
      causeType: 'ClarificationRequested',
      causedAt: '2026-11-20T05:00:00Z',
    },
    subject: { customerId: 'C-1', orderId: 'a', orderKind: 'goods', orderNumber: 'GO-2026-000001' },
    priority: 'high',
    opensAt: '2026-11-25T00:00:00Z',
    dueOn: '2026-11-25',
  },
  FollowUpAssigned: { assignee: 'sato', claimed: false },
  FollowUpReturned: { reason: `${PERSON}様は木村の担当` },
  FollowUpMovedToTeam: { team: 'support' },
  FollowUpRescheduled: { dueOn: '2026-12-08', reason: `${PERSON}様のご希望` },
  FollowUpSnoozed: { until: '2026-12-01', reason: `${PERSON}様が出張中` },
  FollowUpAwoke: {},
  FollowUpDone: { ...ended, outcome: 'reached', note: `${PERSON}様とお話しした` },
  FollowUpDropped: { ...ended, reason: `${PERSON}様のご希望` },
  FollowUpAnswered: {
    ...ended,
    answeredBy: '0e0c5a3a-6e5e-5a5c-8f4d-2a3f3b9a7c11',
    answeredWith: 'ClarificationReceived',
  },
};
