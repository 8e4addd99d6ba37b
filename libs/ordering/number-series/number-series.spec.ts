import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CorruptStream, isRefusal } from '#libs/kernel/decider';
import { numberSeriesStream } from './number-series.stream.ts';
import { GOODS_ORDER_SERIES, numberSeriesId, orderNumber, SERVICE_ORDER_SERIES } from './order-number.ts';

const { decider } = numberSeriesStream;
const context = { id: 'GO.2026', now: '2026-11-22T05:00:00.000Z', commandId: 'c1' };

describe('a number series', () => {
  it('hands out every number once and leaves none out', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 })), (counts) => {
        let state = decider.initial;
        const taken: number[] = [];
        for (const count of counts) {
          const facts = decider.decide({ type: 'TakeNumbers', data: { count } }, state, context);
          if (isRefusal(facts)) throw new Error(facts.code);
          for (const fact of facts) {
            state = decider.evolve(state, fact);
            for (let number = fact.data.first; number <= fact.data.last; number++) taken.push(number);
          }
        }
        expect(taken).toEqual(taken.map((_, index) => index + 1));
        expect(taken).toHaveLength(counts.reduce((total, count) => total + count, 0));
      }),
    );
  });

  it.each([
    { first: 1, last: 1 },
    { first: 4, last: 5 },
    { first: 3, last: 2 },
  ])('stops at a record of $first to $last after 2', (data) => {
    const state = decider.evolve(decider.initial, { type: 'NumbersTaken', data: { first: 1, last: 2 } });
    expect(() => decider.evolve(state, { type: 'NumbersTaken', data })).toThrow(CorruptStream);
  });
});

describe('an order number', () => {
  it('says what is ordered, the year and a number of six digits or more', () => {
    expect(numberSeriesId(GOODS_ORDER_SERIES, 2026)).toBe('GO.2026');
    expect(orderNumber(GOODS_ORDER_SERIES, 2026, 123)).toBe('GO-2026-000123');
    expect(orderNumber(SERVICE_ORDER_SERIES, 2026, 1)).toBe('SO-2026-000001');
    expect(orderNumber(GOODS_ORDER_SERIES, 2026, 1_234_567)).toBe('GO-2026-1234567');
  });
});
