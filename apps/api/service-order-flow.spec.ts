import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { daysLater } from '#state-machines/vocabulary/dates';
import { readAt, sendFollowed } from './testing/followed-commands.ts';
import { timelineOf } from './testing/order-timeline.ts';
import type { ApiUnderTest } from './testing/running-api.ts';
import { engagementOf, maintenance, migration, todayInJapan } from './testing/sample-engagement.ts';
import { onEverySetUp } from './testing/set-ups.ts';
import { wholeEngagement } from './testing/whole-engagement.ts';

onEverySetUp('a service order over HTTP', (runApi) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await runApi();
  });
  afterAll(() => api.end());

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

    const proposed = await sendFollowed(api, engagement, chapters.proposing);
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
    expect(
      await readAt(api, `service-orders/${number}/proposals/compare?from=1&to=3`, proposed.position),
    ).toMatchObject({
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
    expect((await readAt(api, 'pipeline?step=2', proposed.position)).items).toMatchObject([
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

    const concluded = await sendFollowed(api, engagement, chapters.contracting);
    expect(concluded.state).toMatchObject({
      engagement: 'contracting.concluded',
      billing: 'billable',
      milestones: { M1: 'billable', M2: 'scheduled', M3: 'scheduled' },
    });
    const launched = await sendFollowed(api, engagement, chapters.launching);
    expect(launched.state).toMatchObject({
      engagement: 'delivering.onTrack',
      step: 5,
      billing: 'partlyPaid',
      paid: 300_000,
      billed: 600_000,
    });
    const atRisk = await sendFollowed(api, engagement, chapters.delivering);
    expect(atRisk.state).toMatchObject({ engagement: 'delivering.atRisk', billing: 'billable', billable: 1_200_000 });
    expect(await readAt(api, `projects/${number}`, atRisk.position)).toMatchObject({
      riskCauses: ['schedule'],
      progress: { percent: 40 },
      tasks: { total: 2, started: 1, done: 1 },
      deliverables: { pending: 2, accepted: 1 },
      openIssues: 0,
      highRisks: 1,
    });

    const changed = await sendFollowed(api, engagement, chapters.changing);
    expect(changed.state).toMatchObject({ engagement: 'delivering.onTrack', change: 'agreed', value: 4_200_000 });
    const reviewed = await sendFollowed(api, engagement, chapters.reviewing);
    expect(reviewed.state).toMatchObject({ engagement: 'reviewing.reviewed', step: 6, scheduled: 2_000_000 });
    const finalised = await sendFollowed(api, engagement, chapters.finalising);
    expect(finalised.state).toMatchObject({
      engagement: 'finalising.accepted',
      step: 7,
      scheduled: 0,
      billable: 3_600_000,
    });
    const paid = await sendFollowed(api, engagement, chapters.paying);
    expect(paid.state).toMatchObject({
      engagement: 'completed',
      billing: 'paid',
      nextActor: 'nobody',
      value: 4_200_000,
      billed: 4_200_000,
      total: 4_620_000,
      paid: 4_620_000,
    });

    expect((await readAt(api, 'pipeline', paid.position)).items).toMatchObject([
      { id, step: 7, open: false, winProbability: 100, contractVersion: 3, value: 4_200_000 },
    ]);
    expect(await readAt(api, `projects/${id}`, paid.position)).toMatchObject({
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

  it('is taken in once when the same needs are sent twice, at once and later, with one key', async () => {
    const headers = { 'idempotency-key': 'needs-from-mail-17' };
    const send = (needs: object) => api.call('POST', '/api/service-orders', needs, headers);
    const { needs } = migration();
    const [first, second] = await Promise.all([send(needs), send(needs)]);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    await engagementOf(api, first.body.id).send('confirm-needs');
    expect(await send(needs)).toMatchObject({ status: 201, body: first.body });
    expect(await send(maintenance().needs)).toMatchObject({ status: 422, body: { code: 'command-reused' } });
  });
});
