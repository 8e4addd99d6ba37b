import type { KeyVault } from '#libs/kernel/personal-data';
import type { CustomerAddress, CustomerContactPerson, PaymentCycle } from '#state-machines/customer/customer.events';
import type { CustomerRow } from './customers.table.ts';
import { openMembers } from './sealed-member.ts';

/** What the company knows of a customer; what is about a person is null where it is not there, and where the person was erased. */
export interface CustomerProfileView {
  readonly name: string | null;
  readonly kana: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly contactPersons: readonly CustomerContactPerson[] | null;
  readonly addresses: readonly CustomerAddress[] | null;
  readonly language: string | null;
  readonly preferredMedium: string | null;
  readonly paymentCycle: PaymentCycle | null;
  readonly note: string | null;
}

/** Why new orders of a customer are held. */
export interface CustomerHoldView {
  readonly reason: string;
  readonly since: string | null;
  readonly note: string | null;
}

const cycleOf = (row: CustomerRow): PaymentCycle | null => {
  const { closing_day: closingDay, payment_months_later: paymentMonthsLater, payment_day: paymentDay } = row;
  return closingDay === null || paymentMonthsLater === null || paymentDay === null
    ? null
    : { closingDay, paymentMonthsLater, paymentDay };
};

/** The profile of a customer and what holds them, opened. Throws `KeyVaultError`. */
export const customerProfile = async (
  row: CustomerRow,
  vault: KeyVault,
): Promise<{ readonly profile: CustomerProfileView; readonly hold: CustomerHoldView | null }> => {
  const { profile: sealed, hold, held_since: since } = row;
  const members = [
    row.name,
    sealed.kana ?? null,
    sealed.phone ?? null,
    sealed.email ?? null,
    sealed.contactPersons ?? null,
    sealed.addresses ?? null,
    sealed.note ?? null,
    sealed.holdNote ?? null,
  ];
  const [name, kana, phone, email, contactPersons, addresses, note, holdNote] = await openMembers(members, vault);
  return {
    profile: {
      name: name as string | null,
      kana: kana as string | null,
      phone: phone as string | null,
      email: email as string | null,
      contactPersons: contactPersons as readonly CustomerContactPerson[] | null,
      addresses: addresses as readonly CustomerAddress[] | null,
      language: row.language,
      preferredMedium: row.preferred_medium,
      paymentCycle: cycleOf(row),
      note: note as string | null,
    },
    hold: hold === null ? null : { reason: hold, since, note: holdNote as string | null },
  };
};
