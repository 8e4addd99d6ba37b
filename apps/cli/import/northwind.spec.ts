import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { configurationFrom } from '#libs/engine/configuration';
import { openEngine, type Engine } from '#libs/engine/engine';
import type { RecordedEvent } from '#libs/kernel/event-store';
import { categoryOf } from '#libs/kernel/fact';
import { factMetadataOf } from '#libs/kernel/log/recorded-fact';
import { orderStreamId } from '#libs/order-import/import-commands';
import type { ImportReport } from '#libs/order-import/import-report';
import { orderQuery } from '#libs/read-models/order-status/order-status.query';
import type { GoodsOrderView } from '#libs/read-models/order-status/order-view';
import type { LineStanding } from '#state-machines/stock-item/stock-item.events';
import { dateInTokyo } from '#state-machines/vocabulary/dates';
import { northwindFolder, northwindIsThere, northwindOrders, northwindStock } from './northwind.fixture.ts';
import { runImport } from './run-import.ts';

if (!northwindIsThere)
  console.warn(`The import of Northwind is not tested: there is no ${northwindFolder} beside the project.`);
const describeWithData = northwindIsThere ? describe : describe.skip;

const silent = { begin: () => undefined, advance: () => undefined, end: () => undefined };

const allEvents = async ({ store }: Engine): Promise<readonly RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  for (let page = await store.readAll(); ; page = await store.readAll({ from: page.next })) {
    events.push(...page.events);
    if (page.end) return events;
  }
};

/** Where lines stand in the stock, as the stock said it one time after the other. */
const standingsIn = (events: readonly RecordedEvent[]): readonly LineStanding[] =>
  events.flatMap(({ data }) => {
    const { line }: { readonly line?: unknown } = data;
    return typeof line === 'object' ? [line as LineStanding] : [];
  });

/** The day in Japan on which an event was recorded. */
const dayOf = (event: RecordedEvent): string => dateInTokyo(factMetadataOf(event).recordedAt);

