import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, NotCanonical } from './canonical-json.ts';

describe('canonical JSON', () => {
  it('writes the example of RFC 8785, section 3.2.3, as the RFC does', () => {
    const example = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '€$\u000F\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(example)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts members by UTF-16 code units, also those that look like numbers', () => {
    expect(canonicalJson({ 9: 1, 10: 1, é: 1, z: 1, '\u{1F600}': 1, '\uFB33': 1 })).toBe(
      '{"10":1,"9":1,"z":1,"é":1,"\u{1F600}":1,"\uFB33":1}',
    );
  });

  it('is the same text after a round trip through JSON, so that stored events hash as they did', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = value;
        expect(canonicalJson(JSON.parse(JSON.stringify(json)) as object)).toBe(canonicalJson(json));
      }),
    );
  });

  it('refuses what has no canonical form', () => {
    expect(() => canonicalJson({ name: 'half \uD83D' })).toThrow(NotCanonical);
    expect(() => canonicalJson({ amount: Number.NaN })).toThrow(NotCanonical);
  });
});
