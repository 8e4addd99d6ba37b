import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { memoryProjectionStore } from '../testing/memory-projection-store.ts';
import { holdLease } from './lease.ts';

describe('a lease', () => {
  it('counts as lost when the store no longer answers, since another may have it by then', async () => {
    const store = memoryProjectionStore();
    let answering = true;
    let answer: (renewed: boolean) => void = () => undefined;
    const silent: Pick<typeof store, 'acquireLease' | 'releaseLease'> = {
      acquireLease: (...asked) =>
        answering ? store.acquireLease(...asked) : new Promise((resolve) => (answer = resolve)),
      releaseLease: (...given) => store.releaseLease(...given),
    };
    const lease = await holdLease(silent, 'tally', { holder: 'one', leaseMs: 30 });
    answering = false;
    expect(lease?.signal.aborted).toBe(false);
    if (lease) await once(lease.signal, 'abort');
    answer(true);
    await lease?.release();
  });

  it('is asked for again, before it counts as lost, where the program itself stood still', async () => {
    const lease = await holdLease(memoryProjectionStore(), 'tally', { holder: 'one', leaseMs: 30 });
    const standstill = performance.now() + 60;
    while (performance.now() < standstill);
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect(lease?.signal.aborted).toBe(false);
    await lease?.release();
  });
});
