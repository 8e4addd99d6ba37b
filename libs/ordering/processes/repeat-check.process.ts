import { hash } from 'node:crypto';
import { idOf, type RecordedFact } from '#libs/kernel/fact';
import type { OwedCommand, Process, ProcessNotes } from '#libs/kernel/process';
import { customerId } from '#state-machines/customer/customer.id';
import { inUtc } from '#state-machines/vocabulary/dates';
import { pathIn } from '../chart-words.ts';
import { normalisedTitle } from '../customer/match-text.policies.ts';
import { DESK, holdKey, holdOf, type Intake, isOfHold, isIntake } from './order-checks.ts';

/** Orders that were received within this time of each other, and say the same, are taken for one that was sent twice. */
const REPEAT_WITHIN_MS = 72 * 3_600_000;
/** Orders of one customer that are remembered at most, the last that were recorded. */
const MOST_ORDERS = 50;

const REASON = 'suspectedDuplicate';

/** What is remembered of an order. */
type RememberedOrder = {
  readonly orderNumber: string;
  /** Digest of what makes two orders of one kind the same. */
  readonly content: string;
  readonly reference: string | null;
  readonly receivedAt: string;
  readonly recordedAt: string;
};

const customerKey = (fact: RecordedFact & Intake): string => `customer/${customerId(fact.data.customerId)}`;
const orderKey = ({ stream }: RecordedFact): string => `order/${idOf(stream)}`;

/** True where the order came to nothing, by the fact or before. */
const isWithdrawn = ({ metadata: { stateAfter } }: RecordedFact): boolean =>
  pathIn(stateAfter, 'fulfilment') === 'cancelled' || pathIn(stateAfter, 'engagement').startsWith('lost');

/** What a hold is about is said by the hold itself. */
const isForgotten = (fact: RecordedFact): boolean => !isIntake(fact) && !isOfHold(fact, REASON) && isWithdrawn(fact);

/** 重複受注: an order that says the same as a recent one of the customer is held, and a person decides. */
export const repeatCheckProcess = {
  name: 'repeat-check',
  version: 1,
  categories: ['goodsOrder', 'serviceOrder', 'desk'],
  sendsTo: ['goodsOrder', 'serviceOrder'],
  notes(fact) {
    if (isIntake(fact)) return [DESK, customerKey(fact), orderKey(fact), holdKey(fact, REASON)];
    if (isOfHold(fact, REASON)) return [holdKey(fact, REASON)];
    if (isWithdrawn(fact)) return [orderKey(fact)];
    return fact.type === 'DeskOpened' ? [DESK] : [];
  },
  notesThen(fact, notes) {
    const order = isForgotten(fact) ? orderIn(fact, notes) : undefined;
    return order ? [order.customer] : [];
  },
  react(fact, notes) {
    if (isIntake(fact)) return checked(fact, notes);
    if (isForgotten(fact)) forget(fact, notes);
    if (fact.type === 'DeskOpened') notes.put(DESK, { open: true });
    return [];
  },
  withdraws: (fact) => (isOfHold(fact, REASON) ? [holdKey(fact, REASON)] : []),
  /** The order has ended in the meantime: nothing is left to hold. */
  onRefusal: (_, { refused }) => (refused === 'state' ? [] : undefined),
} satisfies Process;

/** Before the desk was opened, orders are only remembered: what was taken in by an older program is left alone. */
const checked = (fact: RecordedFact & Intake, notes: ProcessNotes): readonly OwedCommand[] => {
  const key = customerKey(fact);
  const earlierOnes = ordersIn(notes, key);
  const order = remembered(fact);
  notes.put(orderKey(fact), { customer: key, orderNumber: order.orderNumber } satisfies OrderNote);
  notes.put(key, {
    orders: [...earlierOnes.filter((earlier) => isWithinReach(order, earlier)), order].slice(-MOST_ORDERS),
  });
  const repeated = earlierOnes.findLast((earlier) => isRepeat(order, earlier));
  return repeated && notes.get(DESK) ? [holdOf(fact, REASON, sameAs(repeated.orderNumber))] : [];
};

const ordersIn = (notes: ProcessNotes, customer: string): readonly RememberedOrder[] =>
  (notes.get(customer)?.['orders'] ?? []) as readonly RememberedOrder[];

/** Where an order is among those of its customer. */
type OrderNote = { readonly customer: string; readonly orderNumber: string };

const orderIn = (fact: RecordedFact, notes: ProcessNotes): OrderNote | undefined =>
  notes.get(orderKey(fact)) as OrderNote | undefined;

/** What came to nothing may well be ordered again. */
const forget = (fact: RecordedFact, notes: ProcessNotes): void => {
  const order = orderIn(fact, notes);
  if (!order) return;
  const others = ordersIn(notes, order.customer).filter(({ orderNumber }) => orderNumber !== order.orderNumber);
  notes.put(order.customer, { orders: others });
  notes.delete(orderKey(fact));
};

const sameAs = (orderNumber: string): string => `${orderNumber} と同じ内容です / same content as ${orderNumber}`;

const remembered = (fact: RecordedFact & Intake): RememberedOrder => ({
  orderNumber: fact.data.orderNumber,
  content: hash('sha256', JSON.stringify(contentOf(fact)), 'base64url'),
  reference: fact.data.customerReference ?? null,
  receivedAt: inUtc(fact.data.receivedAt),
  recordedAt: fact.metadata.recordedAt,
});

/** What two orders of one kind have in common where one repeats the other: the same pieces in the same currency, or the same title. */
const contentOf = (fact: Intake): readonly unknown[] => {
  switch (fact.type) {
    case 'OrderReceived': {
      const pieces = new Map<string, number>();
      for (const { sku, quantity } of fact.data.lines) pieces.set(sku, (pieces.get(sku) ?? 0) + quantity);
      const sorted = [...pieces].toSorted(([one], [other]) => (one < other ? -1 : 1));
      return ['goods', fact.data.currency, sorted];
    }
    case 'NeedsRecorded':
      return ['service', normalisedTitle(fact.data.title)];
  }
};

const isClose = (one: string, other: string): boolean =>
  Math.abs(Date.parse(one) - Date.parse(other)) <= REPEAT_WITHIN_MS;

/** True where the next orders may still repeat it: those of a day are recorded on that day, or together on a later one. */
const isWithinReach = (order: RememberedOrder, earlier: RememberedOrder): boolean =>
  isClose(order.recordedAt, earlier.recordedAt) || isClose(order.receivedAt, earlier.receivedAt);

/** A customer who numbers their orders means two numbers to be two orders. */
const isRepeat = (order: RememberedOrder, earlier: RememberedOrder): boolean =>
  order.content === earlier.content &&
  isClose(order.receivedAt, earlier.receivedAt) &&
  (order.reference === null || earlier.reference === null || order.reference === earlier.reference);
