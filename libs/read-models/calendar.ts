import { dateInTokyo } from '#state-machines/vocabulary/dates';

const DAY = 86_400_000;

/** Days from the day of an instant in Japan to a calendar date; negative where the date lies before. */
export const daysBetween = (instant: string, date: string): number =>
  Math.round((Date.parse(date) - Date.parse(dateInTokyo(instant))) / DAY);
