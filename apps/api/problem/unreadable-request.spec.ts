import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { answerUnreadableRequest } from './unreadable-request.ts';

describe('a request that stops coming', () => {
  it('is answered with a problem when its time is over', async () => {
    const server = createServer({ requestTimeout: 50, headersTimeout: 50, connectionsCheckingInterval: 10 });
    server.on('clientError', answerUnreadableRequest);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    const socket = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1');
    socket.write('GET /api/orders HTTP/1.1\r\nhost: x\r\n');
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    expect(text).toMatch(
      /^HTTP\/1\.1 408 Request Timeout\r\nContent-Type: application\/problem\+json; charset=utf-8\r\n/,
    );
    expect(text).toContain('"code":"request-timeout"');
    server.close();
  });
});
