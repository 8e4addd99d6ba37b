import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TEST_KEY } from './testing/api-client.ts';
import { type EmbeddedApi, runEmbedded } from './testing/running-api.ts';

interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: { readonly code?: string; readonly messages?: unknown };
}

const answerIn = (text: string): RawAnswer => {
  const [head = '', body = ''] = text.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), head, body: JSON.parse(body) as RawAnswer['body'] };
};

describe('a connection', () => {
  let api: EmbeddedApi;
  beforeEach(async () => {
    api = await runEmbedded();
  });
  afterEach(() => api.end());

  const open = async (): Promise<Socket> => {
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  };
  const restOf = async (socket: Socket): Promise<string> => {
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    return text;
  };

  it.each([
    ['a request line that is none', 'HELLO\r\n\r\n', 400, 'malformed-request'],
    [
      'two lengths for one body',
      'POST /api/items HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}',
      400,
      'malformed-request',
    ],
    [
      'headers without end',
      `GET /api/orders HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers-too-large',
    ],
  ])('that brings %s is answered with a problem, in both languages, and ended', async (_name, text, status, code) => {
    const socket = await open();
    socket.write(text);
    const answer = answerIn(await restOf(socket));
    expect(answer).toMatchObject({ status, body: { code, status } });
    expect(answer.body.messages).toEqual({ ja: expect.stringMatching(/。$/), en: expect.stringMatching(/\.$/) });
    expect(answer.head).toContain('Content-Type: application/problem+json; charset=utf-8');
  });

  /** True once the server has stopped listening. */
  const refused = async (): Promise<boolean> => {
    try {
      (await open()).destroy();
      return false;
    } catch {
      return true;
    }
  };

  it('that is still open when the server ends turns new requests away, and those under way are answered', async () => {
    const authorization = `authorization: Bearer ${TEST_KEY}`;
    const body = JSON.stringify({ sku: 'TEA', name: '煎茶', taxClass: 'reduced', unitPrice: 1200 });
    // Connections are accepted in their order: when the second asks for its body, the first is there too.
    const late = await open();
    const underWay = await open();
    const head = ['POST /api/items HTTP/1.1', 'host: x', authorization, 'content-type: application/json'];
    head.push(`content-length: ${String(Buffer.byteLength(body))}`, 'expect: 100-continue');
    underWay.write(`${head.join('\r\n')}\r\n\r\n`);
    const [askedFor] = (await once(underWay, 'data')) as [Buffer];
    expect(String(askedFor)).toContain('100 Continue');

    const closed = api.close();
    while (!(await refused()));
    late.write(`GET /api/orders HTTP/1.1\r\nhost: x\r\n${authorization}\r\n\r\n`);
    const turnedAway = answerIn(await restOf(late));
    expect(turnedAway).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(turnedAway.head.toLowerCase()).toMatch(/^retry-after: \d+$/m);
    expect(turnedAway.head.toLowerCase()).toContain('content-type: application/problem+json');

    underWay.write(body);
    expect(await restOf(underWay)).toMatch(/^HTTP\/1\.1 201 /);
    await closed;
  });
});
