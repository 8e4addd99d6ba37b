import { describe, expect, it } from '@jest/globals';
import { dateReader, isDatePattern } from './date-pattern.ts';

describe('dates in files', () => {
  it.each([
    ['yyyy-MM-dd', '1996-07-04', '1996-07-04'],
    ['yyyy/M/d', '2026/1/5', '2026-01-05'],
    ['yyyy年M月d日', '2026年11月22日', '2026-11-22'],
    ['dd.MM.yyyy', '22.11.2026', '2026-11-22'],
    ['yyyyMMdd', '20261122', '2026-11-22'],
    ['yyyy-MM-dd', '2026-11-22 13:45:01', '2026-11-22'],
    ['yyyy-MM-dd', '2026-11-22T13:45:01.123', '2026-11-22'],
    ['yyyy/M/d', '２０２６／１／５', '2026-01-05'],
  ])('reads %s', (pattern, text, date) => {
    expect(dateReader(pattern)(text)).toBe(date);
  });

  it.each(['2026-02-29', '2026-13-01', '22-11-2026', '2026-11-22x', '2026-11', '', 'yesterday'])(
    'takes "%s" for no date',
    (text) => {
      expect(dateReader('yyyy-MM-dd')(text)).toBeUndefined();
    },
  );

  it('takes the dot of a pattern for a dot', () => {
    expect(dateReader('dd.MM.yyyy')('22x11x2026')).toBeUndefined();
  });

  it('wants one year, one month and one day in a pattern', () => {
    expect(['yyyy-MM-dd', 'd/M/yyyy'].map(isDatePattern)).toEqual([true, true]);
    expect(['yyyy-MM', 'yyyy-MM-dd-dd', 'YYYY-MM-DD', ''].map(isDatePattern)).toEqual([false, false, false, false]);
  });
});
