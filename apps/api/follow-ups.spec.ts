import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { daysLater } from '#state-machines/vocabulary/dates';
import type { AnswerBody } from './testing/api-client.ts';
import type { ApiUnderTest } from './testing/running-api.ts';
import { todayInJapan } from './testing/sample-engagement.ts';
import { order, stockTea } from './testing/sample-order.ts';
import { onEverySetUp } from './testing/set-ups.ts';

const DESK = '/api/desks/company';

onEverySetUp('follow-ups', (runApi) => {
  let api: ApiUnderTest;
  const today = todayInJapan();
  const tomorrow = daysLater(today, 1);
  beforeAll(async () => {
    api = await runApi();
    await stockTea(api, 2);
    await api.post(`${DESK}/add-member`, { memberId: 'sato', teams: ['orders'] });
    await api.post(`${DESK}/add-member`, { memberId: 'mori', teams: ['support'] });
  });
  afterAll(() => api.end());

  /** What a query answers once everything has followed. */
  const ask = async (path: string): Promise<AnswerBody> => {
    await api.settled();
    const after = await api.engine.store.head();
    const { status, body } = await api.call('GET', `/api/${path}${path.includes('?') ? '&' : '?'}after=${after}`);
    expect(status).toBe(200);
    return body;
  };
  const create = async (more: object = {}): Promise<string> =>
    (await api.post('/api/follow-ups', { task: '見本を送る', dueOn: tomorrow, customerId: 'C-1', ...more })).id;
  const send = (id: string, name: string, body: object = {}) => api.post(`/api/follow-ups/${id}/${name}`, body);
  const attempt = (id: string, name: string, body: object = {}) => api.attempt(`/api/follow-ups/${id}/${name}`, body);

  it('are opened by what happens to an order, and closed by what answers it', async () => {
    const { id, number } = await api.post('/api/goods-orders', order(3));
    await api.post(`/api/goods-orders/${id}/confirm-order`);
    const shortage = (await ask(`follow-ups?order=${String(number)}`)).items;
    expect(shortage).toMatchObject([
      {
        rule: { id: 'shortage-to-tell', name: { ja: '欠品の連絡' } },
        state: 'open',
        priority: 'urgent',
        customerId: 'C-1001',
        order: { id, kind: 'goods', number },
        cause: { type: 'LineBackordered' },
      },
    ]);

    await api.post(`/api/goods-orders/${id}/propose-delivery-date`, { proposedDate: '2099-12-01' });
    expect((await ask(`follow-ups?order=${id}&state=all&sort=openedAt`)).items).toMatchObject([
      {
        id: shortage[0]?.['id'],
        state: 'done',
        ended: { by: 'follow-up-shortage-to-tell', answeredWith: 'DeliveryDateProposed' },
      },
      { rule: { id: 'delivery-date-changed' }, state: 'open' },
    ]);
    await api.post(`/api/goods-orders/${id}/agree-delivery-date`);
    expect((await ask(`follow-ups?order=${id}`)).items).toEqual([]);
    const timeline = await api.engine.store.readStream(`followUp-${String(shortage[0]?.['id'])}`);
    expect(timeline.map(({ type, metadata }) => [type, (metadata['actor'] as { readonly via: string }).via])).toEqual([
      ['FollowUpOpened', 'process'],
      ['FollowUpAnswered', 'process'],
    ]);
  });

  it('are taken, rest, come back and are completed, each step a fact with who did it', async () => {
    const id = await create({ assignee: 'sato', priority: 'high' });
    await send(id, 'snooze-follow-up', { until: daysLater(today, 3), reason: 'ご担当者が出張中' });
    expect(await ask(`follow-ups/${id}`)).toMatchObject({ state: 'snoozed', snoozedUntil: daysLater(today, 3) });
    expect(await ask('members/sato/day')).toMatchObject({ snoozed: 1 });
    await send(id, 'wake-follow-up');
    await send(id, 'return-follow-up', { reason: '休暇のため' });
    await send(id, 'claim-follow-up', { assignee: 'mori' });
    expect(await attempt(id, 'claim-follow-up', { assignee: 'sato' })).toMatchObject({
      status: 409,
      body: { code: 'already-claimed' },
    });
    await send(id, 'complete-follow-up', { outcome: 'reached', note: '来週ご来社' });
    expect(await ask(`follow-ups/${id}`)).toMatchObject({
      state: 'done',
      assignee: 'mori',
      ended: { outcome: 'reached' },
      note: '来週ご来社',
      task: { ja: '見本を送る' },
    });
    const facts = await api.engine.store.readStream(`followUp-${id}`);
    expect(facts.map(({ type }) => type)).toEqual([
      'FollowUpOpened',
      'FollowUpAssigned',
      'FollowUpSnoozed',
      'FollowUpAwoke',
      'FollowUpReturned',
      'FollowUpAssigned',
      'FollowUpDone',
    ]);
  });

  it('are one where they are asked for twice with one key', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const body = { task: '一度だけ', dueOn: tomorrow, customerId: 'C-7' };
    const first = await api.call('POST', '/api/follow-ups', body, key);
    const second = await api.call('POST', '/api/follow-ups', body, key);
    expect(second.body.id).toBe(first.body.id);
    expect((await ask('follow-ups?customerId=C-7')).items).toHaveLength(1);
  });

  it('are given to somebody all at once, and the answer tells which could not be', async () => {
    const ids = [await create(), await create(), await create()];
    await send(ids[2]!, 'drop-follow-up', { reason: '不要' });
    const { body } = await api.call('POST', '/api/follow-ups/bulk-assign', {
      ids: [...ids, 'no-such'],
      assignee: 'mori',
    });
    expect(body).toMatchObject({
      assigned: 2,
      items: [
        { id: ids[0], assigned: true },
        { id: ids[1], assigned: true },
        { id: ids[2], assigned: false, refusal: { code: 'already-dropped' } },
        { id: 'no-such', assigned: false, refusal: { code: 'no-such-follow-up' } },
      ],
    });
    for (const id of ids) await attempt(id, 'complete-follow-up', { outcome: 'notNeeded' });
  });

  it('are claimed one after the other: the member’s teams’ and everybody’s, the most pressing first', async () => {
    const theirs = { customerId: 'C-55' };
    const support = await create({ ...theirs, team: 'support', dueOn: today, task: 'サポート宛' });
    const everybody = await create({ ...theirs, priority: 'urgent', task: '誰でも' });
    await ask('follow-ups');
    const next = async (assignee: string, more: object = {}) => {
      const { status, body } = await api.call('POST', '/api/follow-ups/claim-next', { assignee, ...theirs, ...more });
      expect(status).toBe(200);
      return (body['followUp'] as { readonly id: string } | null)?.id;
    };
    expect(await next('sato')).toBe(everybody);
    expect(await next('sato', { rule: 'low-score' })).toBeUndefined();
    expect(await next('mori')).toBe(support);
    expect(await next('mori')).toBeUndefined();
    for (const id of [support, everybody]) await send(id, 'complete-follow-up', { outcome: 'other' });
  });

  it('are looked at by member, by age and by customer', async () => {
    const id = await create({ assignee: 'sato', dueOn: today, customerId: 'C-9' });
    expect((await ask('members/sato/day'))['today']).toMatchObject([{ id }]);
    expect(await ask('follow-ups/counts?by=assignee&customerId=C-9')).toMatchObject({
      asOf: today,
      items: [{ key: 'sato', total: 1, dueToday: 1, overdue: 0 }],
    });
    expect((await api.call('GET', '/api/members/nobody/day')).status).toBe(404);
    await send(id, 'complete-follow-up', { outcome: 'reached' });
    expect(await ask('members/sato/day')).toMatchObject({ today: [] });
  });

  it('are not opened by a rule that is off, and are again once it is on', async () => {
    const switchRule = (how: 'on' | 'off') => api.post(`${DESK}/switch-rule-${how}`, { rule: 'low-score' });
    const poor = async () => {
      const { id } = await api.post(
        '/api/goods-orders',
        order(1, { customer: { id: 'C-2002', name: '株式会社もみじ' } }),
      );
      await api.post(`/api/goods-orders/${id}/record-feedback`, { score: 1, comment: '遅い' });
      return (await ask(`follow-ups?order=${id}`)).items.length;
    };
    await switchRule('off');
    expect(await poor()).toBe(0);
    await switchRule('on');
    expect(await poor()).toBe(1);
    expect((await ask('follow-ups?rule=low-score')).items).toHaveLength(1);
  });

  describe('with bad input', () => {
    let open: string;
    let taken: string;
    let done: string;
    beforeAll(async () => {
      open = await create();
      taken = await create({ assignee: 'sato' });
      done = await create();
      await send(done, 'complete-follow-up', { outcome: 'reached' });
    });

    /** A refusal that leaves the log as it was. */
    const refused = async (path: string, body: object) => {
      await api.settled();
      const before = await api.engine.store.head();
      const { status, body: problem } = await api.attempt(path, body);
      expect(await api.engine.store.head()).toBe(before);
      expect(problem.messages.ja).toMatch(/[ぁ-んァ-ヶ一-龠]/);
      const [error] = 'errors' in problem ? problem.errors : [];
      return [status, problem.code, error?.field];
    };

    it.each([
      [
        'a snooze into the past',
        () => taken,
        'snooze-follow-up',
        { until: daysLater(today, -1) },
        422,
        'not-in-the-future',
        'until',
      ],
      ['a snooze until today', () => taken, 'snooze-follow-up', { until: today }, 422, 'not-in-the-future', 'until'],
      [
        'a snooze of what nobody has',
        () => open,
        'snooze-follow-up',
        { until: tomorrow },
        409,
        'not-assigned',
        undefined,
      ],
      [
        'a completion for the second time',
        () => done,
        'complete-follow-up',
        { outcome: 'other' },
        409,
        'already-done',
        undefined,
      ],
      [
        'an unknown assignee',
        () => open,
        'assign-follow-up',
        { assignee: 'nobody' },
        422,
        'unknown-member',
        'assignee',
      ],
      [
        'a claim of an unknown member',
        () => open,
        'claim-follow-up',
        { assignee: 'nobody' },
        422,
        'unknown-member',
        'assignee',
      ],
      [
        'a team that nobody is in',
        () => open,
        'move-follow-up-to-team',
        { team: 'pilots' },
        422,
        'unknown-team',
        'team',
      ],
      [
        'an outcome that there is not',
        () => open,
        'complete-follow-up',
        { outcome: 'fine' },
        400,
        'invalid-command',
        'outcome',
      ],
      [
        'a day that does not exist',
        () => taken,
        'snooze-follow-up',
        { until: '2099-02-30' },
        400,
        'invalid-command',
        'until',
      ],
    ] as const)('%s is refused', async (_what, id, name, body, status, code, field) => {
      expect(await refused(`/api/follow-ups/${id()}/${name}`, body)).toEqual([status, code, field]);
    });

    it.each([
      ['due before today', { dueOn: daysLater(today, -1) }, 422, 'in-the-past', 'dueOn'],
      ['for an unknown member', { assignee: 'nobody' }, 422, 'unknown-member', 'assignee'],
      ['about nobody', { customerId: undefined }, 422, 'about-nobody', 'customerId'],
      ['about an order that there is not', { orderId: 'o-9' }, 422, 'unknown-order', 'orderId'],
      ['about a case that there is not', { caseId: 'c-9' }, 422, 'unknown-case', 'caseId'],
      ['without a task', { task: undefined }, 400, 'invalid-command', 'task'],
    ])('one %s is not opened', async (_what, more, status, code, field) => {
      const body = { task: '見本を送る', dueOn: tomorrow, customerId: 'C-1', ...more };
      expect(await refused('/api/follow-ups', body)).toEqual([status, code, field]);
    });

    it('one about another customer’s order is not opened', async () => {
      const { id } = await api.post('/api/goods-orders', order(1, { customer: { id: 'C-3003', name: 'さざなみ' } }));
      const body = { task: '見本を送る', dueOn: tomorrow, customerId: 'C-1', orderId: id };
      expect(await refused('/api/follow-ups', body)).toEqual([422, 'of-another-customer', 'customerId']);
    });

    it.each([
      ['a day that does not exist', { closedDays: ['2026-02-30'] }, 400, 'closedDays'],
      [
        'a part of the year that does not exist',
        { closedEveryYear: [{ from: '13-01', to: '01-03' }] },
        400,
        'closedEveryYear[0].from',
      ],
      ['a weekday that there is not', { closedWeekdays: [7] }, 400, 'closedWeekdays'],
      ['no business day at all', { closedEveryYear: [{ from: '01-01', to: '12-31' }] }, 422, 'closedEveryYear'],
      ['closing before opening', { opensAt: '18:00', closesAt: '09:00' }, 422, 'closesAt'],
    ])('a calendar with %s is refused', async (_what, body, status, field) => {
      const [actual, , where] = await refused(`${DESK}/set-calendar`, body);
      expect([actual, where]).toEqual([status, field]);
    });

    it.each([
      ['an unknown rule', 'switch-rule-on', { rule: 'no-such' }, 'unknown-rule'],
      ['a rule from tomorrow on', 'switch-rule-on', { rule: 'low-score', since: tomorrow }, 'in-the-future'],
      ['a member who is there', 'add-member', { memberId: 'sato', teams: ['support'] }, 'already-member'],
      ['a member who is not there', 'remove-member', { memberId: 'nobody' }, 'unknown-member'],
    ])('the desk refuses %s', async (_what, name, body, code) => {
      expect((await refused(`${DESK}/${name}`, body)).slice(0, 2)).toEqual([422, code]);
    });

    it('there is no second desk', async () => {
      expect((await refused('/api/desks/other/add-member', { memberId: 'abe' }))[1]).toBe('not-found');
    });

    it.each([
      ['claim-next', { assignee: 'nobody' }, 422, 'unknown-member', 'assignee'],
      ['claim-next', { assignee: 'sato', team: 'pilots' }, 422, 'unknown-team', 'team'],
      ['claim-next', { assignee: 'sato', rule: 'no-such' }, 400, 'invalid-command', 'rule'],
      ['bulk-assign', { ids: [], assignee: 'sato' }, 400, 'invalid-command', 'ids'],
      ['bulk-assign', { ids: ['a'], assignee: 'nobody' }, 422, 'unknown-member', 'assignee'],
    ])('%s with %j is refused', async (name, body, status, code, field) => {
      expect(await refused(`/api/follow-ups/${name}`, body)).toEqual([status, code, field]);
    });
  });
});
