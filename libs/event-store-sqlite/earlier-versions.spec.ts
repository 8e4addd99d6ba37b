import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import type { EventStore, RecordedEvent } from '#libs/kernel/event-store';
import { readWholeLog, sampleEvent } from '#libs/kernel/log/event-store-contract/samples';
import { idsOf, logEvent, readWhole, revisionsOf, written } from '#libs/kernel/log/event-log-contract/samples';
import { openSqliteEventLog } from './sqlite-event-log.ts';
import { openSqliteEventStore } from './sqlite-event-store.ts';
import { VERSION_1, VERSION_1_STORE_ID } from './version-1.fixture.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'juchu-versions-'));
  file = join(folder, 'events.db');
  const old = new Database(file);
  old.exec(VERSION_1);
  old.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const shownBy = (event: RecordedEvent) => [event.stream, event.revision, event.type, event.data];

const shownThen = [
  ['order-1', 0n, 'OrderReceived', { number: '受-1' }],
  ['order-1', 1n, 'OrderConfirmed', {}],
  ['stock-TEA', 0n, 'StockCounted', { onHand: 12 }],
  ['order-1', 2n, 'OrderCancelled', { why: 'none' }],
];

describe('a store file of the first version', () => {
  it('is brought up to this one with all that it holds, and goes on', async () => {
    const store = await openSqliteEventStore({ file });
    expect(store.identity).toEqual({ id: VERSION_1_STORE_ID, logId: VERSION_1_STORE_ID, simulation: true });
    expect((await readWholeLog(store)).map(shownBy)).toEqual(shownThen);
    expect(await readWholeLog(store, { filter: { categories: ['$system', 'juchuStore'] } })).toEqual([]);
    const found = await store.findCommand('order-1', '11111111-1111-4111-8111-111111111111');
    expect(found?.events.map(({ type }) => type)).toEqual(['OrderReceived', 'OrderConfirmed']);
    expect(await store.append('order-1', [sampleEvent()], 2n)).toMatchObject({ revision: 3n });
    await store.close();
    const again = await openSqliteEventStore({ file });
    expect(await readWholeLog(again)).toHaveLength(5);
    await again.close();
  });

  it('serves as a log of bytes, which knows its old events by their ids', async () => {
    const log = await openSqliteEventLog({ file });
    const events = await readWhole(log);
    expect(events).toHaveLength(6);
    const [first = logEvent(), second = logEvent()] = events;
    expect(await written(log.append('order-1', [first, second], 'any'))).toMatchObject({ revision: 1n });
    await written(log.append('order-1', [logEvent()], 'any'));
    expect(await revisionsOf(log, 'order-1')).toEqual([0n, 1n, 2n, 3n]);
    expect(idsOf(await readWhole(log)).slice(0, 6)).toEqual(idsOf(events));
    await log.close();
  });

  it('is brought up once where several open it at the same time', async () => {
    const stores: readonly EventStore[] = await Promise.all(
      Array.from({ length: 3 }, () => openSqliteEventStore({ file })),
    );
    for (const store of stores) expect((await readWholeLog(store)).map(shownBy)).toEqual(shownThen);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('stays as it was where it is not what was asked for', async () => {
    const before = readFileSync(file);
    await expect(openSqliteEventStore({ file, simulation: false })).rejects.toThrow(/is a simulation/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('has the tables of a new one afterwards', async () => {
    await (await openSqliteEventStore({ file })).close();
    const fresh = join(folder, 'fresh.db');
    await (await openSqliteEventStore({ file: fresh })).close();
    const [old, made] = [file, fresh].map((path) => {
      const database = new Database(path, { readonly: true });
      const tables = database.prepare<[], string>('SELECT name FROM sqlite_master ORDER BY name').pluck().all();
      const columns = tables.map((table) => database.pragma(`table_info(${table})`));
      const version = database.pragma('user_version', { simple: true });
      database.close();
      return { tables, columns, version };
    });
    expect(old).toEqual(made);
  });
});
