import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { daysLater } from '#state-machines/vocabulary/dates';
import type { AnswerBody } from './testing/api-client.ts';
import { timelineOf } from './testing/order-timeline.ts';
import type { ApiUnderTest } from './testing/running-api.ts';
import {
  type Engagement,
  engagementAt,
  engagementOf,
  maintenance,
  migration,
  type Sent,
  todayInJapan,
} from './testing/sample-engagement.ts';
import { onEverySetUp } from './testing/set-ups.ts';
import { wholeEngagement } from './testing/whole-engagement.ts';

onEverySetUp('a service order over HTTP', (runApi) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await runApi();
  });
  afterAll(() => api.end());

  const get = async (path: string, position: string): Promise<AnswerBody> => {
    const separator = path.includes('?') ? '&' : '?';
    return (await api.call('GET', `/api/${path}${separator}after=${encodeURIComponent(position)}`)).body;
  };

  /** Sends commands in turn, and expects the status to follow each of them. */
  const sendAll = async (engagement: Engagement, commands: readonly Sent[]): Promise<AnswerBody> => {
    let answer: AnswerBody | undefined;
    for (const [name, body] of commands) {
      answer = await engagement.send(name, body);
      const { engagement: place, change, billing, hold, care, step, nextActor, value, total, paid } = answer.state;
      expect(await get(`orders/${engagement.id}`, answer.position)).toMatchObject({
        kind: 'service',
        revision: answer.revision,
        state: { engagement: place, change, billing, hold, care },
        nextActor,
        value,
        total,
        paid,
        step: step ?? null,
      });
    }
    if (!answer) throw new Error('nothing was sent');
    return answer;
  };

  it('goes from the first wish to the next opportunity, and the read models follow every step', async () => {
    const today = todayInJapan();
    const chapters = wholeEngagement(migration(today), today);
    const recorded = await api.call('POST', '/api/service-orders', migration().needs);
    expect(recorded.status).toBe(201);
    const { id, number = '' } = recorded.body;
    expect(recorded.headers.get('location')).toBe(`/api/service-orders/${id}`);
    expect(recorded.headers.get('etag')).toBe('"0"');
    expect(number).toMatch(/^SO-\d{4}-000001$/);
    const engagement = engagementOf(api, id);

    const proposed = await sendAll(engagement, chapters.proposing);
    expect(proposed.state).toMatchObject({
      engagement: 'proposing.submitted',
      step: 2,
      nextActor: 'customer',
      value: 3_800_000,
    });
    expect(await engagement.possibleCommands()).toEqual(
      expect.arrayContaining(['accept-proposal', 'decline-proposal', 'revise-proposal']),
    );
    expect(await engagement.possibleCommands()).not.toContain('draft-contract');
    expect(await engagement.attempt('accept-proposal', { version: 1 })).toMatchObject({
      status: 422,
      body: { code: 'proposal-superseded' },
    });
    expect(await get(`service-orders/${number}/proposals/compare?from=1&to=3`, proposed.position)).toMatchObject({
      from: { version: 1, status: 'superseded' },
      to: { version: 3, status: 'submitted' },
      value: { before: 3_600_000, after: 3_800_000, difference: 200_000 },
      total: { difference: 220_000 },
      members: [],
      items: {
        added: [],
        removed: [],
        changed: [{ id: 'I1', members: [{ member: 'amount', before: 3_000_000, after: 3_200_000 }] }],
      },
      deliverables: { added: [{ deliverableId: 'D3' }] },
    });
    expect((await get('pipeline?step=2', proposed.position)).items).toMatchObject([
      {
        id,
        orderNumber: number,
        value: 3_800_000,
        winProbability: 40,
        weightedValue: 1_520_000,
        proposalVersion: 3,
        open: true,
      },
    ]);

    const concluded = await sendAll(engagement, chapters.contracting);
    expect(concluded.state).toMatchObject({
      engagement: 'contracting.concluded',
      billing: 'billable',
      milestones: { M1: 'billable', M2: 'scheduled', M3: 'scheduled' },
    });
    const launched = await sendAll(engagement, chapters.launching);
    expect(launched.state).toMatchObject({
      engagement: 'delivering.onTrack',
      step: 5,
      billing: 'partlyPaid',
      paid: 300_000,
      billed: 600_000,
    });
    const atRisk = await sendAll(engagement, chapters.delivering);
    expect(atRisk.state).toMatchObject({ engagement: 'delivering.atRisk', billing: 'billable', billable: 1_200_000 });
    expect(await get(`projects/${number}`, atRisk.position)).toMatchObject({
      riskCauses: ['schedule'],
      progress: { percent: 40 },
      tasks: { total: 2, started: 1, done: 1 },
      deliverables: { pending: 2, accepted: 1 },
      openIssues: 0,
      highRisks: 1,
    });

    const changed = await sendAll(engagement, chapters.changing);
    expect(changed.state).toMatchObject({ engagement: 'delivering.onTrack', change: 'agreed', value: 4_200_000 });
    const reviewed = await sendAll(engagement, chapters.reviewing);
    expect(reviewed.state).toMatchObject({ engagement: 'reviewing.reviewed', step: 6, scheduled: 2_000_000 });
    const finalised = await sendAll(engagement, chapters.finalising);
    expect(finalised.state).toMatchObject({
      engagement: 'finalising.accepted',
      step: 7,
      scheduled: 0,
      billable: 3_600_000,
    });
    const paid = await sendAll(engagement, chapters.paying);
    expect(paid.state).toMatchObject({
      engagement: 'completed',
      billing: 'paid',
      nextActor: 'nobody',
      value: 4_200_000,
      billed: 4_200_000,
      total: 4_620_000,
      paid: 4_620_000,
    });

    expect((await get('pipeline', paid.position)).items).toMatchObject([
      { id, step: 7, open: false, winProbability: 100, contractVersion: 3, value: 4_200_000 },
    ]);
    expect(await get(`projects/${id}`, paid.position)).toMatchObject({
      open: false,
      contractVersion: 3,
      contractEndsOn: daysLater(today, 90),
      tasks: { total: 2, done: 2 },
      deliverables: { pending: 0, submitted: 0, refused: 0, accepted: 3 },
      openPoints: 0,
      openIssues: 0,
      openReviews: 0,
      openImprovements: 0,
      billing: { state: 'paid', billed: 4_200_000, paid: 4_620_000 },
    });
    // An invoice that is sent again is no refusal.
    expect((await engagement.possibleCommands()).toSorted()).toEqual([
      'issue-invoice',
      'open-inquiry',
      'record-contact',
      'record-feedback',
      'record-next-opportunity',
    ]);

    const timeline = await timelineOf(api, number, paid.position);
    const events = await api.engine.store.readStream(`serviceOrder-${id}`);
    const sent = Object.values(chapters).flat();
    // An evaluation completes the engagement, and a review that is not passed plans what makes it better: two facts each.
    expect(timeline.length).toBe(1 + sent.length + 2);
    expect(timeline.map(({ revision, type, stateAfter }) => [revision, type, stateAfter])).toEqual(
      events.map(({ revision, type, metadata }) => [String(revision), type, metadata['stateAfter']]),
    );
    for (const { actor, label, causationId } of timeline) {
      expect(actor).toMatchObject({ role: 'admin', via: 'http' });
      expect(label).toEqual({ ja: expect.stringMatching(/[ぁ-んァ-ヶ一-龠]/), en: expect.stringMatching(/^[A-Z]/) });
      expect(causationId).toBeNull();
    }
    expect(timeline[0]).toMatchObject({
      type: 'NeedsRecorded',
      label: { ja: '要望を受け付けた', en: 'Needs recorded' },
      data: { customerName: '株式会社みどり物流' },
    });
    expect(timeline.filter(({ type }) => type === 'ChangeAgreed').map(({ data }) => data['contractVersion'])).toEqual([
      2, 3,
    ]);
  });

  it('renews a recurring service once, and ends it', async () => {
    const engagement = await engagementAt(api, 'kickedOff', maintenance());
    expect((await engagement.read()).state).toMatchObject({
      value: 200_000,
      milestones: { M1: 'scheduled', M2: 'scheduled' },
    });
    await engagement.send('start-task', { taskId: 'T1' });
    await engagement.send('complete-task', { taskId: 'T1' });
    await engagement.send('accept-milestone', { milestoneId: 'M1' });
    const renewed = await sendAll(engagement, [
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
    const completed = await sendAll(engagement, [
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
    const terminated = await sendAll(engagement, [
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

    const settled = await sendAll(engagement, [
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
