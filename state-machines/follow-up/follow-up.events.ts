// The names below, of facts and of their members, are a storage format: never edit or remove one. Add a member, or a new shape with an upcaster.
import type { CalendarDate, Instant } from '../vocabulary/dates.ts';
import type { Facts } from '../vocabulary/facts.ts';
import type { Personal } from '../vocabulary/personal.ts';
import type { Priority } from '../vocabulary/priority.ts';

/** What came of a follow-up that somebody worked on. */
export const followUpOutcomes = [
  'reached',
  'answered',
  'agreed',
  'promised',
  'noAnswer',
  'notNeeded',
  'other',
] as const;
export type FollowUpOutcome = (typeof followUpOutcomes)[number];

/** Whom and what a follow-up is about. */
export interface FollowUpSubject {
  readonly customerId: string;
  readonly orderId?: string;
  readonly orderKind?: 'goods' | 'service';
  /** The number people use for the order. */
  readonly orderNumber?: string;
  readonly caseId?: string;
  readonly caseNumber?: string;
  /** The shipment, invoice, inquiry or contact that it is about, by its id. */
  readonly part?: string;
}

/** Why a rule opened it. */
export interface FollowUpOrigin {
  /** The rule's id. */
  readonly rule: string;
  /** What the rule watches in this case; of one matter a rule has one open follow-up at most. */
  readonly matter: string;
  /** The event that began the matter, and when that happened. */
  readonly causeId: string;
  readonly causeType: string;
  readonly causedAt: Instant;
}

/** The rule and the matter once more, in the facts that end a follow-up; absent where it was opened by hand. */
interface Ended {
  readonly rule?: string;
  readonly matter?: string;
}

export interface FollowUpShapes {
  FollowUpOpened: {
    /** Absent where somebody opened it by hand. */
    origin?: FollowUpOrigin;
    subject: FollowUpSubject;
    /** What is to be done, of one that was opened by hand; the rule says it otherwise. */
    task?: Personal<string>;
    priority: Priority;
    /** When it was to show up: the rule's time, or now. */
    opensAt: Instant;
    /** The last day on which it is in time. */
    dueOn: CalendarDate;
    /** Whose queue it is in; absent: everybody's. */
    team?: string;
  };
  FollowUpAssigned: { assignee: string; claimed: boolean };
  /** Back in the queue of everybody, or of its team. */
  FollowUpReturned: { reason?: Personal<string> };
  FollowUpMovedToTeam: { team: string };
  /** Another last day on which it is in time. */
  FollowUpRescheduled: { dueOn: CalendarDate; reason?: Personal<string> };
  FollowUpSnoozed: { until: CalendarDate; reason?: Personal<string> };
  /** The day until which it was to rest has come, or somebody woke it. */
  FollowUpAwoke: object;
  FollowUpDone: Ended & { outcome: FollowUpOutcome; note?: Personal<string> };
  FollowUpDropped: Ended & { reason: Personal<string> };
  /** What happened otherwise has answered it: that event, and what it was. */
  FollowUpAnswered: Ended & { answeredBy: string; answeredWith: string };
}

export type FollowUpFact = Facts<FollowUpShapes>;
export type FollowUpFactOf<Type extends FollowUpFact['type']> = Extract<FollowUpFact, { type: Type }>;

/** The region of the chart that must take each fact; the chart has but one. */
export const regionOf = {
  FollowUpOpened: 'state',
  FollowUpAssigned: 'state',
  FollowUpReturned: 'state',
  FollowUpMovedToTeam: 'state',
  FollowUpRescheduled: 'state',
  FollowUpSnoozed: 'state',
  FollowUpAwoke: 'state',
  FollowUpDone: 'state',
  FollowUpDropped: 'state',
  FollowUpAnswered: 'state',
} as const satisfies Record<FollowUpFact['type'], 'state'>;

/** Members that are about a person, sealed under the key of the customer. */
export const personalMembers = {
  FollowUpOpened: ['task'],
  FollowUpReturned: ['reason'],
  FollowUpRescheduled: ['reason'],
  FollowUpSnoozed: ['reason'],
  FollowUpDone: ['note'],
  FollowUpDropped: ['reason'],
} as const satisfies Partial<Record<FollowUpFact['type'], readonly string[]>>;
