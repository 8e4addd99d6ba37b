import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#libs/event-store-sqlite/sqlite-event-store';
import { processes } from '#libs/engine/catalogue';
import { projections } from '#libs/read-models/catalogue';
import { run } from './testing/recording-terminal.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'juchu-stopped-'));
const here = ['--data', folder] as const;
afterAll(() => rmSync(folder, { recursive: true }));

describe('a fact that nobody can handle', () => {
  beforeAll(async () => {
    await run(['demo', '--orders', '3', ...here]);
    const store = await openSqliteEventStore({ file: path.join(folder, 'events.db') });
    const foreign = { id: crypto.randomUUID(), type: 'OrderTeleported', data: {}, metadata: {} };
    await store.append('goodsOrder-foreign', [foreign], 'noStream');
    await store.close();
  });

  it('stops a read model where everybody can see it', async () => {
    expect(await run(['order', 'GO-2026-000001', ...here])).toMatchObject({
      exitCode: 1,
      err: 'juchu: the read model order-status does not catch up with the log: see "juchu projections status"',
    });
    const { out } = await run(['projections', 'status', ...here]);
    expect(out).toMatch(/^order-status +3 +stopped/m);
    expect(out).toMatch(/^order-status stopped at OrderTeleported of goodsOrder-foreign: /m);
    expect(out).toMatch(/^items +1 +(running|behind)/m);
  });

  it('stops it again when it is only retried', async () => {
    expect(await run(['projections', 'retry', 'order-status', ...here])).toMatchObject({ exitCode: 1 });
    expect((await run(['projections', 'status', ...here])).out).toMatch(/^order-status +3 +stopped/m);
  });

  it('is passed over for a reason, by each read model that a person says it to', async () => {
    const concerned = projections.filter(({ categories }) => categories.includes('goodsOrder'));
    for (const { name } of concerned)
      expect(await run(['projections', 'skip', name, '--reason', 'written by another program', ...here])).toEqual({
        exitCode: 0,
        out: '',
        err: `${name}: has caught up`,
      });
    expect(await run(['order', 'GO-2026-000001', ...here])).toMatchObject({ exitCode: 0, err: '' });
  });

  it('stops the processes too, until it is passed over', async () => {
    const early = ['processes', 'skip', 'dispatch', '--reason', 'too early', ...here];
    expect(await run(early)).toMatchObject({ exitCode: 1 });
    const stopped = new Set<string>();
    const concerned = processes.filter(({ categories, sendsTo = ['goodsOrder'] }) =>
      [...categories, ...sendsTo].includes('goodsOrder'),
    );
    while (stopped.size < concerned.length) {
      const { exitCode, err } = await run(['demo', '--orders', '3', ...here]);
      const name = /^juchu: the process ([\w-]+) has stopped at OrderTeleported: /.exec(err)?.[1] ?? err;
      expect({ exitCode, known: concerned.some((process) => process.name === name) }).toEqual({
        exitCode: 1,
        known: true,
      });
      expect(stopped).not.toContain(name);
      const skip = ['processes', 'skip', name, '--reason', 'written by another program', ...here];
      expect(await run(skip)).toMatchObject({ exitCode: 0, err: expect.stringMatching(`^${name}: goes on`) });
      stopped.add(name);
    }
    expect(await run(['demo', '--orders', '3', ...here])).toMatchObject({ exitCode: 0 });
  });
});
