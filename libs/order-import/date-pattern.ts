import { isCalendarDate, type CalendarDate } from '#state-machines/vocabulary/dates';

const TOKEN = /yyyy|MM|dd|M|d/g;
const digits: Readonly<Record<string, string>> = {
  yyyy: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
};

/** True for a pattern with one year, one month and one day. */
export const isDatePattern = (pattern: string): boolean =>
  [...pattern.matchAll(TOKEN)]
    .map(([token]) => token.charAt(0))
    .toSorted()
    .join('') === 'Mdy';

/** Reads dates written in a pattern such as `yyyy/M/d`; undefined for what is not written so, or for a day that does not exist. A time behind it is left out. */
export const dateReader = (pattern: string): ((text: string) => CalendarDate | undefined) => {
  const written = pattern
    .split(/(yyyy|MM|dd|M|d)/)
    .map((part) => digits[part] ?? part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('');
  const expression = new RegExp(`^${written}(?:[T ]\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?)?$`);
  return (text) => {
    const { year = '', month = '', day = '' } = expression.exec(text.normalize('NFKC'))?.groups ?? {};
    const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    return isCalendarDate(date) ? date : undefined;
  };
};
