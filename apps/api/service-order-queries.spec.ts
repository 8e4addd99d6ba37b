import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runEmbedded, type ApiUnderTest } from './testing/running-api.ts';
import { engagementAt, leadOn, type Engagement } from './testing/sample-engagement.ts';

describe('what can be asked of service orders', () => {
  let api: ApiUnderTest;
  let engagement: Engagement;
  let orderNumber: string;
  let after: string;
  beforeAll(async () => {
    api = await runEmbedded();
    engagement = await engagementAt(api, 'proposalDrafted');
    orderNumber = String((await engagement.read()).data['orderNumber']);
    await engagement.send('revise-proposal', { scope: '設計と移行。' });
    await engagement.send('submit-proposal');
    await engagement.send('accept-proposal', { version: 2 });
    await leadOn(engagement, 'proposalAgreed', 'kickedOff');
    after = (await engagement.send('report-progress', { percent: 10, summary: '設計を始めた。' })).position;
  });
  afterAll(() => api.end());

  const get = async (path: string, headers = {}) => {
    const answer = await api.call(
      'GET',
      `/api/${path}${path.includes('?') ? '&' : '?'}after=${after}`,
      undefined,
      headers,
    );
    return answer;
  };

  it('shows them in the pipeline, one by one and in sums', async () => {
    const { status, body } = await get('pipeline?open=true&sort=-weightedValue&asOf=2100-01-01');
    expect([status, body.items.length]).toEqual([200, 1]);
    expect(body.items[0]).toMatchObject({
      id: engagement.id,
      orderNumber,
      customerName: '株式会社みどり物流',
      engagement: 'delivering.onTrack',
      step: 5,
      value: 3_600_000,
      winProbability: 100,
      weightedValue: 3_600_000,
      proposalVersion: 2,
      contractVersion: 1,
      nextAction: { ja: expect.any(String), en: expect.any(String) },
    });
    const summary = (await get('pipeline/summary')).body;
    expect(summary).toMatchObject({
      steps: [{ step: 5, currency: 'JPY', count: 1, value: 3_600_000, weightedValue: 3_600_000 }],
      won: [{ currency: 'JPY', count: 1, value: 3_600_000 }],
      lost: [],
    });
  });

  it('shows the project with its tasks, by id or by order number', async () => {
    const { body } = await get('projects?member=suzuki&late=true&asOf=2100-01-01');
    expect(body.items).toMatchObject([
      { id: engagement.id, progress: { percent: 10 }, tasks: { total: 2, done: 0, late: ['T1', 'T2'] } },
    ]);
    const project = (await get(`projects/${orderNumber}?asOf=2100-01-01`)).body;
    expect(project['parts']).toMatchObject({
      tasks: [
        { taskId: 'T1', state: 'ready', late: true },
        { taskId: 'T2', state: 'waiting', late: true },
      ],
      deliverables: [{ deliverableId: 'D1', state: 'pending' }, { deliverableId: 'D2' }],
    });
    expect((await get(`projects/${engagement.id}`)).body.id).toBe(engagement.id);
  });

  it('shows every version of the proposal, and what changed between two', async () => {
    const { body } = await get(`service-orders/${engagement.id}/proposals`);
    expect(body.items.map(({ version, status }) => `${String(version)} ${String(status)}`)).toEqual([
      '2 accepted',
      '1 superseded',
    ]);
    const comparison = (await get(`service-orders/${engagement.id}/proposals/compare?from=1&to=2`)).body;
    expect(comparison).toMatchObject({
      members: [{ member: 'scope', before: '設計、移行、移行後の支援。', after: '設計と移行。' }],
      value: { before: 3_600_000, after: 3_600_000, difference: 0 },
    });
  });

  it('says which version of the proposal there is not', async () => {
    const missing = await get(`service-orders/${engagement.id}/proposals/compare?from=9&to=1`, {
      'accept-language': 'ja',
    });
    expect(missing.status).toBe(404);
    expect(missing.body).toMatchObject({
      code: 'not-found',
      detail: '提案の第 9 版はありません。第 1 版から第 2 版までを指定してください。',
      errors: [{ field: 'from' }],
    });
    const careless = await get(`service-orders/${engagement.id}/proposals/compare?from=first`);
    expect(careless.status).toBe(400);
    expect(careless.body.errors.map(({ field }) => field).toSorted()).toEqual(['from', 'to']);
  });

  it('says of an order without a contract that its project begins with it', async () => {
    const needs = await engagementAt(api, 'proposalDrafted');
    const { status, body } = await get(`projects/${needs.id}`);
    expect([status, body.messages.en]).toEqual([404, expect.stringContaining('a project begins with the contract')]);
    expect(body.messages.ja).toContain('契約の締結とともに始まります');
  });

  it('says among which kind of order an id would be right', async () => {
    for (const answer of [
      await api.call('POST', `/api/goods-orders/${engagement.id}/hold-order`, { reason: 'credit' }),
      await api.call('GET', `/api/goods-orders/${engagement.id}/commands`),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'not-found']);
      expect(answer.body.messages.en).toContain(
        `but one among the service-orders: /api/service-orders/${engagement.id}`,
      );
    }
  });

  it('leaves the state and the possible commands of the order where they were', async () => {
    expect((await engagement.read()).state).toMatchObject({ engagement: 'delivering.onTrack' });
    const { body } = await api.call('GET', `${engagement.path}/commands`);
    expect(body.commands.find(({ name }) => name === 'report-progress')).toMatchObject({ possible: true });
  });
});
