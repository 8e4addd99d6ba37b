import { isCalendarDate } from '#state-machines/vocabulary/dates';
import { listOf, Obeys, type ValueRule } from './value-rule.ts';

/** RFC 3339 section 5.6, with the offset of the place that wrote it. */
const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

const calendarDate: ValueRule = {
  name: 'isCalendarDate',
  accepts: (value) => typeof value === 'string' && isCalendarDate(value),
  demand: {
    ja: '実在する日付を 2026-11-22 の形で指定してください。',
    en: 'must be a date that exists, written year-month-day such as 2026-11-22',
  },
  schema: { type: 'string', format: 'date' },
};

const instant: ValueRule = {
  name: 'isInstant',
  accepts: (value) => {
    const day = typeof value === 'string' ? INSTANT.exec(value)?.[1] : undefined;
    return day !== undefined && isCalendarDate(day);
  },
  demand: {
    ja: '日時を時差つきで 2026-11-22T14:00:00+09:00 の形で指定してください。',
    en: 'must be a point in time with its zone, such as 2026-11-22T14:00:00+09:00 or 2026-11-22T05:00:00Z',
  },
  schema: { type: 'string', format: 'date-time' },
};

export const IsCalendarDate = (): PropertyDecorator => Obeys(calendarDate);

/** RFC 3339 with any offset. */
export const IsInstant = (): PropertyDecorator => Obeys(instant);

const DAY_OF_YEAR = /^\d{2}-\d{2}$/;

const dayOfYear: ValueRule = {
  name: 'isDayOfYear',
  accepts: (value) => typeof value === 'string' && DAY_OF_YEAR.test(value) && isCalendarDate(`2028-${value}`),
  demand: {
    ja: '毎年の日を 12-29 の形で指定してください。',
    en: 'must be a day that years have, written month-day such as 12-29',
  },
  schema: { type: 'string', pattern: DAY_OF_YEAR.source },
};

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

const timeOfDay: ValueRule = {
  name: 'isTimeOfDay',
  accepts: (value) => typeof value === 'string' && TIME_OF_DAY.test(value),
  demand: { ja: '時刻を 09:00 の形で指定してください。', en: 'must be a time of day such as 09:00' },
  schema: { type: 'string', pattern: TIME_OF_DAY.source },
};

export const IsCalendarDateList = (minimum: number, maximum: number): PropertyDecorator =>
  Obeys(listOf(calendarDate, minimum, maximum));

/** A day of every year: `12-29`. */
export const IsDayOfYear = (): PropertyDecorator => Obeys(dayOfYear);

/** `09:00`, in Japan. */
export const IsTimeOfDay = (): PropertyDecorator => Obeys(timeOfDay);
