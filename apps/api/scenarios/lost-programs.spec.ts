import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type ApartApi, runApart } from '../testing/running-apart.ts';
import { apiClient } from '../testing/api-client.ts';
import { broken, takeOrders } from '../testing/order-load.ts';
import { readModelRows } from '../testing/read-model-rows.ts';
import { stockTea, tea } from '../testing/sample-order.ts';
import { describeApart } from '../testing/set-ups.ts';

describeApart('an installation of two APIs and two workers', (postgres) => {
  let api: ApartApi;
  beforeEach(async () => {
    api = await runApart(await postgres(), { JUCHU_READ_WAIT: '1000' });
    await stockTea(api, 1000);
  });
  afterEach(() => api.end());

  /** Read models are what the log says, and every order has its stock. */
  const expectAllDone = async (orders: number): Promise<void> => {
    await api.settled();
    const rows = await readModelRows(api.engine);
    await api.engine.projections.rebuild('all');
    expect(await readModelRows(api.engine)).toEqual(rows);
    const { state } = (await api.call('GET', '/api/stock-items/MAIN.TEA-001')).body;
    expect(state).toMatchObject({ onHand: 1000, reserved: orders, available: 1000 - orders });
    for (const { owed, stuck } of await api.engine.processes.status()) {
      expect(stuck).toEqual([]);
      expect(owed).toMatchObject({ open: 0 });
    }
  };

  it('processes every order while its workers are killed and started again in turn, every second', async () => {
    const orders = 240;
    const load = takeOrders(api, orders);
    for (let second = 0; second < 6; second += 1) {
      const worker = api.installation.workers[second % 2 === 0 ? 0 : 1];
      await worker.kill();
      await Promise.all([worker.start(), pause(1000)]);
    }
    expect(await broken(api.engine, await load.done)).toEqual([]);
    await expectAllDone(orders);
  });

  it('loses nothing that it has acknowledged when one of its APIs is killed under load', async () => {
    const orders = 160;
    const load = takeOrders(api, orders);
    const [first, second] = api.installation.apis;
    for (const victim of [first, second, first]) {
      const before = load.acknowledged();
      while (load.acknowledged() < before + 40) await pause(5);
      await victim.kill();
      await victim.start();
    }
    expect(await broken(api.engine, await load.done)).toEqual([]);
    await expectAllDone(orders);
  });

  it('goes on taking orders while no worker runs, is ready, and says how far behind it is', async () => {
    const { workers } = api.installation;
    const itemsPart = async () => {
      const { status, body } = await api.raw('/health/ready', {});
      const parts = body['parts'] as readonly { readonly name: string; readonly details: object }[];
      return { status, ...parts.find(({ name }) => name === 'read model items')?.details };
    };
    await Promise.all(workers.map((worker) => worker.kill()));
    const { position } = await api.post('/api/items', { ...tea, sku: 'TEA-002' });
    expect(await itemsPart()).toMatchObject({ status: 200, behind: true, leading: false });
    const query = await api.call('GET', `/api/items?after=${position}`);
    expect(query).toMatchObject({ status: 503, body: { code: 'read-model-behind' } });

    await Promise.all(workers.map((worker) => worker.start()));
    await api.settled();
    expect((await api.call('GET', `/api/items?after=${position}`)).body.items).toHaveLength(2);
    expect(await itemsPart()).toMatchObject({ status: 200, leading: false });
  });

  it('answers from one API what was sent to the other that was killed', async () => {
    const [first, second] = api.installation.apis;
    const headers = { 'idempotency-key': 'asked-before-the-crash' };
    const item = { sku: 'CUP-001', name: '湯呑み', unit: '個', taxClass: 'standard', unitPrice: 800 };
    const answer = await apiClient(first.url).post('/api/items', item, headers);
    await first.kill();
    expect(await apiClient(second.url).post('/api/items', item, headers)).toEqual(answer);
    await first.start();
  });
});
