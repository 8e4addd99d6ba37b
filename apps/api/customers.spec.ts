import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Answer, ApiClient } from './testing/api-client.ts';
import { engagementAt } from './testing/sample-engagement.ts';
import { order, stockTea } from './testing/sample-order.ts';
import { onEverySetUp } from './testing/set-ups.ts';
import type { ApiUnderTest } from './testing/running-api.ts';

const sakura = {
  customerNumber: 'C-1001',
  name: '株式会社さくら商店',
  phone: '03-1234-5678',
  contactPersons: [{ contactPersonId: 'tanaka', name: '田中 花子', preferredMedium: 'phone' }],
  creditLimit: 100_000,
};

onEverySetUp('customers over HTTP', (runApi) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await runApi();
    await stockTea(api, 100);
  });
  afterAll(() => api.end());

  const customer = async (number: string, position: string, client: ApiClient = api): Promise<Answer> =>
    client.call('GET', `/api/customers/${number}?after=${encodeURIComponent(position)}`);
  /** Takes an order in, and gives its holds when everything that follows has happened. */
  const holdsOf = async (sent: object) => {
    const { id, number, position } = await api.post('/api/goods-orders', sent);
    await api.settled();
    const { body } = await api.call('GET', `/api/goods-orders/${id}`);
    return { id, number, position, holds: body.data['holds'] };
  };

  it('are registered, shown whole as soon as that is asked for, and amended', async () => {
    const registered = await api.call('POST', '/api/customers', sakura);
    expect(registered).toMatchObject({ status: 201, body: { id: 'C-1001', state: { state: 'active' } } });
    expect(await customer('C-1001', registered.body.position)).toMatchObject({
      status: 200,
      body: {
        customerNumber: 'C-1001',
        registered: true,
        profile: { name: sakura.name, phone: sakura.phone, contactPersons: sakura.contactPersons, language: 'ja' },
        credit: { currency: 'JPY', limit: 100_000, exposure: 0, available: 100_000 },
      },
    });
    const amended = await api.post('/api/customers/C-1001/amend-customer', { language: 'en', clear: ['phone'] });
    expect((await customer('C-1001', amended.position)).body['profile']).toMatchObject({
      name: sakura.name,
      phone: null,
      language: 'en',
    });
    expect((await api.call('POST', '/api/customers', sakura)).body).toMatchObject({ code: 'already-registered' });
    const { commands } = (await api.call('GET', '/api/customers/C-1001/commands')).body;
    expect(commands.map(({ name, possible }) => `${name} ${possible}`)).toContain('hold-customer true');
  });

  it('are not registered a second time under another number unless a clerk says who is another', async () => {
    const again = { customerNumber: 'C-1002', name: 'さくら商店㈱' };
    const refused = await api.call('POST', '/api/customers', again);
    expect(refused).toMatchObject({ status: 422, body: { code: 'likely-duplicate', errors: [{ field: 'name' }] } });
    expect(refused.body.messages.en).toContain('C-1001');
    const { position } = await api.post('/api/customers', { ...again, distinctFrom: ['C-1001'] });
    expect((await customer('C-1001', position)).body['lookAlikes']).toMatchObject([
      { customerNumber: 'C-1002', name: again.name, matches: ['name'] },
    ]);
  });

  it('are found by those who look alike also where they are known from an order only', async () => {
    const stranger = { id: 'C-9990', name: 'ミドリ会（株）', contact: { name: '森', phone: '０６-1111-2222' } };
    const { position } = await api.post('/api/goods-orders', order(1, { customer: stranger }));
    const alike = { customerNumber: 'C-2000', name: 'みどり屋', phone: '06 1111 2222' };
    await customer('C-9990', position);
    const refused = await api.call('POST', '/api/customers', alike);
    expect(refused).toMatchObject({ status: 422, body: { code: 'likely-duplicate', errors: [{ field: 'phone' }] } });
    const registered = await api.post('/api/customers', { ...alike, distinctFrom: ['C-9990'] });
    expect((await customer('C-9990', registered.position)).body).toMatchObject({
      registered: false,
      lookAlikes: [{ customerNumber: 'C-2000', registered: true, matches: ['phone'] }],
    });
  });

  it('have an order that came twice held, and a released hold does not come back', async () => {
    const first = await holdsOf(order(7, { customerReference: undefined }));
    expect(first.holds).toEqual([]);
    const second = await holdsOf(order(7, { customerReference: undefined }));
    expect(second.holds).toEqual(['suspectedDuplicate']);
    const timeline = await api.call('GET', `/api/orders/${second.id}/timeline`);
    const held = timeline.body.items.find(({ type }) => type === 'OrderHeld');
    expect(held).toMatchObject({
      actor: { id: 'repeat-check', via: 'process' },
      data: { reason: 'suspectedDuplicate' },
    });
    expect(JSON.stringify(held)).toContain(`same content as ${String(first.number)}`);

    await api.post(`/api/goods-orders/${second.id}/release-hold`, { reason: 'suspectedDuplicate' });
    await api.loseReadModels();
    await api.settled();
    expect((await api.call('GET', `/api/goods-orders/${second.id}`)).body.data['holds']).toEqual([]);
  });

  it('have their orders held while they are held', async () => {
    await api.post('/api/customers/C-1001/hold-customer', { reason: 'payment' });
    expect((await holdsOf(order(1))).holds).toEqual(['credit']);
    await api.post('/api/customers/C-1001/release-customer-hold', {});
    expect((await holdsOf(order(1))).holds).toEqual([]);
  });

  it('have an order held with which they owe more than their limit, until they have paid', async () => {
    const first = await holdsOf(order(40));
    expect(first.holds).toEqual([]);
    const second = await holdsOf(order(40));
    expect(second.holds).toEqual(['credit']);
    const { body } = await customer('C-1001', second.position);
    const { credit } = body as unknown as { readonly credit: Readonly<Record<string, number>> };
    expect(credit['available']).toBeLessThan(0);
    const timeline = await api.call('GET', `/api/orders/${second.id}/timeline`);
    const held = timeline.body.items.find(({ type }) => type === 'OrderHeld');
    expect(JSON.stringify(held)).toContain(`with this order ${credit['exposure']} JPY are owed on account`);

    const { total } = (await api.call('GET', `/api/orders/${first.id}`)).body as unknown as { readonly total: number };
    await api.post(`/api/goods-orders/${first.id}/record-payment`, { amount: total, method: 'bankTransfer' });
    await api.post(`/api/goods-orders/${second.id}/cancel-order`, { reason: '与信超過' });
    await api.settled();
    expect((await holdsOf(order(40))).holds).toEqual([]);
    expect((await holdsOf(order(40, { paymentTerms: 'prepaid' }))).holds).toEqual([]);
  });

  it('have no order held again that was released since it came to cost more, whatever is made anew', async () => {
    const { id, holds } = await holdsOf(order(90));
    expect(holds).toEqual(['credit']);
    const command = (name: string, body: object) => api.post(`/api/goods-orders/${id}/${name}`, body);
    await command('amend-order', { reason: '追加', lines: [{ lineId: '1', quantity: 95 }] });
    await api.settled();
    const types = async () => (await api.call('GET', `/api/orders/${id}/timeline`)).body.items.map(({ type }) => type);
    await command('release-hold', { reason: 'credit' });
    await api.loseReadModels();
    await api.settled();
    expect((await api.call('GET', `/api/goods-orders/${id}`)).body.data['holds']).toEqual([]);
    const { position } = await command('cancel-order', { reason: '終了' });
    await customer('C-1001', position);
    expect((await types()).filter((type) => type === 'OrderHeld')).toHaveLength(2);
  });

  it('are shown with their orders, what they owe and how content they are', async () => {
    const { id } = await api.post('/api/goods-orders', order(2));
    const { position } = await api.post(`/api/goods-orders/${id}/record-feedback`, { score: 4 });
    const { body } = await customer('C-1001', position);
    expect(body).toMatchObject({
      orders: { goods: 10, service: 0, newest: expect.arrayContaining([expect.objectContaining({ id })]) },
      satisfaction: { count: 1, average: 4 },
    });
    const { credit } = body as unknown as { readonly credit: Readonly<Record<string, number>> };
    expect(credit['exposure']).toBeGreaterThan(0);
    expect(credit['available']).toBe(100_000 - credit['exposure']!);
    const { items } = (await api.call('GET', `/api/customers?registered=true&after=${position}`)).body;
    expect(items.map(({ customerNumber }) => customerNumber)).toEqual(['C-1001', 'C-1002', 'C-2000']);
  });

  it('are hidden, in their orders too, once their key is destroyed', async () => {
    await api.post('/api/customers/C-1001/hold-customer', { reason: 'customerRequest', note: '退会' });
    const { position } = await api.post('/api/customers/C-1001/record-contact', {
      medium: 'phone',
      direction: 'inbound',
      summary: '消去の依頼',
    });
    expect(JSON.stringify((await customer('C-1001', position)).body)).toContain('さくら商店');
    await api.engine.vault.destroyKey('C-1001');
    const { body } = await customer('C-1001', position);
    expect(body).toMatchObject({
      customerNumber: 'C-1001',
      profile: { name: null, contactPersons: null },
      hold: { note: null },
    });
    expect(JSON.stringify(body)).not.toMatch(/さくら|田中|退会/);
    const list = await api.call('GET', '/api/customers');
    expect(list.body.items[0]).toMatchObject({ customerNumber: 'C-1001', name: null });
    expect(
      await api.call('POST', '/api/customers', { customerNumber: 'C-3', name: 'さくら商店', distinctFrom: ['C-1002'] }),
    ).toMatchObject({
      status: 201,
    });
  });

  it('have what goes beyond their limit held also once their key is destroyed: the grounds are about no person', async () => {
    const engagement = await engagementAt(api, 'proposalSubmitted');
    await api.post('/api/customers', { customerNumber: 'C-2001', name: 'みどり物流', creditLimit: 1_000_000 });
    await api.engine.vault.destroyKey('C-2001');
    await engagement.send('accept-proposal', { version: 1 });
    await api.settled();
    expect((await engagement.read()).data['holds']).toEqual(['credit']);
  });

  it('are reached by a number with dots and slashes, as it is or as the id that it became', async () => {
    await api.post('/api/customers', { customerNumber: 'A.B/C', name: '株式会社てんてん' });
    const item = { sku: 'T.1', name: '番茶', taxClass: 'reduced', unitPrice: 500 };
    expect((await api.post('/api/items', item)).id).toBe('T%2E1');
    for (const [index, spelling] of ['A.B%2FC', 'A%2EB%2FC', 'A%2eB%2fC'].entries()) {
      const path = `/api/customers/${spelling}`;
      const amended = await api.post(`${path}/amend-customer`, { note: `${index}` });
      expect(amended.id).toBe('A%2EB%2FC');
      expect((await customer(spelling, amended.position)).body['profile']).toMatchObject({ note: `${index}` });
      expect((await api.call('GET', `${path}/commands`)).body.id).toBe('A%2EB%2FC');
    }
    expect((await api.post('/api/items/T.1/amend-item', { unitPrice: 600 })).id).toBe('T%2E1');
    const key = { 'Idempotency-Key': 'dots' };
    await api.call('POST', '/api/customers/A.B%2FC/amend-customer', { note: 'x' }, key);
    const again = await api.call('POST', '/api/customers/A%2EB%2FC/amend-customer', { note: 'x' }, key);
    expect(again.headers.get('Idempotent-Replayed')).toBe('true');
  });

  it('are shown whatever their number, as long as it may be', async () => {
    const { position } = await api.post('/api/customers', { customerNumber: '字'.repeat(64), name: '株式会社ながい' });
    expect(await customer(encodeURIComponent('字'.repeat(64)), position)).toMatchObject({
      status: 200,
      body: { customerNumber: '字'.repeat(64) },
    });
  });

  it.each([
    ['customers', { customerNumber: '.', name: '株式会社てん' }, 'customerNumber'],
    ['customers', { customerNumber: '..', name: '株式会社てん' }, 'customerNumber'],
    ['goods-orders', order(1, { customer: { id: '.', name: '株式会社てん' } }), 'customer.id'],
    ['follow-ups', { task: '見本を送る', dueOn: '2099-01-05', customerId: '..' }, 'customerId'],
    ['items', { sku: '..', name: '番茶', taxClass: 'reduced', unitPrice: 500 }, 'sku'],
  ])('and other %s get no number that no URL can name: %j', async (collection, body, field) => {
    const refused = await api.call('POST', `/api/${collection}`, body);
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ field, rule: 'is-not-dots' }] } });
    expect(refused.body.messages.ja).toContain('番号に使えません');
  });
});
