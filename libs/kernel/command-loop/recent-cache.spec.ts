import { describe, expect, it } from '@jest/globals';
import { createRecentCache } from './recent-cache.ts';

describe('a cache of recent values', () => {
  it('forgets the one that was not asked for the longest', () => {
    const cache = createRecentCache<number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    cache.get('a');
    cache.set('c', 3);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3]);
  });

  it('keeps nothing where its limit is 0', () => {
    const cache = createRecentCache<number>(0);
    cache.set('a', 1);
    expect(cache.get('a')).toBeUndefined();
  });
});
