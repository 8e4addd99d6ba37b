import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import type { FoundOrder } from './order/find-order.ts';
import { withInstallation } from './open-installation.ts';
import { run } from './testing/recording-terminal.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'juchu-installation-'));
const here = ['--data', folder] as const;

beforeAll(async () => {
  const { exitCode, err } = await run(['demo', '--orders', '12', ...here]);
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
});
afterAll(() => rmSync(folder, { recursive: true }));

const head = (): Promise<string> => {
  const terminal = { environment: {}, out: () => undefined, err: () => undefined, progressStream: undefined };
  return withInstallation(terminal, folder, { runProjections: false, runProcesses: false }, ({ store }) =>
    store.head(),
  );
};

const found = async (idOrNumber: string): Promise<FoundOrder> =>
  JSON.parse((await run(['order', idOrNumber, '--json', ...here])).out) as FoundOrder;

describe('order', () => {
  it('shows an order by its number and by its id, and writes nothing to the log', async () => {
    const before = await head();
    const byNumber = await found('GO-2026-000001');
    expect(await found(byNumber.order.id)).toEqual(byNumber);
    expect(await head()).toBe(before);
    expect(byNumber.timeline[0]).toMatchObject({ type: 'OrderReceived', revision: '0' });
    expect(byNumber.timeline).toHaveLength(Number(byNumber.order.revision) + 1);
  });

  it('says what is possible now and what refuses the rest', async () => {
    const { possible, refused } = await found('GO-2026-000001');
    const commands = [...possible, ...refused].map(({ command }) => command);
    expect(commands).toContain('confirm-order');
    expect(new Set(commands).size).toBe(commands.length);
    expect(commands).not.toContain('receive-order');
    for (const { reason } of refused) expect(reason).toEqual({ ja: expect.any(String), en: expect.any(String) });
  });

  it('speaks the language it is asked to speak', async () => {
    const order = ['order', 'GO-2026-000001', ...here];
    expect((await run([...order, '--lang', 'ja'])).out).toMatch(/得意先[^]*履歴[^]*注文を受け付けた[^]*いま可能な操作/);
    expect((await run(order)).out).toMatch(/Customer[^]*Timeline[^]*Order received[^]*Possible now/);
  });

  it('says that there is no such order', async () => {
    expect(await run(['order', 'GO-1999-000001', ...here])).toMatchObject({
      exitCode: 1,
      out: '',
      err: expect.stringMatching(/^juchu: there is no order GO-1999-000001: .*$/),
    });
  });
});

describe('an audit', () => {
  const copy = `${folder}-tampered`;
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it('vouches for an order whose log is as it was written, and for the whole log', async () => {
    const { audit, timeline } = await found('GO-2026-000001');
    expect(audit).toEqual({ events: timeline.length, findings: [] });
    const whole = await run(['audit', ...here]);
    expect(whole).toMatchObject({ exitCode: 0, err: '' });
    expect(whole.out).toMatch(/^\d+ events in \d+ streams: hash chains, ids and states all hold$/);
  });

  it('shows what somebody has changed in the log behind the back of the program', async () => {
    cpSync(folder, copy, { recursive: true });
    const log = new Database(path.join(copy, 'events.db'));
    const change = log.prepare(
      'update events set data = replace(data, \'"quantity":\', \'"quantity":1\') where data like ? and data like \'%"quantity":%\'',
    );
    expect(change.run('%GO-2026-000001%').changes).toBe(1);
    log.close();
    const order = await run(['order', 'GO-2026-000001', '--data', copy]);
    expect(order.exitCode).toBe(1);
    expect(order.out).toMatch(/Audit[^]*something is wrong[^]*0 hash/);
    expect(order.err).toMatch(/^juchu: the log of GO-2026-000001 is not as it was written/);
    const whole = await run(['audit', '--json', '--data', copy]);
    expect(whole.exitCode).toBe(1);
    expect(JSON.parse(whole.out)).toMatchObject({
      findings: expect.arrayContaining([expect.objectContaining({ problem: 'hash', revision: '0' })]),
    });
  });
});

describe('projections', () => {
  it('tells how far each read model has got', async () => {
    const { out } = await run(['projections', 'status', '--json', ...here]);
    const { head: end, projections } = JSON.parse(out) as {
      head: string;
      projections: { name: string; status: string; position: string }[];
    };
    expect(projections.map(({ name }) => name)).toContain('order-status');
    for (const projection of projections) expect(projection).toMatchObject({ status: 'running', position: end });
    expect((await run(['projections', 'status', ...here])).out).toMatch(/order-status +3 +running/);
  });

  it('rebuilds them to the same answers', async () => {
    const before = await found('GO-2026-000003');
    const { exitCode, out, err } = await run(['projections', 'rebuild', ...here]);
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: '' });
    expect(err).toMatch(/^order-status: rebuilt from \d+ events$/m);
    expect(await found('GO-2026-000003')).toEqual(before);
    expect((await run(['projections', 'rebuild', 'nothing', ...here])).exitCode).toBe(2);
  });

  it('has nothing to retry or to skip while none has stopped', async () => {
    expect(await run(['projections', 'retry', 'inventory', ...here])).toMatchObject({ exitCode: 1 });
    expect(await run(['projections', 'skip', 'inventory', '--reason', 'test', ...here])).toEqual({
      exitCode: 1,
      out: '',
      err: 'juchu: inventory has not stopped: there is nothing to retry or to skip',
    });
  });
});

describe('processes', () => {
  it('tells what they owe', async () => {
    const { out } = await run(['processes', 'status', ...here]);
    expect(out).toMatch(/^allocation +running +0 +0 +0$/m);
  });

  it('has nothing to retry while nothing is stuck', async () => {
    expect(await run(['processes', 'retry', ...here])).toMatchObject({
      exitCode: 1,
      err: 'juchu: no process is stuck: there is nothing to retry',
    });
    expect(await run(['processes', 'retry', 'nobody', ...here])).toMatchObject({
      exitCode: 1,
      err: 'juchu: nobody is neither a process nor a command that is stuck: see "juchu processes status"',
    });
  });
});
