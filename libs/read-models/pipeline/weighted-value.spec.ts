import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { weightedValue } from './weighted-value.ts';

describe('the weighted value', () => {
  it.each([
    [1_800_000, 60, 1_080_000],
    [1, 50, 1],
    [1, 49, 0],
    [333, 33, 110],
    [Number.MAX_SAFE_INTEGER, 100, Number.MAX_SAFE_INTEGER],
    [Number.MAX_SAFE_INTEGER, 0, 0],
  ])('of %d at %d %% is %d', (value, percent, weighted) => {
    expect(weightedValue(value, percent)).toBe(weighted);
  });

  it('is at most half a minor unit from the exact one, and never below it by half', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({ min: 0, max: 100 }), (value, percent) => {
        const distance = BigInt(weightedValue(value, percent)) * 100n - BigInt(value) * BigInt(percent);
        expect(distance > -50n && distance <= 50n).toBe(true);
      }),
    );
  });
});
