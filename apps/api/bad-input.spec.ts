import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TEST_KEY } from './testing/api-client.ts';
import type { ApiUnderTest } from './testing/running-api.ts';
import { order, stockTea } from './testing/sample-order.ts';
import { onEverySetUp } from './testing/set-ups.ts';

onEverySetUp('bad input', (runApi) => {
  let api: ApiUnderTest;
  let orderId: string;
  let head: string;
  beforeAll(async () => {
    api = await runApi();
    await stockTea(api, 10);
    orderId = (await api.post('/api/goods-orders', order(1))).id;
    await api.settled();
    head = await api.engine.store.head();
  });
  afterAll(async () => {
    const reached = await api.engine.store.head().finally(() => api.end());
    expect(reached).toBe(head);
  });

  const postOrder = (more: object) => api.call('POST', '/api/goods-orders', order(1, more));
  const line = (more: object) => ({ lines: [{ sku: 'TEA-001', quantity: 1, ...more }] });

  it.each([
    ['an unknown field', { colour: 'red' }, 'colour', 'unknown-field'],
    ['an unknown field of a line', line({ colour: 'red' }), 'lines[0].colour', 'unknown-field'],
    ['a field that every object inherits', line({ constructor: 1 }), 'lines[0].constructor', 'unknown-field'],
    ['a missing field', { shipTo: undefined }, 'shipTo', 'required'],
    ['a wrong type', { customer: 'さくら商店' }, 'customer', 'is-record'],
    ['a number as text', line({ quantity: '3' }), 'lines[0].quantity', 'is-whole-number'],
    ['a negative quantity', line({ quantity: -3 }), 'lines[0].quantity', 'is-whole-number'],
    ['no quantity at all', line({ quantity: 0 }), 'lines[0].quantity', 'is-whole-number'],
    ['a fraction of a bag', line({ quantity: 1.5 }), 'lines[0].quantity', 'is-whole-number'],
    ['a price with decimals', line({ unitPrice: 12.5 }), 'lines[0].unitPrice', 'is-whole-number'],
    ['a currency that does not exist', { currency: 'YEN' }, 'currency', 'is-currency'],
    ['a date that does not exist', { requestedDate: '2026-02-30' }, 'requestedDate', 'is-calendar-date'],
    ['an instant without a zone', { receivedAt: '2026-02-20T10:00:00' }, 'receivedAt', 'is-instant'],
    ['no lines', { lines: [] }, 'lines', 'is-record-list'],
    [
      '5,000 lines',
      { lines: Array.from({ length: 5000 }, () => ({ sku: 'T', quantity: 1 })) },
      'lines',
      'is-record-list',
    ],
    ['an object for a list', { lines: { 0: { sku: 'T', quantity: 1 } } }, 'lines', 'is-record-list'],
    ['a list for an object', { shipTo: [] }, 'shipTo', 'is-record'],
    ['null', { note: null }, 'note', 'is-text'],
    ['null for an object', { shipTo: null }, 'shipTo', 'is-record'],
    ['null for a list', { lines: null }, 'lines', 'is-record-list'],
  ])('%s is refused with its field: 400', async (_name, more, field, rule) => {
    const answer = await postOrder(more);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.body).toMatchObject({
      type: 'urn:juchu:problem:invalid-command',
      status: 400,
      code: 'invalid-command',
    });
    const [error, ...others] = answer.body.errors.filter((each) => each.field === field);
    expect(error?.message).toMatch(/^(is|must|has) /);
    expect(error?.rule).toBe(rule);
    expect(error?.messages).toEqual({ ja: expect.stringMatching(/[ぁ-ん]/), en: error?.message });
    expect(others).toEqual([]);
    expect(answer.body.messages.ja).not.toBe('');
  });

  it.each([
    ['two currencies in one order', line({ currency: 'USD' }), 'currency-mismatch', 'lines[0].currency'],
    ['a price from another currency', { currency: 'USD' }, 'currency-mismatch', 'lines[0].unitPrice'],
    ['an item that nobody knows', { lines: [{ sku: 'NO-SUCH', quantity: 1 }] }, 'unknown-item', 'lines[0].sku'],
    ['a misspelt warehouse', line({ warehouse: 'MIAN' }), 'unknown-stock-item', 'lines[0].warehouse'],
    ['an order from the future', { receivedAt: '2999-01-01T00:00:00Z' }, 'in-the-future', 'receivedAt'],
    [
      'one line id for two lines',
      { lines: [1, 2].map((quantity) => ({ lineId: 'a', sku: 'TEA-001', quantity })) },
      'duplicate-line',
      'lines[1].lineId',
    ],
  ])('%s is refused by its rule: 422', async (_name, more, code, field) => {
    const answer = await postOrder(more);
    expect(answer).toMatchObject({ status: 422, body: { code, errors: [{ field, rule: code }] } });
  });

  it('stock of an item that nobody knows is refused by its rule: 422', async () => {
    const answer = await api.call('POST', '/api/stock-items', { sku: 'TAE-001', warehouse: 'MAIN' });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'unknown-item', errors: [{ field: 'sku', rule: 'unknown-item' }] },
    });
    expect(answer.body.messages.ja).toContain('品目を登録するか、SKU を訂正してください');
  });

  it('a command that the state does not allow: 409', async () => {
    const answer = await api.call('POST', `/api/goods-orders/${orderId}/register-order`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'not-in-this-state' } });
  });

  it('a body of 10 MB: 413', async () => {
    const answer = await postOrder({ note: 'あ'.repeat(10_000_000 / 3) });
    expect(answer).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
  });

  it.each([
    ['text that is no JSON', '{ "channel": ', 400, 'malformed-json'],
    ['a list', '[]', 400, 'invalid-command'],
    ['a bare text', '"order"', 400, 'invalid-command'],
    ['null', 'null', 400, 'invalid-command'],
    ['nothing', '', 400, 'invalid-command'],
    ['nesting without end', `${'{"note":'.repeat(20_000)}1${'}'.repeat(20_000)}`, 400, 'invalid-command'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400, 'malformed-json'],
  ])('%s as the body', async (_name, body, status, code) => {
    const headers = { authorization: `Bearer ${TEST_KEY}`, 'content-type': 'application/json' };
    expect(await api.raw('/api/goods-orders', { method: 'POST', headers, body })).toMatchObject({
      status,
      body: { code },
    });
  });

  it.each(['[]', 'null', '3', '"order"'])('the body %s is said to be no object, and nothing more', async (body) => {
    const headers = { authorization: `Bearer ${TEST_KEY}`, 'content-type': 'application/json' };
    const answer = await api.raw('/api/goods-orders', { method: 'POST', headers, body });
    expect(answer.body.errors).toEqual([
      {
        field: '',
        rule: 'is-object',
        message: 'send a JSON object',
        messages: { ja: 'JSON オブジェクトを送ってください。', en: 'send a JSON object' },
      },
    ]);
  });

  it.each<[string | Buffer, string]>([
    ['{\n "channel" 1}', '2 行目の 12 文字目'],
    ['{"channel": ', '途中で終わっています'],
    ['order', '「o」は使えません'],
    [Buffer.from([0x7b, 0xff, 0x7d]), 'UTF-8 ではありません'],
  ])('%p is said in Japanese to be no JSON', async (body, words) => {
    const headers = { authorization: `Bearer ${TEST_KEY}`, 'content-type': 'application/json' };
    const { ja } = (await api.raw('/api/goods-orders', { method: 'POST', headers, body })).body.messages;
    expect(ja).toContain(words);
    expect(ja.replaceAll(/JSON|UTF-8|「.」/g, '')).not.toMatch(/[a-z]/i);
  });

  it('what is not there is named as people write it', async () => {
    const { messages } = (await api.call('GET', '/api/stock-items/%E6%9D%B1%E4%BA%AC.TEA%2E1')).body;
    expect(messages.ja).toBe('在庫品目に「東京.TEA.1」はありません。ID を確かめてください。');
    expect(messages.en).toBe('There is no "東京.TEA.1" among the stock-items: check the id.');
  });

  it.each([
    ['DELETE', '/api/goods-orders', 'POST'],
    ['PUT', '/api/goods-orders', 'POST'],
    ['OPTIONS', '/api/goods-orders/1/confirm-order', 'POST'],
    ['GET', '/api/goods-orders/1/confirm-order', 'POST'],
    ['PATCH', '/api/goods-orders/1', 'GET, HEAD'],
    ['POST', '/api/orders', 'GET, HEAD'],
    ['DELETE', '/api/items', 'GET, HEAD, POST'],
    ['POST', '/health/live', 'GET, HEAD'],
  ])('%s %s: 405 with the methods that there are', async (method, path, allowed) => {
    const answer = await api.call(method, path);
    expect(answer).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } });
    expect(answer.headers.get('allow')).toBe(allowed);
  });

  it('an address where nothing is: 404, whatever the method', async () => {
    for (const method of ['GET', 'DELETE', 'OPTIONS'])
      expect(await api.call(method, '/api/wishes/1')).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml'])(
    'a body of %s: 415',
    async (type) => {
      const headers = { authorization: `Bearer ${TEST_KEY}`, 'content-type': type };
      const answer = await api.raw('/api/goods-orders', { method: 'POST', headers, body: 'a=b' });
      expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
    },
  );

  it('does not let a body reach into the prototype of everything', async () => {
    const body = '{"__proto__":{"polluted":true},"channel":"phone"}';
    const headers = { authorization: `Bearer ${TEST_KEY}`, 'content-type': 'application/json' };
    const answer = await api.raw('/api/goods-orders', { method: 'POST', headers, body });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ field }) => field)).toContain('__proto__');
    expect('polluted' in {}).toBe(false);
  });

  it.each([
    ['an id that nobody has', '/api/goods-orders/none/confirm-order', 404, 'not-found'],
    ['an id of spaces and kanji', '/api/goods-orders/%20%E5%8F%97%E6%B3%A8/confirm-order', 404, 'not-found'],
    ['an id with a slash', '/api/goods-orders/a%2Fb/confirm-order', 404, 'not-found'],
    ['an id with a zero byte', '/api/goods-orders/a%00b/confirm-order', 404, 'not-found'],
    ['an id of dots', '/api/goods-orders/..%2f..%2fetc/confirm-order', 404, 'not-found'],
    ['an id that is half a character', '/api/goods-orders/%E5%8F/confirm-order', 400, 'malformed-request'],
    ['an id with a broken escape', '/api/goods-orders/%ZZ/confirm-order', 400, 'malformed-request'],
    ['an id of a thousand letters', `/api/goods-orders/${'a'.repeat(1000)}/confirm-order`, 414, 'url-too-long'],
    ['a command that does not exist', '/api/goods-orders/none/delete-order', 404, 'not-found'],
    ['a command of processes', `/api/goods-orders/none/record-allocation`, 404, 'not-found'],
    ['a collection that does not exist', '/api/wishes', 404, 'not-found'],
  ])('%s', async (_name, path, status, code) => {
    const answer = await api.call('POST', path, {});
    expect(answer).toMatchObject({ status, body: { code, status } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });

  it.each([
    ['if-match', 'seven', 'If-Match'],
    ['if-match', 'W/"1"', 'If-Match'],
    ['juchu-occurred-at', 'yesterday', 'Juchu-Occurred-At'],
    ['juchu-occurred-at', '2026-02-30T10:00:00Z', 'Juchu-Occurred-At'],
    ['juchu-occurred-at', '2999-01-01T00:00:00Z', 'Juchu-Occurred-At'],
    ['idempotency-key', 'x'.repeat(256), 'Idempotency-Key'],
    ['idempotency-key', '', 'Idempotency-Key'],
    ['if-match', '', 'If-Match'],
  ])('the header %s: %s', async (name, value, field) => {
    const answer = await api.call(
      'POST',
      `/api/goods-orders/${orderId}/hold-order`,
      { reason: 'credit' },
      { [name]: value },
    );
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-header', errors: [{ field }] } });
  });

  it('an empty Idempotency-Key protects from nothing, which is said', async () => {
    const answer = await api.call('POST', '/api/goods-orders', order(1), { 'idempotency-key': '' });
    expect(answer.body.messages.en).toContain('is empty: give 1 to 255 ASCII characters');
  });

  it.each([
    ['/api/orders?limit=many', 'limit'],
    ['/api/orders?limit=100000', 'limit'],
    ['/api/orders?cursor=xyz', 'cursor'],
    ['/api/orders?colour=red', 'colour'],
    ['/api/orders?sort=colour', 'sort'],
    ['/api/orders?hold=held&hold=clear', 'hold'],
    ['/api/orders?after=a%20b', 'after'],
  ])('the query %s names the parameter', async (path, field) => {
    const answer = await api.call('GET', path);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-parameters' } });
    expect(answer.body.errors.map((error) => error.field)).toEqual([field]);
  });

  it('speaks Japanese to those who ask for it', async () => {
    const answer = await api.call('POST', '/api/goods-orders', order(0), { 'accept-language': 'ja-JP, en;q=0.5' });
    expect(answer.headers.get('content-language')).toBe('ja');
    expect(answer.body.title).toBe('入力内容に誤りがあります');
    expect(answer.body.detail).toBe(answer.body.messages.ja);
  });
});
