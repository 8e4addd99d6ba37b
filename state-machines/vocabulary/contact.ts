import type { CalendarDate } from './dates.ts';
import type { Personal } from './personal.ts';

/** How an order came in. */
export const channels = ['phone', 'email', 'fax', 'web', 'edi', 'visit', 'import'] as const;
export type Channel = (typeof channels)[number];

/** How the company and the customer talk to each other. */
export const contactMedia = ['phone', 'email', 'fax', 'web', 'visit', 'letter', 'meeting'] as const;
export type ContactMedium = (typeof contactMedia)[number];

/** Inbound: the customer turned to the company. */
export const contactDirections = ['inbound', 'outbound'] as const;
export type ContactDirection = (typeof contactDirections)[number];

/** Who owes whom an answer after a contact. */
export const replyOwers = ['company', 'customer'] as const;
export type ReplyOwer = (typeof replyOwers)[number];

/** One contact between the company and a customer, on an order of either kind, on a support case, or on the customer as such. */
export interface ContactRecord {
  /** Unique within its stream; contacts that were recorded before there were ids have none. */
  readonly contactId?: string;
  readonly medium: ContactMedium;
  readonly direction: ContactDirection;
  readonly summary: Personal<string>;
  /** What the company promised. */
  readonly promise?: Personal<string>;
  /** Who owes whom an answer from now on; absent where nobody does. The next contact in the other direction gives it. */
  readonly replyOwedBy?: ReplyOwer;
  /** The last day on which that answer is in time. */
  readonly replyDue?: CalendarDate;
}

/** The members of a contact that are about a person. */
export const contactPersonalMembers = ['summary', 'promise'] as const satisfies readonly (keyof ContactRecord)[];
