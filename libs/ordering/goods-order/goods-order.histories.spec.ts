import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { regionOf } from '#state-machines/goods-order/goods-order.events';
import { recordedHistories, replayed, untold } from '../recorded-histories.ts';
import { goodsOrderStream } from './goods-order.stream.ts';

const histories = recordedHistories(path.join(import.meta.dirname, 'histories'));

describe.each(histories)('the histories recorded as %s', (_file, recorded) => {
  it.each(recorded)('still lead where they led: $name', (history) => {
    expect(replayed(goodsOrderStream, history)).toEqual(history.stateAfter);
  });
});

describe('the recorded histories together', () => {
  it('tell every fact there is', () => expect(untold(histories, regionOf)).toEqual([]));
});
