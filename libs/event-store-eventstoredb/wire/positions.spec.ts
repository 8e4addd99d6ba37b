import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { START } from '#libs/kernel/event-store';
import { logOrigin, positionOf, wirePositionOf } from './positions.ts';

const place = fc.record({ commit: fc.bigInt(0n, 2n ** 64n - 1n), prepare: fc.bigInt(0n, 2n ** 64n - 1n) });
const written = ({ commit, prepare }: { commit: bigint; prepare: bigint }) =>
  positionOf({ commit: commit.toString(), prepare: prepare.toString() });

describe('a position of EventStoreDB', () => {
  it('comes back as the two numbers it was, with all their digits', () => {
    fc.assert(
      fc.property(place, ({ commit, prepare }) => {
        expect(wirePositionOf(written({ commit, prepare }))).toEqual({
          commit: commit.toString(),
          prepare: prepare.toString(),
        });
      }),
    );
  });

  it('compares as a string as its numbers do, commit first, and is after the start', () => {
    const order = (one: bigint, other: bigint): number => (one < other ? -1 : one > other ? 1 : 0);
    fc.assert(
      fc.property(place, place, (one, other) => {
        const byNumbers = order(one.commit, other.commit) || order(one.prepare, other.prepare);
        const [a, b] = [written(one), written(other)];
        expect(a < b ? -1 : a > b ? 1 : 0).toBe(byNumbers);
        expect(a > START).toBe(true);
      }),
    );
  });

  it('that this store never gave is refused', () => {
    for (const position of ['yesterday', '1-1', '00000000000000000007', `${'0'.repeat(20)}-${'x'.repeat(20)}`])
      expect(() => wirePositionOf(position)).toThrow(expect.objectContaining({ code: 'invalidRequest' }));
  });
});

describe('the origin of a log', () => {
  const at = (commit: bigint) => written({ commit, prepare: commit });

  it('makes what stands up to there the start, in both directions', () => {
    const origin = logOrigin(at(100n));
    expect([origin.shown(at(99n)), origin.shown(at(100n)), origin.shown(at(101n))]).toEqual([START, START, at(101n)]);
    expect([START, at(7n), at(100n), at(101n)].map((position) => origin.onServer(position))).toEqual([
      at(100n),
      at(100n),
      at(100n),
      at(101n),
    ]);
  });

  it('leaves all positions as they are where the log begins with its server', () => {
    const origin = logOrigin(START);
    expect([origin.shown(at(1n)), origin.onServer(at(1n)), origin.onServer(START)]).toEqual([at(1n), at(1n), START]);
  });
});
