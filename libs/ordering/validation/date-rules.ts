import { isCalendarDate } from '#state-machines/vocabulary/dates';
import { Obeys, type ValueRule } from './value-rule.ts';

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
