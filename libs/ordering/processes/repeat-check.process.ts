import { hash } from 'node:crypto';
import type { RecordedFact } from '#libs/kernel/fact';
import type { OwedCommand, Process, ProcessNotes } from '#libs/kernel/process';
import { customerId } from '#state-machines/customer/customer.id';
import { inUtc } from '#state-machines/vocabulary/dates';
import { normalisedTitle } from '../customer/match-text.policies.ts';
import { DESK, holdKey, holdOf, type Intake, isHeldFor, isIntake } from './order-checks.ts';

/** Orders that were received within this time of each other, and say the same, are taken for one that was sent twice. */
const REPEAT_WITHIN_MS = 72 * 3_600_000;
/** Orders of one customer that are remembered at most. */
const MOST_ORDERS = 50;

const REASON = 'suspectedDuplicate';

/** What is remembered of an order. */
type RememberedOrder = {
  readonly orderNumber: string;
  /** Digest of what makes two orders of one kind the same. */
  readonly content: string;
  readonly reference: string | null;
  readonly receivedAt: string;
};

const customerKey = (fact: RecordedFact & Intake): string => `customer/${customerId(fact.data.customerId)}`;

/** 重複受注: an order that says the same as a recent one of the customer is held, and a person decides. */
export const repeatCheckProcess = {
  name: 'repeat-check',
  version: 1,
  categories: ['goodsOrder', 'serviceOrder', 'desk'],
  sendsTo: ['goodsOrder', 'serviceOrder'],
  notes(fact) {
    if (isIntake(fact)) return [DESK, customerKey(fact), holdKey(fact, REASON)];
    if (isHeldFor(fact, REASON)) return [holdKey(fact, REASON)];
    return fact.type === 'DeskOpened' ? [DESK] : [];
  },
  react(fact, notes) {
    if (isIntake(fact)) return checked(fact, notes);
    if (fact.type === 'DeskOpened') notes.put(DESK, { open: true });
    return [];
  },
  withdraws: (fact) => (isHeldFor(fact, REASON) ? [holdKey(fact, REASON)] : []),
  /** The order has ended in the meantime: nothing is left to hold. */
  onRefusal: (_, { refused }) => (refused === 'state' ? [] : undefined),
} satisfies Process;

const checked = (fact: RecordedFact & Intake, notes: ProcessNotes): readonly OwedCommand[] => {
  const key = customerKey(fact);
  const earlierOnes = (notes.get(key)?.['orders'] ?? []) as readonly RememberedOrder[];
  const order = remembered(fact);
  notes.put(key, { orders: recentOf([...earlierOnes, order]) });
  const repeated = earlierOnes.findLast((earlier) => isRepeat(order, earlier));
  return repeated && notes.get(DESK) ? [holdOf(fact, REASON, sameAs(repeated.orderNumber))] : [];
};

const sameAs = (orderNumber: string): string => `${orderNumber} と同じ内容です / same content as ${orderNumber}`;

const remembered = (fact: RecordedFact & Intake): RememberedOrder => ({
  orderNumber: fact.data.orderNumber,
  content: hash('sha256', JSON.stringify(contentOf(fact)), 'base64url'),
  reference: fact.data.customerReference ?? null,
  receivedAt: inUtc(fact.data.receivedAt),
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

const timeBetween = (one: RememberedOrder, other: RememberedOrder): number =>
  Math.abs(Date.parse(one.receivedAt) - Date.parse(other.receivedAt));

/** A customer who numbers their orders means two numbers to be two orders. */
const isRepeat = (order: RememberedOrder, earlier: RememberedOrder): boolean =>
  order.content === earlier.content &&
  timeBetween(order, earlier) <= REPEAT_WITHIN_MS &&
  (order.reference === null || earlier.reference === null || order.reference === earlier.reference);

/** Those within reach of the newest, the newest of them where there are too many; in the order in which they were received. */
const recentOf = (orders: readonly RememberedOrder[]): readonly RememberedOrder[] => {
  const sorted = orders.toSorted((one, other) => (one.receivedAt < other.receivedAt ? -1 : 1));
  const newest = sorted.at(-1);
  return sorted.filter((order) => !newest || timeBetween(order, newest) <= REPEAT_WITHIN_MS).slice(-MOST_ORDERS);
};
