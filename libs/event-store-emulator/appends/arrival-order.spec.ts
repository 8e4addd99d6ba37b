import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createArrivalOrder } from './arrival-order.ts';

describe('tasks in the order of their arrival', () => {
  it('begin in it, whichever has learnt first what it has to, and whichever fails', async () => {
    const order = createArrivalOrder();
    const begun: number[] = [];
    const learnt: number[] = [];
    const tasks = [30, 10, 20, 0, 5].map((delay, index) =>
      order.run(
        async () => {
          await pause(delay);
          learnt.push(index);
          if (index === 2) throw new Error('cannot begin');
        },
        () => {
          begun.push(index);
          return Promise.resolve(index);
        },
      ),
    );
    const ends = await Promise.allSettled(tasks);
    expect(learnt[0]).toBe(3);
    expect(begun).toEqual([0, 1, 3, 4]);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  });

  it('begin while earlier ones are still at work', async () => {
    const order = createArrivalOrder();
    const { promise: end, resolve } = Promise.withResolvers<string>();
    const first = order.run(
      () => Promise.resolve(),
      () => end,
    );
    const second = await order.run(
      () => Promise.resolve(),
      () => Promise.resolve('second'),
    );
    resolve('first');
    expect([await first, second]).toEqual(['first', 'second']);
  });
});
