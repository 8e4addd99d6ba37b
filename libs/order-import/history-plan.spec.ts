import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planHistory } from './history-plan.ts';
import type { ItemDraft, OrderDraft } from './order-draft.ts';

const place = { file: 'orders.csv', line: 2 };

const item = (sku: string, onHand: number): ItemDraft => ({
  place,
  sku,
  name: sku,
  unit: '個',
  unitPrice: 100,
  currency: 'JPY',
  taxClass: 'standard',
  warehouse: 'MAIN',
  onHand,
  reorderPoint: 0,
});

const order = (number: string, orderedOn: string, shippedOn: string | undefined, quantities: Record<string, number>) =>
  ({
    number,
    place,
    orderedOn,
    ...(shippedOn === undefined ? {} : { shippedOn }),
    received: {
      channel: 'import',
      customer: { id: 'C', name: 'C' },
      customerReference: number,
      receivedAt: `${orderedOn}T00:00:00.000Z`,
      currency: 'JPY',
      lines: Object.entries(quantities).map(([sku, quantity], index) => ({
        lineId: String(index + 1),
        sku,
        warehouse: 'MAIN',
        quantity,
      })),
      charges: [],
      shipTo: { name: 'C', lines: ['1'], country: 'JP' },
      paymentTerms: 'invoice',
    },
  }) satisfies OrderDraft;

const outline = (orders: readonly OrderDraft[], items: readonly ItemDraft[]) =>
  planHistory(orders, items).map(({ date, receipts, intake, firm, shipping }) => ({
    date,
    receipts: receipts.map(({ sku, quantity }) => `${quantity} ${sku}`),
    intake: intake.map(({ number }) => number),
    firm: firm.map(({ order: { number }, agreedDate }) => `${number}${agreedDate ? ` for ${agreedDate}` : ''}`),
    shipping: shipping.map(({ number }) => number),
  }));

describe('the plan of a history', () => {
  it('has nothing arrive for orders that the stock can serve', () => {
    expect(outline([order('1', '2026-01-05', '2026-01-07', { TEA: 3 })], [item('TEA', 3)])).toEqual([
      { date: '2026-01-05', receipts: [], intake: ['1'], firm: ['1'], shipping: [] },
      { date: '2026-01-07', receipts: [], intake: [], firm: [], shipping: ['1'] },
    ]);
  });

  it('has what is short arrive on the day it left, which is the date that the customer agreed to', () => {
    expect(outline([order('1', '2026-01-05', '2026-01-07', { TEA: 5 })], [item('TEA', 3)])).toEqual([
      { date: '2026-01-05', receipts: [], intake: ['1'], firm: ['1 for 2026-01-07'], shipping: [] },
      { date: '2026-01-07', receipts: ['2 TEA'], intake: [], firm: [], shipping: ['1'] },
    ]);
  });

  it('serves whoever queued before, so that their units arrive too, and they become firm by it', () => {
    const orders = [
      order('never shipped', '2026-01-05', undefined, { TEA: 4 }),
      order('shipped', '2026-01-06', '2026-01-08', { TEA: 1 }),
    ];
    expect(outline(orders, [])).toEqual([
      { date: '2026-01-05', receipts: [], intake: ['never shipped'], firm: [], shipping: [] },
      { date: '2026-01-06', receipts: [], intake: ['shipped'], firm: ['shipped for 2026-01-08'], shipping: [] },
      { date: '2026-01-08', receipts: ['5 TEA'], intake: [], firm: ['never shipped'], shipping: ['shipped'] },
    ]);
  });

  it('registers an order that came in and left on one day without a date to agree on', () => {
    expect(outline([order('1', '2026-01-05', '2026-01-05', { TEA: 5 })], [])).toEqual([
      { date: '2026-01-05', receipts: ['5 TEA'], intake: ['1'], firm: ['1'], shipping: ['1'] },
    ]);
  });

  it('ships everything that the data shipped out of what there is by then, whatever the data', () => {
    const day = fc.integer({ min: 10, max: 28 });
    const someOrder = fc.record({
      orderedOn: day,
      later: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
      quantities: fc.dictionary(fc.constantFrom('A', 'B', 'C'), fc.integer({ min: 1, max: 9 }), { minKeys: 1 }),
    });
    const history = fc.tuple(
      fc.array(someOrder, { maxLength: 20 }),
      fc.array(fc.nat(12), { minLength: 3, maxLength: 3 }),
    );
    fc.assert(
      fc.property(history, ([drawn, opening]) => {
        const orders = drawn.map(({ orderedOn, later, quantities }, index) => {
          const left = later === undefined ? undefined : `2026-01-${Math.min(28, orderedOn + later)}`;
          return order(String(index), `2026-01-${orderedOn}`, left, quantities);
        });
        const items = ['A', 'B', 'C'].map((sku, index) => item(sku, opening[index] ?? 0));
        const onHand = new Map(items.map(({ sku, onHand: units }) => [sku, units]));
        const registered = new Set<string>();
        for (const { receipts, firm, shipping } of planHistory(orders, items)) {
          for (const { sku, quantity } of receipts) onHand.set(sku, (onHand.get(sku) ?? 0) + quantity);
          for (const entry of firm) {
            expect(registered).not.toContain(entry.order.number);
            registered.add(entry.order.number);
          }
          for (const { number, received } of shipping) {
            expect(registered).toContain(number);
            for (const { sku, quantity } of received.lines) onHand.set(sku, (onHand.get(sku) ?? 0) - quantity);
          }
          expect(Math.min(...onHand.values())).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});
