// The names below, of facts and of their members, are a storage format: never edit or remove one. Add a member, or a new shape with an upcaster.
import { contactPersonalMembers, type ContactMedium, type ContactRecord } from '../vocabulary/contact.ts';
import type { Facts } from '../vocabulary/facts.ts';
import type { Personal } from '../vocabulary/personal.ts';

/** Why an order is kept from going on. */
export const holdReasons = ['credit', 'address', 'price', 'customerRequest', 'suspectedDuplicate', 'other'] as const;
export type HoldReason = (typeof holdReasons)[number];

/** Facts that the region `hold` owns, in an order of either kind. */
export interface HoldShapes {
  /** `again`: it was held for this reason already, and there is more to say of it. `grounds` is what a check has found, and about no person. */
  OrderHeld: { reason: HoldReason; note?: Personal<string>; grounds?: string; again?: true };
  HoldReleased: { reason: HoldReason; note?: Personal<string> };
}

/** Facts that the region `care` owns, in an order of either kind. */
export interface CareShapes {
  InquiryOpened: { inquiryId: string; about: Personal<string>; question: Personal<string>; askedVia: ContactMedium };
  InquiryResolved: { inquiryId: string; answer: Personal<string> };
}

/** Facts that concern no region: they are recorded in any state after intake. */
export interface ContactShapes {
  CustomerContacted: ContactRecord;
  FeedbackReceived: { score: number; comment?: Personal<string> };
}

/** Facts that every order has, whatever is ordered. */
export type OrderDeskFact = Facts<HoldShapes & CareShapes & ContactShapes>;

/** The region of an order's chart that must take each of them; `root` where any state does. */
export const careRegionOf = {
  OrderHeld: 'hold',
  HoldReleased: 'hold',
  InquiryOpened: 'care',
  InquiryResolved: 'care',
  CustomerContacted: 'root',
  FeedbackReceived: 'root',
} as const satisfies Record<OrderDeskFact['type'], 'hold' | 'care' | 'root'>;

/** Their members that are about a person, sealed under the key of the order's customer. */
export const carePersonalMembers = {
  OrderHeld: ['note'],
  HoldReleased: ['note'],
  InquiryOpened: ['about', 'question'],
  InquiryResolved: ['answer'],
  CustomerContacted: contactPersonalMembers,
  FeedbackReceived: ['comment'],
} as const satisfies Record<OrderDeskFact['type'], readonly string[]>;
