import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const inDocker = (file: string): string => path.resolve(import.meta.dirname, '../docker', file);
const folder = mkdtempSync(path.join(tmpdir(), 'juchu-docker-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the health check of the containers', () => {
  const askedFor = async (part: string, status: number | 'nobody'): Promise<number | null> => {
    const server = createServer((_request, response) => {
      response.writeHead(Number(status)).end(JSON.stringify({ parts: [{ name: 'event store', healthy: false }] }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    if (status === 'nobody') server.close();
    const setting = part === 'worker' ? 'JUCHU_WORKER_PORT' : 'JUCHU_PORT';
    const child = spawn(process.execPath, [inDocker('health.mjs'), part], {
      env: { [setting]: String(port) },
      stdio: 'ignore',
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    server.close();
    return code;
  };

  it.each(['api', 'worker'])('says whether the %s is ready', async (part) => {
    expect([await askedFor(part, 200), await askedFor(part, 503), await askedFor(part, 'nobody')]).toEqual([0, 1, 1]);
  });

  it('knows no other part', async () => {
    expect(await askedFor('database', 200)).toBe(2);
  });
});

describe('what the scripts make', () => {
  it('is kept when they run again', () => {
    const secrets = path.join(folder, 'kept');
    const content = () => {
      execFileSync('sh', [inDocker('make-secrets'), secrets]);
      return globSync('*', { cwd: secrets }).map((name) => readFileSync(path.join(secrets, name), 'utf8'));
    };
    const first = content();
    expect(content()).toEqual(first);
    expect(first.length).toBeGreaterThan(6);
    expect(new Set(first).size).toBe(first.length);
  });

  describe('certificates', () => {
    const certificates = path.join(folder, 'certificates');
    const owner = String(process.getuid?.() ?? 0);
    const make = () =>
      execFileSync('sh', [inDocker('make-certificates'), certificates, owner, 'event-store-1', 'event-store-2'], {
        stdio: 'ignore',
      });
    const read = (...names: readonly string[]) => readFileSync(path.join(certificates, ...names));
    beforeAll(() => void make());

    /** Whether node 2 believes that who presents node 1's certificate is this host. */
    const believes = async (host: string): Promise<boolean> => {
      const [ca, cert, key] = [
        read('trust', 'ca.crt'),
        read('event-store-1', 'node.crt'),
        read('event-store-1', 'node.key'),
      ];
      const server = createTlsServer({ ca, cert, key, requestCert: true, rejectUnauthorized: true });
      server.on('tlsClientError', () => undefined);
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const own = { cert: read('event-store-2', 'node.crt'), key: read('event-store-2', 'node.key') };
      const socket = connect({ port, host: '127.0.0.1', servername: host, ca, ...own });
      const believed = await once(socket, 'secureConnect').then(
        () => true,
        () => false,
      );
      socket.destroy();
      server.close();
      return believed;
    };

    it('let the nodes know each other by name, and nobody else by theirs', async () => {
      expect([await believes('event-store-1'), await believes('localhost')]).toEqual([true, true]);
      expect(await believes('event-store-2')).toBe(false);
    });

    it('stay the same when the script runs again', () => {
      const before = read('event-store-1', 'node.crt');
      make();
      expect(read('event-store-1', 'node.crt')).toEqual(before);
    });
  });
});
