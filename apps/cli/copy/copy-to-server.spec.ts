import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { catalogues } from '#libs/engine/catalogue';
import { configurationFrom } from '#libs/engine/configuration';
import { openEngine } from '#libs/engine/engine';
import { startEmulator, type Emulator } from '#libs/event-store-emulator/emulator';
import { openSqliteEventLog } from '#libs/event-store-sqlite/sqlite-event-log';
import { settableClock } from '#libs/kernel/clock';
import type { EventLog } from '#libs/kernel/log/event-log';
import { run } from '../testing/recording-terminal.ts';

describe('a demo run on the embedded store', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'juchu-copied-'));
  const [demo, served] = [path.join(folder, 'demo'), path.join(folder, 'served')];
  const from = `sqlite:${path.join(demo, 'events.db')}`;
  let log: EventLog;
  let emulator: Emulator;
  let to = '';

  beforeAll(async () => {
    expect(await run(['demo', '--orders', '12', '--data', demo])).toMatchObject({ exitCode: 0, err: '' });
    log = await openSqliteEventLog({ file: path.join(served, 'events.db') });
    const categories = catalogues.map(({ streamType }) => streamType.category);
    emulator = await startEmulator({ log, port: 0, protection: { categories } });
    to = `esdb://127.0.0.1:${emulator.port}?tls=false`;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is copied to a server that speaks the protocol of EventStoreDB, and verified', async () => {
    const { exitCode, out, err } = await run(['copy', '--from', from, '--to', to]);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toMatch(/^(\d+) events .*; \1 of them were written now\nevery hash chain of the target holds\n/);
    expect(await run(['copy', '--from', from, '--to', to, '--verify-only'])).toMatchObject({ exitCode: 0, err: '' });
  });

  it('goes on there, with its keys and new read models', async () => {
    const environment = {
      JUCHU_DATA: path.join(folder, 'new'),
      JUCHU_EVENT_STORE: to,
      JUCHU_KEY_VAULT: `sqlite:${path.join(demo, 'keys.db')}`,
    };
    const original = await run(['order', 'GO-2026-000001', '--data', demo]);
    expect(original.out).toMatch(/Customer/);
    expect(await run(['order', 'GO-2026-000001'], environment)).toEqual(original);
    const options = { clock: settableClock('2026-03-01T00:00:00Z'), simulation: true };
    const engine = await openEngine(configurationFrom(environment), options);
    const id = '5c0d9f8e-3d4d-4a1f-9a35-0f6f3a3b7f01';
    const by = { commandId: id, correlationId: id, actor: { id: 'sato', role: 'backOffice', via: 'spec' } } as const;
    const newItem = { type: 'RegisterItem', data: { sku: 'NEW', name: '新茶', taxClass: 'reduced', unitPrice: 1200 } };
    expect(await engine.execute('items', undefined, newItem, by)).toMatchObject({ accepted: true });
    await engine.close();
    expect(await run(['audit'], environment)).toMatchObject({ exitCode: 0, err: '' });
  });

  it('is the same installation where the file behind the server is opened itself', async () => {
    await emulator.close();
    await log.close();
    cpSync(path.join(demo, 'keys.db'), path.join(served, 'keys.db'));
    const { exitCode, out, err } = await run(['order', 'GO-2026-000001', '--data', served]);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toEqual((await run(['order', 'GO-2026-000001', '--data', demo])).out);
    expect(await run(['audit', '--data', served])).toMatchObject({ exitCode: 0, err: '' });
  });
});
