import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ApiUnderTest } from '../testing/running-api.ts';
import { order, stockTea } from '../testing/sample-order.ts';
import { onEverySetUp } from '../testing/set-ups.ts';

const TEA = '/api/stock-items/MAIN.TEA-001';

const registeredOrder = async (api: ApiUnderTest, quantity: number): Promise<string> => {
  const { id } = await api.post('/api/goods-orders', order(quantity));
  await api.post(`/api/goods-orders/${id}/confirm-order`);
  await api.settled();
  const { state } = (await api.call('GET', `/api/goods-orders/${id}`)).body;
  if (state['fulfilment'] === 'allocating.dateToPropose')
    await api.post(`/api/goods-orders/${id}/agree-delivery-date`, { agreedDate: '2099-01-10' });
  await api.post(`/api/goods-orders/${id}/register-order`);
  return id;
};

const prepare = async (api: ApiUnderTest, id: string, names: readonly string[]) => {
  for (const name of names)
    await api.post(`/api/goods-orders/${id}/${name}`, {
      shipmentId: 'S1',
      ...(name === 'pack-shipment' ? { packages: 1 } : {}),
      ...(name === 'book-carrier' ? { carrier: 'ヤマト運輸' } : {}),
    });
};

const toDispatch = [
  'plan-shipment',
  'pick-shipment',
  'pack-shipment',
  'label-shipment',
  'book-carrier',
  'dispatch-shipment',
];

onEverySetUp('scenario 3: part of one line is shipped, the rest cancelled', (runApi) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await runApi();
    await stockTea(api, 3);
  });
  afterAll(() => api.end());

  it('shows the right status, stock and amounts at every step', async () => {
    const id = await registeredOrder(api, 5);
    const statusOf = async (position: string) => (await api.call('GET', `/api/orders/${id}?after=${position}`)).body;
    const stock = async () => (await api.call('GET', TEA)).body.state;
    expect(await stock()).toMatchObject({ onHand: 3, reserved: 3, backordered: 2 });

    await prepare(api, id, toDispatch);
    await api.settled();
    expect(await stock()).toMatchObject({ onHand: 0, reserved: 0, backordered: 2 });

    const cancelled = await api.post(`/api/goods-orders/${id}/cancel-line`, {
      lineId: '1',
      reason: 'お待ちになれない',
    });
    await api.settled();
    expect(await statusOf(cancelled.position)).toMatchObject({
      state: { fulfilment: 'shipping' },
      step: 6,
      total: 3888,
    });
    expect(await stock()).toMatchObject({ onHand: 0, reserved: 0, backordered: 0 });

    await prepare(api, id, ['record-delivery']);
    const accepted = await api.post(`/api/goods-orders/${id}/accept-delivery`, { shipmentId: 'S1' });
    expect(await statusOf(accepted.position)).toMatchObject({ state: { fulfilment: 'completed' }, total: 3888 });
    await api.post(`${TEA}/receive-stock`, { quantity: 2 });
    await api.settled();
    expect(await stock()).toMatchObject({ onHand: 2, reserved: 0, available: 2 });
  });
});

onEverySetUp('scenario 4: cancel races packing', (runApi) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await runApi({ servers: 2 });
    await stockTea(api, 40);
  });
  afterAll(() => api.end());

  it('lets exactly one win, on whichever server, and stock comes back once', async () => {
    const [one, other] = api.servers;
    let cancelledOrders = 0;
    for (let round = 0; round < 20; round += 1) {
      const id = await registeredOrder(api, 2);
      await prepare(api, id, ['plan-shipment', 'pick-shipment']);
      const [pack, cancel] = await Promise.all([
        one.call('POST', `/api/goods-orders/${id}/pack-shipment`, { shipmentId: 'S1', packages: 1 }),
        other.call('POST', `/api/goods-orders/${id}/cancel-order`, { reason: 'お客様都合' }),
      ]);
      expect([pack.status, cancel.status].sort()).toEqual([200, 409]);
      const types = (await api.engine.store.readStream(`goodsOrder-${id}`)).map(({ type }) => type);
      expect(types.includes('ShipmentPacked')).toBe(pack.status === 200);
      expect(types.includes('OrderCancelled')).toBe(cancel.status === 200);
      if (cancel.status === 200) cancelledOrders += 1;
    }
    await api.settled();
    const kept = (20 - cancelledOrders) * 2;
    expect((await api.call('GET', TEA)).body.state).toMatchObject({ onHand: 40, reserved: kept, available: 40 - kept });
  });
});

onEverySetUp('scenario 7: a payment arrives around the confirmation', (runApi) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await runApi();
    await stockTea(api, 100);
  });
  afterAll(() => api.end());

  it('loses and doubles nothing, before, after or at the same moment', async () => {
    const pay = (id: string) =>
      api.post(`/api/goods-orders/${id}/record-payment`, { amount: 3888, method: 'bankTransfer' });
    const confirm = (id: string) => api.post(`/api/goods-orders/${id}/confirm-order`);
    const inTurn = [
      async (id: string) => [await pay(id), await confirm(id)],
      async (id: string) => [await confirm(id), await pay(id)],
      (id: string) => Promise.all([pay(id), confirm(id)]),
    ];
    for (const send of inTurn) {
      const { id } = await api.post('/api/goods-orders', order(3, { paymentTerms: 'prepaid' }));
      await send(id);
      await api.settled();
      expect((await api.call('GET', `/api/goods-orders/${id}`)).body.state).toMatchObject({
        fulfilment: 'allocating.promised',
        payment: 'paid',
        paid: 3888,
      });
    }
  });
});
