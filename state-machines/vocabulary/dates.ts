/** A calendar date without a zone, `2026-11-22`. */
export type CalendarDate = string;

/** An instant in RFC 3339 UTC, `2026-11-22T05:00:00.000Z`. */
export type Instant = string;

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** True for a date that exists in the Gregorian calendar: `2026-02-29` does not. */
export const isCalendarDate = (text: string): boolean => {
  const parts = DATE.exec(text);
  if (!parts) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
};

/** The same instant in UTC, whatever the offset it was written with: only so do instants compare as texts. */
export const inUtc = (instant: string): Instant => new Date(instant).toISOString();

/** The calendar date of an instant in Japan (UTC+9, no daylight saving time since 1952). */
export const dateInTokyo = (instant: Instant): CalendarDate =>
  new Date(new Date(instant).getTime() + 9 * 3_600_000).toISOString().slice(0, 10);

/** The last date that can be written. */
const LAST_DATE = Date.UTC(9999, 11, 31);

const dateOf = (time: number): CalendarDate => new Date(Math.min(time, LAST_DATE)).toISOString().slice(0, 10);

/** The date so many days later, at most 9999-12-31. */
export const daysLater = (date: CalendarDate, days: number): CalendarDate =>
  dateOf(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000);

/** The last day of the month that begins so many months after the month of a date, at most 9999-12-31. */
export const lastDayOfMonth = (date: CalendarDate, monthsLater = 0): CalendarDate => {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() + monthsLater + 1, 0);
  return dateOf(day.getTime());
};

/** When a date is over in Japan: the first instant of the day after it. */
export const endOfDay = (date: CalendarDate): Instant => inUtc(`${daysLater(date, 1)}T00:00:00+09:00`);
