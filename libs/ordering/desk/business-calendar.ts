import holidayJp from '@holiday-jp/holiday_jp';
import type { CompanyCalendar, YearlyClosure } from '#state-machines/desk/desk.events';
import type { Bilingual } from '#state-machines/vocabulary/labels';
import { dateInTokyo, daysLater, inUtc, type CalendarDate, type Instant } from '#state-machines/vocabulary/dates';

/**
 * How a company in Japan works where it says nothing else: Monday to Friday from nine to six, not on national holidays, and not from 29 December to 3 January, as
 * public offices do (行政機関の休日に関する法律 昭和63年法律第91号).
 */
export const usualCalendar: CompanyCalendar = {
  closedWeekdays: [0, 6],
  closedOnHolidays: true,
  closedEveryYear: [{ from: '12-29', to: '01-03' }],
  closedDays: [],
  openDays: [],
  opensAt: '09:00',
  closesAt: '18:00',
};

/** Where a company does not work for longer, or where the calendar ends, any day will do: nothing is to stand still for that. */
const LONGEST_CLOSURE_DAYS = 366;

const isWithin = (date: CalendarDate, { from, to }: YearlyClosure): boolean => {
  const day = date.slice(5);
  return from <= to ? from <= day && day <= to : day >= from || day <= to;
};

const weekdayOf = (date: CalendarDate): number => new Date(`${date}T00:00:00Z`).getUTCDay();

/** 国民の祝日, substitute holidays included; known from 1970 to 2050. */
export const isNationalHoliday = (date: CalendarDate): boolean => Object.hasOwn(holidayJp.holidays, date);

/** Why the company does not work on a date. */
export type Closure =
  | { readonly because: 'closedDay' | 'weekday' }
  | { readonly because: 'everyYear'; readonly closure: YearlyClosure }
  | { readonly because: 'holiday'; readonly name: Bilingual };

const nameOfHoliday = (date: CalendarDate): Bilingual => {
  const { [date]: holiday } = holidayJp.holidays as Readonly<
    Record<string, { readonly name: string; readonly name_en: string } | undefined>
  >;
  return { ja: holiday?.name ?? date, en: holiday?.name_en ?? date };
};

/** 休業の理由; undefined for a business day. */
export const closureOn = (calendar: CompanyCalendar, date: CalendarDate): Closure | undefined => {
  if (calendar.openDays.includes(date)) return undefined;
  if (calendar.closedDays.includes(date)) return { because: 'closedDay' };
  if (calendar.closedWeekdays.includes(weekdayOf(date))) return { because: 'weekday' };
  const closure = calendar.closedEveryYear.find((yearly) => isWithin(date, yearly));
  if (closure) return { because: 'everyYear', closure };
  return calendar.closedOnHolidays && isNationalHoliday(date)
    ? { because: 'holiday', name: nameOfHoliday(date) }
    : undefined;
};

/** 営業日: whether the company works on a date. */
export const isBusinessDay = (calendar: CompanyCalendar, date: CalendarDate): boolean =>
  closureOn(calendar, date) === undefined;

/** Whether the company works at all within a year of a date. */
export const hasBusinessDay = (calendar: CompanyCalendar, date: CalendarDate): boolean =>
  Array.from({ length: LONGEST_CLOSURE_DAYS + 1 }, (_, days) => daysLater(date, days)).some((day) =>
    isBusinessDay(calendar, day),
  );

const nextFrom = (calendar: CompanyCalendar, date: CalendarDate, step: 1 | -1): CalendarDate => {
  let day = date;
  for (let tried = 0; tried <= LONGEST_CLOSURE_DAYS; tried += 1) {
    if (isBusinessDay(calendar, day)) return day;
    day = daysLater(day, step);
  }
  return date;
};

/** The date itself where it is a business day, or where the calendar has none within a year; else the next one. */
export const businessDayFrom = (calendar: CompanyCalendar, date: CalendarDate): CalendarDate =>
  nextFrom(calendar, date, 1);

/** So many business days after a date; 0 is the date itself, or the next business day. */
export const businessDaysLater = (calendar: CompanyCalendar, date: CalendarDate, days: number): CalendarDate => {
  let day = days === 0 ? nextFrom(calendar, date, 1) : date;
  for (let left = days; left > 0; left -= 1) day = nextFrom(calendar, daysLater(day, 1), 1);
  return day;
};

/** So many business days before a date; 0 is the date itself, or the last business day before it. */
export const businessDaysEarlier = (calendar: CompanyCalendar, date: CalendarDate, days: number): CalendarDate => {
  let day = days === 0 ? nextFrom(calendar, date, -1) : date;
  for (let left = days; left > 0; left -= 1) day = nextFrom(calendar, daysLater(day, -1), -1);
  return day;
};

const at = (date: CalendarDate, time: string): Instant => inUtc(`${date}T${time}:00+09:00`);

/** When the company opens on a date. */
export const openingOf = ({ opensAt }: CompanyCalendar, date: CalendarDate): Instant => at(date, opensAt);

/** When the company closes on a date. */
export const closingOf = ({ closesAt }: CompanyCalendar, date: CalendarDate): Instant => at(date, closesAt);

/** The business day on which something that happens at an instant can be worked on: that day, or the next one where the company is closed or closes before. */
export const workingDayOf = (calendar: CompanyCalendar, instant: Instant): CalendarDate => {
  const date = dateInTokyo(instant);
  const isOver = inUtc(instant) >= closingOf(calendar, date);
  return businessDayFrom(calendar, isOver ? daysLater(date, 1) : date);
};

const HOUR_MS = 3_600_000;
const timeOf = (instant: Instant): number => new Date(instant).getTime();

/** The instant by which the company has worked so many hours (営業時間) since another one; at most the end of the last day that can be written. */
export const businessHoursLater = (calendar: CompanyCalendar, instant: Instant, hours: number): Instant => {
  let left = hours * HOUR_MS;
  let day = workingDayOf(calendar, instant);
  let from = Math.max(timeOf(instant), timeOf(openingOf(calendar, day)));
  for (;;) {
    const open = timeOf(closingOf(calendar, day)) - from;
    if (left <= open) return new Date(from + left).toISOString();
    left -= open;
    const next = businessDayFrom(calendar, daysLater(day, 1));
    if (next === day) return closingOf(calendar, day);
    day = next;
    from = timeOf(openingOf(calendar, day));
  }
};
