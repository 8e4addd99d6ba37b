import {
  matchedMembers,
  type CustomerFact,
  type CustomerFactOf,
  type CustomerMatchKeys,
  type PaymentCycle,
} from '#state-machines/customer/customer.events';
import { percentDecoded } from '#state-machines/vocabulary/percent-encoding';
import { happenedAt, type Recorded } from '../recorded.ts';
import { sealedProfileMembers, type CustomerRow, type SealedProfile } from './customers.table.ts';
import { sealedMember, type SealedMember } from './sealed-member.ts';

type Registered = Extract<Recorded<CustomerFact>, { type: 'CustomerRegistered' }>;
type Amended = Extract<Recorded<CustomerFact>, { type: 'CustomerAmended' }>;

/** The row of a customer of whom nothing but the number is known. */
export const known = (id: string, customerNumber: string): CustomerRow => ({
  id,
  customer_number: customerNumber,
  registered: false,
  registered_at: null,
  name: null,
  profile: {},
  language: null,
  preferred_medium: null,
  hold: null,
  held_since: null,
  currency: null,
  credit_limit: null,
  closing_day: null,
  payment_months_later: null,
  payment_day: null,
  goods_orders: 0,
  service_orders: 0,
  cases: 0,
  first_order_at: null,
  last_order_at: null,
  last_contact_at: null,
  match_keys: {},
  revision: null,
  position: '',
  updated_at: '',
});

/** Of a profile's personal members those that a fact gives, sealed. */
const sealedIn = (fact: Registered | Amended): SealedProfile =>
  Object.fromEntries(
    sealedProfileMembers.flatMap((member): [string, SealedMember][] => {
      const sealed = sealedMember(fact, member);
      return sealed ? [[member, sealed]] : [];
    }),
  );

const cycleColumns = (cycle: PaymentCycle | undefined) => ({
  closing_day: cycle?.closingDay ?? null,
  payment_months_later: cycle?.paymentMonthsLater ?? null,
  payment_day: cycle?.paymentDay ?? null,
});

/** The row as a customer is registered, who may have ordered before. */
export const registeredCustomer = (id: string, before: CustomerRow | undefined, fact: Registered): CustomerRow => ({
  ...(before ?? known(id, percentDecoded(id))),
  registered: true,
  registered_at: happenedAt(fact),
  name: sealedMember(fact, 'name'),
  profile: sealedIn(fact),
  language: fact.data.language,
  preferred_medium: fact.data.preferredMedium ?? null,
  currency: fact.data.currency,
  credit_limit: fact.data.creditLimit ?? null,
  ...cycleColumns(fact.data.paymentCycle),
  match_keys: fact.data.matchKeys,
});

/** What a later fact of a registered customer changes. */
export const changedCustomer = (
  row: CustomerRow,
  fact: Exclude<Recorded<CustomerFact>, { type: 'CustomerRegistered' }>,
): Partial<CustomerRow> => {
  switch (fact.type) {
    case 'CustomerAmended':
      return amended(row, fact);
    case 'CustomerHeld': {
      const { holdNote: _before, ...profile } = row.profile;
      const holdNote = sealedMember(fact, 'note');
      return {
        hold: fact.data.reason,
        held_since: row.hold === fact.data.reason ? row.held_since : happenedAt(fact),
        profile: { ...profile, ...(holdNote ? { holdNote } : {}) },
      };
    }
    case 'CustomerHoldReleased': {
      const { holdNote: _released, ...profile } = row.profile;
      return { hold: null, held_since: null, profile };
    }
    case 'CustomerContacted': {
      const at = happenedAt(fact);
      return row.last_contact_at === null || at > row.last_contact_at ? { last_contact_at: at } : {};
    }
  }
};

const amended = (row: CustomerRow, fact: Amended): Partial<CustomerRow> => {
  const { cleared = [], ...change }: CustomerFactOf<'CustomerAmended'>['data'] = fact.data;
  const isKept = ([member]: readonly [string, unknown]) => !cleared.includes(member);
  return {
    name: sealedMember(fact, 'name') ?? row.name,
    profile: Object.fromEntries(Object.entries({ ...row.profile, ...sealedIn(fact) }).filter(isKept)),
    language: change.language ?? row.language,
    preferred_medium: cleared.includes('preferredMedium') ? null : (change.preferredMedium ?? row.preferred_medium),
    currency: change.currency ?? row.currency,
    credit_limit: cleared.includes('creditLimit') ? null : (change.creditLimit ?? row.credit_limit),
    ...(change.paymentCycle || cleared.includes('paymentCycle') ? cycleColumns(change.paymentCycle) : {}),
    match_keys: keysAfter(row.match_keys, change.matchKeys ?? {}, cleared),
  };
};

/** Keys stand under the member that they were made of: what an amendment does not name keeps its own. */
const keysAfter = (
  before: CustomerMatchKeys,
  given: CustomerMatchKeys,
  cleared: readonly string[],
): CustomerMatchKeys =>
  Object.fromEntries(
    matchedMembers.flatMap((member) => {
      const keys = cleared.includes(member) ? undefined : (given[member] ?? before[member]);
      return keys ? [[member, keys]] : [];
    }),
  );
