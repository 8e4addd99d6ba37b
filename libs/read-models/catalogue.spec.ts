import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StateAfter } from '#libs/kernel/fact';
import type { Row, TableDefinition } from '#libs/kernel/projection';
import type { CustomerFact } from '#state-machines/customer/customer.events';
import type { GoodsOrderFact } from '#state-machines/goods-order/goods-order.events';
import type { ItemFact } from '#state-machines/item/item.events';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import type { SupportCaseFact } from '#state-machines/support-case/support-case.events';
import type { StockItemFact } from '#state-machines/stock-item/stock-item.events';
import type { ContactRecord } from '#state-machines/vocabulary/contact';
import { projections, queries } from './catalogue.ts';
import { goodsOrderFactLabels } from './order-timeline/goods-order.fact-labels.ts';
import { serviceOrderFactLabels } from './order-timeline/service-order.fact-labels.ts';
import { supportCaseFactLabels } from './support-cases/support-case.fact-labels.ts';
import { givenLog, type GivenLog } from './testing/given-log.ts';
import { PERSON } from './testing/goods-order-samples.ts';
import { memoryVault } from '#libs/kernel/testing/memory-vault';
import { describeInEachRoom, openReadModelsRoom, type ReadModelsRoom } from './testing/read-models-room.ts';

const balance = { ledger: 'kept', onHand: 5, reserved: 2, available: 3, backordered: 0 };
const later = (Object.keys(goodsOrderFactLabels) as GoodsOrderFact['type'][]).filter(
  (type) => type !== 'OrderReceived',
);
const laterInServices = (Object.keys(serviceOrderFactLabels) as ServiceOrderFact['type'][]).filter(
  (type) => type !== 'NeedsRecorded',
);
const laterInCases = (Object.keys(supportCaseFactLabels) as SupportCaseFact['type'][]).filter(
  (type) => type !== 'CaseOpened',
);
const line = { orderId: 'a', lineId: '1', claimNumber: 1, secured: 1, queued: 0, shipped: 0 };
const stockFacts: readonly StockItemFact[] = [
  { type: 'StockReceived', data: { quantity: 5, receivedOn: '2026-11-20' } },
  { type: 'StockReserved', data: { quantity: 2, from: 'available', line } },
  { type: 'ReorderPointSet', data: { reorderPoint: 9 } },
  { type: 'StockAdjusted', data: { difference: -1, reason: '棚卸' } },
];
const itemFacts: readonly ItemFact[] = [
  { type: 'ItemAmended', data: { unitPrice: 900 } },
  { type: 'ItemDiscontinued', data: { reason: 'replaced' } },
  { type: 'ItemReinstated', data: {} },
];

const customerFacts: readonly CustomerFact['type'][] = [
  'CustomerAmended',
  'CustomerHeld',
  'CustomerHoldReleased',
  'CustomerContacted',
];

/** One pick for every fact that a stream may have. */
const everyFact = [...Array(Math.max(later.length, laterInServices.length)).keys()];

/** States in which a service order may be stuck. */
const engagements = [
  'proposing.submitted',
  'contracting.drafted',
  'launching.planning',
  'delivering.atRisk',
  'completed',
];

/** What contacts say besides what is in the samples: an answer is owed, once by the one and once by the other. */
const owed = (type: string, pick: number): Partial<ContactRecord> =>
  type === 'CustomerContacted'
    ? { promise: PERSON, replyOwedBy: pick % 3 === 0 ? 'company' : 'customer', replyDue: '2026-12-01' }
    : {};

