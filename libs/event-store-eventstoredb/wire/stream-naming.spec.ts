import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { categoryOf } from '#libs/kernel/fact';
import { isWanted, requireOwnStream, streamNaming } from './stream-naming.ts';

const names = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.stringMatching(/^[$@a-c.|()+*?^-]{1,8}$/),
  fc.constantFrom('goodsOrder-1', 'goodsOrderLine-1', 'goodsOrder', '-1', 'juchuStore-identity', '$et-x', '@n@a-1'),
);
const namespaces = fc.constantFrom(undefined, 'n', 'nn', 'other_1');

describe('names of streams on a server', () => {
  it('come back as what they are in the log, and are nobody else’s', () => {
    fc.assert(
      fc.property(names, namespaces, namespaces, (stream, namespace, other) => {
        const naming = streamNaming(namespace);
        fc.pre(!naming.isReserved(stream));
        expect(naming.inLog(naming.onServer(stream))).toBe(stream);
        if (namespace !== other) expect(streamNaming(other).inLog(naming.onServer(stream))).toBeUndefined();
      }),
    );
  });

  it('are all let through by the server’s filter where they are wanted', () => {
    fc.assert(
      fc.property(names, namespaces, fc.array(names, { maxLength: 3 }), (stream, namespace, others) => {
        const naming = streamNaming(namespace);
        fc.pre(!naming.isReserved(stream));
        const filter = { categories: [...others, categoryOf(stream)] };
        for (const wanted of [undefined, filter]) {
          expect(isWanted(stream, wanted)).toBe(true);
          expect(naming.onServer(stream)).toMatch(new RegExp(naming.serverPattern(wanted)));
        }
      }),
    );
  });

  it('of the server, of this installation and of other logs are kept from the filter, and cannot be written', () => {
    const naming = streamNaming();
    for (const stream of ['$stats-0', '$$goodsOrder-1', 'juchuStore-identity', 'juchuStore', '@n@goodsOrder-1']) {
      expect(naming.inLog(stream)).toBeUndefined();
      expect(stream).not.toMatch(new RegExp(naming.serverPattern(undefined)));
      expect(() => requireOwnStream(naming, stream)).toThrow(expect.objectContaining({ code: 'invalidRequest' }));
    }
    expect(streamNaming('n').inLog('@n@juchuStore-identity')).toBeUndefined();
  });

  it('match no filter of no categories', () => {
    const pattern = new RegExp(streamNaming().serverPattern({ categories: [] }));
    expect(['', 'goodsOrder-1'].filter((name) => pattern.test(name))).toEqual([]);
  });
});
