import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { memoryVault } from '#libs/kernel/testing/memory-vault';
import { givenLog, type GivenLog } from '../testing/given-log.ts';
import { happenedAt } from '../testing/happened-at.ts';
import { describeInEachRoom, type ReadModelsRoom } from '../testing/read-models-room.ts';
import { changedContractSample, contractSample, planSample } from '../testing/service-contract-samples.ts';
import { projectsProjection } from './projects.projection.ts';
import type { ProjectMemberRow, ProjectRow } from './projects.table.ts';

describeInEachRoom('projects', (openRoom) => {
  let room: ReadModelsRoom;
  let log: GivenLog;
  let projected = 0;
  beforeEach(async () => {
    room = await openRoom();
    log = givenLog(memoryVault());
    projected = 0;
  });
  afterEach(() => room.leave());

  const rows = async () => {
    await room.project(projectsProjection, log.events.slice(projected));
    projected = log.events.length;
    return (await room.rows(projectsProjection, 'projects')) as readonly ProjectRow[];
  };
  const row = async () => (await rows())[0]!;
  const members = async () => {
    await rows();
    return (await room.rows(projectsProjection, 'project_members')) as readonly ProjectMemberRow[];
  };

  const concluded = () => {
    log.service('a', 'NeedsRecorded');
    const state = { engagement: 'contracting.concluded', step: 3, billing: 'billable' };
    log.service('a', 'ContractConcluded', {}, { ...state, scheduled: 1_500_000, billable: 300_000 });
  };
  const delivering = () => {
    concluded();
    log.service('a', 'ProjectPlanned', {}, { engagement: 'launching.ready', step: 4 });
    log.service('a', 'ProjectKickedOff', {}, { engagement: 'delivering.onTrack', step: 5 });
  };

  it('begin with the conclusion of the contract, and with what was known before', async () => {
    log.service('a', 'NeedsRecorded');
    log.service('a', 'ProposalDrafted');
    expect(await rows()).toEqual([]);
    concluded();
    expect(await row()).toMatchObject({
      id: 'a',
      order_number: 'SO-2026-000001',
      customer_id: 'C-2',
      customer_name: expect.stringMatching(/^v1\.a\./),
      title: '在庫管理の導入支援',
      currency: 'JPY',
      engagement: 'contracting.concluded',
      step: 3,
      open: true,
      owner: null,
      starts_on: '2027-01-05',
      ends_on: '2027-06-30',
      schedule_from: 'contract',
      contract_version: 1,
      percent: null,
      tasks_total: 0,
      deliverables_pending: 2,
      next_contact_due: null,
      value: 1_800_000,
      billing: 'billable',
      scheduled: 1_500_000,
      billable: 300_000,
      billed: 0,
      paid: 0,
      revision: 3,
    });
  });

  it('follow the newest plan, and forget nothing of what was done', async () => {
    delivering();
    log.service('a', 'TaskStarted');
    log.service('a', 'TaskDone');
    const [first, second] = planSample.tasks;
    const plan = {
      ...planSample,
      owner: 'suzuki',
      members: [{ memberId: 'suzuki', role: 'owner' }],
      schedule: { startsOn: '2027-01-05', endsOn: '2027-05-31' },
      tasks: [first!, { ...second!, endsOn: '2027-03-12' }, { ...second!, taskId: 'T3', endsOn: '2027-03-05' }],
    };
    log.service('a', 'ProjectPlanned', { planNumber: 2, plan });
    expect(await row()).toMatchObject({
      owner: 'suzuki',
      ends_on: '2027-05-31',
      schedule_from: 'plan',
      tasks_total: 3,
      tasks_started: 1,
      tasks_done: 1,
      open_tasks: [
        { taskId: 'T3', endsOn: '2027-03-05' },
        { taskId: 'T2', endsOn: '2027-03-12' },
      ],
      earliest_open_end: '2027-03-05',
    });
  });

  it('keep who works on them by the newest plan', async () => {
    delivering();
    expect((await members()).map(({ member_id, role }) => `${member_id} ${role}`)).toEqual([
      'sato owner',
      'suzuki consultant',
    ]);
    const plan = { ...planSample, members: [{ memberId: 'suzuki', role: 'owner' }] };
    log.service('a', 'ProjectPlanned', { plan });
    expect(await members()).toEqual([{ id: 'a.suzuki', project_id: 'a', member_id: 'suzuki', role: 'owner' }]);
  });

  it('have the deliverables of the contract in force, as far as they have come', async () => {
    delivering();
    log.service('a', 'DeliverableSubmitted');
    log.service('a', 'DeliverableAccepted');
    log.service('a', 'DeliverableSubmitted', { deliverableId: 'D2' });
    const deliverables = [...contractSample.deliverables, { deliverableId: 'D3', name: '追加研修' }];
    const contract = { ...changedContractSample, deliverables };
    log.service('a', 'ChangeAgreed', { contract }, { value: 1_920_000 });
    expect(await row()).toMatchObject({
      deliverables_accepted: 1,
      deliverables_submitted: 1,
      deliverables_pending: 1,
      deliverables_refused: 0,
      contract_version: 2,
      contract_ends_on: '2027-07-31',
      ends_on: '2027-06-30',
      value: 1_920_000,
    });
  });

  it('last as long as a changed contract says where there is no plan', async () => {
    concluded();
    log.service('a', 'ChangeAgreed');
    expect(await row()).toMatchObject({ ends_on: '2027-07-31', schedule_from: 'contract' });
  });

  it('count the points that the customer raised until they are dealt with', async () => {
    delivering();
    log.service('a', 'DeliverableRefused');
    log.service('a', 'CompletionRefused');
    expect(await row()).toMatchObject({ deliverables_refused: 1, open_points: 2 });
    log.service('a', 'PointResolved');
    expect(await row()).toMatchObject({
      open_points: 1,
      points: [
        { pointId: 'P1', deliverableId: 'D1', raisedOn: '2027-02-01', resolvedOn: '2027-02-02' },
        { pointId: 'P2', deliverableId: null, description: '研修の資料がない', resolvedOn: null },
      ],
    });
  });

  it('tell open issues from high risks', async () => {
    delivering();
    log.service('a', 'IssueRaised');
    log.service('a', 'IssueRaised', { issueId: 'X2', kind: 'risk', severity: 'high' });
    log.service('a', 'IssueRaised', { issueId: 'X3', kind: 'risk', severity: 'medium' });
    expect(await row()).toMatchObject({ open_issues: 1, high_risks: 1 });
    log.service('a', 'IssueResolved');
    expect(await row()).toMatchObject({ open_issues: 0, high_risks: 1 });
  });

  it('show reviews with what they found, and improvements until they are closed or waived', async () => {
    delivering();
    log.service('a', 'ReviewStarted');
    expect(await row()).toMatchObject({ open_reviews: 1 });
    log.service('a', 'ReviewConcluded');
    log.service('a', 'ImprovementPlanned');
    log.service('a', 'ImprovementPlanned', { actionId: 'A2', reviewId: undefined });
    expect(await row()).toMatchObject({
      open_reviews: 0,
      open_improvements: 2,
      reviews: [
        {
          criteria: [{ criterionId: 'K1', met: false }],
          findings: [{ findingId: 'F1', severity: 'medium' }],
          concludedOn: '2027-02-12',
        },
      ],
    });
    log.service('a', 'ImprovementClosed');
    log.service('a', 'ImprovementWaived', { actionId: 'A2' });
    const { open_improvements, improvements } = await row();
    expect(open_improvements).toBe(0);
    expect(improvements.map(({ state }) => state)).toEqual(['closed', 'waived']);
  });

  it('are at risk from the first cause until they are back on track', async () => {
    delivering();
    log.service('a', 'ProjectBecameAtRisk');
    expect(await row()).toMatchObject({ at_risk: true, risk_causes: ['schedule', 'quality'] });
    log.service('a', 'ProjectCameBackOnTrack');
    expect(await row()).toMatchObject({ at_risk: false, risk_causes: [] });
  });

  it('are as far as the newest report of progress says', async () => {
    delivering();
    log.service('a', 'ProgressReported');
    log.service('a', 'ProgressReported', { percent: 55, reportedOn: '2027-02-12' });
    expect(await row()).toMatchObject({ percent: 55, reported_on: '2027-02-12' });
  });

  it('want the next contact so many days after the last one, whoever spoke first', async () => {
    delivering();
    const talked = async (type: 'CustomerContacted' | 'DeliverableAccepted' | 'ProgressReported', at: string) => {
      log.service('a', type);
      happenedAt(log, at);
      return (await row()).next_contact_due;
    };
    expect((await row()).next_contact_due).toBe('2026-12-04');
    expect(await talked('CustomerContacted', '2027-01-10T15:30:00Z')).toBe('2027-01-25');
    expect(await talked('ProgressReported', '2027-01-20T00:00:00Z')).toBe('2027-01-25');
    expect(await talked('CustomerContacted', '2027-01-08T00:00:00Z')).toBe('2027-01-25');
    expect(await talked('DeliverableAccepted', '2027-01-20T00:00:00Z')).toBe('2027-02-03');
    expect((await row()).last_contact_at).toBe('2027-01-20T00:00:00.000Z');
  });

  it.each([
    ['EngagementCompleted', 'completed'],
    ['ContractTerminated', 'terminated'],
  ] as const)('are neither late nor waiting for a contact after %s', async (type, engagement) => {
    delivering();
    expect(await row()).toMatchObject({ open: true, earliest_open_end: '2027-01-29' });
    log.service('a', type, {}, { engagement, step: undefined, nextActor: 'nobody' });
    expect(await row()).toMatchObject({
      open: false,
      step: null,
      open_tasks: [],
      earliest_open_end: null,
      next_contact_due: null,
    });
  });

  it('stop at a contract of an order that does not begin with its needs', async () => {
    log.service('a', 'ContractConcluded');
    await expect(rows()).rejects.toThrow('NeedsRecorded');
  });
});
