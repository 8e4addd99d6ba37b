import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { daysLater } from '#state-machines/vocabulary/dates';
import { sendFollowed } from './testing/followed-commands.ts';
import type { ApiUnderTest } from './testing/running-api.ts';
import { engagementAt, maintenance, todayInJapan } from './testing/sample-engagement.ts';
import { onEverySetUp } from './testing/set-ups.ts';

onEverySetUp('the end of a service order over HTTP', (runApi) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await runApi();
  });
  afterAll(() => api.end());

  it('renews a recurring service once, and ends it', async () => {
    const engagement = await engagementAt(api, 'kickedOff', maintenance());
    expect((await engagement.read()).state).toMatchObject({
      value: 200_000,
      milestones: { M1: 'scheduled', M2: 'scheduled' },
    });
    await engagement.send('start-task', { taskId: 'T1' });
    await engagement.send('complete-task', { taskId: 'T1' });
    await engagement.send('accept-milestone', { milestoneId: 'M1' });
    const renewed = await sendFollowed(api, engagement, [
      ['renew-contract', { endsOn: daysLater(todayInJapan(), 90), items: [{ itemId: 'I1', months: 1 }] }],
    ]);
    expect(renewed.state).toMatchObject({
      value: 300_000,
      milestones: { M1: 'billable', M2: 'scheduled', M3: 'scheduled' },
      billable: 100_000,
      scheduled: 200_000,
    });
    for (const milestoneId of ['M2', 'M3']) await engagement.send('accept-milestone', { milestoneId });

    const undecided = await engagement.attempt('report-completion', { summary: '三か月を終えた。' });
    expect(undecided).toMatchObject({ status: 409, body: { code: 'service-end-undecided' } });
    const completed = await sendFollowed(api, engagement, [
      ['end-service', { by: 'customer', reason: '内製に切り替える。' }],
      ['report-completion', { summary: '三か月を終えた。' }],
      ['accept-completion', {}],
      ['issue-invoice', { invoiceNumber: 'INV-M' }],
      ['record-invoice-payment', { amount: 330_000, method: 'bankTransfer' }],
      ['evaluate-engagement', { quality: 5, schedule: 5, cost: 5, collaboration: 5 }],
    ]);
    expect(completed.state).toMatchObject({ engagement: 'completed', billing: 'paid', value: 300_000, paid: 330_000 });
  });

  it('ends a contract early: what was accepted stays, and the settlement replaces the rest', async () => {
    const engagement = await engagementAt(api, 'kickedOff');
    await engagement.send('request-change', { title: '追加', description: '帳票も。', by: 'customer' });
    const terminated = await sendFollowed(api, engagement, [
      ['terminate-contract', { by: 'customer', reason: '事業の見直し', settlement: { amount: 500_000 } }],
    ]);
    expect(terminated.facts.map(({ type }) => type)).toEqual(['ChangeDeclined', 'ContractTerminated']);
    expect(terminated.state).toMatchObject({
      engagement: 'terminated',
      change: 'declined',
      billing: 'billable',
      value: 1_100_000,
      billable: 1_100_000,
      scheduled: 0,
    });
    const possible = await engagement.possibleCommands();
    expect(possible).toContain('issue-invoice');
    for (const command of ['start-task', 'report-progress', 'terminate-contract', 'hold-order'])
      expect(possible).not.toContain(command);

    const settled = await sendFollowed(api, engagement, [
      ['issue-invoice', { invoiceNumber: 'INV-S' }],
      ['record-invoice-payment', { amount: 1_210_000, method: 'bankTransfer' }],
    ]);
    expect(settled.state).toMatchObject({
      engagement: 'terminated',
      billing: 'paid',
      nextActor: 'nobody',
      billed: 1_100_000,
    });
  });
});
