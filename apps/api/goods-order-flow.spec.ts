import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ApiUnderTest } from './testing/running-api.ts';
import { order, shipAll, stockTea } from './testing/sample-order.ts';
import { onEverySetUp } from './testing/set-ups.ts';

onEverySetUp('a goods order over HTTP', (runApi) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await runApi();
    await stockTea(api, 10);
  });
  afterAll(() => api.end());

  it('goes from intake to completion, and the read models follow', async () => {
    const received = await api.call('POST', '/api/goods-orders', order(3));
    expect(received.status).toBe(201);
    const { id, number } = received.body;
    expect(received.headers.get('location')).toBe(`/api/goods-orders/${id}`);
    expect(received.headers.get('etag')).toBe('"0"');
    expect(number).toMatch(/^GO-\d{4}-000001$/);
    expect(received.body.facts[0]).toMatchObject({
      type: 'OrderReceived',
      data: {
        customerName: '株式会社さくら商店',
        lines: [{ lineId: '1', description: '煎茶 100g', warehouse: 'MAIN', unitPrice: 1200, taxClass: 'reduced' }],
      },
    });

    await api.post(`/api/goods-orders/${id}/confirm-order`);
    await api.settled();
    await api.post(`/api/goods-orders/${id}/register-order`);
    const stocked = await api.call('GET', '/api/stock-items/MAIN.TEA-001');
    expect(stocked.body.state).toMatchObject({ onHand: 10, reserved: 3, available: 7 });

    const accepted = await shipAll(api, id);
    expect(accepted.facts.map(({ type }) => type)).toContain('DeliveryAccepted');
    const payment = await api.post(`/api/goods-orders/${id}/record-payment`, {
      amount: 3888,
      currency: 'JPY',
      method: 'bankTransfer',
    });
    await api.settled();

    const present = await api.call('GET', `/api/goods-orders/${id}`);
    expect(present.body.state).toMatchObject({ fulfilment: 'completed', payment: 'paid', step: 7 });
    expect((await api.call('GET', '/api/stock-items/MAIN.TEA-001')).body.state).toMatchObject({
      onHand: 7,
      reserved: 0,
    });

    const after = encodeURIComponent(payment.position);
    const status = await api.call('GET', `/api/orders/${number ?? ''}?after=${after}`);
    expect(status.body).toMatchObject({
      id,
      state: { fulfilment: 'completed', payment: 'paid' },
      total: 3888,
      paid: 3888,
    });
    const timeline = await api.call('GET', `/api/orders/${id}/timeline?limit=200&after=${after}`);
    expect(timeline.body.items.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'OrderReceived',
        'OrderConfirmed',
        'StockAllocated',
        'ShipmentDispatched',
        'OrderCompleted',
      ]),
    );
    // Positions compare as strings, whatever store they are of.
    expect((timeline.headers.get('juchu-read-position') ?? '') >= payment.position).toBe(true);
  });

  it('says what is possible now, and what refuses the rest', async () => {
    const { id } = await api.post('/api/goods-orders', order(1));
    const { commands } = (await api.call('GET', `/api/goods-orders/${id}/commands`)).body;
    const named = new Map(commands.map((command) => [command.name, command]));
    expect(named.get('confirm-order')).toMatchObject({ possible: true });
    expect(named.get('dispatch-shipment')).toMatchObject({
      possible: false,
      refusal: { code: expect.any(String), message: { ja: expect.any(String), en: expect.any(String) } },
    });
    expect([...named.keys()]).not.toContain('record-allocation');
    expect([...named.keys()]).not.toContain('receive-order');
  });

  it('does once what is asked twice with one key, and refuses the key for anything else', async () => {
    const headers = { 'idempotency-key': 'order-from-fax-17' };
    const sent = order(1);
    const [first, second] = await Promise.all([
      api.call('POST', '/api/goods-orders', sent, headers),
      api.call('POST', '/api/goods-orders', sent, headers),
    ]);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect([first, second].map((answer) => answer.headers.get('idempotent-replayed')).filter(Boolean)).toEqual([
      'true',
    ]);

    const other = await api.call('POST', '/api/goods-orders', order(2), headers);
    expect(other).toMatchObject({ status: 422, body: { code: 'command-reused' } });
    const third = await api.call('POST', '/api/goods-orders', sent, headers);
    expect(third).toMatchObject({ status: 201, body: first.body });
  });

  it('refuses a command that was decided on an older state, but still answers its repeat', async () => {
    const { id } = await api.post('/api/goods-orders', order(1));
    const hold = (ifMatch: string, key: string) =>
      api.call(
        'POST',
        `/api/goods-orders/${id}/hold-order`,
        { reason: 'credit' },
        { 'if-match': ifMatch, 'idempotency-key': key },
      );
    expect((await hold('"7"', 'a')).status).toBe(412);
    const held = await hold('"0"', 'b');
    expect(held.headers.get('etag')).toBe('"1"');
    expect((await hold('"0"', 'b')).body).toEqual(held.body);
  });

  it('tells what the state would take where it refuses', async () => {
    const { id } = await api.post('/api/goods-orders', order(1));
    const refused = await api.call('POST', `/api/goods-orders/${id}/plan-shipment`, {});
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ code: 'not-in-this-state', state: { fulfilment: 'received' }, revision: '0' });
    expect(refused.body.possibleCommands).toContain('confirm-order');
  });

  it('amends an order with a line whose description and price come from the item', async () => {
    const { id } = await api.post('/api/goods-orders', order(1));
    const amend = (line: object, key: string) =>
      api.call(
        'POST',
        `/api/goods-orders/${id}/amend-order`,
        { reason: '追加', addLines: [line] },
        { 'idempotency-key': key },
      );
    const amended = await amend({ sku: 'TEA-001', quantity: 2 }, 'amend-1');
    expect(amended.body.facts[0]?.data['addedLines']).toEqual([
      expect.objectContaining({ lineId: '2', description: '煎茶 100g', unitPrice: 1200, warehouse: 'MAIN' }),
    ]);
    expect(await amend({ sku: 'NO-SUCH', quantity: 2 }, 'amend-2')).toMatchObject({
      status: 422,
      body: { code: 'unknown-item', errors: [{ field: 'addLines[0].sku' }] },
    });

    expect(await amend({ sku: 'TEA-001', quantity: 2, warehouse: 'MIAN' }, 'amend-4')).toMatchObject({
      status: 422,
      body: { code: 'unknown-stock-item', errors: [{ field: 'addLines[0].warehouse' }] },
    });
    const named = await amend({ sku: 'TEA-001', quantity: 1, warehouse: 'MAIN' }, 'amend-5');
    expect(named.status).toBe(200);

    await api.post('/api/items/TEA-001/discontinue-item', { reason: '終売' });
    expect(await amend({ sku: 'TEA-001', quantity: 1 }, 'amend-3')).toMatchObject({
      status: 422,
      body: { code: 'item-discontinued' },
    });
    expect((await amend({ sku: 'TEA-001', quantity: 2 }, 'amend-1')).body).toEqual(amended.body);
    await api.post('/api/items/TEA-001/reinstate-item');
  });

  it('numbers orders that arrive together without gaps or repeats', async () => {
    const orders = await Promise.all(Array.from({ length: 40 }, () => api.post('/api/goods-orders', order(1))));
    const numbers = orders.map(({ number }) => Number(number?.split('-')[2])).sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  });
});
