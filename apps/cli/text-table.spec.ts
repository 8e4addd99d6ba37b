import { describe, expect, it } from '@jest/globals';
import { displayWidth, textTable } from './text-table.ts';

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
});
