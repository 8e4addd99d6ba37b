// The names below, of facts and of their members, are a storage format: never edit or remove one. Add a member, or a new shape with an upcaster.
import type { Address } from '../vocabulary/address.ts';
import { contactPersonalMembers, type ContactMedium, type ContactRecord } from '../vocabulary/contact.ts';
import type { Facts } from '../vocabulary/facts.ts';
import type { Currency } from '../vocabulary/money.ts';
import type { Personal } from '../vocabulary/personal.ts';

export const customerLanguages = ['ja', 'en'] as const;
export type CustomerLanguage = (typeof customerLanguages)[number];

/** Why a customer's orders are held. */
export const customerHoldReasons = ['credit', 'payment', 'customerRequest', 'other'] as const;
export type CustomerHoldReason = (typeof customerHoldReasons)[number];

/** Somebody at the customer's, and how they wish to be reached. */
export interface CustomerContactPerson {
  /** Unique within the customer. */
  readonly contactPersonId: string;
  readonly name: string;
  readonly role?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly preferredMedium?: ContactMedium;
  /** Such as "afternoons only". */
  readonly preference?: string;
}

/** Where something goes: goods, invoices. */
export interface CustomerAddress extends Address {
  /** Unique within the customer. */
  readonly addressId: string;
  readonly use: 'shipping' | 'billing' | 'both';
}

/** 締日と支払日: invoices of a month are closed on one day and paid on another. 31 means the last day of the month. */
export interface PaymentCycle {
  readonly closingDay: number;
  /** How many months after the closing month the payment day lies. */
  readonly paymentMonthsLater: number;
  readonly paymentDay: number;
}

/** What the company knows of a customer. */
export interface CustomerProfile {
  readonly name: Personal<string>;
  /** フリガナ */
  readonly kana?: Personal<string>;
  readonly phone?: Personal<string>;
  readonly email?: Personal<string>;
  readonly contactPersons: Personal<readonly CustomerContactPerson[]>;
  readonly addresses: Personal<readonly CustomerAddress[]>;
  readonly language: CustomerLanguage;
  readonly preferredMedium?: ContactMedium;
  /** Minor units of `currency`; absent: no limit. */
  readonly creditLimit?: number;
  readonly currency: Currency;
  readonly paymentCycle?: PaymentCycle;
  readonly note?: Personal<string>;
  readonly matchKeys: CustomerMatchKeys;
}

/** The members that look alike where two registrations are of one customer. */
export const matchedMembers = ['name', 'kana', 'phone', 'email', 'contactPersons'] as const;
export type MatchedMember = (typeof matchedMembers)[number];

/**
 * Keyed digests of what a name, phone numbers and e-mail addresses come down to, by which likely duplicates are found without anybody's data in the clear. They
 * stand under the member that they were made of, so that amending one member leaves those of the others.
 */
export type CustomerMatchKeys = Readonly<Partial<Record<MatchedMember, readonly string[]>>>;

export interface CustomerShapes {
  CustomerRegistered: CustomerProfile & {
    customerNumber: string;
    /** Customers that look alike and that the clerk has said are others. */
    distinctFrom?: readonly string[];
    /** Keyed digest of all that was sent: a repeat is told apart from another registration without anybody's data in the clear. */
    contentKey?: string;
  };
  /** Members that are others from now on; `cleared` names those that are not there any more. */
  CustomerAmended: Partial<CustomerProfile> & { cleared?: readonly string[] };
  CustomerHeld: { reason: CustomerHoldReason; note?: Personal<string> };
  CustomerHoldReleased: { note?: Personal<string> };
  CustomerContacted: ContactRecord;
}

export type CustomerFact = Facts<CustomerShapes>;
export type CustomerFactOf<Type extends CustomerFact['type']> = Extract<CustomerFact, { type: Type }>;

/** The region of the chart that must take each fact; the chart has but one. */
export const regionOf = {
  CustomerRegistered: 'state',
  CustomerAmended: 'state',
  CustomerHeld: 'state',
  CustomerHoldReleased: 'state',
  CustomerContacted: 'state',
} as const satisfies Record<CustomerFact['type'], 'state'>;

/** Members that are about a person, sealed under the key of the customer. */
export const personalMembers = {
  CustomerRegistered: ['name', 'kana', 'phone', 'email', 'contactPersons', 'addresses', 'note'],
  CustomerAmended: ['name', 'kana', 'phone', 'email', 'contactPersons', 'addresses', 'note'],
  CustomerHeld: ['note'],
  CustomerHoldReleased: ['note'],
  CustomerContacted: contactPersonalMembers,
} as const satisfies Partial<Record<CustomerFact['type'], readonly string[]>>;