describeWithData('the history of Northwind, imported as a simulation', () => {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'juchu-northwind-'));
  const configuration = configurationFrom({ JUCHU_DATA: dataFolder });
  const request = {
    folderOrFile: northwindFolder,
    mappingFile: path.resolve('libs/order-import/northwind.mapping.yaml'),
    configuration,
    dryRun: false,
    simulate: true,
  };
  const look = async <Result>(use: (engine: Engine) => Promise<Result>): Promise<Result> => {
    const engine = await openEngine(configuration, { runProjections: false, runProcesses: false });
    try {
      return await use(engine);
    } finally {
      await engine.close();
    }
  };

  const orders = northwindIsThere ? northwindOrders() : [];
  const shipped = orders.filter(({ shippedOn }) => shippedOn !== '');
  const views = new Map<string, GoodsOrderView>();
  let report: ImportReport;
  let events: readonly RecordedEvent[] = [];

  const eventsOf = (type: string) => events.filter((event) => event.type === type);
  const streamOf = (number: string) => `goodsOrder-${orderStreamId('northwind', number)}`;
  const dayByStream = (type: string) => new Map(eventsOf(type).map((event) => [event.stream, dayOf(event)]));

  beforeAll(async () => {
    report = await runImport(request, silent);
    await look(async (engine) => {
      events = await allEvents(engine);
      for (const { number } of orders) {
        const { answer } = await engine.query(orderQuery, { id: orderStreamId('northwind', number) }, undefined);
        views.set(number, answer as GoodsOrderView);
      }
    });
  }, 600_000);
  afterAll(() => rmSync(dataFolder, { recursive: true, force: true }));

  it('takes every row: 830 orders with 2,155 lines, none refused', () => {
    expect(report.problems).toEqual([]);
    expect(report.orders).toMatchObject({ read: 830, lines: 2155, refused: 0, received: 830, confirmed: 830 });
    const lines = eventsOf('OrderReceived').map(({ data }) => (data['lines'] as readonly object[]).length);
    expect(lines.reduce((sum, count) => sum + count, 0)).toBe(2155);
  });

  it('receives and confirms every order on its own date', () => {
    const expected = new Map(orders.map(({ number, orderedOn }) => [streamOf(number), orderedOn]));
    expect(dayByStream('OrderReceived')).toEqual(expected);
    expect(dayByStream('OrderConfirmed')).toEqual(expected);
  });

  it('dispatches 809 orders, each on its own date with its own carrier', () => {
    expect(report.orders.shipped).toBe(809);
    const dispatched = eventsOf('ShipmentDispatched').map((event) => {
      const { carrier, dispatchedOn } = event.data;
      return [event.stream, { carrier, dispatchedOn, recordedOn: dayOf(event) }] as const;
    });
    const expected = shipped.map(({ number, shippedOn, carrier }) => {
      return [streamOf(number), { carrier, dispatchedOn: shippedOn, recordedOn: shippedOn }] as const;
    });
    expect(dispatched).toHaveLength(809);
    expect(new Map(dispatched)).toEqual(new Map(expected));
  });

  it('shows every order with the total that the data has, to the cent', () => {
    expect(new Map(orders.map(({ number }) => [number, views.get(number)?.total]))).toEqual(
      new Map(orders.map(({ number, total }) => [number, total])),
    );
  });

  it('leaves 21 orders open, and says of each what it waits for', () => {
    const open = orders.filter(({ shippedOn }) => shippedOn === '').map(({ number }) => number);
    expect(report.open.flatMap((state) => state.orders).toSorted()).toEqual(open.toSorted());
    expect(open).toHaveLength(21);
    const standings = new Map(standingsIn(events).map((line) => [`${line.orderId}/${line.lineId}`, line] as const));
    for (const number of open) {
      const own = [...standings.values()].filter(({ orderId }) => orderId === orderStreamId('northwind', number));
      const waiting = own.filter(({ queued }) => queued > 0);
      const view = views.get(number);
      const blocking = (view?.blockedBy ?? []).flatMap((blocker) =>
        blocker.code === 'awaitingStock' ? [[blocker.lineId, blocker.quantity] as const] : [],
      );
      expect(own).toHaveLength(orders.find((order) => order.number === number)?.lines.length ?? 0);
      expect(view?.state.fulfilment).toBe(waiting.length > 0 ? 'allocating.dateToPropose' : 'registered');
      expect(new Map(blocking)).toEqual(new Map(waiting.map(({ lineId, queued }) => [lineId, queued])));
    }
  });

  it('keeps the stock in balance: on hand is what was there and came in less what left', () => {
    const opening = northwindStock();
    const left = new Map<string, number>();
    for (const { lines } of shipped)
      for (const { sku, quantity } of lines) left.set(sku, (left.get(sku) ?? 0) + quantity);
    for (const [sku, initial] of opening) {
      const own = events.filter(({ stream }) => stream === `stockItem-MAIN.${sku}`);
      const receipts = own.filter(({ type }) => type === 'StockReceived').map(({ data }) => data);
      const units = (some: typeof receipts) => some.reduce((sum, { quantity }) => sum + Number(quantity), 0);
      const atFirst = receipts.filter(({ reference }) => reference === 'northwind: opening stock');
      const last = factMetadataOf(own.at(-1)!).stateAfter;
      expect(units(atFirst)).toBe(initial);
      expect(last['onHand']).toBe(units(receipts) - (left.get(sku) ?? 0));
      // Whatever came in later was needed: nothing of it is left for anybody to claim.
      if (receipts.length > atFirst.length) expect(last['available']).toBe(0);
    }
  });

  it('never has less than nothing on a shelf, nor more reserved than there is', () => {
    const wrong = events
      .filter(({ stream }) => categoryOf(stream) === 'stockItem')
      .map((event) => factMetadataOf(event).stateAfter)
      .filter(({ onHand, reserved }) => Number(onHand) < 0 || Number(reserved) > Number(onHand));
    expect(wrong).toEqual([]);
  });

  it('changes nothing when it is imported again', async () => {
    const head = await look(({ store }) => store.head());
    const again = await runImport(request, silent);
    expect(await look(({ store }) => store.head())).toBe(head);
    expect(again.orders).toEqual({ ...report.orders, knownBefore: 830 });
    expect(again.open).toEqual(report.open);
  }, 120_000);
});
