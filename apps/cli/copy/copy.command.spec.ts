import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { configurationFrom } from '#libs/engine/configuration';
import { openEngine } from '#libs/engine/engine';
import { settableClock } from '#libs/kernel/clock';
import { run } from '../testing/recording-terminal.ts';

/** A demo run on the embedded store, and a place for what is made of it. */
const demo = mkdtempSync(path.join(tmpdir(), 'juchu-copied-'));
let folder = '';
const from = `sqlite:${path.join(demo, 'events.db')}`;
const target = (): string => path.join(folder, 'events.db');
const copy = (...words: readonly string[]) => run(['copy', '--from', from, '--to', `sqlite:${target()}`, ...words]);

beforeAll(async () => {
  expect(await run(['demo', '--orders', '12', '--data', demo])).toMatchObject({ exitCode: 0, err: '' });
});
afterAll(() => rmSync(demo, { recursive: true }));
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'juchu-copy-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const edit = (sql: string): void => {
  const log = new Database(target());
  expect(log.prepare(sql).run().changes).toBeGreaterThan(0);
  log.close();
};

describe('juchu copy', () => {
  it('copies a whole log, verifies it, and says what is to be set', async () => {
    const { exitCode, out, err } = await copy();
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toMatch(
      /^(\d+) events in \d+ streams are the same in both logs, in the same order; \1 of them were written now\nevery hash chain of the target holds\n/,
    );
    for (const name of ['JUCHU_EVENT_STORE', 'JUCHU_KEY_VAULT', 'JUCHU_READ_DATABASE']) expect(out).toContain(name);
  });

  it('leaves a log with which the installation goes on: orders, names of persons, new commands, audit', async () => {
    await copy();
    cpSync(path.join(demo, 'keys.db'), path.join(folder, 'keys.db'));
    const orderIn = async (data: string) => {
      const { out } = await run(['order', 'GO-2026-000001', '--json', '--data', data]);
      return (JSON.parse(out) as { order: Record<string, unknown> }).order;
    };
    const copied = await orderIn(folder);
    expect(copied).toMatchObject({ orderNumber: 'GO-2026-000001', customerName: expect.any(String) });
    expect(copied).toEqual(await orderIn(demo));
    const simulated = { clock: settableClock('2026-03-01T00:00:00Z'), simulation: true };
    const engine = await openEngine(configurationFrom({ JUCHU_DATA: folder }), simulated);
    const id = '5c0d9f8e-3d4d-4a1f-9a35-0f6f3a3b7f01';
    const by = { commandId: id, correlationId: id, actor: { id: 'sato', role: 'backOffice', via: 'spec' } } as const;
    const newItem = { type: 'RegisterItem', data: { sku: 'NEW', name: '新茶', taxClass: 'reduced', unitPrice: 1200 } };
    expect(await engine.execute('items', undefined, newItem, by)).toMatchObject({ accepted: true });
    await engine.close();
    expect(await run(['audit', '--data', folder])).toMatchObject({ exitCode: 0, err: '' });
    expect(await copy()).toMatchObject({
      exitCode: 1,
      out: '',
      err: expect.stringMatching(
        /^juchu: what the target holds is not the beginning of the source: .* is not in the source; /,
      ),
    });
  });

  it('writes nothing twice, and can verify without writing', async () => {
    await copy();
    const again = JSON.parse((await copy('--json')).out) as { written: number; events: number };
    expect(again).toMatchObject({ written: 0, done: true, later: 0, findings: [] });
    const verified = await copy('--verify-only');
    expect(verified).toMatchObject({ exitCode: 0, err: '' });
    expect(verified.out).toMatch(new RegExp(`^${again.events} events .*; 0 of them were written now\n`));
    expect(verified.out).not.toContain('JUCHU_EVENT_STORE');
  });

  it('names the event that somebody has changed in the copy', async () => {
    await copy();
    edit(`UPDATE events SET data = replace(data, '"quantity":', '"quantity":1') WHERE data LIKE '%"quantity":%'`);
    const { exitCode, out, err } = await copy('--verify-only', '--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ done: false, difference: { problem: 'data' } });
    expect(err).toMatch(/^juchu: the logs are not the same: \S+ at revision \d+ has other data in the target$/);
  });

  it('says how far an unfinished copy goes', async () => {
    await copy();
    edit('DELETE FROM events WHERE position > (SELECT max(position) - 3 FROM events)');
    expect((await copy('--verify-only')).err).toMatch(
      /^juchu: the logs are not the same: \S+ at revision \d+ is not in the target; copy again$/,
    );
  });

  it('takes addresses from files, so that passwords stay out of command lines', async () => {
    const [source, destination] = [path.join(folder, 'from'), path.join(folder, 'to')];
    writeFileSync(source, `${from}\n`);
    writeFileSync(destination, `sqlite:${target()}\n`);
    expect(await run(['copy', '--from', `@${source}`, '--to', `@${destination}`])).toMatchObject({ exitCode: 0 });
  });

  it.each([
    [
      'an address of another kind',
      'postgres://juchu:open-sesame@db/juchu',
      /^juchu: --to must be sqlite:<file>, esdb:/,
    ],
    ['no file', '@/no/such/file', /^juchu: --to names a file that cannot be read: \/no\/such\/file$/],
    ['a folder', `sqlite:${tmpdir()}`, /^juchu: \S+ is not a file; /],
  ])('says in one line what is wrong with %s, without a password', async (_what, to, line) => {
    const { exitCode, out, err } = await run(['copy', '--from', from, '--to', to]);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).toMatch(line);
    expect(err).not.toContain('open-sesame');
  });

  it('makes no store where the source, or a copy to be verified, is not there', async () => {
    const nowhere = path.join(folder, 'nowhere.db');
    expect(await run(['copy', '--from', `sqlite:${nowhere}`, '--to', `sqlite:${target()}`])).toEqual({
      exitCode: 1,
      out: '',
      err: `juchu: there is no event store at ${nowhere}: check its path`,
    });
    expect(await copy('--verify-only')).toMatchObject({ exitCode: 1, err: expect.stringMatching(/there is no event/) });
    expect([existsSync(nowhere), existsSync(target())]).toEqual([false, false]);
  });
});
