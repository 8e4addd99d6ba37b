// The names below, of facts and of their members, are a storage format: never edit or remove one. Add a member, or a new shape with an upcaster.
import type { CalendarDate, Instant } from '../vocabulary/dates.ts';
import type { Facts } from '../vocabulary/facts.ts';

/** A part of every year, such as 年末年始: `12-29` to `01-03`. Both days belong to it; it may go over the turn of the year. */
export interface YearlyClosure {
  /** `MM-DD` */
  readonly from: string;
  /** `MM-DD` */
  readonly to: string;
}

/** When the company works. Times are those of Japan. */
export interface CompanyCalendar {
  /** 0 is Sunday, 6 is Saturday. */
  readonly closedWeekdays: readonly number[];
  /** 国民の祝日, by the Act on National Holidays (昭和23年法律第178号). */
  readonly closedOnHolidays: boolean;
  readonly closedEveryYear: readonly YearlyClosure[];
  /** Single days that are closed besides. */
  readonly closedDays: readonly CalendarDate[];
  /** Single days that are worked although something above closes them. */
  readonly openDays: readonly CalendarDate[];
  /** `09:00` */
  readonly opensAt: string;
  /** `18:00`, after `opensAt`. */
  readonly closesAt: string;
}

/** 受注デスク: who works on what the company owes its customers, by which calendar, and which rules are on. */
export interface DeskShapes {
  /** From here on rules, cases and checks follow what happens; what happened before is left alone. */
  DeskOpened: { openedAt: Instant };
  /** Rules that this program is the first one to have; they are on for what happens from `since` on. */
  RulesIntroduced: { rules: readonly string[]; since: Instant };
  /** On for what happened at `since` or later. `lookingBack`: that was asked for, and what is still unanswered since is to be opened now. */
  RuleSwitchedOn: { rule: string; since: Instant; lookingBack?: true };
  RuleSwitchedOff: { rule: string };
  MemberAdded: { memberId: string; teams: readonly string[] };
  /** The teams of a member from now on. */
  MemberMoved: { memberId: string; teams: readonly string[] };
  MemberRemoved: { memberId: string };
  /** The calendar from now on, in full. */
  CalendarSet: { calendar: CompanyCalendar };
}

export type DeskFact = Facts<DeskShapes>;
export type DeskFactOf<Type extends DeskFact['type']> = Extract<DeskFact, { type: Type }>;

/** A desk has no chart: every fact is taken as long as the data stay possible. */
export const regionOf = {
  DeskOpened: 'ledger',
  RulesIntroduced: 'ledger',
  RuleSwitchedOn: 'ledger',
  RuleSwitchedOff: 'ledger',
  MemberAdded: 'ledger',
  MemberMoved: 'ledger',
  MemberRemoved: 'ledger',
  CalendarSet: 'ledger',
} as const satisfies Record<DeskFact['type'], 'ledger'>;
