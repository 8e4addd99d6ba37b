import { describe, expect, it } from '@jest/globals';
import { createOrderNumbers } from './order-numbers.ts';

describe('order numbers', () => {
  const seriesFrom = (appends: string[]) => {
    const last = new Map<number, number>();
    return (year: number, count: number): Promise<number> => {
      appends.push(`${String(year)} × ${String(count)}`);
      const first = (last.get(year) ?? 0) + 1;
      last.set(year, first + count - 1);
      return Promise.resolve(first);
    };
  };

  it('shares one append among orders that arrive together, and repeats no number', async () => {
    const appends: string[] = [];
    const next = createOrderNumbers('GO', seriesFrom(appends));
    const numbers = await Promise.all(Array.from({ length: 100 }, () => next('2026-11-22')));
    expect(new Set(numbers).size).toBe(100);
    expect([numbers[0], numbers[99]]).toEqual(['GO-2026-000001', 'GO-2026-000100']);
    expect(appends).toEqual(['2026 × 100']);
    expect(await next('2026-11-23')).toBe('GO-2026-000101');
  });

  it('serves whoever comes while numbers are being taken in the next round', async () => {
    const appends: string[] = [];
    const take = seriesFrom(appends);
    const late: Promise<string>[] = [];
    const next = createOrderNumbers('GO', (year, count) => {
      if (late.length === 0) late.push(next('2026-01-05'), next('2026-01-05'));
      return take(year, count);
    });
    expect(await next('2026-01-05')).toBe('GO-2026-000001');
    expect(await Promise.all(late)).toEqual(['GO-2026-000002', 'GO-2026-000003']);
    expect(appends).toEqual(['2026 × 1', '2026 × 2']);
  });

  it('counts every year from one', async () => {
    const next = createOrderNumbers('GO', seriesFrom([]));
    expect(await Promise.all([next('2026-12-31'), next('2027-01-01')])).toEqual(['GO-2026-000001', 'GO-2027-000001']);
  });

  it('tells everybody of a round that failed, and goes on', async () => {
    let failing = true;
    const take = seriesFrom([]);
    const next = createOrderNumbers('GO', (year, count) =>
      failing ? Promise.reject(new Error('the store is away')) : take(year, count),
    );
    const outcomes = await Promise.allSettled([next('2026-01-05'), next('2026-01-05')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    failing = false;
    expect(await next('2026-01-05')).toBe('GO-2026-000001');
  });

  describe('while another program takes numbers of the same series', () => {
    /** Between any two takes of this program the other one takes one number. */
    const sharedSeries = () => {
      const counts: number[] = [];
      let last = 0;
      const take = (_year: number, count: number): Promise<number> => {
        counts.push(count);
        const first = last + 1;
        last += count + 1;
        return Promise.resolve(first);
      };
      return { counts, take };
    };

    it('takes more and more at once, so that the two seldom meet, and repeats no number', async () => {
      const { counts, take } = sharedSeries();
      const next = createOrderNumbers('GO', take, () => 0);
      const numbers: string[] = [];
      for (let index = 0; index < 200; index += 1) numbers.push(await next('2026-01-05'));
      expect(new Set(numbers).size).toBe(200);
      expect(counts).toEqual([1, 1, 2, 4, 8, 16, 32, 64, 64, 64]);
    });

    it('gives up numbers that have lain for long, and goes back to single ones when it is alone again', async () => {
      const { take } = sharedSeries();
      let now = 0;
      const taken: number[] = [];
      let alone = false;
      let end = 0;
      const next = createOrderNumbers(
        'GO',
        async (year, count) => {
          const first: number = alone ? end + 1 : await take(year, count);
          end = first + count - 1;
          taken.push(count);
          return first;
        },
        () => now,
      );
      for (let index = 0; index < 5; index += 1) await next('2026-01-05');
      expect(taken).toEqual([1, 1, 2, 4]);
      alone = true;
      now += 10_001;
      await next('2026-01-05');
      expect(taken).toEqual([1, 1, 2, 4, 8]);
      now += 10_001;
      await next('2026-01-05');
      await next('2026-01-05');
      expect(taken).toEqual([1, 1, 2, 4, 8, 1, 1]);
    });
  });
});
