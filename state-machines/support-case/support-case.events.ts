// The names below, of facts and of their members, are a storage format: never edit or remove one. Add a member, or a new shape with an upcaster.
import { contactPersonalMembers, type ContactMedium, type ContactRecord } from '../vocabulary/contact.ts';
import type { CalendarDate, Instant } from '../vocabulary/dates.ts';
import type { Facts } from '../vocabulary/facts.ts';
import type { Personal } from '../vocabulary/personal.ts';
import type { Priority } from '../vocabulary/priority.ts';

/** 質問, 苦情, 修理, 保守. */
export const caseCategories = ['question', 'complaint', 'repair', 'maintenance'] as const;
export type CaseCategory = (typeof caseCategories)[number];

/** What came of a case. */
export const caseOutcomes = [
  'answered',
  'repaired',
  'replaced',
  'refunded',
  'compensated',
  'noFaultFound',
  'withdrawn',
  'other',
] as const;
export type CaseOutcome = (typeof caseOutcomes)[number];

/** The order that a case is about, and what of it. */
export interface CaseOrder {
  readonly orderId: string;
  readonly orderKind: 'goods' | 'service';
  /** The number people use for the order. */
  readonly orderNumber: string;
  readonly lineId?: string;
  readonly shipmentId?: string;
}

/** Until when the customer is to hear something, and to be helped: reckoned in business hours. */
export interface CaseTargets {
  readonly firstAnswerDue: Instant;
  readonly resolutionDue: Instant;
}

export interface SupportCaseShapes {
  CaseOpened: CaseTargets & {
    caseNumber: string;
    category: CaseCategory;
    priority: Priority;
    customerId: string;
    openedVia: ContactMedium;
    openedAt: Instant;
    order?: CaseOrder;
    /** The inquiry of the order that the case came from, whose words are in the order's log. */
    inquiryId?: string;
    title?: Personal<string>;
    description?: Personal<string>;
  };
  /** What a case is about and how urgent it is, from now on; targets that follow from that anew. */
  CaseAmended: {
    category?: CaseCategory;
    priority?: Priority;
    order?: CaseOrder;
    firstAnswerDue?: Instant;
    resolutionDue?: Instant;
    title?: Personal<string>;
    description?: Personal<string>;
  };
  /** Somebody has taken it up, or another one has. */
  CaseTaken: { assignee: string };
  /** The customer has heard something to the point. */
  CaseAnswered: { answer: Personal<string>; answeredVia: ContactMedium };
  /** The case waits for the customer. */
  InformationRequested: { question: Personal<string>; askedVia: ContactMedium; answerDue: CalendarDate };
  InformationReceived: { answer: Personal<string>; answeredVia: ContactMedium };
  CustomerContacted: ContactRecord;
  CaseResolved: { outcome: CaseOutcome; resolution: Personal<string>; answeredVia?: ContactMedium };
  CaseClosed: object;
  /** The matter is not settled after all. */
  CaseReopened: { reason: Personal<string>; reopenedAt: Instant; resolutionDue: Instant };
}

export type SupportCaseFact = Facts<SupportCaseShapes>;
export type SupportCaseFactOf<Type extends SupportCaseFact['type']> = Extract<SupportCaseFact, { type: Type }>;

/** The region of the chart that must take each fact; the chart has but one. */
export const regionOf = {
  CaseOpened: 'state',
  CaseAmended: 'state',
  CaseTaken: 'state',
  CaseAnswered: 'state',
  InformationRequested: 'state',
  InformationReceived: 'state',
  CustomerContacted: 'state',
  CaseResolved: 'state',
  CaseClosed: 'state',
  CaseReopened: 'state',
} as const satisfies Record<SupportCaseFact['type'], 'state'>;

/** Members that are about a person, sealed under the key of the customer. */
export const personalMembers = {
  CaseOpened: ['title', 'description'],
  CaseAmended: ['title', 'description'],
  CaseAnswered: ['answer'],
  InformationRequested: ['question'],
  InformationReceived: ['answer'],
  CustomerContacted: contactPersonalMembers,
  CaseResolved: ['resolution'],
  CaseReopened: ['reason'],
} as const satisfies Partial<Record<SupportCaseFact['type'], readonly string[]>>;
