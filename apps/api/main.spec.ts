import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { configurationFrom } from '#libs/engine/configuration';
import { openEngine } from '#libs/engine/engine';
import type { Environment } from '#libs/engine/settings';
import { type ApiProcess, launchApi } from './testing/api-process.ts';
import { TEST_KEY } from './testing/api-client.ts';

describe('the API as a program', () => {
  let folder: string;
  let started: ApiProcess[];
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'juchu-main-'));
    started = [];
  });
  afterEach(async () => {
    for (const program of started) await program.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  const launch = (environment: Environment = {}): ApiProcess => {
    const program = launchApi({ JUCHU_DATA: folder, JUCHU_PORT: '0', ...environment });
    started.push(program);
    return program;
  };

  it('shows its admin key at the first start only', async () => {
    const first = launch();
    const url = await first.listening;
    const { code, output, errors } = await first.kill('SIGTERM');
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    const key = /Admin key, shown only this once: (juchu_\S+)/.exec(output)?.[1];
    expect(key).toBeDefined();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);

    const second = launch();
    const orders = `${await second.listening}/api/orders`;
    expect((await fetch(orders, { headers: { authorization: `Bearer ${key ?? ''}` } })).status).toBe(200);
    const end = await second.kill('SIGINT');
    expect(end.code).toBe(0);
    expect(end.output).not.toContain('juchu_');
  });

  it('answers the request that is under way when it is told to end', async () => {
    const { child, listening, ended } = launch({ JUCHU_ADMIN_KEY: TEST_KEY });
    const { port } = new URL(await listening);
    const body = JSON.stringify({ sku: 'TEA', name: '煎茶', taxClass: 'reduced', unitPrice: 1200 });
    const socket = connect(Number(port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += String(chunk)));
    const head = [
      'POST /api/items HTTP/1.1',
      'host: localhost',
      `authorization: Bearer ${TEST_KEY}`,
      'content-type: application/json',
      `content-length: ${String(Buffer.byteLength(body))}`,
      'expect: 100-continue',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    // The server has taken the request: it asks for the body.
    while (!answer.includes('100 Continue')) await once(socket, 'data');
    child.kill('SIGTERM');
    socket.write(body);
    await once(socket, 'close');
    expect(answer).toContain('HTTP/1.1 201 Created');
    expect((await ended).code).toBe(0);
  });

  const failure = async (environment: Environment): Promise<string> => {
    const { code, output, errors } = await launch(environment).ended;
    expect({ code, output: output.replace(/^Admin key.*\n/, '') }).toEqual({ code: 1, output: '' });
    expect(errors).toMatch(/^juchu: [^\n]+\n$/);
    return errors;
  };

  it('says in one line that its port is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await failure({ JUCHU_PORT: String(port) })).toContain(`port ${String(port)} on 127.0.0.1 is in use`);
    server.close();
  });

  it('says in one line which setting is wrong', async () => {
    expect(await failure({ JUCHU_PORT: 'http' })).toContain('JUCHU_PORT must be a whole number from 0 to 65535');
  });

  it.each(['events.db', 'keys.db', 'read-models.db', 'api-keys.json'])(
    'says in one line that %s is not its own, and leaves it alone',
    async (name) => {
      const file = path.join(folder, name);
      await (await openEngine(configurationFrom({ JUCHU_DATA: folder }))).close();
      writeFileSync(file, 'a letter to a friend '.repeat(200));
      expect(await failure({})).toContain(file);
      expect(readFileSync(file, 'utf8')).toBe('a letter to a friend '.repeat(200));
    },
  );

  it('says in one line that its log is missing, and makes no other', async () => {
    await (await openEngine(configurationFrom({ JUCHU_DATA: folder }))).close();
    rmSync(path.join(folder, 'events.db'));
    const left = readdirSync(folder);
    expect(await failure({})).toContain(`${path.join(folder, 'events.db')} is missing although`);
    expect(readdirSync(folder)).toEqual(left);
  });

  it('says in one line that its folder cannot be made', async () => {
    writeFileSync(path.join(folder, 'file'), '');
    const dataFolder = path.join(folder, 'file', 'data');
    expect(await failure({ JUCHU_DATA: dataFolder })).toContain(dataFolder);
  });
});
