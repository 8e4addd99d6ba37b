import { describe, expect, it } from '@jest/globals';
import { createBackgroundWork } from './background-work.ts';

describe('what a group writes on its own account', () => {
  it('is tried again until it succeeds', async () => {
    const work = createBackgroundWork();
    let attempts = 0;
    const done = await work.keepTrying(() => {
      attempts += 1;
      return attempts === 1 ? Promise.reject(new Error('busy')) : Promise.resolve();
    });
    expect(done).toBe(true);
    expect(attempts).toBe(2);
  });

  it('is given up when the group ends, which waits for the attempt that runs', async () => {
    const work = createBackgroundWork();
    const failing = work.keepTrying(() => Promise.reject(new Error('gone')));
    const { promise: running, resolve: finish } = Promise.withResolvers<undefined>();
    let finished = false;
    const slow = work.keepTrying(async () => {
      await running;
      finished = true;
    });
    const ended = work.end().then(() => finished);
    finish(undefined);
    expect(await ended).toBe(true);
    expect(await slow).toBe(true);
    expect(await failing).toBe(false);
  });

  it('runs once more, and only once, for all that was asked while it ran', async () => {
    const work = createBackgroundWork();
    const { promise: first, resolve: finishFirst } = Promise.withResolvers<undefined>();
    const { promise: second, resolve: secondRan } = Promise.withResolvers<undefined>();
    let runs = 0;
    const request = work.coalesced(async () => {
      runs += 1;
      if (runs === 1) await first;
      else secondRan(undefined);
    });
    request();
    request();
    request();
    expect(runs).toBe(1);
    finishFirst(undefined);
    await second;
    await work.end();
    expect(runs).toBe(2);
  });
});
