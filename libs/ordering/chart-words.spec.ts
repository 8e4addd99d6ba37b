import { describe, expect, it } from '@jest/globals';
import { goodsOrderMachine } from '#state-machines/goods-order/goods-order.machine';
import { itemMachine } from '#state-machines/item/item.machine';
import { chartWords, pathIn } from './chart-words.ts';

describe('the words of a chart', () => {
  it('are those of its states, inner ones by their dotted path', () => {
    const words = chartWords(goodsOrderMachine);
    expect(words.labelOf('fulfilment', 'confirming.checking')).toEqual({ ja: '確認中', en: 'Checking' });
    expect(words.metaOf('hold', 'held')?.nextActor).toBe('backOffice');
    expect(chartWords(itemMachine).labelOf('state', 'active')).toEqual({ ja: '販売中', en: 'Active' });
  });

  it('are the path itself for a state that it does not have', () => {
    const words = chartWords(goodsOrderMachine);
    expect(words.labelOf('fulfilment', 'dreaming')).toEqual({ ja: 'dreaming', en: 'dreaming' });
    expect(words.metaOf('dreams', 'held')).toBeUndefined();
  });
});

describe('the place of an order', () => {
  it('has a path for each of its regions, and none for another', () => {
    expect(pathIn({ hold: 'held', shipments: { S1: 'planned' } }, 'hold')).toBe('held');
    expect(pathIn({ hold: 'held', shipments: { S1: 'planned' } }, 'shipments')).toBe('');
    expect(pathIn({ hold: 'held' }, 'billing')).toBe('');
  });
});
