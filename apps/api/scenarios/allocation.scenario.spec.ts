import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ApiUnderTest } from '../testing/running-api.ts';
import { order, stockTea } from '../testing/sample-order.ts';
import { onEverySetUp } from '../testing/set-ups.ts';

const TEA = '/api/stock-items/MAIN.TEA-001';

/** Receives and confirms an order, and answers its id. */
const confirmedOrder = async (api: ApiUnderTest, quantity: number, more: object = {}): Promise<string> => {
  const { id } = await api.post('/api/goods-orders', order(quantity, more));
  await api.post(`/api/goods-orders/${id}/confirm-order`);
  return id;
};

const stateOf = async (api: ApiUnderTest, path: string) => (await api.call('GET', path)).body.state;

const ledgerOf = async (api: ApiUnderTest, id: string, lineId = '1') => {
  const { data } = (await api.call('GET', `/api/goods-orders/${id}`)).body;
  const lines = data['lines'] as Record<string, { readonly ledger: Readonly<Record<string, number>> }>;
  return lines[lineId]!.ledger;
};

onEverySetUp('scenario 1: two hundred parallel orders for the last ten pieces', (runApi) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await runApi();
    await stockTea(api, 10);
  });
  afterAll(() => api.end());

  it('reserves ten, queues the rest in order, and oversells none', async () => {
    const ids = await Promise.all(Array.from({ length: 200 }, () => confirmedOrder(api, 1)));
    await api.settled();
    expect(await stateOf(api, TEA)).toMatchObject({
      onHand: 10,
      reserved: 10,
      available: 0,
      backordered: 190,
      shortfall: 0,
    });
    const ledgers = await Promise.all(ids.map((id) => ledgerOf(api, id)));
    expect(ledgers.filter(({ reserved }) => reserved === 1)).toHaveLength(10);
    expect(ledgers.filter(({ backordered }) => backordered === 1)).toHaveLength(190);
  });

  it('serves the queue first come, first served, when goods arrive', async () => {
    const queue = (await api.call('GET', TEA)).body.data['queue'] as { readonly orderId: string }[];
    const { facts } = await api.post(`${TEA}/receive-stock`, { quantity: 5 });
    const served = facts
      .filter(({ type }) => type === 'StockReserved')
      .map(({ data }) => (data['line'] as { orderId: string }).orderId);
    expect(served).toEqual(queue.slice(0, 5).map(({ orderId }) => orderId));
    await api.settled();
    for (const orderId of served) expect(await ledgerOf(api, orderId)).toMatchObject({ reserved: 1, backordered: 0 });
    expect(await stateOf(api, TEA)).toMatchObject({ onHand: 15, reserved: 15, available: 0, backordered: 185 });
  });
});

onEverySetUp('scenario 6: an order is amended after its confirmation', (runApi) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await runApi();
    await stockTea(api, 10);
    await api.post('/api/items', { sku: 'CUP-001', name: '湯呑み', unit: '個', taxClass: 'standard', unitPrice: 800 });
  });
  afterAll(() => api.end());

  it('has its reservations follow, until what was shipped can no longer be amended', async () => {
    const id = await confirmedOrder(api, 4);
    const amend = (body: object) =>
      api.call('POST', `/api/goods-orders/${id}/amend-order`, { reason: 'ご変更', ...body });
    await api.settled();

    await amend({ lines: [{ lineId: '1', quantity: 7 }] });
    await api.settled();
    expect(await stateOf(api, TEA)).toMatchObject({ reserved: 7, available: 3 });

    await amend({
      lines: [{ lineId: '1', quantity: 2 }],
      shipTo: { name: '田中 花子', lines: ['大阪市北区'], country: 'JP' },
    });
    await api.settled();
    expect(await stateOf(api, TEA)).toMatchObject({ reserved: 2, available: 8 });

    await amend({ addLines: [{ sku: 'CUP-001', quantity: 1 }] });
    await api.settled();
    expect(await ledgerOf(api, id, '2')).toMatchObject({ backordered: 1 });
    expect((await api.call('GET', `/api/goods-orders/${id}`)).body.state).toMatchObject({ total: 2592 + 880 });

    await api.post(`/api/goods-orders/${id}/agree-delivery-date`, { agreedDate: '2099-01-10' });
    await api.post(`/api/goods-orders/${id}/register-order`);
    await api.post(`/api/goods-orders/${id}/plan-shipment`);
    const refused = await amend({ lines: [{ lineId: '1', quantity: 1 }] });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      code: 'quantity-already-committed',
      errors: [{ field: 'lines[0].quantity' }],
    });
  });
});

onEverySetUp('scenario 8: the reservation of an unpaid prepaid order lapses and serves the queue', (runApi) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await runApi();
    await stockTea(api, 3);
  });
  afterAll(() => api.end());

  it('gives what it held to whoever waits first, and nothing back once it is paid', async () => {
    const unpaid = await confirmedOrder(api, 3, { paymentTerms: 'prepaid' });
    await api.settled();
    const waiting = await confirmedOrder(api, 2);
    await api.settled();
    expect(await ledgerOf(api, waiting)).toMatchObject({ reserved: 0, backordered: 2 });

    await api.post(`/api/goods-orders/${unpaid}/expire-reservation`);
    await api.settled();
    expect(await ledgerOf(api, waiting)).toMatchObject({ reserved: 2, backordered: 0 });
    expect(await ledgerOf(api, unpaid)).toMatchObject({ reserved: 0, open: 3 });
    expect(await stateOf(api, TEA)).toMatchObject({ onHand: 3, reserved: 2, available: 1 });

    await api.post(`/api/goods-orders/${unpaid}/request-allocation`);
    await api.settled();
    await api.post(`/api/goods-orders/${unpaid}/record-payment`, { amount: 3888, method: 'bankTransfer' });
    const refused = await api.call('POST', `/api/goods-orders/${unpaid}/expire-reservation`);
    expect([refused.status, refused.body.code]).toEqual([409, 'already-paid']);
    expect(await ledgerOf(api, unpaid)).toMatchObject({ reserved: 1, backordered: 2 });
  });
});
