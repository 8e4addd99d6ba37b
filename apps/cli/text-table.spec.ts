import { describe, expect, it } from '@jest/globals';
import { displayWidth, shortened, textTable } from './text-table.ts';

describe('a table on a terminal', () => {
  it('counts Japanese characters as two columns', () => {
    expect(['受注', 'ｱ', 'A1', '（株）'].map(displayWidth)).toEqual([4, 1, 2, 6]);
  });

  it('lines up, numbers to the right', () => {
    expect(
      textTable([
        ['受付済み', 5],
        ['done', 120],
      ]),
    ).toBe('受付済み    5\ndone      120');
  });

  it('shortens a text to so many columns, and to its first line', () => {
    expect(shortened('見本を送る', 10)).toBe('見本を送る');
    expect(shortened('見本を送る', 9)).toBe('見本を送…');
    expect(shortened('見本を送る', 8)).toBe('見本を…');
    expect(shortened('見本\nを送る', 10)).toBe('見本…');
    expect(shortened(' Call ', 4)).toBe('Call');
  });
});
