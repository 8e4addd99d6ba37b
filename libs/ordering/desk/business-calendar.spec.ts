import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dateInTokyo, daysLater } from '#state-machines/vocabulary/dates';
import {
  businessDayFrom,
  businessDaysEarlier,
  businessDaysLater,
  businessHoursLater,
  closureOn,
  isBusinessDay,
  usualCalendar,
  workingDayOf,
} from './business-calendar.ts';

describe('a business day in Japan', () => {
  it.each([
    ['2026-11-27', true, 'a Friday'],
    ['2026-11-28', false, 'a Saturday'],
    ['2026-11-23', false, 'Labour Thanksgiving Day'],
    ['2026-09-22', false, 'a citizens’ holiday between two others'],
    ['2027-03-22', false, 'a substitute for a holiday on a Sunday'],
    ['2026-12-28', true, 'the last day before the New Year holidays'],
    ['2026-12-29', false, 'the first of them'],
    ['2027-01-03', false, 'the last of them'],
    ['2027-01-04', true, 'the first day of work'],
  ])('%s is one: %s, %s', (date, expected) => {
    expect(isBusinessDay(usualCalendar, date)).toBe(expected);
  });

  it('can be closed by the company, and worked although it would be closed', () => {
    const calendar = { ...usualCalendar, closedDays: ['2026-11-27'], openDays: ['2026-11-28', '2026-12-30'] };
    expect(['2026-11-27', '2026-11-28', '2026-12-30'].map((date) => isBusinessDay(calendar, date))).toEqual([
      false,
      true,
      true,
    ]);
    expect(isBusinessDay({ ...usualCalendar, closedOnHolidays: false }, '2026-11-23')).toBe(true);
    expect(isBusinessDay({ ...usualCalendar, closedWeekdays: [3] }, '2026-11-28')).toBe(true);
  });

  it('is none for a reason that has a name', () => {
    const calendar = { ...usualCalendar, closedDays: ['2026-11-28'], openDays: ['2026-12-30'] };
    const reasons = ['2026-11-27', '2026-11-28', '2026-11-29', '2026-12-30', '2026-12-31', '2026-11-23'].map((date) =>
      closureOn(calendar, date),
    );
    expect(reasons).toEqual([
      undefined,
      { because: 'closedDay' },
      { because: 'weekday' },
      undefined,
      { because: 'everyYear', closure: { from: '12-29', to: '01-03' } },
      { because: 'holiday', name: { ja: '勤労感謝の日', en: 'Labor Thanksgiving Day' } },
    ]);
  });

  it('is counted over the New Year holidays', () => {
    expect(businessDaysLater(usualCalendar, '2026-12-28', 1)).toBe('2027-01-04');
    expect(businessDaysLater(usualCalendar, '2026-12-25', 3)).toBe('2027-01-05');
    expect(businessDaysLater(usualCalendar, '2026-12-30', 0)).toBe('2027-01-04');
    expect(businessDaysEarlier(usualCalendar, '2027-01-05', 2)).toBe('2026-12-28');
    expect(businessDaysEarlier(usualCalendar, '2027-01-02', 0)).toBe('2026-12-28');
    expect(businessDayFrom(usualCalendar, '2027-01-01')).toBe('2027-01-04');
  });

  it('is the next one for what comes in after closing time', () => {
    expect(workingDayOf(usualCalendar, '2026-11-27T08:59:59Z')).toBe('2026-11-27');
    expect(workingDayOf(usualCalendar, '2026-11-27T09:00:00Z')).toBe('2026-11-30');
    expect(workingDayOf(usualCalendar, '2026-12-28T10:00:00Z')).toBe('2027-01-04');
  });

  it('is any day where a company never works', () => {
    const never = { ...usualCalendar, closedWeekdays: [0, 1, 2, 3, 4, 5, 6] };
    expect(businessDayFrom(never, '2026-11-27')).toBe('2026-11-27');
    expect(businessDaysLater(never, '2026-11-27', 2)).toBe('2026-11-29');
  });

  it('is the last day that can be written where the calendar ends', () => {
    for (const date of ['9999-12-25', '9999-12-31'])
      expect(businessDaysLater(usualCalendar, date, 9)).toBe('9999-12-31');
    expect(businessDaysEarlier(usualCalendar, '9999-12-31', 1)).toBe('9999-12-28');
    expect(workingDayOf(usualCalendar, '9999-12-31T14:00:00Z')).toBe('9999-12-31');
    expect(businessHoursLater(usualCalendar, '9999-12-30T00:00:00Z', 90)).toBe('9999-12-31T09:00:00.000Z');
  });

  it('lies as many business days ahead as are counted, whichever day the count begins on', () => {
    const day = fc.integer({ min: 0, max: 3000 }).map((days) => daysLater('2022-01-01', days));
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 30 }), (date, days) => {
        const later = businessDaysLater(usualCalendar, date, days);
        let counted = 0;
        for (let each = daysLater(date, 1); each <= later; each = daysLater(each, 1))
          counted += isBusinessDay(usualCalendar, each) ? 1 : 0;
        expect(counted).toBe(days);
        expect(isBusinessDay(usualCalendar, later)).toBe(true);
      }),
    );
  });
});

describe('business hours', () => {
  it.each([
    ['within a day', '2026-11-27T01:00:00.000Z', 4, '2026-11-27T05:00:00.000Z'],
    ['over a weekend', '2026-11-27T07:00:00.000Z', 4, '2026-11-30T02:00:00.000Z'],
    ['over a holiday', '2026-11-20T08:00:00.000Z', 2, '2026-11-24T01:00:00.000Z'],
    ['over the New Year holidays', '2026-12-28T08:00:00.000Z', 9, '2027-01-04T08:00:00.000Z'],
    ['from before opening', '2026-11-26T20:00:00.000Z', 1, '2026-11-27T01:00:00.000Z'],
    ['from after closing', '2026-11-27T12:00:00.000Z', 1, '2026-11-30T01:00:00.000Z'],
    ['to the very end of a day', '2026-11-27T00:00:00.000Z', 9, '2026-11-27T09:00:00.000Z'],
  ])('are reckoned %s', (_what, from, hours, expected) => {
    expect(businessHoursLater(usualCalendar, from, hours)).toBe(expected);
  });

  it('end on business days, and never before they begin', () => {
    const instant = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2030, 0) });
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 200 }), (time, hours) => {
        const from = new Date(time).toISOString();
        const end = businessHoursLater(usualCalendar, from, hours);
        expect(end > from).toBe(true);
        expect(isBusinessDay(usualCalendar, dateInTokyo(end))).toBe(true);
        expect(businessHoursLater(usualCalendar, from, hours + 1) > end).toBe(true);
      }),
    );
  });
});
