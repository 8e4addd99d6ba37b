import { describe, expect, it } from '@jest/globals';
import { isCalendarDate } from '#state-machines/vocabulary/dates';
import { paymentTerms } from '#state-machines/goods-order/goods-order.events';
import { channels } from '#state-machines/vocabulary/contact';
import { dateOfDay } from './business-days.ts';
import { journeys } from './journeys.ts';
import { agendaOf } from './sample-agenda.ts';
import { intakeOf, LAST_DAY, sampleOrders, type SampleGoodsOrder } from './sample-orders.ts';
import { openingStock } from './sample-stock.ts';

const goodsOrders = (seed: string, count: number): readonly SampleGoodsOrder[] =>
  sampleOrders(seed, count).filter((order) => order.kind === 'goods');

describe('the orders of the sample company', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(sampleOrders('1', 80).map(intakeOf)).toEqual(sampleOrders('1', 80).map(intakeOf));
    expect(sampleOrders('1', 80).map(intakeOf)).not.toEqual(sampleOrders('2', 80).map(intakeOf));
  });

  it('do not change when more are asked for', () => {
    expect(sampleOrders('1', 300).slice(0, 80)).toEqual(sampleOrders('1', 80));
  });

  it('come in by every channel, on all terms, in both tax classes and both warehouses', () => {
    const orders = goodsOrders('1', journeys.length);
    expect(new Set(orders.map(({ channel }) => channel))).toEqual(new Set(channels));
    expect(new Set(orders.map(({ journey }) => journey.terms))).toEqual(new Set(paymentTerms));
    const items = orders.flatMap(({ lines }) => lines.map(({ item }) => item));
    expect(new Set(items.map(({ taxClass }) => taxClass))).toEqual(new Set(['standard', 'reduced']));
    expect(new Set(items.map(({ warehouse }) => warehouse))).toEqual(new Set(['tokyo', 'osaka']));
  });

  it('are done with everything on a working day of the quarter, before the company closes', () => {
    const orders = sampleOrders('1', 500);
    const days = agendaOf({ orders, cases: [], errands: [] });
    expect(days).toHaveLength(LAST_DAY + 1);
    for (const { date, closing, work } of days) {
      expect([1, 2, 3, 4, 5]).toContain(new Date(date).getUTCDay());
      for (const { at } of work.flat()) expect(at <= closing && at.startsWith(date)).toBe(true);
    }
    const planned = days.flatMap(({ work }) => work.flat()).length;
    const steps = orders.flatMap(({ journey }) => journey.steps.filter(({ kind }) => kind.startsWith('send'))).length;
    expect(planned).toBe(orders.length + steps);
    const unitsOf = (counted: readonly { readonly quantity: number }[]): number =>
      counted.reduce((sum, { quantity }) => sum + quantity, 0);
    const waiting = goodsOrders('1', 500).filter(({ journey }) =>
      journey.steps.some(({ kind }) => kind === 'goodsArrive'),
    );
    const orderedIn = waiting.flatMap(({ lines }) => lines.filter(({ item }) => item.keeping === 'orderedIn'));
    expect(unitsOf(days.flatMap(({ arrivals }) => arrivals))).toBe(unitsOf(orderedIn));
  });

  it('find enough on the shelf of everything that is stocked, and nothing of the rest', () => {
    const orders = goodsOrders('1', 500);
    const wanted = (sku: string): number =>
      orders
        .flatMap(({ lines }) => lines)
        .reduce((sum, { item, quantity }) => sum + (item.sku === sku ? quantity : 0), 0);
    for (const { item, quantity } of openingStock(orders))
      if (item.keeping === 'stocked') expect(quantity).toBeGreaterThan(wanted(item.sku));
      else expect(quantity).toBe(0);
  });

  it('know that Friday is followed by Monday', () => {
    expect([0, 4, 5, 9, 10].map(dateOfDay)).toEqual([
      '2026-01-05',
      '2026-01-09',
      '2026-01-12',
      '2026-01-16',
      '2026-01-19',
    ]);
    expect(isCalendarDate(dateOfDay(LAST_DAY))).toBe(true);
  });
});
