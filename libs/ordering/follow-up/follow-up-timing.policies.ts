import type { CompanyCalendar } from '#state-machines/desk/desk.events';
import { dateInTokyo, daysLater, inUtc, type CalendarDate, type Instant } from '#state-machines/vocabulary/dates';
import {
  businessDayFrom,
  businessDaysEarlier,
  businessDaysLater,
  openingOf,
  workingDayOf,
} from '../desk/business-calendar.ts';
import type { DueBy, FactData, FollowUpRule, Opening } from '#state-machines/follow-up/follow-up-rule';

/** When a follow-up shows up, and the last day on which it is in time. */
export interface FollowUpTimes {
  readonly opensAt: Instant;
  readonly dueOn: CalendarDate;
}

/** What the times follow from: the fact that began the matter, and what the rule remembers of its stream. */
export interface Beginning {
  readonly happenedAt: Instant;
  readonly data: FactData;
  readonly remembered: FactData;
}

/** A member of the fact as a calendar date; undefined where it is missing. */
const dateIn = (data: FactData, member: string): CalendarDate | undefined => {
  const value = data[member];
  if (typeof value !== 'string') return undefined;
  return value.length === 10 ? value : dateInTokyo(value);
};

/** The business day on which it shows up; undefined where nothing begins. */
const openingDay = (
  opens: Exclude<Opening, 'atOnce'>,
  { happenedAt, data, remembered }: Beginning,
  calendar: CompanyCalendar,
): CalendarDate | undefined => {
  const happenedOn = dateInTokyo(happenedAt);
  if ('days' in opens) {
    const days = typeof opens.days === 'number' ? opens.days : remembered[opens.days.remembered];
    return typeof days === 'number' ? businessDayFrom(calendar, daysLater(happenedOn, days)) : undefined;
  }
  if ('before' in opens) {
    const date = dateIn(data, opens.before);
    return date === undefined ? undefined : businessDaysEarlier(calendar, date, opens.businessDays);
  }
  const after = opens.after === undefined ? happenedOn : dateIn(data, opens.after);
  if (after !== undefined) return businessDaysLater(calendar, after, opens.businessDays);
  return opens.orElse === undefined ? undefined : businessDaysLater(calendar, happenedOn, opens.orElse);
};

const dueDay = (due: DueBy, shownOn: CalendarDate, { data }: Beginning, calendar: CompanyCalendar): CalendarDate => {
  if ('businessDays' in due) return businessDaysLater(calendar, shownOn, due.businessDays);
  return dateIn(data, due.on) ?? businessDaysLater(calendar, shownOn, due.orElse);
};

/** The times of a follow-up; undefined where the rule has nothing to wait for. */
export const timesOf = (
  { opens, due }: Pick<FollowUpRule, 'opens' | 'due'>,
  beginning: Beginning,
  calendar: CompanyCalendar,
): FollowUpTimes | undefined => {
  const { happenedAt } = beginning;
  const today = workingDayOf(calendar, happenedAt);
  if (opens === 'atOnce') return { opensAt: inUtc(happenedAt), dueOn: dueDay(due, today, beginning, calendar) };
  const day = openingDay(opens, beginning, calendar);
  if (day === undefined) return undefined;
  const opening = openingOf(calendar, day);
  // What was to show up before it began shows up at once.
  if (opening <= inUtc(happenedAt))
    return { opensAt: inUtc(happenedAt), dueOn: dueDay(due, today, beginning, calendar) };
  return { opensAt: opening, dueOn: dueDay(due, day, beginning, calendar) };
};
