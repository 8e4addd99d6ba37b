import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fromClerk, type LoopHarness, openLoopHarness } from '#libs/kernel/testing/loop-harness';
import { line, receive } from '#libs/ordering/goods-order/goods-order.story';
import { goodsOrderStream } from '#libs/ordering/goods-order/goods-order.stream';
import { GOODS_ORDER_SERIES, SERVICE_ORDER_SERIES } from '#libs/ordering/number-series/order-number';
import { createNumbering } from './number-new-order.ts';

describe('the number of a new order', () => {
  let harness: LoopHarness;
  beforeEach(async () => {
    harness = await openLoopHarness();
  });
  afterEach(() => harness.close());

  /** Numbers orders of a series, each of as many units; the number, or the code of the refusal. */
  const numbering = (series: string) => {
    const { clock } = harness;
    const number = createNumbering(goodsOrderStream, series, { loop: harness.loop(), clock });
    return async (quantities: readonly number[], receivedAt?: string): Promise<string> => {
      const lines = quantities.map((quantity) => line('1', quantity));
      let last = '';
      const numbered = await number(
        (orderNumber) => {
          last = orderNumber;
          return receive(lines);
        },
        { id: 'o1', context: fromClerk(), receivedAt },
      );
      return 'refused' in numbered ? numbered.code : last;
    };
  };

  it('is the next of its own series and of the year in which the order was received in Japan', async () => {
    const goods = numbering(GOODS_ORDER_SERIES);
    const service = numbering(SERVICE_ORDER_SERIES);
    expect(await goods([1])).toBe('GO-2026-000001');
    expect(await goods([1])).toBe('GO-2026-000002');
    expect(await service([1])).toBe('SO-2026-000001');
    expect(await goods([1], '2025-12-31T14:59:59.000Z')).toBe('GO-2025-000001');
    expect(await goods([1], '2025-12-31T15:00:00.000Z')).toBe('GO-2026-000003');
  });

  it('is not taken by an order that is refused', async () => {
    const goods = numbering(GOODS_ORDER_SERIES);
    expect(await goods([1, 2])).toBe('duplicate-line');
    expect(await goods([1])).toBe('GO-2026-000001');
  });
});
