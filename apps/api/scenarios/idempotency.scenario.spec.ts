import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ApiClient } from '../testing/api-client.ts';
import type { ApiUnderTest } from '../testing/running-api.ts';
import { order, stockTea } from '../testing/sample-order.ts';
import { onEverySetUp } from '../testing/set-ups.ts';

onEverySetUp('scenario 2: the same command is sent twice', (runApi) => {
  let api: ApiUnderTest;
  let first: ApiClient;
  let second: ApiClient;
  beforeAll(async () => {
    api = await runApi({ servers: 2 });
    [first, second] = api.servers;
    await stockTea(first, 10);
  });
  afterAll(() => api.end());

  const key = () => ({ 'idempotency-key': randomUUID() });
  const eventsOf = async (id: string) => (await api.engine.store.readStream(`goodsOrder-${id}`)).length;

  it('has one effect and one answer when it is sent twice at once', async () => {
    const [headers, sent] = [key(), order()];
    const [one, two] = await Promise.all([0, 1].map(() => first.call('POST', '/api/goods-orders', sent, headers)));
    expect(one?.body).toEqual(two?.body);
    expect([one?.status, two?.status]).toEqual([201, 201]);
    expect(await eventsOf(one!.body.id)).toBe(1);
  });

  it('has one effect when a second server receives it at the same moment', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [headers, sent] = [key(), order()];
      const [one, two] = await Promise.all(
        [first, second].map((server) => server.call('POST', '/api/goods-orders', sent, headers)),
      );
      expect(one?.body).toEqual(two?.body);
      expect(await eventsOf(one!.body.id)).toBe(1);
    }
  });

  it('has one effect when it is repeated after the order has gone on', async () => {
    const [created, sent] = [key(), order()];
    const { id } = await first.post('/api/goods-orders', sent, created);
    const paid = key();
    const payment = { amount: 1000, method: 'bankTransfer' };
    const answer = await first.post(`/api/goods-orders/${id}/record-payment`, payment, paid);
    await first.post(`/api/goods-orders/${id}/confirm-order`);
    const repeated = await second.call('POST', `/api/goods-orders/${id}/record-payment`, payment, paid);
    expect(repeated.body).toEqual(answer);
    expect(repeated.headers.get('idempotent-replayed')).toBe('true');
    expect((await second.call('POST', '/api/goods-orders', sent, created)).body.id).toBe(id);
    expect((await first.call('GET', `/api/goods-orders/${id}`)).body.state['paid']).toBe(1000);
  });

  it('is refused when the key comes back with another body', async () => {
    const headers = key();
    const { id } = await first.post('/api/goods-orders', order(1), headers);
    const other = await second.call('POST', '/api/goods-orders', order(2), headers);
    expect(other.status).toBe(422);
    expect(await eventsOf(id)).toBe(1);
  });
});
