import { setImmediate as tick } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { inFlight, oneByOne } from './in-flight.ts';

describe('work on many orders', () => {
  it('goes on at so many at once, and no more', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await inFlight([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      most = Math.max(most, ++running);
      await tick();
      running -= 1;
      done.push(item);
    });
    expect(most).toBe(3);
    expect(done.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('ends with the first failure, when nothing runs any more', async () => {
    const begun: number[] = [];
    let running = 0;
    const work = inFlight([1, 2, 3, 4, 5, 6], 2, async (item) => {
      begun.push(item);
      running += 1;
      await tick();
      running -= 1;
      if (item === 1) throw new Error('out of paper');
    });
    await expect(work).rejects.toThrow('out of paper');
    expect(running).toBe(0);
    expect(begun.length).toBeLessThan(6);
  });

  it('takes turns in the order in which they were asked for, also after a failure', async () => {
    const inTurn = oneByOne();
    const order: string[] = [];
    const first = inTurn(async () => {
      await tick();
      order.push('first');
      throw new Error('refused');
    });
    const second = inTurn(() => Promise.resolve(order.push('second')));
    await expect(first).rejects.toThrow('refused');
    await second;
    expect(order).toEqual(['first', 'second']);
  });
});
