import { describe, expect, it } from '@jest/globals';
import { daysLater, lastDayOfMonth } from './dates.ts';

describe('calendar dates', () => {
  it('are counted in days over the ends of months and years', () => {
    expect(daysLater('2026-11-22', 0)).toBe('2026-11-22');
    expect(daysLater('2026-12-31', 1)).toBe('2027-01-01');
    expect(daysLater('2028-02-28', 1)).toBe('2028-02-29');
  });

  it('know the last day of a month, also of one that is shorter', () => {
    expect(lastDayOfMonth('2026-11-22')).toBe('2026-11-30');
    expect(lastDayOfMonth('2026-12-31', 2)).toBe('2027-02-28');
    expect(lastDayOfMonth('2026-11-01', 15)).toBe('2028-02-29');
  });

  it('reach the years before 100 as they are written', () => {
    expect(daysLater('0001-12-31', 1)).toBe('0002-01-01');
    expect(lastDayOfMonth('0001-02-01')).toBe('0001-02-28');
  });

  it('never leave the dates that can be written', () => {
    expect(daysLater('9999-12-31', 1)).toBe('9999-12-31');
    expect(lastDayOfMonth('9999-11-30', 600)).toBe('9999-12-31');
  });
});
