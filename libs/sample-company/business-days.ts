import type { CalendarDate, Instant } from '#state-machines/vocabulary/dates';

/** The Monday on which the sample company opens; everything it does is counted from here in working days, Monday to Friday. */
const OPENING_DAY = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;

/** The calendar date of a working day; 0 is the opening day. */
export const dateOfDay = (day: number): CalendarDate =>
  new Date(OPENING_DAY + (Math.floor(day / 5) * 7 + (day % 5)) * DAY_MS).toISOString().slice(0, 10);

/** A time on a working day in Japan, in minutes after midnight there. */
export const instantOfDay = (day: number, minutes: number): Instant =>
  new Date(Date.parse(`${dateOfDay(day)}T00:00:00+09:00`) + minutes * 60_000).toISOString();

/** When the company opens and closes, in minutes after midnight. */
export const OPENS_AT = 9 * 60;
export const CLOSES_AT = 18 * 60;