/** Two streams of each kind begin; then facts of them as the picks say, in any order. */
const historyOf = (picks: readonly number[]): GivenLog => {
  const log = givenLog(memoryVault());
  for (const id of ['a', 'b']) {
    log.order(id, 'OrderReceived', { orderNumber: `GO-${id}` });
    log.service(`s-${id}`, 'NeedsRecorded', { orderNumber: `SO-${id}` });
    const order = { orderId: id, orderKind: 'goods', orderNumber: `GO-${id}` } as const;
    log.order(id, 'InquiryOpened', { inquiryId: 'i0' });
    log.supportCase(`c-${id}`, 'CaseOpened', { order, inquiryId: 'i0', title: undefined });
    const stockItem: StockItemFact = {
      type: 'StockItemRegistered',
      data: { sku: id, warehouse: 'w', reorderPoint: 2 },
    };
    log.add(`stockItem-w.${id}`, stockItem, balance);
    const item = { name: id, unit: '個', taxClass: 'standard', unitPrice: 100, currency: 'JPY' } as const;
    const registered: ItemFact = { type: 'ItemRegistered', data: { sku: id, ...item } };
    log.add(`item-${id}`, registered, {});
    log.customer(`C-${id}`, 'CustomerRegistered');
  }
  for (const pick of picks) {
    const id = pick % 2 === 0 ? 'a' : 'b';
    const type = later[pick % later.length]!;
    log.order(id, type, owed(type, pick), { step: 1 + (pick % 7), total: pick });
    const engagement = engagements[pick % engagements.length]!;
    log.supportCase(`c-${id}`, laterInCases[pick % laterInCases.length]!);
    const inService = laterInServices[pick % laterInServices.length]!;
    log.service(`s-${id}`, inService, owed(inService, pick), { engagement, value: pick });
    const state: StateAfter = { ...balance, onHand: pick, available: pick - balance.reserved };
    log.add(`stockItem-w.${id}`, stockFacts[pick % stockFacts.length]!, state);
    log.add(`item-${id}`, itemFacts[pick % itemFacts.length]!, {});
    log.customer(`C-${id}`, customerFacts[pick % customerFacts.length]!);
  }
  return log;
};

const allRows = async (room: ReadModelsRoom): Promise<Readonly<Record<string, readonly Row[]>>> => {
  const found: Record<string, readonly Row[]> = {};
  for (const projection of projections)
    for (const { name } of projection.tables) found[name] = await room.rows(projection, name);
  return found;
};

const rowsFrom = async (log: GivenLog, batchSizes: readonly number[], openRoom = () => openReadModelsRoom()) => {
  const room = await openRoom();
  for (const projection of projections) await room.project(projection, log.events, batchSizes);
  const rows = await allRows(room);
  await room.leave();
  return rows;
};

describe('the read models', () => {
  it('equal, dropped and rebuilt from the log, what was there before, row for row', async () => {
    const picks = fc.array(fc.nat(4000), { minLength: 1, maxLength: 60 });
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(picks, sizes, async (facts, batchSizes) => {
        const log = historyOf(facts);
        expect(await rowsFrom(log, batchSizes)).toEqual(await rowsFrom(log, [1024]));
      }),
      { numRuns: 25 },
    );
  });

  it('hold no personal data in the clear, whatever facts there were', async () => {
    const rows = await rowsFrom(historyOf(everyFact), [1024]);
    expect(rows.order_timeline).toHaveLength(2 * (everyFact.length + 3));
    expect(JSON.stringify(rows)).toContain('"sealed"');
    expect(JSON.stringify(rows)).not.toContain(PERSON);
  });

  it('mark each column that holds sealed values, so that analysts do not get it', async () => {
    const log = historyOf(everyFact);
    const rows = await rowsFrom(log, [1024]);
    const sealed = [...JSON.stringify(log.events.map(({ data }) => data)).matchAll(/"sealed":"([^"]+)"/g)];
    expect(sealed.length).toBeGreaterThan(everyFact.length / 2);
    const tables: readonly TableDefinition[] = projections.flatMap((projection) => projection.tables);
    for (const { name, columns } of tables)
      for (const [column, { personal }] of Object.entries(columns)) {
        const values = JSON.stringify(rows[name]?.map((row) => row[column]));
        if (!personal) expect(sealed.filter(([, text = '']) => values.includes(text))).toEqual([]);
      }
  });

  it('are each named once, and so are the queries and their routes', () => {
    const names = [
      projections.map(({ name }) => name),
      queries.map(({ name }) => name),
      queries.map(({ path }) => path),
    ];
    for (const list of names) expect(new Set(list).size).toBe(list.length);
  });

  it('answer every query', () => {
    const known = projections.map(({ name }) => name);
    expect(queries.map(({ projection }) => projection).filter((name) => !known.includes(name))).toEqual([]);
  });
});

describeInEachRoom('the read models', (openRoom) => {
  it('have the same rows in the same order as everywhere', async () => {
    const log = historyOf(everyFact.map((pick) => pick * 7));
    expect(await rowsFrom(log, [3], openRoom)).toEqual(await rowsFrom(log, [1024]));
  });
});
