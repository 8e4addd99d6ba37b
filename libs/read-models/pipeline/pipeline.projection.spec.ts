import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { memoryVault } from '#libs/kernel/testing/memory-vault';
import { givenLog, type GivenLog } from '../testing/given-log.ts';
import { happenedAt } from '../testing/happened-at.ts';
import { describeInEachRoom, type ReadModelsRoom } from '../testing/read-models-room.ts';
import { pipelineProjection } from './pipeline.projection.ts';
import type { PipelineRow } from './pipeline.table.ts';

describeInEachRoom('the pipeline', (openRoom) => {
  let room: ReadModelsRoom;
  let log: GivenLog;
  beforeEach(async () => {
    room = await openRoom();
    log = givenLog(memoryVault());
  });
  afterEach(() => room.leave());

  const rows = async (batchSizes?: readonly number[]) => {
    await room.project(pipelineProjection, log.events, batchSizes);
    return (await room.rows(pipelineProjection, 'pipeline')) as readonly PipelineRow[];
  };
  const row = async () => (await rows())[0]!;
  const minute = (number: number) => new Date(Date.UTC(2026, 10, 20, 0, number)).toISOString();

  const hearing = () => log.service('a', 'NeedsRecorded', {}, { value: 2_000_000, total: 2_000_000 });
  const drafting = { engagement: 'proposing.drafting', step: 2, value: 1_800_000, total: 1_980_000 };
  const submitted = { engagement: 'proposing.submitted', step: 2, nextActor: 'customer' };
  const concluded = { engagement: 'contracting.concluded', step: 3, nextActor: 'backOffice' };

  it('begins with the first wish, at the budget of the customer', async () => {
    hearing();
    expect(await row()).toMatchObject({
      id: 'a',
      order_number: 'SO-2026-000001',
      customer_id: 'C-2',
      customer_name: expect.stringMatching(/^v1\.a\./),
      title: '在庫管理の導入支援',
      currency: 'JPY',
      received_at: '2026-11-20T02:00:00.000Z',
      engagement: 'hearing.gathering',
      state_since: minute(0),
      step: 1,
      step_since: minute(0),
      steps_entered: { 1: { firstAt: minute(0), lastAt: minute(0), times: 1 } },
      next_actor: 'backOffice',
      value: 2_000_000,
      win_probability: null,
      weighted_value: null,
      budget: 2_000_000,
      desired_date: '2027-06-30',
      proposal_version: null,
      contract_version: null,
      open: true,
      revision: 0,
    });
  });

  it('follows the needs as they are revised', async () => {
    hearing();
    log.service('a', 'NeedsRevised', { title: '発注管理', budget: undefined, desiredDate: undefined });
    expect(await row()).toMatchObject({ title: '発注管理', budget: null, desired_date: null, state_since: minute(0) });
  });

  it('tells since when an order is in its step and in its state', async () => {
    hearing();
    log.service('a', 'ProposalDrafted', {}, drafting);
    log.service('a', 'ProposalSubmitted', {}, submitted);
    log.service('a', 'CustomerContacted');
    expect(await row()).toMatchObject({
      engagement: 'proposing.submitted',
      step_since: minute(1),
      state_since: minute(2),
      updated_at: minute(3),
      revision: 3,
    });
  });

  it('counts how often an order came back to a step', async () => {
    hearing();
    const delivering = { engagement: 'delivering.onTrack', step: 5 };
    const reviewing = { engagement: 'reviewing.inReview', step: 6 };
    log.service('a', 'ProjectKickedOff', {}, delivering);
    log.service('a', 'ReviewStarted', {}, reviewing);
    log.service('a', 'DeliveryResumed', {}, delivering);
    log.service('a', 'ReviewStarted', {}, reviewing);
    log.service('a', 'DeliveryResumed', {}, delivering);
    const { steps_entered, step_since } = await row();
    expect(steps_entered['5']).toEqual({ firstAt: minute(1), lastAt: minute(5), times: 3 });
    expect(steps_entered['6']).toEqual({ firstAt: minute(2), lastAt: minute(4), times: 2 });
    expect(step_since).toBe(minute(5));
  });

  it('weighs the value by the chance that somebody last estimated', async () => {
    hearing();
    log.service('a', 'WinProbabilityEstimated', { percent: 25 });
    log.service('a', 'ProposalDrafted', {}, { ...drafting, value: 1_800_001 });
    expect(await row()).toMatchObject({ win_probability: 25, weighted_value: 450_000, proposal_version: 1 });
    await room.project(pipelineProjection, [log.service('a', 'WinProbabilityEstimated', { percent: 50 })]);
    expect((await room.rows(pipelineProjection, 'pipeline'))[0]).toMatchObject({ weighted_value: 900_001 });
  });

  it('is certain of what is under contract, through every version of it', async () => {
    hearing();
    log.service('a', 'WinProbabilityEstimated', { percent: 60 });
    log.service('a', 'ContractConcluded', {}, { ...concluded, value: 1_800_000 });
    log.service('a', 'ChangeAgreed', {}, { value: 1_920_000 });
    expect(await row()).toMatchObject({
      win_probability: 100,
      estimated_probability: 60,
      value: 1_920_000,
      weighted_value: 1_920_000,
      contract_version: 2,
      concluded_on: '2026-12-15',
    });
  });

  it.each([
    ['ProposalDeclined', 'lost.declined', 'price'],
    ['ProposalExpired', 'lost.expired', 'noAnswer'],
    ['EngagementLost', 'lost.withdrawn', 'budget'],
  ] as const)(
    'keeps what %s lost out of the sums, with the reason and the day in Japan',
    async (type, state, reason) => {
      hearing();
      log.service('a', 'WinProbabilityEstimated', { percent: 60 });
      log.service('a', type, {}, { engagement: state, step: undefined });
      happenedAt(log, '2026-11-30T15:30:00Z');
      expect(await row()).toMatchObject({
        open: false,
        step: null,
        step_since: null,
        win_probability: 0,
        weighted_value: 0,
        lost_reason: reason,
        lost_on: '2026-12-01',
      });
    },
  );

  it('takes an expired proposal up again with the chance it had', async () => {
    hearing();
    log.service('a', 'WinProbabilityEstimated', { percent: 60 });
    log.service('a', 'ProposalExpired', {}, { engagement: 'lost.expired', step: undefined });
    log.service('a', 'ProposalRevised', {}, drafting);
    expect(await row()).toMatchObject({
      open: true,
      step: 2,
      win_probability: 60,
      lost_reason: null,
      lost_on: null,
      proposal_version: 2,
    });
  });

  it('tells how long a proposal is valid only while it is with the customer', async () => {
    hearing();
    log.service('a', 'ProposalDrafted', {}, drafting);
    log.service('a', 'ProposalSubmitted', {}, submitted);
    expect((await row()).valid_until).toBe('2026-12-11');
    const asked = log.service('a', 'ProposalRevisionRequested', {}, { engagement: 'proposing.revisionRequested' });
    await room.project(pipelineProjection, [asked]);
    expect((await room.rows(pipelineProjection, 'pipeline'))[0]).toMatchObject({ valid_until: null });
  });

  it.each([
    ['EngagementCompleted', 'completed', 7],
    ['ContractTerminated', 'terminated', undefined],
  ] as const)('is done with an order after %s', async (type, engagement, step) => {
    hearing();
    log.service('a', 'ContractConcluded', {}, concluded);
    log.service('a', type, {}, { engagement, step, nextActor: 'nobody' });
    expect(await row()).toMatchObject({ open: false, win_probability: 100, engagement });
  });

  it('stops at an order that does not begin with its needs', async () => {
    log.service('a', 'NeedsConfirmed');
    await expect(rows()).rejects.toThrow('NeedsRecorded');
  });

  it('stops at a fact that only a newer program knows', async () => {
    hearing();
    log.add('serviceOrder-a', { type: 'OrderTeleported', data: {} }, { engagement: 'teleported' });
    await expect(rows()).rejects.toThrow('start a version of this program that knows it');
  });
});
