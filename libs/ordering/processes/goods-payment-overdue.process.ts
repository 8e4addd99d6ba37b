import { idOf, type RecordedFact } from '#libs/kernel/fact';
import type { Process } from '#libs/kernel/process';
import type { GoodsOrderFactOf } from '#state-machines/goods-order/goods-order.events';
import type { PaymentState } from '#state-machines/goods-order/payment.data';
import { type CalendarDate, endOfDay } from '#state-machines/vocabulary/dates';
import { pathIn } from '../chart-words.ts';
import type { GoodsOrderCommand } from '../goods-order/goods-order.commands.ts';

/** What is remembered of an order whose payment has a due date. */
type PaymentNote = {
  readonly dueOn: CalendarDate;
  /** Whether something is to be paid by then. */
  readonly awaited: boolean;
};

/** One order has one due date at a time; a later one takes the place of an earlier one. */
const deadlineOf = ({ stream }: RecordedFact): string => `${idOf(stream)}/payment`;

const awaiting: ReadonlySet<string> = new Set<PaymentState>(['due', 'partlyPaid']);
const isAwaited = ({ metadata }: RecordedFact): boolean => awaiting.has(pathIn(metadata.stateAfter, 'payment'));

const isDueDate = (fact: RecordedFact): fact is RecordedFact & GoodsOrderFactOf<'PaymentFellDue'> =>
  fact.type === 'PaymentFellDue';

/**
 * 支払期日: the payment for goods becomes overdue at the beginning of the day after it was due, in Japan, unless everything was paid by then. What is amended to cost more
 * after it was paid is awaited again, by the same date.
 */
export const goodsPaymentOverdueProcess = {
  name: 'goods-payment-overdue',
  version: 1,
  categories: ['goodsOrder'],
  sendsTo: ['goodsOrder'],
  notes: (fact) => [deadlineOf(fact)],
  react(fact, notes) {
    const key = deadlineOf(fact);
    const note = notes.get(key) as PaymentNote | undefined;
    const awaited = isAwaited(fact);
    const isNews = isDueDate(fact) || awaited !== note?.awaited;
    const dueOn = isDueDate(fact) ? fact.data.dueOn : note?.dueOn;
    if (!isNews || dueOn === undefined) return [];
    notes.put(key, { dueOn, awaited });
    const command: GoodsOrderCommand = { type: 'MarkPaymentOverdue', data: {} };
    return awaited
      ? [{ category: 'goodsOrder', id: idOf(fact.stream), command, due: { at: endOfDay(dueOn), key } }]
      : [];
  },
  withdraws(fact, notes) {
    const key = deadlineOf(fact);
    return notes.get(key)?.['awaited'] === true && !isAwaited(fact) ? [key] : [];
  },
  /** The last payment, or another due date, was faster. Any other refusal is a mistake of somebody's, and a person has to look. */
  onRefusal: (_, { refused, code }) => (refused === 'state' || code === 'not-overdue-yet' ? [] : undefined),
} satisfies Process;
