import { describe, expect, it } from '@jest/globals';
import { everyOf, onlyIf, whileInRegion } from './availability.ts';

const labels: Readonly<Record<string, { ja: string; en: string }>> = {
  drafted: { ja: '作成済み', en: 'Drafted' },
  signing: { ja: '署名', en: 'Signing' },
  'signing.first': { ja: '一人目', en: 'First' },
};
const whileIn = whileInRegion({
  pathOf: ({ path }: { readonly path: string }) => path,
  labelOf: (path) => labels[path] ?? { ja: path, en: path },
});

describe('a command that is allowed only in some states of a region', () => {
  it('is allowed in them and in the states inside them', () => {
    expect(whileIn('drafted')({ path: 'drafted' })).toBeUndefined();
    expect(whileIn('drafted', 'signing')({ path: 'signing.first' })).toBeUndefined();
  });

  it('is refused elsewhere, with what people call the states', () => {
    expect(whileIn('drafted', 'signing')({ path: 'signingOff' })).toMatchObject({ code: 'not-in-this-state' });
    expect(whileIn('drafted', 'signing')({ path: 'signing' })).toBeUndefined();
    expect(whileIn('drafted')({ path: 'signing.first' })).toEqual({
      refused: 'state',
      code: 'not-in-this-state',
      message: {
        ja: 'この操作は「作成済み」の間だけ行えます。現在は「一人目」です。',
        en: 'This is possible only while the order is "Drafted"; it is "First".',
      },
    });
  });
});

describe('a command with several conditions', () => {
  const some = onlyIf(({ count }: { readonly count: number }) => count > 0, 'none', '無い', 'none');
  const few = onlyIf(({ count }: { readonly count: number }) => count < 0, 'many', '多い', 'many');

  it('is refused for the first that does not hold', () => {
    expect(everyOf(some, few)({ data: { count: 0 } })?.code).toBe('none');
    expect(everyOf(some, few)({ data: { count: 1 } })?.code).toBe('many');
    expect(everyOf(some, some)({ data: { count: 1 } })).toBeUndefined();
  });
});
