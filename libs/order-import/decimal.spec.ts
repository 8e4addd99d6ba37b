import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalReader, inUnitsOf, type Decimal } from './decimal.ts';

const read = decimalReader({ decimal: '.' });
const exactly = (places: number, text: string) => inUnitsOf(places, read(text) ?? fail(text), 'refuse');
const fail = (text: string): Decimal => {
  throw new Error(`${text} was not read`);
};

describe('decimal numbers in files', () => {
  it.each([
    ['12', 1200n],
    ['9.8', 980n],
    ['0.1', 10n],
    ['1.10', 110n],
    ['1.100', 110n],
    ['-3.5', -350n],
    ['99999999999999999999.99', 9999999999999999999999n],
  ])('turns %s into exact minor units', (text, cents) => {
    expect(exactly(2, text)).toBe(cents);
  });

  it('keeps every digit, whatever a float would make of it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 25n }), fc.integer({ min: 0, max: 99 }), (whole, cents) => {
        expect(exactly(2, `${whole}.${String(cents).padStart(2, '0')}`)).toBe(whole * 100n + BigInt(cents));
      }),
    );
  });

  it('refuses more decimals than there are units for, or rounds them half up where it is told to', () => {
    const thirds = read('1.005') ?? fail('1.005');
    expect(inUnitsOf(2, thirds, 'refuse')).toBeUndefined();
    expect(inUnitsOf(2, thirds, 'roundHalfUp')).toBe(101n);
    expect(inUnitsOf(2, read('1.0049') ?? fail(''), 'roundHalfUp')).toBe(100n);
  });

  it('reads thousands and decimals by the marks of the country, and full-width digits', () => {
    const german = decimalReader({ decimal: ',', group: '.' });
    expect(german('1.234.567,89')).toEqual({ units: 123456789n, scale: 2 });
    expect(german('1.23,4')).toBeUndefined();
    expect(decimalReader({ decimal: '.', group: ',' })('１，２３４')).toEqual({ units: 1234n, scale: 0 });
  });

  it.each(['', 'abc', '1e3', '1.', '.5', '1 000', '0x10', '1,5', '--1', '9'.repeat(41)])(
    'does not take "%s" for a number',
    (text) => {
      expect(read(text)).toBeUndefined();
    },
  );
});
