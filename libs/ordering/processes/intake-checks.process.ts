import { hash } from 'node:crypto';
import { categoryOf, idOf, type RecordedFact } from '#libs/kernel/fact';
import type { OwedCommand, Process, ProcessNotes } from '#libs/kernel/process';
import type { CustomerFact, CustomerHoldReason } from '#state-machines/customer/customer.events';
import { customerId } from '#state-machines/customer/customer.id';
import type { GoodsOrderFactOf } from '#state-machines/goods-order/goods-order.events';
import type { HoldReason, OrderDeskFact } from '#state-machines/order/order.events';
import type { ServiceOrderFactOf } from '#state-machines/service-order/service-order.events';
import type { Currency } from '#state-machines/vocabulary/money';
import { inUtc } from '#state-machines/vocabulary/dates';
import { normalisedTitle } from '../customer/match-text.policies.ts';

/** Orders that were received within this time of each other, and say the same, are taken for one that was sent twice. */
const REPEAT_WITHIN_MS = 72 * 3_600_000;
/** Orders of one customer that are remembered at most. */
const MOST_ORDERS = 50;

const DESK = 'desk';

/** What is remembered of an order. */
type RememberedOrder = {
  readonly orderNumber: string;
  /** Digest of what makes two orders of one kind the same. */
  readonly content: string;
  readonly reference: string | null;
  readonly receivedAt: string;
};

/** What is remembered of a customer. */
type CustomerNote = {
  readonly hold: CustomerHoldReason | null;
  readonly creditLimit: number | null;
  readonly currency: Currency;
  readonly orders: readonly RememberedOrder[];
};

const nothingKnown: CustomerNote = { hold: null, creditLimit: null, currency: 'JPY', orders: [] };

const customerKey = (id: string): string => `customer/${id}`;

/** The hold of an order for a reason: once anybody has set it, the process leaves it alone, whether it still stands or was released. */
const holdKey = ({ stream }: RecordedFact, reason: HoldReason): string => `${idOf(stream)}/hold/${reason}`;

type Intake = GoodsOrderFactOf<'OrderReceived'> | ServiceOrderFactOf<'NeedsRecorded'>;

const isHeld = (fact: RecordedFact): fact is RecordedFact & Extract<OrderDeskFact, { readonly type: 'OrderHeld' }> =>
  fact.type === 'OrderHeld';

const isIntake = (fact: RecordedFact): fact is RecordedFact & Intake =>
  fact.type === 'OrderReceived' || fact.type === 'NeedsRecorded';

/** 受付時の確認: whether an order was sent twice, and whether its customer may order on. Where not, it is held, and a person decides. */
export const intakeChecksProcess = {
  name: 'intake-checks',
  version: 1,
  categories: ['goodsOrder', 'serviceOrder', 'customer', 'desk'],
  sendsTo: ['goodsOrder', 'serviceOrder'],
  notes(fact) {
    if (isIntake(fact))
      return [
        DESK,
        customerKey(customerId(fact.data.customerId)),
        holdKey(fact, 'suspectedDuplicate'),
        holdKey(fact, 'credit'),
      ];
    if (isHeld(fact)) return [holdKey(fact, fact.data.reason)];
    if (categoryOf(fact.stream) === 'customer') return [customerKey(idOf(fact.stream))];
    return fact.type === 'DeskOpened' ? [DESK] : [];
  },
  react(fact, notes) {
    if (isIntake(fact)) return checked(fact, notes);
    if (fact.type === 'DeskOpened') notes.put(DESK, { open: true });
    if (categoryOf(fact.stream) === 'customer') {
      const key = customerKey(idOf(fact.stream));
      notes.put(key, after(noteIn(notes, key), fact as RecordedFact & CustomerFact));
    }
    return [];
  },
  withdraws: (fact) => (isHeld(fact) ? [holdKey(fact, fact.data.reason)] : []),
  /** The order has ended in the meantime: nothing is left to hold. */
  onRefusal: (_, { refused }) => (refused === 'state' ? [] : undefined),
} satisfies Process;

const noteIn = (notes: ProcessNotes, key: string): CustomerNote =>
  (notes.get(key) as unknown as CustomerNote | undefined) ?? nothingKnown;

/** What is known of a customer after one of their facts. */
const after = (note: CustomerNote, fact: CustomerFact): CustomerNote => {
  switch (fact.type) {
    case 'CustomerRegistered': {
      const { creditLimit = null, currency } = fact.data;
      return { ...note, creditLimit, currency };
    }
    case 'CustomerAmended': {
      const { creditLimit = note.creditLimit, currency = note.currency, cleared = [] } = fact.data;
      return { ...note, creditLimit: cleared.includes('creditLimit') ? null : creditLimit, currency };
    }
    case 'CustomerHeld':
      return { ...note, hold: fact.data.reason };
    case 'CustomerHoldReleased':
      return { ...note, hold: null };
    case 'CustomerContacted':
      return note;
  }
};

/** Before the desk was opened orders are only remembered: what was taken in by an older program is left alone. */
const checked = (fact: RecordedFact & Intake, notes: ProcessNotes): readonly OwedCommand[] => {
  const key = customerKey(customerId(fact.data.customerId));
  const note = noteIn(notes, key);
  const order = remembered(fact);
  notes.put(key, { ...note, orders: recentOf([...note.orders, order]) });
  if (notes.get(DESK) === undefined) return [];
  const repeated = note.orders.findLast((earlier) => isRepeat(order, earlier));
  const doubts = creditDoubts(fact, note);
  return [
    ...(repeated ? [holdOf(fact, 'suspectedDuplicate', sameAs(repeated.orderNumber))] : []),
    ...(doubts.length > 0 ? [holdOf(fact, 'credit', doubts.join('\n'))] : []),
  ];
};

/** Due at once, and as something that can be withdrawn: a hold that a person set and released in the meantime must not come back. */
const holdOf = (fact: RecordedFact, reason: HoldReason, note: string): OwedCommand => ({
  category: categoryOf(fact.stream),
  id: idOf(fact.stream),
  command: { type: 'HoldOrder', data: { reason, note } },
  due: { at: fact.metadata.recordedAt, key: holdKey(fact, reason) },
});

const sameAs = (orderNumber: string): string => `${orderNumber} と同じ内容です / same content as ${orderNumber}`;

/** Why the customer may not order this on credit. */
const creditDoubts = (
  { metadata, data: { currency } }: RecordedFact & Intake,
  { hold, creditLimit, currency: limitCurrency }: CustomerNote,
): readonly string[] => {
  const { total } = metadata.stateAfter;
  const isBeyond =
    creditLimit !== null && currency === limitCurrency && typeof total === 'number' && total > creditLimit;
  return [
    ...(hold === null ? [] : [`得意先が取引保留中です（${hold}） / the customer is held (${hold})`]),
    ...(isBeyond
      ? [
          `受注額 ${total} ${currency} が与信限度額 ${creditLimit} ${currency} を超えています / the total of ${total} ${currency} is beyond the credit limit of ${creditLimit} ${currency}`,
        ]
      : []),
  ];
};

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
