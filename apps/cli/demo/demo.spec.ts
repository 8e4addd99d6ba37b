import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#libs/kernel/event-store';
import { openSqliteEventStore } from '#libs/event-store-sqlite/sqlite-event-store';
import { goodsJourneys, journeys, serviceJourneys } from '#libs/sample-company/journeys';
import { run } from '../testing/recording-terminal.ts';
import type { DemoResult } from './demo-result.ts';

const root = mkdtempSync(path.join(tmpdir(), 'juchu-demo-'));
const folderOf = (name: string): string => path.join(root, name);
afterAll(() => rmSync(root, { recursive: true }));

const ORDERS = journeys.length;

const demo = async (folder: string, ...more: readonly string[]): Promise<DemoResult> => {
  const { exitCode, out, err } = await run(['demo', '--orders', String(ORDERS), '--data', folder, '--json', ...more]);
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  return JSON.parse(out) as DemoResult;
};

const logOf = async (folder: string): Promise<readonly RecordedEvent[]> => {
  const store = await openSqliteEventStore({ file: path.join(folder, 'events.db'), simulation: true });
  const { events } = await store.readAll({ max: 4096 });
  await store.close();
  return events;
};

/** What happened to each stream: its facts, in whatever order lines got their answers, and where that led. */
const storiesOf = (log: readonly RecordedEvent[]): Readonly<Record<string, object>> =>
  Object.fromEntries(
    [...Map.groupBy(log, ({ stream }) => stream)].map(([stream, events]) => [
      stream,
      {
        types: events.map(({ type }) => type).toSorted(),
        end: events.at(-1)?.metadata['stateAfter'],
        times: [...new Set(events.map(({ metadata }) => metadata['occurredAt'] ?? metadata['recordedAt']))],
        number: events[0]?.data['orderNumber'],
      },
    ]),
  );

describe('the demo', () => {
  let first: DemoResult;
  beforeAll(async () => {
    first = await demo(folderOf('first'));
  });

  it('takes an order to the end of every journey', async () => {
    const ends = (await logOf(folderOf('first'))).reduce(
      (latest, { stream, metadata }) => latest.set(stream, metadata['stateAfter'] as object),
      new Map<string, object>(),
    );
    const reached = (category: string): readonly object[] =>
      [...ends].filter(([stream]) => stream.startsWith(`${category}-`)).map(([, end]) => end);
    for (const { endsIn } of goodsJourneys) {
      const { shipments: _shipments, ...regions } = endsIn;
      expect(reached('goodsOrder')).toContainEqual(expect.objectContaining(regions));
    }
    for (const { endsIn } of serviceJourneys)
      expect(reached('serviceOrder')).toContainEqual(expect.objectContaining(endsIn));
  });

  it('says in JSON how many orders are in which state', () => {
    expect(first).toEqual({
      orders: ORDERS,
      events: expect.any(Number),
      ordersByStep: expect.objectContaining({ received: 1, completed: expect.any(Number) }),
      ordersByKind: { goods: expect.any(Object), service: expect.any(Object) },
      durationMs: expect.any(Number),
    });
    expect(Object.values(first.ordersByStep).reduce((sum, count) => sum + count, 0)).toBe(ORDERS);
    expect(new Set(Object.keys(first.ordersByKind.goods))).toEqual(
      new Set(goodsJourneys.map(({ endsIn: { fulfilment } }) => fulfilment)),
    );
    expect(new Set(Object.keys(first.ordersByKind.service))).toEqual(
      new Set(serviceJourneys.map(({ endsIn: { engagement } }) => engagement)),
    );
    expect(first.ordersByStep['completed']).toBe(
      Number(first.ordersByKind.goods['completed']) + Number(first.ordersByKind.service['completed']),
    );
  });

  it('makes the same facts from the same seed', async () => {
    const second = await demo(folderOf('second'));
    expect({ ...second, durationMs: 0 }).toEqual({ ...first, durationMs: 0 });
    expect(storiesOf(await logOf(folderOf('second')))).toEqual(storiesOf(await logOf(folderOf('first'))));
  });

  it('changes nothing when it is run again', async () => {
    const before = await logOf(folderOf('first'));
    expect({ ...(await demo(folderOf('first'))), durationMs: 0 }).toEqual({ ...first, durationMs: 0 });
    expect(await logOf(folderOf('first'))).toEqual(before);
  });

  it('is told to people in their language', async () => {
    const words = ['demo', '--orders', '3', '--data', folderOf('small')];
    expect((await run(words, { LANG: 'ja_JP.UTF-8' })).out).toContain('お客様回答待ち');
    expect((await run(words, { LANG: 'C.UTF-8' })).out).toContain('Awaiting the customer');
  });

  it('refuses a folder with the demo of another seed, or of another size, and leaves it as it is', async () => {
    const before = await logOf(folderOf('first'));
    for (const other of [
      ['--seed', 'other'],
      ['--orders', '3'],
    ]) {
      const { exitCode, out, err } = await run([
        'demo',
        '--orders',
        String(ORDERS),
        '--data',
        folderOf('first'),
        ...other,
      ]);
      expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
      expect(err).toMatch(
        /^juchu: .*first holds something other than the demo of seed .*: name another folder with --data.*$/,
      );
    }
    expect(await logOf(folderOf('first'))).toEqual(before);
  });

  it('refuses a folder with a real store', async () => {
    const store = await openSqliteEventStore({ file: path.join(folderOf('real'), 'events.db') });
    await store.close();
    const { exitCode, out, err } = await run(['demo', '--orders', '3', '--data', folderOf('real')]);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).toMatch(
      /^juchu: .*events\.db is a real store, in which no demo is made: name another folder with --data$/,
    );
  });
});
