import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openApiKeys, UnusableKeyFile } from './api-keys.ts';
import { TEST_KEY } from '../testing/api-client.ts';
import { type EmbeddedApi, runEmbedded } from '../testing/running-api.ts';

describe('the API keys of an installation', () => {
  let dataFolder: string;
  beforeEach(() => {
    dataFolder = mkdtempSync(path.join(tmpdir(), 'juchu-keys-'));
  });
  afterEach(() => {
    rmSync(dataFolder, { recursive: true, force: true });
  });
  const open = (adminKey?: string) => openApiKeys({ dataFolder, adminKey });

  it('begin with an admin key that is shown once and kept only as a hash, for the owner alone', () => {
    const keys = open();
    const { newAdminKey } = keys;
    expect(keys.callerOf(`Bearer ${newAdminKey ?? ''}`)).toEqual({ id: 'admin', role: 'admin', via: 'http' });
    const file = path.join(dataFolder, 'api-keys.json');
    expect(readFileSync(file, 'utf8')).not.toContain(newAdminKey);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const again = open();
    expect(again.newAdminKey).toBeUndefined();
    expect(again.callerOf(`bearer ${newAdminKey ?? ''}`)?.id).toBe('admin');
  });

  it('come from the setting where there is one, and then nothing is written', () => {
    expect(open(TEST_KEY).callerOf(`Bearer ${TEST_KEY}`)?.id).toBe('admin');
    expect(() => statSync(path.join(dataFolder, 'api-keys.json'))).toThrow('ENOENT');
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', `Basic ${TEST_KEY}`, TEST_KEY, `Bearer ${TEST_KEY}x`, 'Bearer wrong'])(
    'let nobody in with %p',
    (authorization) => {
      expect(open(TEST_KEY).callerOf(authorization)).toBeUndefined();
    },
  );

  it.each(['', '{}', '{"keys":[{"id":"admin"}]}', 'null'])('do not start on a file that holds %p', (text) => {
    writeFileSync(path.join(dataFolder, 'api-keys.json'), text);
    expect(() => open()).toThrow(UnusableKeyFile);
    expect(readFileSync(path.join(dataFolder, 'api-keys.json'), 'utf8')).toBe(text);
  });
});

describe('who may call', () => {
  let api: EmbeddedApi;
  beforeAll(async () => {
    api = await runEmbedded();
  });
  afterAll(() => api.end());

  it.each(['/api/orders', '/api/goods-orders/1', '/api/goods-orders/1/commands', '/api/inventory'])(
    'nobody gets %s without a key',
    async (target) => {
      const answer = await api.raw(target, {});
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="juchu"');
    },
  );

  it('nobody sends a command without a key, and its body is not even read', async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await api.raw('/api/items', { method: 'POST', headers, body: '{ not json' });
    expect(answer.status).toBe(401);
  });

  /** `fetch` would tidy the path up. */
  const statusOf = (target: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(api.url);
      request({ hostname, port, path: target }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });

  it.each(['/%61pi/orders', '/docs/../api/orders', '//api/orders', '/docs/%2e%2e/api/orders', '/API/orders'])(
    'no spelling of the address goes round the key: %s',
    async (target) => {
      expect([400, 401, 404]).toContain(await statusOf(target));
    },
  );

  it.each(['/health/live', '/health/ready', '/openapi.json', '/docs', '/docs/swagger-ui-bundle.js'])(
    'anybody may read %s',
    async (target) => {
      expect((await api.raw(target, {})).status).toBe(200);
    },
  );
});
