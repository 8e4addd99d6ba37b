import { describe, expect, it } from '@jest/globals';
import { NewerProgram } from '../decider.ts';
import { schemaVersionOf, upcast } from './upcasting.ts';

const shapes = {
  machine: 'loan@1',
  upcasters: {
    FeeCharged: [(data: object) => ({ ...data, currency: 'JPY' }), (data: object) => ({ ...data, reason: 'unknown' })],
  },
};

describe('old shapes of facts', () => {
  it('take every step from the one they were written in', () => {
    expect(upcast(shapes, 'FeeCharged', 1, { amount: 1 })).toEqual({ amount: 1, currency: 'JPY', reason: 'unknown' });
    expect(upcast(shapes, 'FeeCharged', 2, { amount: 1, currency: 'USD' })).toEqual({
      amount: 1,
      currency: 'USD',
      reason: 'unknown',
    });
  });

  it('are left as they are where they are of today, or never changed', () => {
    const data = { amount: 1 };
    expect(upcast(shapes, 'FeeCharged', 3, data)).toBe(data);
    expect(upcast(shapes, 'FeePaid', 1, data)).toBe(data);
  });

  it('count from 1, one more per step', () => {
    expect(schemaVersionOf(shapes, 'FeePaid')).toBe(1);
    expect(schemaVersionOf(shapes, 'FeeCharged')).toBe(3);
  });

  it('of a newer program are not guessed at', () => {
    expect(() => upcast(shapes, 'FeeCharged', 4, {})).toThrow(NewerProgram);
    expect(() => upcast(shapes, 'FeePaid', 2, {})).toThrow('loan@1 knows it up to shape 1: update the program');
  });
});
