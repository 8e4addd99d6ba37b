import type { RecordedFact } from '#libs/kernel/fact';
import { numberAfter, textAfter } from '../recorded.ts';
import { inStates } from './milestone-summary.ts';
import type { ServiceOrderRow } from './order-status.table.ts';
import { replyColumns, type OwedReply } from './owed-replies.ts';
import { serviceBlockedBy, serviceOrderEnded } from './service-order.blockers.ts';
import type { ServiceOrderMembers } from './service-order.changes.ts';
import type { ServiceMatters } from './service-order.matters.ts';
import { sharedAfter } from './shared-columns.ts';

/** The last step, in which the work is done and waits for its acceptance. */
const LAST_STEP = 7;

/** The row of a service order after a fact: its own members, and what follows from them and from the state after the fact. */
export const serviceOrderRow = (own: ServiceOrderMembers, fact: RecordedFact): ServiceOrderRow => {
  const states = fact.metadata.stateAfter.milestones;
  const engagement = textAfter(fact, 'engagement');
  const shared = sharedAfter(fact);
  const isUnderway = shared.step !== null && shared.step < LAST_STEP;
  const matters = own.open_matters;
  const blockers = serviceBlockedBy({ matters, engagement, nextActor: shared.next_actor });
  return {
    ...own,
    ...shared,
    ...replyColumns(matters, shared.care, owedByCustomer(matters, engagement)),
    kind: 'service',
    fulfilment: null,
    payment: null,
    engagement,
    change: textAfter(fact, 'change'),
    billing: textAfter(fact, 'billing'),
    blocked: blockers.length > 0,
    blocked_by: blockers,
    payment_terms: null,
    value: numberAfter(fact, 'value'),
    proposed_date: offeredEnd(matters, engagement),
    expected_date: isUnderway ? own.agreed_date : null,
    shipments: [],
    milestones: typeof states === 'object' ? inStates(own.milestones, states) : own.milestones,
  };
};

/** The day by which the work would be done under what the customer has to answer: a proposal, or the quote of a change. */
const offeredEnd = ({ proposal, change }: ServiceMatters, engagement: string): string | null =>
  engagement === 'proposing.submitted' ? (proposal?.endsOn ?? null) : (change?.quote?.endsOn ?? null);

/** The answers that the customer of an order owes which has not ended: to a proposal, and to the quote of a change. */
const owedByCustomer = ({ proposal, change }: ServiceMatters, engagement: string): readonly OwedReply[] => {
  if (serviceOrderEnded(engagement)) return [];
  const owed: OwedReply[] = [];
  if (engagement === 'proposing.submitted' && proposal)
    owed.push({ owedBy: 'customer', due: proposal.validUntil, after: 'proposal' });
  if (change?.quote) owed.push({ owedBy: 'customer', due: change.quote.validUntil, after: 'change' });
  return owed;
};
