import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { engagementPlaces } from '../testing/engagement-places.ts';
import { readModelRows } from '../testing/read-model-rows.ts';
import type { ApiUnderTest } from '../testing/running-api.ts';
import { engagementAt } from '../testing/sample-engagement.ts';
import { order, shipAll, stockTea } from '../testing/sample-order.ts';
import { onEverySetUp } from '../testing/set-ups.ts';
import { wholeEngagement } from '../testing/whole-engagement.ts';

onEverySetUp('scenario 12: every read model equals what is rebuilt from the log, row for row', (runApi) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await runApi();
    await stockTea(api, 12);
    const customer = { customerNumber: 'C-1001', name: '株式会社さくら商店', phone: '03-1234-5678' };
    await api.post('/api/customers', customer);
    await api.post('/api/customers/C-1001/amend-customer', { phone: '03-9876-5432', creditLimit: 1_000_000 });
    const ids: string[] = [];
    for (const quantity of [3, 4, 8, 1]) {
      const { id } = await api.post('/api/goods-orders', order(quantity));
      await api.post(`/api/goods-orders/${id}/confirm-order`);
      await api.settled();
      ids.push(id);
    }
    const [shipped = '', cancelled = '', waiting = '', held = ''] = ids;
    await api.post(`/api/goods-orders/${shipped}/register-order`);
    await shipAll(api, shipped);
    await api.post(`/api/goods-orders/${cancelled}/cancel-order`, { reason: 'お客様都合' });
    await api.settled();
    await api.post(`/api/goods-orders/${waiting}/record-payment`, { amount: 500, method: 'cash' });
    await api.post(`/api/goods-orders/${held}/hold-order`, { reason: 'credit', note: '与信確認' });
    const asked = { about: '納期', question: '田中です。いつ届きますか。', askedVia: 'phone' };
    for (const id of [held, waiting]) await api.post(`/api/goods-orders/${id}/open-inquiry`, asked);
    await api.post(`/api/goods-orders/${held}/resolve-inquiry`, { answer: '明日です。' });

    await Promise.all(Object.values(engagementPlaces).map((lead) => lead(api)));
    const whole = await engagementAt(api, 'needsRecorded');
    for (const [name, body] of Object.values(wholeEngagement()).flat()) await whole.send(name, body);
    await api.settled();
    await api.post('/api/desks/company/add-member', { memberId: 'sato', teams: ['support'] });
    const claimed = await api.call('POST', '/api/follow-ups/claim-next', { assignee: 'sato' });
    expect(claimed).toMatchObject({ status: 200, body: { followUp: { assignee: 'sato' } } });
  });
  afterAll(() => api.end());

  it('rebuilds beside what is there, and swaps', async () => {
    const before = await readModelRows(api.engine);
    expect(Object.keys(before).filter((table) => before[table]?.length === 0)).toEqual([]);
    await api.engine.projections.rebuild('all');
    expect(await readModelRows(api.engine)).toEqual(before);
  });

  it('makes them anew where the whole database was dropped', async () => {
    const before = await readModelRows(api.engine);
    const head = await api.engine.store.head();
    await api.loseReadModels();
    expect(await readModelRows(api.engine)).toEqual(before);
    await api.settled();
    expect(await api.engine.store.head()).toBe(head);
  });
});
