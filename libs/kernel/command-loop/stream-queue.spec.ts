import { describe, expect, it } from '@jest/globals';
import { createStreamQueue } from './stream-queue.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the queue of a stream', () => {
  it('runs the tasks of one stream in order and those of others meanwhile', async () => {
    const queue = createStreamQueue();
    const log: string[] = [];
    const task = (name: string, turns: number) => async () => {
      log.push(`${name} begins`);
      for (let index = 0; index < turns; index++) await turn();
      log.push(`${name} ends`);
    };
    await Promise.all([queue.run('a', task('a1', 5)), queue.run('a', task('a2', 1)), queue.run('b', task('b1', 1))]);
    expect(log).toEqual(['a1 begins', 'b1 begins', 'b1 ends', 'a1 ends', 'a2 begins', 'a2 ends']);
  });

  it('goes on after a task that failed', async () => {
    const queue = createStreamQueue();
    const failing = queue.run('a', () => Promise.reject(new Error('no')));
    const following = queue.run('a', () => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    await expect(following).resolves.toBe('yes');
  });

  it('is idle when everything has ended, also what was added while waiting', async () => {
    const queue = createStreamQueue();
    let done = 0;
    const task = async () => {
      await turn();
      done += 1;
    };
    const first = queue.run('a', async () => {
      await task();
      void queue.run('b', task);
    });
    await queue.idle();
    await first;
    expect(done).toBe(2);
  });
});
