import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { settableClock } from '#libs/kernel/clock';
import type { CommandContext } from '#libs/kernel/outcome';
import { configurationFrom } from './configuration.ts';
import { openEngine } from './engine.ts';

const context = (commandId: string): CommandContext => ({
  commandId,
  correlationId: commandId,
  actor: { id: 'sato', role: 'backOffice', via: 'spec' },
});
const registerTea = {
  type: 'RegisterItem',
  data: { sku: 'TEA', name: '煎茶', taxClass: 'reduced', unitPrice: 1200 },
};

describe('an engine', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'juchu-engine-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const configuration = () => configurationFrom({ JUCHU_DATA: folder });

  it('knows after it was closed and opened again what it did before', async () => {
    const first = await openEngine(configuration());
    const registered = await first.execute(
      'items',
      undefined,
      registerTea,
      context('5c0d9f8e-3d4d-4a1f-9a35-0f6f3a3b7f01'),
    );
    expect(registered).toMatchObject({ accepted: true, id: 'TEA', repeated: false });
    await first.close();

    const second = await openEngine(configuration());
    const again = await second.execute(
      'items',
      undefined,
      registerTea,
      context('5c0d9f8e-3d4d-4a1f-9a35-0f6f3a3b7f01'),
    );
    expect(again).toMatchObject({ accepted: true, id: 'TEA', repeated: true, revision: 0n });
    expect(await second.inspect('items', 'TEA')).toMatchObject({ state: { state: 'active' }, data: { name: '煎茶' } });
    expect(await second.inspect('items', 'COFFEE')).toBeUndefined();
    await second.close();
    await second.close();
  });

  it('lets go of every file when one of them cannot be opened', async () => {
    const readModels = path.join(folder, 'read-models.db');
    await (await openEngine(configuration())).close();
    writeFileSync(readModels, 'a letter to a friend '.repeat(200));
    await expect(openEngine(configuration())).rejects.toThrow(readModels);
    expect(readdirSync(folder).filter((name) => name.endsWith('-wal'))).toEqual([]);
    rmSync(readModels);
    const engine = await openEngine(configuration());
    await engine.close();
  });

  it('takes another clock than the real one only on a store made as a simulation, where time stands still at its end', async () => {
    const clock = settableClock('1996-07-04T00:00:00.000Z');
    await expect(openEngine(configuration(), { clock })).rejects.toThrow('simulation');
    const simulated = configurationFrom({ JUCHU_DATA: path.join(folder, 'simulation') });
    const engine = await openEngine(simulated, { clock, simulation: true });
    await engine.execute('items', undefined, registerTea, context('5c0d9f8e-3d4d-4a1f-9a35-0f6f3a3b7f02'));
    const [event] = await engine.store.readStream('item-TEA');
    expect(event?.metadata['recordedAt']).toBe('1996-07-04T00:00:00.000Z');
    await engine.close();
    const resumed = await openEngine(simulated, { resumeSimulation: true, runProcesses: false });
    expect(resumed.clock.now()).toBe('1996-07-04T00:00:00.000Z');
    await resumed.close();
    await expect(openEngine(simulated, { simulation: false })).rejects.toThrow();
    expect(existsSync(path.join(folder, 'simulation', 'events.db'))).toBe(true);
  });
});
