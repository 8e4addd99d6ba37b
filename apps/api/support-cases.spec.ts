import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { caseIdOfInquiry } from '#libs/ordering/support-case/support-case.id';
import type { AnswerBody } from './testing/api-client.ts';
import type { ApiUnderTest } from './testing/running-api.ts';
import { order, stockTea } from './testing/sample-order.ts';
import { engagementAt } from './testing/sample-engagement.ts';
import { onEverySetUp } from './testing/set-ups.ts';

const broken = {
  customerId: 'C-1001',
  category: 'complaint',
  priority: 'high',
  openedVia: 'phone',
  title: '箱がつぶれていた',
  description: '三箱のうち一箱の角がつぶれていた。',
};
const question = { about: '納期', question: '田中です。いつ届きますか。', askedVia: 'email' };
const solution = { outcome: 'answered', resolution: '明日お届けするとお伝えした。', answeredVia: 'phone' };

onEverySetUp('support cases', (runApi) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await runApi({ servers: 2 });
    await stockTea(api, 10);
    for (const memberId of ['sato', 'mori']) await api.post('/api/desks/company/add-member', { memberId });
    await api.settled();
  });
  afterAll(() => api.end());

  const send = (id: string, name: string, body: object = {}) => api.post(`/api/support-cases/${id}/${name}`, body);
  const attempt = (id: string, name: string, body: object = {}) =>
    api.attempt(`/api/support-cases/${id}/${name}`, body);
  /** What a query answers once the read model has got to the end of the log. */
  const ask = async (path: string): Promise<AnswerBody> => {
    const separator = path.includes('?') ? '&' : '?';
    const after = encodeURIComponent(await api.engine.store.head());
    return (await api.call('GET', `/api/support-cases${path}${separator}after=${after}`)).body;
  };
  const typesOf = async (stream: string) => (await api.engine.store.readStream(stream)).map(({ type }) => type);

  /** An order whose customer asks something, and the case of it. */
  const askedOrder = async () => {
    const { id, number } = await api.post('/api/goods-orders', order(1));
    const [asked] = (await api.post(`/api/goods-orders/${id}/open-inquiry`, question)).facts;
    await api.settled();
    const inquiryId = String(asked?.data['inquiryId']);
    return { id, number, inquiryId, caseId: caseIdOfInquiry({ orderKind: 'goods', orderId: id }, inquiryId) };
  };
  const careOf = async (id: string) => {
    await api.settled();
    return (await api.call('GET', `/api/goods-orders/${id}`)).body.state['care'];
  };

  it('go from the first word to their end, and begin again where the matter is not settled', async () => {
    const created = await api.call('POST', '/api/support-cases', broken);
    expect(created.status).toBe(201);
    const { id, number } = created.body;
    expect(created.headers.get('location')).toBe(`/api/support-cases/${id}`);
    expect(number).toMatch(/^SC-\d{4}-\d{6}$/);
    expect(created.body.state).toMatchObject({ state: 'opened', nextActor: 'backOffice', firstAnswered: 'no' });

    await send(id, 'take-case', { assignee: 'sato' });
    await send(id, 'answer-case', { answer: '代わりの品をお送りします。', answeredVia: 'phone' });
    const asked = { question: '写真はありますか。', askedVia: 'email', answerDue: '2099-12-01' };
    expect((await send(id, 'request-information', asked)).state).toMatchObject({
      state: 'awaitingCustomer',
      nextActor: 'customer',
    });
    await send(id, 'record-information', { answer: '写真を三枚いただいた。', answeredVia: 'email' });
    await send(id, 'record-contact', { medium: 'phone', direction: 'inbound', summary: '急ぎではないとのこと。' });
    await send(id, 'amend-case', { category: 'repair', priority: 'normal' });
    await send(id, 'resolve-case', { outcome: 'replaced', resolution: '代わりの品を送った。' });
    await send(id, 'close-case');
    const again = await send(id, 'reopen-case', { reason: '代わりの品にも傷があった。' });
    expect(again.state).toMatchObject({ state: 'inProgress', firstAnswered: 'yes', reopened: 1 });
    await send(id, 'take-case', { assignee: 'mori' });
    await send(id, 'resolve-case', { outcome: 'refunded', resolution: '返金した。', answeredVia: 'phone' });
    expect((await send(id, 'close-case')).state).toMatchObject({ state: 'closed', nextActor: 'nobody' });

    expect(await ask(`/${number ?? ''}`)).toMatchObject({
      id,
      title: broken.title,
      description: broken.description,
      category: 'repair',
      state: 'closed',
      assignee: 'mori',
      outcome: 'refunded',
      reopened: 1,
      firstAnswer: { inTime: true },
      resolution: { inTime: true },
      nextTarget: null,
    });
    const timeline = await ask(`/${id}/timeline`);
    expect(timeline.items.map(({ type }) => type)).toEqual([
      'CaseOpened',
      'CaseTaken',
      'CaseAnswered',
      'InformationRequested',
      'InformationReceived',
      'CustomerContacted',
      'CaseAmended',
      'CaseResolved',
      'CaseClosed',
      'CaseReopened',
      'CaseTaken',
      'CaseResolved',
      'CaseClosed',
    ]);
    expect(timeline.items[9]).toMatchObject({ data: { reason: '代わりの品にも傷があった。' }, actor: { via: 'http' } });
  });

  it('are listed by their next target, also those of one order alone', async () => {
    const { id: orderId, number } = await api.post('/api/goods-orders', order(1));
    const about = { ...broken, order: { orderId, lineId: '1' } };
    const calm = await api.post('/api/support-cases', { ...about, category: 'maintenance', priority: 'low' });
    const urgent = await api.post('/api/support-cases', { ...about, priority: 'urgent' });
    const { items } = await ask(`?order=${number ?? ''}&open=true`);
    expect(items.map(({ id }) => id)).toEqual([urgent.id, calm.id]);
    expect(items[0]).toMatchObject({ order: { orderId, orderNumber: number, lineId: '1' }, title: broken.title });
    expect((await ask(`?order=${orderId}&overdue=true&asOf=2099-01-01T00:00:00Z`)).items).toHaveLength(2);
    expect((await ask(`?order=${orderId}&overdue=true&asOf=2020-01-01T00:00:00Z`)).items).toHaveLength(0);
  });

  it('come from an inquiry about an order, and their resolution answers it', async () => {
    const { id, number, inquiryId, caseId } = await askedOrder();
    expect(await careOf(id)).toBe('inquiryOpen');
    expect(await ask(`/${caseId}`)).toMatchObject({
      title: question.about,
      description: question.question,
      category: 'question',
      customerId: 'C-1001',
      openedVia: 'email',
      order: { orderId: id, orderKind: 'goods', orderNumber: number },
      inquiryId,
    });
    const { caseNumber } = await ask(`/${caseId}`);
    await send(caseId, 'resolve-case', solution);
    expect(await careOf(id)).toBe('quiet');
    const answered = (await api.call('GET', `/api/orders/${id}/timeline?after=${await api.engine.store.head()}`)).body;
    expect(answered.items.at(-1)).toMatchObject({
      type: 'InquiryResolved',
      actor: { id: 'inquiry-cases', via: 'process' },
      data: {
        inquiryId,
        answer: `お問い合わせ ${String(caseNumber)} で回答しました / answered in case ${String(caseNumber)}`,
      },
    });

    await send(caseId, 'reopen-case', { reason: 'まだ届かない。' });
    await send(caseId, 'resolve-case', solution);
    expect(await careOf(id)).toBe('quiet');
    expect((await typesOf(`goodsOrder-${id}`)).filter((type) => type === 'InquiryResolved')).toHaveLength(1);
  });

  it('come from an inquiry about a service order too', async () => {
    const engagement = await engagementAt(api, 'needsRecorded');
    const [asked] = (await engagement.send('open-inquiry', question)).facts;
    await api.settled();
    const inquiryId = String(asked?.data['inquiryId']);
    const caseId = caseIdOfInquiry({ orderKind: 'service', orderId: engagement.id }, inquiryId);
    expect(await ask(`/${caseId}`)).toMatchObject({ title: question.about, order: { orderKind: 'service' } });
    await send(caseId, 'resolve-case', solution);
    await api.settled();
    expect((await engagement.read()).state).toMatchObject({ care: 'quiet' });
  });

  it('are settled where the inquiry is answered on the order', async () => {
    const { id, caseId } = await askedOrder();
    await api.post(`/api/goods-orders/${id}/resolve-inquiry`, { answer: '明日届きます。' });
    expect(await careOf(id)).toBe('quiet');
    expect(await ask(`/${caseId}`)).toMatchObject({
      state: 'resolved',
      outcome: 'answered',
      firstAnswer: { inTime: true },
    });
    expect(await typesOf(`supportCase-${caseId}`)).toEqual(['CaseOpened', 'CaseResolved']);
    expect(await typesOf(`goodsOrder-${id}`)).toEqual(['OrderReceived', 'InquiryOpened', 'InquiryResolved']);
  });

  it('have one outcome where two servers answer at the same moment, the one the case and the other the order', async () => {
    const [first, second] = api.servers;
    for (let round = 0; round < 5; round += 1) {
      const { id, caseId } = await askedOrder();
      await Promise.all([
        first.attempt(`/api/support-cases/${caseId}/resolve-case`, solution),
        second.attempt(`/api/goods-orders/${id}/resolve-inquiry`, { answer: '明日届きます。' }),
      ]);
      expect(await careOf(id)).toBe('quiet');
      expect(await typesOf(`supportCase-${caseId}`)).toEqual(['CaseOpened', 'CaseResolved']);
      expect(await typesOf(`goodsOrder-${id}`)).toEqual(['OrderReceived', 'InquiryOpened', 'InquiryResolved']);
    }
    for (const { owed } of await api.engine.processes.status()) expect(owed).toMatchObject({ open: 0, stuck: 0 });
  });

  it('are on the list of follow-ups until the customer has heard something', async () => {
    const { id, number } = await api.post('/api/support-cases', broken);
    await api.settled();
    const listed = async (): Promise<readonly unknown[]> => {
      const after = encodeURIComponent(await api.engine.store.head());
      return (await api.call('GET', `/api/follow-ups?supportCase=${number ?? ''}&rule=case-unanswered&after=${after}`))
        .body.items;
    };
    expect(await listed()).toMatchObject([{ customerId: 'C-1001', supportCase: { id, number }, state: 'open' }]);
    await send(id, 'answer-case', { answer: '代わりの品をお送りします。', answeredVia: 'phone' });
    await api.settled();
    expect(await listed()).toEqual([]);
  });

  it('are resolved once where two servers resolve them at the same moment', async () => {
    const { id } = await api.post('/api/support-cases', broken);
    const answers = await Promise.all(
      api.servers.map((server) => server.attempt(`/api/support-cases/${id}/resolve-case`, solution)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await typesOf(`supportCase-${id}`)).toEqual(['CaseOpened', 'CaseResolved']);
  });

  it('are opened once where two servers get the same request', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const [one, two] = await Promise.all(
      api.servers.map((server) => server.attempt('/api/support-cases', broken, headers)),
    );
    expect(two?.body).toEqual(one?.body);
    expect(await typesOf(`supportCase-${one?.body.id ?? ''}`)).toEqual(['CaseOpened']);
  });

  it('do not depend on the read models: lost and made anew, they say the same, and nothing is sent twice', async () => {
    const { caseId } = await askedOrder();
    await send(caseId, 'resolve-case', solution);
    await api.settled();
    const { position: _position, ...before } = await ask(`/${caseId}`);
    const head = await api.engine.store.head();
    await api.loseReadModels();
    await api.settled();
    expect(await ask(`/${caseId}`)).toMatchObject(before);
    expect(await api.engine.store.head()).toBe(head);
  });

  it.each([
    ['of an unknown order', { order: { orderId: randomUUID() } }, 'unknown-order', 'order.orderId'],
    ['without a customer', { customerId: undefined }, 'invalid-command', 'customerId'],
    ['of an unknown category', { category: 'praise' }, 'invalid-command', 'category'],
    ['with an order of several', { order: [] }, 'invalid-command', 'order'],
    ['with a number of its own', { caseNumber: 'SC-1' }, 'invalid-command', 'caseNumber'],
  ])('%s are refused with the field', async (_what, more, code, field) => {
    const answer = await api.attempt('/api/support-cases', { ...broken, ...more });
    expect(answer.status).toBe(code === 'invalid-command' ? 400 : 422);
    expect(answer.body.code).toBe(code);
    expect(answer.body.errors.map((error) => error.field)).toContain(field);
  });

  it('of another customer’s order are refused', async () => {
    const { id: orderId } = await api.post('/api/goods-orders', order(1));
    const answer = await api.attempt('/api/support-cases', { ...broken, customerId: 'C-7', order: { orderId } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'order-of-another-customer' } });
  });

  it('are neither given to somebody who does not work here, nor resolved twice with other words, nor amended by nothing', async () => {
    const { id } = await api.post('/api/support-cases', broken);
    expect(await attempt(id, 'take-case', { assignee: 'nobody' })).toMatchObject({
      status: 422,
      body: { code: 'unknown-member', errors: [{ field: 'assignee' }] },
    });
    expect(await attempt(id, 'amend-case')).toMatchObject({ status: 422, body: { code: 'nothing-to-amend' } });
    await send(id, 'resolve-case', solution);
    const other = await attempt(id, 'resolve-case', { outcome: 'other', resolution: '別の言葉' });
    expect(other).toMatchObject({ status: 409, body: { code: 'case-over', state: { state: 'resolved' } } });
    expect(other.body.messages.ja).toContain('reopen-case');
    expect(other.body.possibleCommands).toEqual(['record-contact', 'close-case', 'reopen-case']);
    expect(await attempt(randomUUID(), 'close-case')).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it('are not opened by what only processes send', async () => {
    for (const name of ['open-case-of-inquiry', 'settle-case'])
      expect((await attempt(randomUUID(), name)).status).toBe(404);
  });
});
