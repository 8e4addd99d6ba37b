import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { expectNothingLost, SHELF } from '../testing/after-the-storm.ts';
import { apiClient } from '../testing/api-client.ts';
import { type ApartApi, runApart } from '../testing/running-apart.ts';
import { beginOrders } from '../testing/order-load.ts';
import { stockTea, tea } from '../testing/sample-order.ts';
import { describeApart } from '../testing/set-ups.ts';
import { until } from '../testing/until.ts';

describeApart('an installation that loses programs', (postgres) => {
  let api: ApartApi;
  beforeEach(async () => {
    api = await runApart(await postgres(), { JUCHU_READ_WAIT: '1000' });
    await stockTea(api, SHELF);
  });
  afterEach(() => api.end());

  it('processes every order while its workers are killed and started again in turn, every second', async () => {
    const load = beginOrders(api);
    const [first, second] = api.installation.workers;
    for (const worker of [first, second, first, second, first, second]) {
      await worker.kill();
      await Promise.all([worker.start(), pause(1000)]);
    }
    await expectNothingLost(api, load);
  });

  it('loses nothing that it has acknowledged when its APIs are killed in turn under load', async () => {
    const load = beginOrders(api);
    const [first, second] = api.installation.apis;
    for (const victim of [first, second, first]) {
      const before = load.acknowledged();
      await until('orders come in', () => load.acknowledged() > before + 40);
      await victim.kill();
      await victim.start();
    }
    await expectNothingLost(api, load);
  });

  it('goes on taking orders while no worker runs, is ready, and says how far behind it is', async () => {
    const { workers } = api.installation;
    const readiness = async () => {
      const { status, body } = await api.raw('/health/ready', {});
      const parts = body['parts'] as readonly { readonly name: string; readonly details: object }[];
      return { status, items: parts.find(({ name }) => name === 'read model items')?.details };
    };
    await Promise.all(workers.map((worker) => worker.kill()));
    const { position } = await api.post('/api/items', { ...tea, sku: 'TEA-002' });
    expect(await readiness()).toMatchObject({ status: 200, items: { behind: true, leading: false } });
    const query = await api.call('GET', `/api/items?after=${position}`);
    expect(query).toMatchObject({ status: 503, body: { code: 'read-model-behind' } });

    await Promise.all(workers.map((worker) => worker.start()));
    await api.settled();
    await until('the read model is there', async () => (await api.call('GET', '/api/items')).body.items.length === 2);
    expect(await readiness()).toMatchObject({ status: 200, items: { leading: false } });
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
