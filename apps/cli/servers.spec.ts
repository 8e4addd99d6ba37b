import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithPostgres } from '#libs/test-servers/describe-with-postgres';
import { type PostgresServer, startPostgresServer } from '#libs/test-servers/postgres-server';
import { type ServerStores, startServerStores } from '#libs/test-servers/server-stores';
import type { DemoResult } from './demo/demo-result.ts';
import type { FoundOrder } from './order/find-order.ts';
import { type Run, run } from './testing/recording-terminal.ts';

describeWithPostgres('the command line on an event store and databases of their own', () => {
  let postgres: PostgresServer;
  let stores: ServerStores;
  beforeAll(async () => {
    postgres = await startPostgresServer();
    stores = await startServerStores(postgres);
  });
  afterAll(async () => {
    await stores.stop();
    await postgres.stop();
  });

  /** Runs a command line as it is configured, without a word of where everything is. */
  const configured = (...words: readonly string[]): Promise<Run> =>
    run(words, { ...stores.environment, JUCHU_DATA: path.join(stores.folder, 'cli') });

  const demo = (orders: number, ...more: readonly string[]): Promise<Run> => {
    const { JUCHU_EVENT_STORE, JUCHU_READ_DATABASE, JUCHU_KEY_VAULT } = stores.environment;
    const place = ['--event-store', JUCHU_EVENT_STORE, '--read-database', JUCHU_READ_DATABASE];
    const folder = ['--key-vault', JUCHU_KEY_VAULT, '--data', path.join(stores.folder, 'demo')];
    return run(['demo', '--orders', String(orders), '--json', ...place, ...folder, ...more]);
  };

  it('makes the demo there, and recognises it', async () => {
    const first = await demo(12);
    expect(first).toMatchObject({ exitCode: 0, err: '' });
    const { events, orders } = JSON.parse(first.out) as DemoResult;
    expect(orders).toBe(12);
    const again = await demo(12);
    expect(JSON.parse(again.out)).toMatchObject({ events, orders });
  });

  it('refuses the demo of another seed there, and says what to name instead', async () => {
    expect(await demo(12, '--seed', 'other')).toMatchObject({
      exitCode: 1,
      out: '',
      err: expect.stringMatching(
        /^juchu: the event store holds something other .*: name another one with --event-store$/,
      ),
    });
  });

  it('finds an order, vouches for its log and for the whole log', async () => {
    const found = await configured('order', 'GO-2026-000001', '--json');
    expect(found.err).toBe('');
    const { audit, order } = JSON.parse(found.out) as FoundOrder;
    expect(audit.findings).toEqual([]);
    expect(order.orderNumber).toBe('GO-2026-000001');
    expect(await configured('audit')).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/^\d+ events in \d+ streams: hash chains, ids and states all hold$/),
    });
  });

  it('tells how read models and processes are, and rebuilds them', async () => {
    expect((await configured('projections', 'status')).out).toMatch(/^order-status +3 +running/m);
    expect((await configured('processes', 'status')).out).toMatch(/^allocation +running +0 +0/m);
    const rebuilt = await configured('projections', 'rebuild', 'inventory');
    expect(rebuilt).toMatchObject({ exitCode: 0, err: expect.stringMatching(/^inventory: rebuilt from \d+ events$/) });
  });

  it('says in one line what is away, without a password', async () => {
    await stores.eventStore.kill();
    const lost = await configured('projections', 'status');
    await stores.eventStore.start();
    expect(lost).toMatchObject({ exitCode: 1, out: '', err: expect.stringMatching(/^juchu: [^\n]+$/) });
    const unknown = await run(['projections', 'status'], {
      ...stores.environment,
      JUCHU_DATA: path.join(stores.folder, 'cli'),
      JUCHU_READ_DATABASE: postgres.url('no_such_database'),
    });
    expect(unknown).toMatchObject({
      exitCode: 1,
      out: '',
      err: expect.stringMatching(/^juchu: [^\n]*no_such_database/),
    });
    expect(unknown.err).not.toContain(new URL(postgres.url('x')).password);
  });
});
