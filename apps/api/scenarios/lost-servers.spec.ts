import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { PostgresServer } from '#libs/test-servers/postgres-server';
import { apiClient } from '../testing/api-client.ts';
import { type ApartApi, runApart } from '../testing/running-apart.ts';
import { broken, type OrderLoad, takeOrders } from '../testing/order-load.ts';
import { readModelRows } from '../testing/read-model-rows.ts';
import { stockTea } from '../testing/sample-order.ts';
import { describeApart } from '../testing/set-ups.ts';

const ORDERS = 120;

describeApart('an installation whose servers fail under load', (startPostgres) => {
  let postgres: PostgresServer;
  let api: ApartApi;
  beforeEach(async () => {
    postgres = await startPostgres();
    api = await runApart(postgres);
    await stockTea(api, 1000);
  });
  afterEach(() => api.end());

  const programs = () => [...api.installation.apis, ...api.installation.workers];

  /** The parts of a program that say they are ill; undefined where it is ready. */
  const illParts = async (url: string): Promise<readonly string[] | undefined> => {
    const { status, body } = await apiClient(url).raw('/health/ready', {});
    const parts = body['parts'] as readonly { readonly name: string; readonly healthy: boolean }[];
    return status === 200 ? undefined : parts.filter(({ healthy }) => !healthy).map(({ name }) => name);
  };
  const untilIll = async (...names: readonly string[]): Promise<void> => {
    for (const { url } of programs()) {
      const saysSo = async (): Promise<boolean> => {
        const ill = await illParts(url);
        return names.every((name) => ill?.includes(name));
      };
      while (!(await saysSo())) await pause(20);
    }
  };
  const untilReady = async (): Promise<void> => {
    for (const { url } of programs()) while ((await illParts(url)) !== undefined) await pause(20);
  };

  const expectAllDone = async (load: OrderLoad): Promise<void> => {
    expect(await broken(api.engine, await load.done)).toEqual([]);
    await untilReady();
    await api.settled();
    const rows = await readModelRows(api.engine);
    await api.engine.projections.rebuild('all');
    expect(await readModelRows(api.engine)).toEqual(rows);
    const { state } = (await api.call('GET', '/api/stock-items/MAIN.TEA-001')).body;
    expect(state).toMatchObject({ onHand: 1000, reserved: ORDERS, available: 1000 - ORDERS });
  };

  const underWay = async (load: OrderLoad): Promise<void> => {
    while (load.acknowledged() < 40) await pause(5);
  };

  it('goes on when the event store was killed and is back', async () => {
    const load = takeOrders(api, ORDERS);
    await underWay(load);
    await api.installation.eventStore.kill();
    await untilIll('event store');
    await api.installation.eventStore.start();
    await expectAllDone(load);
    expect(load.refusedForNow()).toBeGreaterThan(0);
  });

  it('goes on when the event store was silent for a while', async () => {
    const load = takeOrders(api, ORDERS);
    await underWay(load);
    api.installation.eventStore.signal('SIGSTOP');
    await untilIll('event store');
    api.installation.eventStore.signal('SIGCONT');
    await expectAllDone(load);
  });

  it('goes on when PostgreSQL was killed and is back, and says meanwhile which parts are away', async () => {
    const load = takeOrders(api, ORDERS);
    await underWay(load);
    await postgres.kill();
    await untilIll('read database', 'key vault');
    const query = await api.call('GET', '/api/orders');
    expect(query).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(query.headers.has('retry-after')).toBe(true);
    await postgres.restart();
    await expectAllDone(load);
  });

  it('goes on when PostgreSQL ended all its connections', async () => {
    const load = takeOrders(api, ORDERS);
    await underWay(load);
    await postgres.restart();
    await expectAllDone(load);
  });
});
