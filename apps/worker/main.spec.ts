import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { configurationFrom } from '#libs/engine/configuration';
import { openEngine } from '#libs/engine/engine';
import type { Environment } from '#libs/engine/settings';
import { type RunningProgram, runProgram } from '#libs/test-servers/program';

const main = path.join(import.meta.dirname, 'main.ts');

describe('the worker as a program', () => {
  let folder: string;
  let started: RunningProgram[];
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'juchu-worker-'));
    started = [];
  });
  afterEach(async () => {
    for (const program of started) await program.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  const launch = (environment: Environment = {}): RunningProgram => {
    const program = runProgram(main, [], { JUCHU_DATA: folder, JUCHU_WORKER_PORT: '0', ...environment });
    started.push(program);
    return program;
  };
  const addressOf = async (worker: RunningProgram): Promise<string> =>
    (await worker.says(/^Juchu works; its health is at (\S+)\/health\/ready$/m))[1] ?? '';

  it('keeps read models and processes going for programs that leave it to others, and ends in order', async () => {
    const worker = launch();
    const url = await addressOf(worker);
    const engine = await openEngine(configurationFrom({ JUCHU_DATA: folder }), {
      runProjections: false,
      runProcesses: false,
    });
    const context = (commandId: string) => ({
      commandId,
      correlationId: commandId,
      actor: { id: 'sato', role: 'backOffice', via: 'spec' },
    });
    const item = { sku: 'TEA', name: '煎茶', taxClass: 'reduced', unitPrice: 1200 };
    const registered = await engine.execute(
      'items',
      undefined,
      { type: 'RegisterItem', data: item },
      context('5c0d9f8e-3d4d-4a1f-9a35-0f6f3a3b7f01'),
    );
    const { position } = registered as { readonly position: string };
    expect(await engine.projections.waitFor('items', position, 20_000)).toBe(true);
    await engine.processes.idle();
    await engine.close();

    const ready = await fetch(`${url}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({
      status: 'ready',
      parts: expect.arrayContaining([
        expect.objectContaining({ name: 'read model items', details: expect.objectContaining({ leading: true }) }),
      ]),
    });
    expect(await (await fetch(`${url}/health/live`)).json()).toEqual({ status: 'up' });
    expect((await fetch(`${url}/api/items`)).status).toBe(404);
    expect((await fetch(`${url}/health/live`, { method: 'POST' })).status).toBe(404);

    expect(await worker.kill('SIGTERM')).toMatchObject({
      code: 0,
      errors: '',
      output: expect.stringMatching(/SIGTERM: finishing what is under way\n$/),
    });
  });

  const failure = async (environment: Environment): Promise<string> => {
    const { code, output, errors } = await launch(environment).ended;
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toMatch(/^juchu: [^\n]+\n$/);
    return errors;
  };

  it('says in one line that its port is in use, and which setting names another', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await failure({ JUCHU_WORKER_PORT: String(port) })).toContain(
      `port ${port} on 127.0.0.1 is in use: stop what uses it, or set JUCHU_WORKER_PORT to another`,
    );
    server.close();
  });

  it('says in one line which setting is wrong, and which file is not its own', async () => {
    expect(await failure({ JUCHU_WORKER_PORT: 'http' })).toContain('JUCHU_WORKER_PORT must be a whole number');
    const file = path.join(folder, 'events.db');
    writeFileSync(file, 'a letter to a friend '.repeat(200));
    expect(await failure({})).toContain(file);
  });
});
