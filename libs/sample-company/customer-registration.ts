import type { Plain } from '#libs/kernel/command-catalogue';
import type { RegisterCustomer } from '#libs/ordering/customer/customer.commands';
import type { PaymentCycle } from '#state-machines/customer/customer.events';
import { contactMedia } from '#state-machines/vocabulary/contact';
import { sampleCustomers, type SampleCustomer } from './sample-customers.ts';

/** 月末締め翌月末払い, and others that are usual. */
const paymentCycles: readonly PaymentCycle[] = [
  { closingDay: 31, paymentMonthsLater: 1, paymentDay: 31 },
  { closingDay: 20, paymentMonthsLater: 1, paymentDay: 20 },
  { closingDay: 31, paymentMonthsLater: 2, paymentDay: 5 },
  { closingDay: 15, paymentMonthsLater: 1, paymentDay: 10 },
];
/** Yen; undefined: no limit. */
const creditLimits = [10_000_000, 8_000_000, undefined, 30_000_000, 6_000_000] as const;
/** Customers of a company that takes more orders owe it more: what the limit grows by with every order, in yen. */
const CREDIT_AN_ORDER = 100_000;
const roles = ['購買部', '総務部', '店長', '代表'] as const;
const WRITTEN_TO_IN_ENGLISH: readonly string[] = ['C-1016'];

const inTurn = <Item>(items: readonly Item[], turn: number): Item | undefined => items[turn % items.length];

/**
 * 得意先の登録: what the company knows of a customer on the day on which it opens. No order goes beyond their credit, since it would be held.
 * @param orders how many the company will take, from all its customers.
 */
export const registerCustomerOf = (customer: SampleCustomer, orders: number): Plain<RegisterCustomer> => {
  const { id, name, kana, contact, address, distinctFrom } = customer;
  const turn = sampleCustomers.indexOf(customer);
  const creditLimit = inTurn(creditLimits, turn);
  const paymentCycle = inTurn(paymentCycles, turn);
  const preferredMedium = inTurn(contactMedia, turn);
  return {
    customerNumber: id,
    name,
    kana,
    phone: address.phone,
    email: contact.email,
    contactPersons: [{ contactPersonId: '1', role: inTurn(roles, turn), ...contact }],
    addresses: [{ addressId: 'honsha', use: 'both', ...address, lines: [...address.lines] }],
    language: WRITTEN_TO_IN_ENGLISH.includes(id) ? 'en' : 'ja',
    ...(preferredMedium ? { preferredMedium } : {}),
    ...(creditLimit === undefined ? {} : { creditLimit: creditLimit + orders * CREDIT_AN_ORDER }),
    currency: 'JPY',
    ...(paymentCycle ? { paymentCycle: { ...paymentCycle } } : {}),
    ...(distinctFrom.length > 0 ? { distinctFrom: [...distinctFrom] } : {}),
  };
};
