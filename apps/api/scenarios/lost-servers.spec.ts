import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { PostgresServer } from '#libs/test-servers/postgres-server';
import { expectNothingLost, SHELF } from '../testing/after-the-storm.ts';
import { apiClient } from '../testing/api-client.ts';
import { type ApartApi, runApart } from '../testing/running-apart.ts';
import { beginOrders, type OrderLoad } from '../testing/order-load.ts';
import { stockTea } from '../testing/sample-order.ts';
import { describeApart } from '../testing/set-ups.ts';
import { until } from '../testing/until.ts';

describeApart('an installation whose servers fail under load', (startPostgres) => {
  let postgres: PostgresServer;
  let api: ApartApi;
  let load: OrderLoad;
  beforeEach(async () => {
    postgres = await startPostgres();
    api = await runApart(postgres);
    await stockTea(api, SHELF);
    load = beginOrders(api);
    await until('orders come in', () => load.acknowledged() > 40);
  });
  afterEach(() => api.end());

  const programs = () => [...api.installation.apis, ...api.installation.workers];

  /** The parts of a program that say they are ill; none where it is ready. */
  const illParts = async (url: string): Promise<readonly string[]> => {
    const { status, body } = await apiClient(url).raw('/health/ready', {});
    const parts = body['parts'] as readonly { readonly name: string; readonly healthy: boolean }[];
    return status === 200 ? [] : parts.filter(({ healthy }) => !healthy).map(({ name }) => name);
  };
  const untilIll = async (...names: readonly string[]): Promise<void> => {
    for (const { url } of programs())
      await until(`${url} says that ${names.join(' and ')} are away`, async () => {
        const ill = await illParts(url);
        return names.every((name) => ill.includes(name));
      });
  };
  const untilReady = async (): Promise<void> => {
    for (const { url } of programs()) await until(`${url} is ready`, async () => (await illParts(url)).length === 0);
  };
  /** Everything goes on by itself. */
  const expectRecovery = async (): Promise<void> => {
    const before = load.acknowledged();
    await until('orders come in again', () => load.acknowledged() > before + 40);
    await untilReady();
    await expectNothingLost(api, load);
  };

  it('goes on when the event store was killed and is back', async () => {
    await api.installation.eventStore.kill();
    await untilIll('event store');
    await until('callers are told to come again', () => load.refusedForNow() > 0);
    await api.installation.eventStore.start();
    await expectRecovery();
  });

  it('goes on when the event store was silent for a while', async () => {
    api.installation.eventStore.signal('SIGSTOP');
    await untilIll('event store');
    api.installation.eventStore.signal('SIGCONT');
    await expectRecovery();
  });

  it('goes on when PostgreSQL was killed and is back, and says meanwhile which parts are away', async () => {
    await postgres.kill();
    await untilIll('read database', 'key vault');
    const query = await api.call('GET', '/api/orders');
    expect(query).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(query.headers.has('retry-after')).toBe(true);
    await postgres.restart();
    await expectRecovery();
  });

  it('goes on when PostgreSQL ended all its connections', async () => {
    await postgres.restart();
    await expectRecovery();
  });
});
