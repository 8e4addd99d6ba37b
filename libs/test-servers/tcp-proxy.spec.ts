import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

describe('the TCP proxy', () => {
  let server: Server;
  let proxy: TcpProxy;
  let atServer: Socket[];
  let received: string;
  let clients: Socket[];

  beforeEach(async () => {
    atServer = [];
    clients = [];
    received = '';
    // Answers in capital letters.
    server = createServer({ allowHalfOpen: true }, (socket) => {
      atServer.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        received += String(bytes);
        socket.write(String(bytes).toUpperCase());
      });
      socket.on('end', () => socket.end());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    proxy = await startTcpProxy({ port: typeof address === 'object' && address !== null ? address.port : 0 });
  });
  afterEach(async () => {
    for (const client of clients) client.destroy();
    await proxy.close();
    for (const socket of atServer) socket.destroy();
    server.close();
  });

  const open = async (): Promise<Socket> => {
    const client = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true });
    clients.push(client);
    client.on('error', () => undefined);
    await once(client, 'connect');
    return client;
  };
  const answer = async (client: Socket): Promise<string> => String((await once(client, 'data'))[0]);
  const ask = async (client: Socket, question: string): Promise<string> => {
    client.write(question);
    return answer(client);
  };
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise((resolve) => setImmediate(resolve));
  };

  it('carries both directions and the ends, and counts what is open', async () => {
    const client = await open();
    expect(await ask(client, 'tea')).toBe('TEA');
    expect(proxy.connections()).toBe(1);
    client.end('please');
    expect(await text(client)).toBe('PLEASE');
    await until(() => proxy.connections() === 0);
  });

  it('carries more than any buffer holds', async () => {
    const client = await open();
    const much = 'tea '.repeat(1_000_000);
    client.end(much);
    expect(await text(client)).toBe(much.toUpperCase());
  });

  it('holds everything back while it stalls, ends too, and lets it pass afterwards', async () => {
    const client = await open();
    expect(await ask(client, 'one')).toBe('ONE');
    proxy.stall();
    client.end('two');
    const late = await open();
    late.write('three');
    // Long enough for anything that would pass.
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(received).toBe('one');
    proxy.resume();
    expect(await text(client)).toBe('TWO');
    expect(await answer(late)).toBe('THREE');
  });

  it('does not say while it stalls that the server is gone', async () => {
    const client = await open();
    expect(await ask(client, 'one')).toBe('ONE');
    proxy.stall();
    let closed = false;
    client.on('close', () => (closed = true));
    atServer[0]?.resetAndDestroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(closed).toBe(false);
    proxy.resume();
    await until(() => closed);
  });

  it('lets requests through whose answers it keeps', async () => {
    const client = await open();
    proxy.stallAnswers();
    client.write('pay');
    await until(() => received === 'pay');
    expect(client.bytesRead).toBe(0);
    const answered = answer(client);
    proxy.resume();
    expect(await answered).toBe('PAY');
  });

  it('lets present connections fall silent for good, and serves new ones', async () => {
    const silent = await open();
    expect(await ask(silent, 'one')).toBe('ONE');
    proxy.silence();
    silent.write('two');
    expect(await ask(await open(), 'three')).toBe('THREE');
    proxy.resume();
    expect(await ask(await open(), 'four')).toBe('FOUR');
    expect(received).toBe('onethreefour');
    expect(silent.closed).toBe(false);
    const reset = once(silent, 'data');
    proxy.cut();
    await expect(reset).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('resets all present connections, and serves new ones', async () => {
    const [one, other] = [await open(), await open()];
    await ask(one, 'one');
    await ask(other, 'other');
    const resets = [one, other].map(async (client) => once(client, 'data'));
    proxy.cut();
    for (const reset of await Promise.allSettled(resets)) {
      expect(reset).toMatchObject({ status: 'rejected', reason: { code: 'ECONNRESET' } });
    }
    expect(await ask(await open(), 'again')).toBe('AGAIN');
  });

  it('refuses new connections while present ones go on, until it allows them', async () => {
    const present = await open();
    await ask(present, 'one');
    proxy.refuse();
    await expect(open()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(await ask(present, 'two')).toBe('TWO');
    await proxy.allow();
    expect(await ask(await open(), 'three')).toBe('THREE');
  });

  it('hands slow bytes on in pieces', async () => {
    const client = await open();
    proxy.slow({ bytesPerSecond: 200, delayMs: 1 });
    const pieces: string[] = [];
    client.on('data', (bytes) => pieces.push(String(bytes)));
    client.write('a'.repeat(25));
    await until(() => pieces.join('') === 'A'.repeat(25));
    expect(pieces.length).toBeGreaterThan(1);
    proxy.slow({});
    expect(await ask(client, 'quick')).toBe('QUICK');
  });

  it('resets a connection to a server that is not there', async () => {
    server.close();
    const client = await open();
    await expect(once(client, 'data')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});
