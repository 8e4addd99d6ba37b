import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { daysLater } from '#state-machines/vocabulary/dates';
import type { ApiUnderTest } from './testing/running-api.ts';
import { engagementAt, todayInJapan } from './testing/sample-engagement.ts';
import { order, stockTea } from './testing/sample-order.ts';
import { onEverySetUp } from './testing/set-ups.ts';

const soon = daysLater(todayInJapan(), 2);
const later = daysLater(todayInJapan(), 5);

/** The customer asks, and is promised an answer. */
const question = {
  medium: 'phone',
  direction: 'inbound',
  summary: '分納できるかとのお尋ね。',
  promise: '在庫を確かめて折り返す。',
  replyOwedBy: 'company',
  replyDue: soon,
};
/** The company answers, and asks in turn. */
const answer = { medium: 'email', direction: 'outbound', summary: '分納の案をお送りした。', replyDue: later };

/** What a contact is answered with as it was sent. */
const said = ({ medium, direction, summary }: typeof question | typeof answer) => ({ medium, direction, summary });

onEverySetUp('contacts with customers over HTTP', (runApi) => {
  let api: ApiUnderTest;
  /** Place in the log that every question waits for. */
  let after: string;
  beforeAll(async () => {
    api = await runApi();
    await stockTea(api, 10);
  });
  afterAll(() => api.end());

  const record = async (path: string, contact: object) => {
    const recorded = await api.post(`${path}/record-contact`, contact);
    after = encodeURIComponent(recorded.position);
    return recorded;
  };
  const get = async (path: string) =>
    (await api.call('GET', `/api/${path}${path.includes('?') ? '&' : '?'}after=${after}`)).body;
  const newOrder = async (customerId: string) => {
    const { id } = await api.post('/api/goods-orders', order(1, { customer: { id: customerId, name: '桜' } }));
    return { id, path: `/api/goods-orders/${id}` };
  };
  const eitherKind = async () => [await newOrder('C-1001'), await engagementAt(api, 'needsRecorded')] as const;

  it('go both ways on orders of either kind, and the next one in the other direction gives the answer', async () => {
    for (const { id, path } of await eitherKind()) {
      const asked = await record(path, question);
      expect(asked.facts).toMatchObject([{ type: 'CustomerContacted', data: question }]);
      expect(await get(`orders/${id}?asOf=${soon}`)).toMatchObject({
        lastContactMedium: 'phone',
        lastContactDirection: 'inbound',
        replyOwedBy: 'company',
        replyDue: soon,
        owedReplies: [{ owedBy: 'company', due: soon, after: 'contact' }],
        tags: [],
      });
      expect((await get(`orders/${id}?asOf=${later}`))['tags']).toEqual(['replyOverdue']);

      await record(path, answer);
      expect(await get(`orders/${id}`)).toMatchObject({
        lastContactMedium: 'email',
        lastContactDirection: 'outbound',
        replyOwedBy: 'customer',
        replyDue: later,
      });

      await record(path, { medium: 'meeting', direction: 'inbound', summary: '案のとおりでよいとのこと。' });
      expect(await get(`orders/${id}`)).toMatchObject({
        lastContactMedium: 'meeting',
        replyOwedBy: null,
        replyDue: null,
      });
    }
  });

  it('are found by order, customer, medium, direction and open answer, with what was said', async () => {
    const [goods, service] = await eitherKind();
    for (const { path } of [goods, service]) await record(path, question);
    await record(goods.path, answer);

    const { items } = await get(`contacts?orderId=${goods.id}`);
    const [second, first] = items;
    expect(items).toMatchObject([
      { ...said(answer), reply: { owedBy: 'customer', due: later, state: 'open' }, promise: null },
      {
        ...said(question),
        customerId: 'C-1001',
        order: { id: goods.id, kind: 'goods', number: expect.stringMatching(/^GO-/) },
        supportCase: null,
        promise: question.promise,
        actor: { via: 'http' },
        reply: { owedBy: 'company', due: soon, state: 'answered', settledBy: second?.['id'] },
      },
    ]);
    const { number } = first?.['order'] as { readonly number: string };
    const found = async (parameters: string) => (await get(`contacts?${parameters}`)).items.map(({ id }) => id);
    expect(await found(`orderId=${number}&direction=outbound`)).toEqual([second?.['id']]);
    expect(await found(`orderId=${number}&medium=phone&owedBy=company`)).toEqual([first?.['id']]);
    expect(await found(`orderId=${number}&owedBy=company&openOnly=true`)).toEqual([]);
    expect(
      await found(`orderId=${service.id}&owedBy=company&openOnly=true&dueUntil=${soon}&sort=replyDue`),
    ).toHaveLength(1);
    expect(await found(`customerId=C-1001&limit=200`)).toEqual(expect.arrayContaining([first?.['id'], second?.['id']]));
    const owing = (await get(`orders?replyOwedBy=company&replyDueUntil=${soon}&limit=200`)).items.map(({ id }) => id);
    expect(owing).toContain(service.id);
    expect(owing).not.toContain(goods.id);
  });

  it('are refused where the answer would have been due before today, and name the field', async () => {
    for (const { path } of await eitherKind()) {
      const refused = await api.attempt(`${path}/record-contact`, { ...question, replyDue: '2026-01-05' });
      expect(refused).toMatchObject({
        status: 422,
        body: { code: 'in-the-past', errors: [{ field: 'replyDue', messages: { ja: expect.any(String) } }] },
      });
    }
  });

  it('are recorded once where a key is repeated', async () => {
    const { id, path } = await newOrder('C-1002');
    const headers = { 'idempotency-key': 'call-of-the-morning' };
    const [first, again] = [
      await api.post(`${path}/record-contact`, question, headers),
      await api.post(`${path}/record-contact`, question, headers),
    ];
    expect(again).toEqual(first);
    after = encodeURIComponent(first.position);
    expect((await get(`contacts?orderId=${id}`)).items).toHaveLength(1);
  });

  it('say nothing any more of a customer who was erased', async () => {
    const { path } = await newOrder('C-erased');
    await record(path, question);
    const contacts = async () => (await get('contacts?customerId=C-erased')).items;
    expect(await contacts()).toMatchObject([{ summary: question.summary, promise: question.promise }]);
    await api.engine.vault.destroyKey('C-erased');
    expect(await contacts()).toMatchObject([
      { summary: null, promise: null, direction: 'inbound', reply: { owedBy: 'company', state: 'open' } },
    ]);
  });
});
