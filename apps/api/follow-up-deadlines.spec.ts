import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { configurationFrom } from '#libs/engine/configuration';
import { settableClock } from '#libs/kernel/clock';
import { type RunningApi, startApi } from './start-api.ts';
import { type AnswerBody, type ApiClient, apiClient, TEST_KEY } from './testing/api-client.ts';
import { readModelRows } from './testing/read-model-rows.ts';
import { engagementAt, migration } from './testing/sample-engagement.ts';
import { order, stockTea } from './testing/sample-order.ts';

/** Wednesday 23 December, 10:00 in Japan: Thursday, Friday and Monday are worked; then the company is closed from Tuesday 29 December to Sunday 3 January. */
const WEDNESDAY = '2026-12-23T01:00:00.000Z';

interface SeenFollowUp {
  readonly id: string;
  readonly rule: { readonly id: string } | null;
  readonly state: string;
  readonly dueOn: string;
  readonly opensAt: string;
  readonly openedAt: string;
  readonly order: { readonly number: string } | null;
}

describe('follow-ups and deadlines', () => {
  let folder: string;
  let api: RunningApi | undefined;
  const clock = settableClock(WEDNESDAY);
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'juchu-follow-ups-'));
    clock.set(WEDNESDAY);
  });
  afterEach(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async (): Promise<void> => {
    const settings = { JUCHU_DATA: folder, JUCHU_PORT: '0', JUCHU_ADMIN_KEY: TEST_KEY };
    api = await startApi(configurationFrom(settings), { simulation: true, clock });
  };
  const stop = async (): Promise<void> => {
    await api?.close();
    api = undefined;
  };
  const running = (): RunningApi => {
    if (!api) throw new Error('nothing runs');
    return api;
  };
  const client = (): ApiClient => apiClient(running().url);
  const post = (target: string, body: object = {}): Promise<AnswerBody> => client().post(`/api/${target}`, body);

  const queue = async (state = 'active'): Promise<readonly SeenFollowUp[]> => {
    const { engine, url } = running();
    await engine.processes.idle();
    const after = await engine.store.head();
    const { body } = await apiClient(url).call('GET', `/api/follow-ups?state=${state}&limit=200&after=${after}`);
    return body.items as unknown as readonly SeenFollowUp[];
  };
  const told = (followUps: readonly SeenFollowUp[]) =>
    followUps.map(({ rule, dueOn }) => `${dueOn} ${rule?.id ?? 'manual'}`);

  /** A company with much under way on a Wednesday before Christmas. */
  const openCompany = async (): Promise<void> => {
    await start();
    const speaker = client();
    await stockTea(speaker, 100);
    await post('desks/company/add-member', { memberId: 'sato' });

    const asked = await post('goods-orders', order(1));
    await post(`goods-orders/${asked.id}/request-clarification`, {
      about: 'content',
      question: '数量は?',
      askedVia: 'phone',
      answerDue: '2026-12-28',
    });

    const sent = await post('goods-orders', order(2));
    await post(`goods-orders/${sent.id}/confirm-order`);
    await running().engine.processes.idle();
    await post(`goods-orders/${sent.id}/register-order`);
    const shipment = { shipmentId: 'S1' };
    await post(`goods-orders/${sent.id}/plan-shipment`, shipment);
    await post(`goods-orders/${sent.id}/pick-shipment`, shipment);
    await post(`goods-orders/${sent.id}/pack-shipment`, { ...shipment, packages: 1 });
    await post(`goods-orders/${sent.id}/label-shipment`, shipment);
    await post(`goods-orders/${sent.id}/book-carrier`, { ...shipment, carrier: 'ヤマト運輸' });
    await post(`goods-orders/${sent.id}/dispatch-shipment`, { ...shipment, expectedOn: '2026-12-25' });

    await post(`goods-orders/${sent.id}/record-contact`, {
      medium: 'phone',
      direction: 'outbound',
      summary: '見積もりの返事をお願いした。',
      replyDue: '2026-12-28',
    });
    await post(`goods-orders/${asked.id}/open-inquiry`, { about: '納期', question: 'いつ?', askedVia: 'email' });
    await engagementAt(speaker, 'proposalSubmitted', migration('2026-12-23'));
    const rest = await post('follow-ups', {
      task: '年始のご挨拶',
      dueOn: '2027-01-05',
      customerId: 'C-1',
      assignee: 'sato',
    });
    await post(`follow-ups/${rest.id}/snooze-follow-up`, { until: '2027-01-04' });
    await running().engine.processes.idle();
  };

  /** What the queue holds after the New Year holidays, the earliest due day first. */
  const afterTheHolidays = [
    '2026-12-24 case-unanswered',
    '2026-12-25 clarification-unanswered',
    '2026-12-28 delivery-unconfirmed',
    '2026-12-28 case-unresolved',
    '2027-01-05 customer-reply-missing',
    '2027-01-05 manual',
    '2027-01-06 proposal-unanswered',
    '2027-01-06 proposal-expiring',
  ];

  it('are all there, once, in order and with the days they would have had, when the server was stopped over New Year', async () => {
    await openCompany();
    expect(told(await queue())).toEqual(['2026-12-24 case-unanswered']);
    await stop();

    clock.set('2027-01-06T00:30:00.000Z');
    let first: readonly SeenFollowUp[] = [];
    for (let starts = 0; starts < 3; starts += 1) {
      await start();
      const found = await queue();
      if (starts === 0) first = found;
      expect(found).toEqual(first);
      await stop();
    }
    expect(told(first).toSorted()).toEqual(afterTheHolidays.toSorted());
    expect(first.map(({ dueOn }) => dueOn)).toEqual(first.map(({ dueOn }) => dueOn).toSorted());
    const late = first.filter(({ rule }) => rule !== null && rule.id !== 'case-unanswered');
    for (const { openedAt } of late) expect(openedAt).toBe('2027-01-06T00:30:00.000Z');

    await start();
    const { events } = await running().engine.store.readAll({ filter: { categories: ['followUp'] } });
    expect(events.filter(({ type }) => type === 'FollowUpOpened')).toHaveLength(afterTheHolidays.length);
    expect(new Set(first.map(({ id }) => id)).size).toBe(afterTheHolidays.length);
  });

  it('are the same in the queue of a server that ran all the time', async () => {
    await openCompany();
    for (let day = 24; day <= 31 + 6; day += 1) {
      const date = day > 31 ? `2027-01-${String(day - 31).padStart(2, '0')}` : `2026-12-${day}`;
      for (const time of ['T00:00:00.000Z', 'T15:00:00.000Z']) {
        if (`${date}${time}` > '2027-01-06T00:30:00.000Z') break;
        clock.set(`${date}${time}`);
        await running().engine.processes.idle();
      }
    }
    clock.set('2027-01-06T00:30:00.000Z');
    const found = await queue();
    expect(told(found).toSorted()).toEqual(afterTheHolidays.toSorted());
    for (const { rule, opensAt, openedAt } of found) if (rule) expect(openedAt).toBe(opensAt);
  });

  it('do not open what was answered before the server started again', async () => {
    await openCompany();
    await stop();
    await start();
    const [asked] = (await client().call('GET', '/api/orders?fulfilment=confirming')).body.items;
    await post(`goods-orders/${String(asked?.['id'])}/record-clarification`, { answer: '2箱', answeredVia: 'phone' });
    await stop();
    clock.set('2027-01-06T00:30:00.000Z');
    await start();
    expect(told(await queue())).not.toContain('2026-12-25 clarification-unanswered');
  });

  it('take a snoozed follow-up up again on its day, also where the server was down', async () => {
    await openCompany();
    expect((await queue('snoozed')).map(({ rule }) => rule)).toEqual([null]);
    await stop();
    clock.set('2027-01-04T01:00:00.000Z');
    await start();
    expect(await queue('snoozed')).toEqual([]);
    expect(await queue('assigned')).toMatchObject([{ rule: null, state: 'assigned' }]);
  });

  it('outlive the database that they are kept in: the queue is the same, and nothing is opened twice', async () => {
    await openCompany();
    clock.set('2027-01-06T00:30:00.000Z');
    const before = await queue('all');
    const rows = await readModelRows(running().engine);
    await stop();
    for (const file of globSync('read-models.db*', { cwd: folder })) rmSync(path.join(folder, file));
    await start();
    expect(await queue('all')).toEqual(before);
    expect(await readModelRows(running().engine)).toEqual(rows);
    await running().engine.projections.rebuild('all');
    await running().engine.processes.rebuild('all');
    expect(await queue('all')).toEqual(before);
    expect(await readModelRows(running().engine)).toEqual(rows);
  });

  it('leave the past alone where a rule is switched on, and open what is still unanswered of it where that is asked for', async () => {
    await start();
    await post('desks/company/switch-rule-off', { rule: 'clarification-unanswered' });
    await stockTea(client(), 100);
    for (const answered of [true, false]) {
      const { id } = await post('goods-orders', order(1));
      await post(`goods-orders/${id}/request-clarification`, {
        about: 'content',
        question: '数量は?',
        askedVia: 'phone',
        answerDue: '2026-12-28',
      });
      clock.set('2026-12-25T03:00:00.000Z');
      await running().engine.processes.idle();
      if (answered) await post(`goods-orders/${id}/record-clarification`, { answer: '2', answeredVia: 'phone' });
      clock.set(WEDNESDAY);
    }
    clock.set('2027-01-06T00:30:00.000Z');
    await post('desks/company/switch-rule-on', { rule: 'clarification-unanswered' });
    expect(await queue()).toEqual([]);

    await post('desks/company/switch-rule-on', { rule: 'clarification-unanswered', since: '2026-12-01' });
    expect(told(await queue())).toEqual(['2026-12-25 clarification-unanswered']);
  });

  it('find the payment for goods overdue by itself, once, and ask for it until a new day is agreed', async () => {
    await start();
    await stockTea(client(), 100);
    const [late, paid] = [await post('goods-orders', order(2)), await post('goods-orders', order(2))];
    for (const { id } of [late, paid]) await post(`goods-orders/${id}/mark-payment-due`, { dueOn: '2026-12-24' });
    await post(`goods-orders/${paid.id}/record-payment`, { amount: 2592, method: 'bankTransfer' });
    clock.set('2026-12-24T14:59:59.999Z');
    expect(await queue()).toEqual([]);
    await stop();

    clock.set('2026-12-24T15:00:00.000Z');
    const facts = async (type: string) => {
      const { events } = await running().engine.store.readAll({ filter: { categories: ['goodsOrder'] } });
      return events.filter((event) => event.type === type);
    };
    for (let starts = 0; starts < 2; starts += 1) {
      await start();
      expect(told(await queue())).toEqual(['2026-12-28 payment-overdue']);
      expect(await facts('PaymentBecameOverdue')).toMatchObject([
        { stream: `goodsOrder-${late.id}`, metadata: { actor: { id: 'goods-payment-overdue', via: 'process' } } },
      ]);
      await stop();
    }
    await start();
    await post(`goods-orders/${late.id}/mark-payment-due`, { dueOn: '2026-12-28' });
    expect(await queue()).toEqual([]);
    clock.set('2026-12-28T15:00:00.000Z');
    expect(told(await queue())).toEqual(['2027-01-05 payment-overdue']);
    expect(await facts('PaymentBecameOverdue')).toHaveLength(2);

    await post(`goods-orders/${late.id}/record-payment`, { amount: 2592, method: 'bankTransfer' });
    expect(await queue()).toEqual([]);
    await post(`goods-orders/${late.id}/amend-order`, { reason: '追加', lines: [{ lineId: '1', quantity: 3 }] });
    expect(told(await queue())).toEqual(['2027-01-05 payment-overdue']);
  });

  it('keep the day that a clerk has agreed on, whatever is made anew from the log', async () => {
    await start();
    await post('customers', { customerNumber: 'C-1', name: 'さくら商店' });
    for (const summary of ['見積もりの件', '納期の件'])
      await post('customers/C-1/record-contact', {
        medium: 'phone',
        direction: 'inbound',
        summary,
        promise: '折り返す',
        replyDue: '2026-12-25',
      });
    const [{ id }] = (await queue()) as [SeenFollowUp];
    await post(`follow-ups/${id}/reschedule-follow-up`, { dueOn: '2027-01-15', reason: '合意済み' });
    await running().engine.processes.rebuild('all');
    expect(told(await queue())).toEqual(['2027-01-15 reply-promised']);
  });

  it('go by the calendar that the company has set', async () => {
    await start();
    await post('desks/company/set-calendar', { closedDays: ['2026-12-24'], openDays: ['2026-12-30'] });
    const { id } = await post('goods-orders', order(1)).catch(async () => {
      await stockTea(client(), 1);
      return post('goods-orders', order(1));
    });
    await post(`goods-orders/${id}/request-clarification`, {
      about: 'content',
      question: '数量は?',
      askedVia: 'phone',
      answerDue: '2026-12-28',
    });
    clock.set('2026-12-31T00:00:00.000Z');
    expect(told(await queue())).toEqual(['2026-12-28 clarification-unanswered']);
  });

  it('can be listed before their time, in due order', async () => {
    await openCompany();
    const deadlines = await running().engine.processes.deadlines(50);
    expect(deadlines.map(({ dueAt }) => dueAt)).toEqual(deadlines.map(({ dueAt }) => dueAt).toSorted());
    const about = deadlines.map(({ process, dueAt }) => `${dueAt} ${process}`);
    expect(about).toContain('2026-12-25T00:00:00.000Z follow-up-clarification-unanswered');
    expect(about).toContain('2027-01-03T15:00:00.000Z follow-up-waking');
    expect(about).toContain('2027-01-06T15:00:00.000Z proposal-expiry');
  });
});
