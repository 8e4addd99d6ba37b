import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseStockItemId, stockItemId } from './stock-item.id.ts';

describe('the id of a stock item', () => {
  it('joins warehouse and SKU, with everything odd percent-encoded', () => {
    expect(stockItemId('TOKYO', 'TEA-01')).toBe('TOKYO.TEA-01');
    expect(stockItemId('東京', 'a.b/c d')).toBe('%E6%9D%B1%E4%BA%AC.a%2Eb%2Fc%20d');
  });

  it('leads back to warehouse and SKU, whatever they are, and to no others', () => {
    const code = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(code, code, (warehouse, sku) => {
        expect(parseStockItemId(stockItemId(warehouse, sku))).toEqual({ warehouse, sku });
      }),
    );
  });

  it.each(['', 'TOKYO', 'TOKYO.', '.TEA', 'TOKYO.TEA.01', 'TOKYO.%', 'TOKYO.a b', 'TOKYO.%41'])(
    'is nothing that was made otherwise: %p',
    (id) => {
      expect(parseStockItemId(id)).toBeUndefined();
    },
  );
});
