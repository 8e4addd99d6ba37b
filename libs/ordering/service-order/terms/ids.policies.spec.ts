import { describe, expect, it } from '@jest/globals';
import { nextId, refusalOfIds, withIds } from './ids.policies.ts';

describe('ids of the parts of an order', () => {
  it('are the first that are free', () => {
    expect(nextId('R', [])).toBe('R1');
    expect(nextId('R', ['R1', 'first', 'R3'])).toBe('R2');
  });

  it('are made where they are left out, around those that were given', () => {
    const points = [{ about: 'a' }, { about: 'b', pointId: 'P2' }, { about: 'c' }];
    expect(withIds(points, 'pointId', 'P', ['P1']).map(({ pointId }) => pointId)).toEqual(['P3', 'P2', 'P4']);
  });

  it('are refused where one is used twice, by its place in the list', () => {
    expect(refusalOfIds([{ id: 'a' }, {}, { id: 'a' }], 'id', 'items')).toMatchObject({
      code: 'duplicate-id',
      field: 'items[2].id',
    });
    expect(refusalOfIds([{ id: 'a' }], 'id', 'items', ['a'])).toMatchObject({ field: 'items[0].id' });
    expect(refusalOfIds([{ id: 'a' }, { id: 'b' }], 'id', 'items', ['c'])).toBeUndefined();
  });
});
