import type { RecordedFact } from '#libs/kernel/fact';
import { numberAfter, textAfter } from '../recorded.ts';
import { goodsBlockedBy, goodsOrderEnded } from './goods-order.blockers.ts';
import type { GoodsOrderMembers } from './goods-order.changes.ts';
import type { GoodsMatters } from './goods-order.matters.ts';
import type { GoodsOrderRow } from './order-status.table.ts';
import { replyColumns, type OwedReply } from './owed-replies.ts';
import { sharedAfter } from './shared-columns.ts';
import { inStates, isUnderway, type ShipmentSummary } from './shipment-summary.ts';

/** The row of a goods order after a fact: its own members, and what follows from them and from the state after the fact. */
export const goodsOrderRow = (own: GoodsOrderMembers, fact: RecordedFact): GoodsOrderRow => {
  const childStates = fact.metadata.stateAfter.shipments;
  const shipments = typeof childStates === 'object' ? inStates(own.shipments, childStates) : own.shipments;
  const fulfilment = textAfter(fact, 'fulfilment');
  const total = numberAfter(fact, 'total');
  const paid = numberAfter(fact, 'paid');
  const matters = own.open_matters;
  const blockers = goodsBlockedBy({ matters, shipments, fulfilment, paymentTerms: own.payment_terms, total, paid });
  const shared = sharedAfter(fact);
  return {
    ...own,
    ...shared,
    ...replyColumns(matters, shared.care, owedByCustomer(matters, fulfilment)),
    kind: 'goods',
    title: null,
    fulfilment,
    payment: textAfter(fact, 'payment'),
    engagement: null,
    change: null,
    billing: null,
    blocked: blockers.length > 0,
    blocked_by: blockers,
    value: null,
    proposed_date: latest(Object.values(matters.lines).map(({ proposedDate }) => proposedDate)),
    agreed_date: latest(Object.values(matters.lines).map(({ agreedDate }) => agreedDate)),
    expected_date: expectedDate(matters, shipments),
    shipments,
    milestones: [],
  };
};

/** The answers that the customer of an order owes which has not ended: to what was unclear, and to dates proposed for what waits. */
const owedByCustomer = ({ clarification, lines }: GoodsMatters, fulfilment: string): readonly OwedReply[] => {
  if (goodsOrderEnded(fulfilment)) return [];
  const owed: OwedReply[] = [];
  if (clarification) owed.push({ owedBy: 'customer', due: clarification.answerDue, after: 'clarification' });
  if (Object.values(lines).some(({ proposedDate }) => proposedDate !== null))
    owed.push({ owedBy: 'customer', due: null, after: 'deliveryDate' });
  return owed;
};

/** The last of the days on which waiting units were promised and travelling ones are expected; null where nothing is known. */
const expectedDate = (matters: GoodsMatters, shipments: readonly ShipmentSummary[]): string | null =>
  latest([
    ...shipments.filter(isUnderway).map(({ expectedOn }) => expectedOn),
    ...Object.values(matters.lines)
      .filter(({ backordered }) => backordered > 0)
      .map(({ agreedDate }) => agreedDate),
  ]);

/** The latest of some calendar dates, which compare as texts. */
const latest = (dates: readonly (string | null)[]): string | null =>
  dates.reduce(
    (latestYet, date) => (date !== null && (latestYet === null || date > latestYet) ? date : latestYet),
    null,
  );
