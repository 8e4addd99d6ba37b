import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { projections } from '#libs/read-models/catalogue';
import { type ApiUnderTest, runApiForSpec } from '../testing/running-api.ts';
import { order, shipAll, stockTea } from '../testing/sample-order.ts';

/** Every row of every read model, when all of them have reached the log's end. */
const rowsOf = async ({ engine }: ApiUnderTest): Promise<Readonly<Record<string, readonly unknown[]>>> => {
  const head = await engine.store.head();
  const tables: Record<string, readonly unknown[]> = {};
  for (const projection of projections) {
    expect(await engine.projections.waitFor(projection.name, head, 20_000)).toBe(true);
    for (const { name, key } of projection.tables) {
      const { rows } = await sql`select * from ${sql.table(name)} order by ${sql.ref(key)}`.execute(
        engine.readDatabase.db,
      );
      tables[name] = rows;
    }
  }
  return tables;
};

describe('scenario 12: every read model equals what is rebuilt from the log, row for row', () => {
  let api: ApiUnderTest;
  let again: ApiUnderTest | undefined;
  beforeAll(async () => {
    api = await runApiForSpec();
    await stockTea(api, 12);
    const ids: string[] = [];
    for (const quantity of [3, 4, 8, 1]) {
      const { id } = await api.post('/api/goods-orders', order(quantity));
      await api.post(`/api/goods-orders/${id}/confirm-order`);
      await api.settled();
      ids.push(id);
    }
    const [shipped = '', cancelled = '', waiting = '', held = ''] = ids;
    await api.post(`/api/goods-orders/${shipped}/register-order`);
    await shipAll(api, shipped);
    await api.post(`/api/goods-orders/${cancelled}/cancel-order`, { reason: 'お客様都合' });
    await api.settled();
    await api.post(`/api/goods-orders/${waiting}/record-payment`, { amount: 500, method: 'cash' });
    await api.post(`/api/goods-orders/${held}/hold-order`, { reason: 'credit', note: '与信確認' });
    await api.settled();
  });
  afterAll(async () => {
    await again?.end();
    await api.end();
  });

  it('rebuilds beside what is there, and swaps', async () => {
    const before = await rowsOf(api);
    expect(Object.values(before).every((rows) => rows.length > 0)).toBe(true);
    await api.engine.projections.rebuild('all');
    expect(await rowsOf(api)).toEqual(before);
  });

  it('makes them anew where the whole database was dropped', async () => {
    const before = await rowsOf(api);
    await api.close();
    for (const file of readdirSync(api.dataFolder))
      if (file.startsWith('read-models.db')) rmSync(path.join(api.dataFolder, file));
    again = await runApiForSpec({ JUCHU_DATA: api.dataFolder });
    expect(await rowsOf(again)).toEqual(before);
    const head = await again.engine.store.head();
    await again.settled();
    expect(await again.engine.store.head()).toBe(head);
  });
});
