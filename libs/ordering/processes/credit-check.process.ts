import { categoryOf, idOf, type RecordedFact } from '#libs/kernel/fact';
import type { OwedCommand, Process, ProcessNotes } from '#libs/kernel/process';
import type { CustomerFact, CustomerHoldReason } from '#state-machines/customer/customer.events';
import { customerId } from '#state-machines/customer/customer.id';
import type { GoodsOrderFact, PaymentTerms } from '#state-machines/goods-order/goods-order.events';
import type { Currency } from '#state-machines/vocabulary/money';
import { goodsOwedOnAccount, serviceOwedOnAccount } from '../order/owed-on-account.policies.ts';
import { DESK, holdKey, holdOf, isOfHold, isIntake } from './order-checks.ts';

const REASON = 'credit';

/** What is remembered of an order. Amounts are minor units. */
type OrderNote = {
  readonly customer: string;
  readonly currency: Currency;
  /** Null: an engagement. */
  readonly terms: PaymentTerms | null;
  readonly owed: number;
};

/** What is remembered of a customer. */
type CustomerNote = {
  readonly hold: CustomerHoldReason | null;
  readonly creditLimit: number | null;
  readonly currency: Currency;
  /** What is owed on account, by currency. */
  readonly owed: Readonly<Record<Currency, number>>;
};

const nothingKnown: CustomerNote = { hold: null, creditLimit: null, currency: 'JPY', owed: {} };

const customerKey = (id: string): string => `customer/${id}`;
const orderKey = ({ stream }: RecordedFact): string => `order/${idOf(stream)}`;
const isOfCustomer = ({ stream }: RecordedFact): boolean => categoryOf(stream) === 'customer';

/**
 * 与信: an order is held where its customer is, or where what they owe on account rises with it beyond their credit limit: at intake, by an amendment, with an accepted proposal or
 * a change. A person decides. What is paid, returned or cancelled is owed no longer, which releases no hold.
 */
export const creditCheckProcess = {
  name: 'credit-check',
  version: 1,
  categories: ['goodsOrder', 'serviceOrder', 'customer', 'desk'],
  sendsTo: ['goodsOrder', 'serviceOrder'],
  notes(fact) {
    if (fact.type === 'DeskOpened') return [DESK];
    if (isOfCustomer(fact)) return [customerKey(idOf(fact.stream))];
    return categoryOf(fact.stream) === 'desk' ? [] : [DESK, orderKey(fact), holdKey(fact, REASON)];
  },
  notesThen(fact, notes) {
    const order = orderIn(fact, notes);
    return order ? [customerKey(order.customer)] : [];
  },
  react(fact, notes) {
    if (fact.type === 'DeskOpened') notes.put(DESK, { open: true });
    if (isOfCustomer(fact)) {
      const key = customerKey(idOf(fact.stream));
      notes.put(key, after(customerIn(notes, key), fact as RecordedFact & CustomerFact));
    }
    const order = orderIn(fact, notes);
    return order ? checked(fact, order, notes) : [];
  },
  withdraws: (fact) => (isOfHold(fact, REASON) ? [holdKey(fact, REASON)] : []),
  /** The order has ended in the meantime: nothing is left to hold. */
  onRefusal: (_, { refused }) => (refused === 'state' ? [] : undefined),
} satisfies Process;

const customerIn = (notes: ProcessNotes, key: string): CustomerNote =>
  (notes.get(key) as CustomerNote | undefined) ?? nothingKnown;

/** The order as it was remembered before the fact; a new one owes nothing yet. Undefined for facts of other streams. */
const orderIn = (fact: RecordedFact, notes: ProcessNotes): OrderNote | undefined => {
  if (isIntake(fact)) {
    const { customerId: number, currency } = fact.data;
    const terms = fact.type === 'OrderReceived' ? fact.data.paymentTerms : null;
    return { customer: customerId(number), currency, terms, owed: 0 };
  }
  const category = categoryOf(fact.stream);
  if (category !== 'goodsOrder' && category !== 'serviceOrder') return undefined;
  return notes.get(orderKey(fact)) as OrderNote | undefined;
};

/** The payment terms after a fact. */
const termsAfter = (fact: RecordedFact, { terms }: OrderNote): PaymentTerms | null => {
  if (fact.type !== 'OrderAmended') return terms;
  const { paymentTerms } = fact.data as Extract<GoodsOrderFact, { readonly type: 'OrderAmended' }>['data'];
  return paymentTerms ?? terms;
};

/** What a fact has done to the customer's debt. Amounts are minor units of the order's currency. */
interface Debt {
  /** By how much it grew with this order; below zero where it became less. */
  readonly rise: number;
  readonly owed: number;
}

/** Takes down what the order and its customer owe after the fact. */
const debtAfter = (fact: RecordedFact, before: OrderNote, notes: ProcessNotes): Debt => {
  const { stateAfter } = fact.metadata;
  const { currency } = before;
  const terms = termsAfter(fact, before);
  const owed = terms === null ? serviceOwedOnAccount(stateAfter) : goodsOwedOnAccount(stateAfter, terms);
  const rise = owed - before.owed;
  if (isIntake(fact) || terms !== before.terms || rise !== 0) notes.put(orderKey(fact), { ...before, terms, owed });
  const key = customerKey(before.customer);
  const customer = customerIn(notes, key);
  const debt = { rise, owed: (customer.owed[currency] ?? 0) + rise };
  if (rise !== 0) notes.put(key, { ...customer, owed: { ...customer.owed, [currency]: debt.owed } });
  return debt;
};

/** Before the desk was opened, orders are only remembered: what was taken in by an older program is left alone. */
const checked = (fact: RecordedFact, order: OrderNote, notes: ProcessNotes): readonly OwedCommand[] => {
  const debt = debtAfter(fact, order, notes);
  if (!notes.get(DESK)) return [];
  const { hold, creditLimit, currency } = customerIn(notes, customerKey(order.customer));
  const isLimited = creditLimit !== null && currency === order.currency;
  const grounds = [
    ...(isIntake(fact) && hold !== null ? [heldCustomer(hold)] : []),
    ...(isLimited && debt.rise > 0 && debt.owed > creditLimit ? [beyondLimit(debt.owed, currency, creditLimit)] : []),
  ];
  return grounds.length > 0 ? [holdOf(fact, REASON, grounds.join('\n'))] : [];
};

const heldCustomer = (reason: CustomerHoldReason): string =>
  `得意先が取引保留中です（${reason}） / the customer is held (${reason})`;

const beyondLimit = (owed: number, currency: Currency, limit: number): string =>
  `本受注を含む与信残高 ${owed} ${currency} が与信限度額 ${limit} ${currency} を超えています / with this order ${owed} ${currency} are owed on account, beyond the credit limit of ${limit} ${currency}`;

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
