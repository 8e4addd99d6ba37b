import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { timelineOf } from '../testing/order-timeline.ts';
import type { ApiUnderTest } from '../testing/running-api.ts';
import { type Engagement, engagementAt } from '../testing/sample-engagement.ts';
import { onEverySetUp } from '../testing/set-ups.ts';

onEverySetUp('scenario 11: final acceptance is refused twice, then given', (runApi) => {
  let api: ApiUnderTest;
  let engagement: Engagement;
  beforeAll(async () => {
    api = await runApi();
    engagement = await engagementAt(api, 'delivered');
    await engagement.send('issue-invoice', { invoiceNumber: 'INV-1' });
  });
  afterAll(() => api.end());

  /** Neither by name nor as part of everything billable; and trying changes nothing. */
  const expectFinalMilestoneUnbillable = async (): Promise<void> => {
    const before = await engagement.read();
    expect(before.state).toMatchObject({ milestones: { M3: 'scheduled' }, scheduled: 1_800_000, billable: 0 });
    const named = await engagement.attempt('issue-invoice', { invoiceNumber: 'INV-2', milestoneIds: ['M3'] });
    expect(named).toMatchObject({
      status: 422,
      body: { code: 'milestone-not-billable', errors: [{ field: 'milestoneIds[0]', rule: 'milestone-not-billable' }] },
    });
    expect(named.body.messages.ja).toContain('最終検収を待っています');
    expect(named.body.messages.en).toContain('it waits for the final acceptance');
    const everything = await engagement.attempt('issue-invoice', { invoiceNumber: 'INV-2' });
    expect(everything).toMatchObject({ status: 409, body: { code: 'nothing-billable' } });
    expect(await engagement.read()).toEqual(before);
  };

  it('invoices the last milestone after the acceptance, never after the delivery', async () => {
    expect(await engagement.read()).toMatchObject({
      state: { engagement: 'delivering.onTrack', milestones: { M1: 'invoiced', M2: 'invoiced' } },
      data: { project: { deliverables: { D1: { state: 'accepted' }, D2: { state: 'accepted' } } } },
    });
    await expectFinalMilestoneUnbillable();

    for (const point of ['P1', 'P2']) {
      await engagement.send('report-completion', { summary: '契約のすべてを納めた。' });
      expect((await engagement.read()).state).toMatchObject({
        engagement: 'finalising.awaitingAcceptance',
        nextActor: 'customer',
      });
      await expectFinalMilestoneUnbillable();

      const { state } = await engagement.send('refuse-completion', { points: [{ description: '帳票の合計が違う' }] });
      expect(state).toMatchObject({ engagement: 'delivering.onTrack', step: 5 });
      await expectFinalMilestoneUnbillable();

      const tooEarly = await engagement.attempt('report-completion', { summary: 'もう一度。' });
      expect(tooEarly).toMatchObject({ status: 409, body: { code: 'not-ready-for-completion' } });
      expect(tooEarly.body.messages.en).toContain(`points that are not resolved (${point})`);
      await engagement.send('resolve-point', { pointId: point, resolution: '帳票を直した。' });
      await expectFinalMilestoneUnbillable();
    }
    await engagement.send('report-completion', { summary: '指摘に対応した。' });
    await expectFinalMilestoneUnbillable();

    const accepted = await engagement.send('accept-completion', { acceptedBy: '山田 一郎' });
    expect(accepted.state).toMatchObject({
      engagement: 'finalising.accepted',
      billing: 'billable',
      milestones: { M1: 'invoiced', M2: 'invoiced', M3: 'billable' },
      scheduled: 0,
      billable: 1_800_000,
      billed: 1_800_000,
      value: 3_600_000,
    });
    const invoiced = await engagement.send('issue-invoice', { invoiceNumber: 'INV-2' });
    expect(invoiced.facts).toMatchObject([
      { type: 'InvoiceIssued', data: { milestoneIds: ['M3'], net: 1_800_000, tax: 180_000, total: 1_980_000 } },
    ]);
  });

  it('shows both refusals before the acceptance, and the invoice after it, on the timeline', async () => {
    const { position } = await engagement.send('evaluate-engagement', {
      quality: 3,
      schedule: 3,
      cost: 4,
      collaboration: 5,
    });
    const types = (await timelineOf(api, engagement.id, position)).map(({ type }) => type);
    expect(types.slice(types.indexOf('CompletionReported'))).toEqual([
      'CompletionReported',
      'CompletionRefused',
      'PointResolved',
      'CompletionReported',
      'CompletionRefused',
      'PointResolved',
      'CompletionReported',
      'CompletionAccepted',
      'InvoiceIssued',
      'EngagementEvaluated',
      'EngagementCompleted',
    ]);
  });
});
