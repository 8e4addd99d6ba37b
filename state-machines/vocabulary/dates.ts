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
