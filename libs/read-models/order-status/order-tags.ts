import type { Blocker } from './blocked-by.ts';
import type { OrderStatusRow } from './order-status.table.ts';
import { isUnderway } from './shipment-summary.ts';

/**
 * What strikes about an order on a day: `late` its date has passed, `answerOverdue` the customer's is, `arrivalOverdue` the carrier's is, `replyOverdue` that of any
 * answer, the company's or the customer's.
 */
export type OrderTag = 'late' | 'answerOverdue' | 'arrivalOverdue' | 'replyOverdue';

type TaggedColumns = Pick<
  OrderStatusRow,
  'step' | 'agreed_date' | 'requested_date' | 'blocked_by' | 'shipments' | 'reply_due'
>;

/** Not everything was delivered, or reported complete, by the agreed date, or by the requested one where none was agreed. */
const isLate = ({ step, agreed_date, requested_date }: TaggedColumns, today: string): boolean => {
  const promised = agreed_date ?? requested_date;
  return promised !== null && promised < today && step !== null && step < 7;
};

/** The last day on which the customer was to answer; null where nothing was asked. */
const answerDue = (blocker: Blocker): string | null => {
  if (blocker.code === 'awaitingAnswer') return blocker.answerDue;
  const isOffer = blocker.code === 'proposalAwaitingAnswer' || blocker.code === 'changeAwaitingAnswer';
  return isOffer ? blocker.validUntil : null;
};

/** What strikes about an order on a day. */
export const tagsOn = (row: TaggedColumns, today: string): readonly OrderTag[] => {
  const tags: OrderTag[] = [];
  if (isLate(row, today)) tags.push('late');
  if (row.blocked_by.some((blocker) => (answerDue(blocker) ?? today) < today)) tags.push('answerOverdue');
  if (row.shipments.some((shipment) => isUnderway(shipment) && (shipment.expectedOn ?? today) < today))
    tags.push('arrivalOverdue');
  if ((row.reply_due ?? today) < today) tags.push('replyOverdue');
  return tags;
};
