import type { Refusal } from '#libs/kernel/decider';
import type { CustomerData } from '#state-machines/customer/customer.data';
import type { CustomerFactOf, PaymentCycle } from '#state-machines/customer/customer.events';
import { ruleRefusal } from '../refusal.ts';
import { refusalOfIds } from '../service-order/terms/ids.policies.ts';
import { clearableMembers, type PreparedAmendCustomer } from './customer.commands.ts';

/** A payment day in the closing month has to come no earlier than the closing day: nobody pays an invoice that is not written yet. */
const refusalOfPaymentCycle = (cycle: PaymentCycle | undefined): Refusal | undefined =>
  cycle && cycle.paymentMonthsLater === 0 && cycle.paymentDay < cycle.closingDay
    ? ruleRefusal(
        'paid-before-closed',
        'paymentCycle.paymentDay',
        `支払日（${cycle.paymentDay} 日）が締日（${cycle.closingDay} 日）より前です。支払日を後にするか、翌月以降の支払いにしてください（paymentMonthsLater）。`,
        `The payment day (${cycle.paymentDay}) lies before the closing day (${cycle.closingDay}) of the same month: give a later day, or a later month in paymentMonthsLater.`,
      )
    : undefined;

/** The first rule that members of a profile break, of those that are given. */
export const refusalOfProfile = ({
  contactPersons = [],
  addresses = [],
  paymentCycle,
}: Pick<PreparedAmendCustomer, 'contactPersons' | 'addresses' | 'paymentCycle'>): Refusal | undefined =>
  refusalOfIds(contactPersons, 'contactPersonId', 'contactPersons') ??
  refusalOfIds(addresses, 'addressId', 'addresses') ??
  refusalOfPaymentCycle(paymentCycle);

/** Why an amendment cannot be: it says nothing, contradicts itself, or leaves the customer with what cannot be. */
export const refusalOfAmendment = (
  { matchKeys: _keys, clear = [], ...given }: PreparedAmendCustomer,
  { creditLimit, currency }: Pick<CustomerData, 'creditLimit' | 'currency'>,
): Refusal | undefined => {
  const members = Object.entries<unknown>(given).flatMap(([member, value]) => (value === undefined ? [] : [member]));
  if (members.length === 0 && clear.length === 0)
    return ruleRefusal(
      'nothing-to-amend',
      'name',
      `変更する内容がありません。名称・連絡先・条件などのいずれかを指定するか、clear に取り除く項目（${clearableMembers.join('、')}）を指定してください。`,
      `Nothing is to be amended: give a member that changes, or name in "clear" what is to go (${clearableMembers.join(', ')}).`,
    );
  const both = clear.find((member) => members.includes(member));
  if (both !== undefined)
    return ruleRefusal(
      'given-and-cleared',
      'clear',
      `「${both}」は値の指定と取り除く指定が両方あります。どちらかにしてください。`,
      `"${both}" is given and cleared at once: keep one of the two.`,
    );
  const keepsLimit = creditLimit !== null && given.creditLimit === undefined && !clear.includes('creditLimit');
  if (given.currency !== undefined && given.currency !== currency && keepsLimit)
    return ruleRefusal(
      'credit-limit-in-another-currency',
      'creditLimit',
      `与信限度額は ${currency} で定められています。${given.currency} の creditLimit を指定するか、clear で取り除いてください。`,
      `The credit limit is in ${currency}: give one in ${given.currency}, or clear it.`,
    );
  return refusalOfProfile(given);
};

const compared = ['language', 'preferredMedium', 'creditLimit', 'currency'] as const;

const isSameCycle = (one: PaymentCycle | undefined, other: PaymentCycle | null): boolean =>
  one !== undefined &&
  other !== null &&
  one.closingDay === other.closingDay &&
  one.paymentMonthsLater === other.paymentMonthsLater &&
  one.paymentDay === other.paymentDay;

/** What an amendment changes: of what is about a person everything given, since what was there before is not known; of the terms only what differs. */
export const newsAbout = (
  data: CustomerData,
  { clear = [], ...given }: PreparedAmendCustomer,
): CustomerFactOf<'CustomerAmended'>['data'] => {
  const known: readonly (string | undefined)[] = [
    ...compared.filter((member) => given[member] === data[member]),
    ...(isSameCycle(given.paymentCycle, data.paymentCycle) ? ['paymentCycle'] : []),
  ];
  const isGone = (member: string) => member in data && data[member as keyof CustomerData] === null;
  const cleared = clear.filter((member, index) => !isGone(member) && clear.indexOf(member) === index);
  const news = Object.entries<unknown>(given).filter(
    ([member, value]) => value !== undefined && !known.includes(member),
  );
  const { matchKeys, ...others } = Object.fromEntries(news) as CustomerFactOf<'CustomerAmended'>['data'];
  const isCompared = matchKeys !== undefined && Object.keys(matchKeys).length > 0;
  return {
    ...others,
    ...(isCompared ? { matchKeys } : {}),
    ...(cleared.length > 0 ? { cleared } : {}),
  };
};
