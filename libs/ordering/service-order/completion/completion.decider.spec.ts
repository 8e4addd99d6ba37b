import { describe, expect, it } from '@jest/globals';
import { given } from '#libs/kernel/testing/given-when-then';
import type { ServiceOrderCommand } from '../service-order.commands.ts';
import { serviceOrderStream } from '../service-order.stream.ts';
import {
  acceptCompletion,
  acceptMilestone,
  agreedOrder,
  billing,
  concludeContract,
  continued,
  draftContract,
  evaluate,
  failReview,
  finishedOrder,
  kickOff,
  placeOf,
  planProject,
  reportCompletion,
  startedOrder,
  startReview,
  startTask,
  completeTask,
  STORY_DAY,
  told,
  type Story,
} from '../service-order.story.ts';

const when = { now: `${STORY_DAY}T03:00:00.000Z` };
const finished = finishedOrder();
const reported = continued(finished, reportCompletion);
const accepted = continued(reported, acceptCompletion);
const engagementOf = (order: Story) => placeOf(order)['engagement'];
const milestonesOf = (order: Story) => placeOf(order)['milestones'];
const refuse: ServiceOrderCommand = { type: 'RefuseCompletion', data: { points: [{ description: '手順書がない' }] } };
const resolve = (pointId: string): ServiceOrderCommand => ({
  type: 'ResolvePoint',
  data: { pointId, resolution: '書いた' },
});
const next: ServiceOrderCommand = { type: 'RecordNextOpportunity', data: { title: '倉庫との連携' } };
const missing = (order: Story): string => told(order, reportCompletion).refusal?.message.en ?? '';

describe('the completion report', () => {
  it('is numbered and dated', () =>
    given(serviceOrderStream, finished.facts)
      .when(reportCompletion, when)
      .then([
        { type: 'CompletionReported', data: { reportNumber: 1, reportedOn: STORY_DAY, summary: '完了しました。' } },
      ]));

  it('may be recorded later than it was given, but not before the last of the work, a refusal, or after today', () => {
    const on = (reportedOn: string): ServiceOrderCommand => ({
      type: 'ReportCompletion',
      data: { summary: '完了しました。', reportedOn },
    });
    const answer = (order: Story, day: string, command: ServiceOrderCommand) =>
      told(order, command, `${day}T03:00:00.000Z`);
    const late = answer(answer(finished, '2026-11-25', on('2026-11-23')), '2026-11-25', refuse);
    expect(late.facts.at(-2)?.data).toMatchObject({ reportedOn: '2026-11-23' });
    const again = continued(late, resolve('P1'));
    for (const [order, day, code] of [
      [finished, '2026-11-19', 'reported-before-work-ended'],
      [again, '2026-11-24', 'reported-before-work-ended'],
      [finished, '2026-11-27', 'in-the-future'],
    ] as const)
      expect(answer(order, '2026-11-26', on(day)).refusal).toMatchObject({ code, field: 'reportedOn' });
    expect(answer(again, '2026-11-26', on('2026-11-25')).refusal).toBeUndefined();
  });

  it('is refused as long as something is unsettled, and names all of it', () => {
    const order = continued(
      startedOrder(),
      { type: 'RaiseIssue', data: { kind: 'issue', severity: 'high', title: '環境' } },
      { type: 'PlanImprovement', data: { description: '手順書' } },
      { type: 'RequestChange', data: { title: '帳票', description: '帳票', by: 'customer' } },
    );
    given(serviceOrderStream, order.facts).when(reportCompletion).thenRefused('not-ready-for-completion');
    for (const what of ['T1', 'design', 'I1', 'A1', 'C1', 'M2']) expect(missing(order)).toContain(`(${what})`);
    expect(serviceOrderStream.decider.refusedWhen('ReportCompletion', order.state)?.refused).toBe('state');
  });

  it.each<[string, readonly ServiceOrderCommand[]]>([
    ['unfinished tasks (T1)', [startTask]],
    ['deliverables that are not accepted (design)', [startTask, completeTask]],
    [
      'milestones that are not accepted (M2)',
      [
        startTask,
        completeTask,
        { type: 'SubmitDeliverable', data: { deliverableId: 'design' } },
        { type: 'AcceptDeliverable', data: { deliverableId: 'design' } },
      ],
    ],
  ])('waits for %s', (what, commands) => expect(missing(continued(startedOrder(), ...commands))).toContain(what));

  it('waits for issues and improvements that are open, and for a change that is undecided', () => {
    const issue = continued(finished, { type: 'RaiseIssue', data: { kind: 'risk', severity: 'low', title: '環境' } });
    expect(missing(issue)).toContain('open issues and risks (I1)');
    const improvement = continued(finished, { type: 'PlanImprovement', data: { description: '手順書' } });
    expect(missing(improvement)).toContain('open improvements (A1)');
    const change = continued(finished, {
      type: 'RequestChange',
      data: { title: '帳票', description: '帳票', by: 'company' },
    });
    expect(missing(change)).toContain('neither agreed nor declined (C1)');
  });

  it('waits for the points of a deliverable that a change has dropped, which can still be resolved', () => {
    const dropped = continued(
      startedOrder(),
      startTask,
      completeTask,
      { type: 'SubmitDeliverable', data: { deliverableId: 'design' } },
      { type: 'RefuseDeliverable', data: { deliverableId: 'design', points: [{ description: '図がない' }] } },
      { type: 'RequestChange', data: { title: '設計書なし', description: '設計書は要らない', by: 'customer' } },
      {
        type: 'QuoteChange',
        data: {
          validUntil: '2026-12-01',
          deliverables: [],
          billing: [{ ...billing[1], deliverableIds: [] }, billing[2]],
        },
      },
      { type: 'AgreeChange', data: {} },
      acceptMilestone,
    );
    expect(missing(dropped)).toBe(
      'Before the work can be reported as complete, see to these: points that are not resolved (P1).',
    );
    expect(told(continued(dropped, resolve('P1')), reportCompletion).refusal).toBeUndefined();
  });

  it('comes after the reviews, not in the middle of one', () => {
    const inReview = continued(finished, startReview);
    given(serviceOrderStream, inReview.facts).when(reportCompletion).thenRefused('not-in-this-state');
    given(serviceOrderStream, continued(inReview, failReview).facts)
      .when(reportCompletion)
      .thenRefused('not-in-this-state');
  });

  it('of a recurring service waits until it is agreed that it ends', () => {
    const service = continued(
      agreedOrder([
        {
          itemId: 'care',
          description: '保守',
          taxClass: 'standard',
          pricing: 'recurring',
          monthlyAmount: 50_000,
          months: 1,
        },
      ]),
      { type: 'DraftContract', data: { paymentDays: 30, warranty: { months: 0, terms: 'なし' } } },
      concludeContract,
      planProject,
      kickOff,
      startTask,
      completeTask,
      { type: 'SubmitDeliverable', data: { deliverableId: 'design' } },
      { type: 'AcceptDeliverable', data: { deliverableId: 'design' } },
      { type: 'AcceptMilestone', data: { milestoneId: 'M1' } },
    );
    given(serviceOrderStream, service.facts).when(reportCompletion).thenRefused('service-end-undecided');
    const ended = continued(service, { type: 'EndService', data: { by: 'customer' } });
    expect(engagementOf(continued(ended, reportCompletion))).toBe('finalising.awaitingAcceptance');
  });
});

describe('the final acceptance', () => {
  it('names the report that it accepts, and makes exactly what waited for it billable', () => {
    given(serviceOrderStream, reported.facts)
      .when({ type: 'AcceptCompletion', data: { acceptedBy: '田中 花子' } }, when)
      .then([
        { type: 'CompletionAccepted', data: { reportNumber: 1, acceptedOn: STORY_DAY, acceptedBy: '田中 花子' } },
      ]);
    expect(milestonesOf(reported)).toMatchObject({ M3: 'scheduled' });
    expect(milestonesOf(accepted)).toEqual({ M1: 'billable', M2: 'billable', M3: 'billable' });
  });

  it('lies between the report and today', () => {
    const on = (acceptedOn: string): ServiceOrderCommand => ({ type: 'AcceptCompletion', data: { acceptedOn } });
    given(serviceOrderStream, reported.facts).when(on('2026-11-21'), when).thenRefused('in-the-future');
    given(serviceOrderStream, reported.facts).when(on('2026-11-19'), when).thenRefused('accepted-before-report');
  });

  it('is possible only when the work is reported as complete', () => {
    given(serviceOrderStream, finished.facts).when(acceptCompletion).thenRefused('not-in-this-state');
    given(serviceOrderStream, finished.facts).when(refuse).thenRefused('not-in-this-state');
  });

  it('that is refused leads back to the work, with points to be resolved', () => {
    given(serviceOrderStream, reported.facts)
      .when(refuse, when)
      .then([
        {
          type: 'CompletionRefused',
          data: {
            reportNumber: 1,
            refusedOn: STORY_DAY,
            points: [{ pointId: 'P1', description: '手順書がない' }],
          },
        },
      ]);
    const refused = continued(reported, refuse);
    expect(engagementOf(refused)).toBe('delivering.onTrack');
    expect(missing(refused)).toContain('points that are not resolved (P1)');
  });

  it('may be refused twice and then given; what it makes billable follows the acceptance', () => {
    const twice = continued(reported, refuse, resolve('P1'), reportCompletion, refuse, resolve('P2'), reportCompletion);
    expect(milestonesOf(twice)).toMatchObject({ M3: 'scheduled' });
    const given = continued(twice, acceptCompletion);
    expect(given.facts.at(-1)).toMatchObject({ type: 'CompletionAccepted', data: { reportNumber: 3 } });
    expect(milestonesOf(given)).toMatchObject({ M3: 'billable' });
  });

  it('is not refused with a point that was there before', () => {
    const again = continued(reported, refuse, resolve('P1'), reportCompletion);
    given(serviceOrderStream, again.facts)
      .when({ type: 'RefuseCompletion', data: { points: [{ pointId: 'P1', description: '手順書がない' }] } })
      .thenRefused('duplicate-id');
  });

  it('ends the work: nothing is accepted piece by piece after it', () =>
    given(serviceOrderStream, accepted.facts).when(acceptMilestone).thenRefused('not-in-this-state'));
});

describe('the end of an engagement', () => {
  it('is its evaluation', () => {
    given(serviceOrderStream, accepted.facts)
      .when(evaluate, when)
      .then([
        { type: 'EngagementEvaluated', data: { scores: { quality: 4, schedule: 3, cost: 4, collaboration: 5 } } },
        { type: 'EngagementCompleted', data: { completedOn: STORY_DAY } },
      ]);
    expect(engagementOf(continued(accepted, evaluate))).toBe('completed');
  });

  it('comes after the final acceptance', () =>
    given(serviceOrderStream, reported.facts).when(evaluate).thenRefused('not-in-this-state'));

  it('is a time to look for the next opportunity, and so is any time after it', () => {
    given(serviceOrderStream, accepted.facts)
      .when(next, when)
      .then([{ type: 'NextOpportunityRecorded', data: { opportunityId: 'O1', title: '倉庫との連携' } }]);
    expect(continued(accepted, next, evaluate, next).state.data.completion.opportunityIds).toEqual(['O1', 'O2']);
  });

  it('takes an opportunity that lies ahead, under an id of its own', () => {
    given(serviceOrderStream, accepted.facts)
      .when({ type: 'RecordNextOpportunity', data: { title: '連携', expectedOn: '2026-11-01' } }, when)
      .thenRefused('in-the-past');
    given(serviceOrderStream, continued(accepted, next).facts)
      .when({ type: 'RecordNextOpportunity', data: { title: '連携', opportunityId: 'O1' } }, when)
      .thenRefused('duplicate-id');
  });
});

describe('the desk of a service order', () => {
  const hold: ServiceOrderCommand = { type: 'HoldOrder', data: { reason: 'credit' } };

  it('holds an order until the engagement has ended', () => {
    expect(placeOf(continued(accepted, hold))['hold']).toBe('held');
    given(serviceOrderStream, continued(accepted, evaluate).facts).when(hold).thenRefused('not-in-this-state');
  });

  it('keeps a held order from being concluded, kicked off and worked on, and lets everything else go on', () => {
    const drafted = continued(agreedOrder(), draftContract);
    const ready = continued(drafted, concludeContract, planProject);
    for (const [order, command] of [
      [drafted, concludeContract],
      [ready, kickOff],
      [startedOrder(), startTask],
    ] as const) {
      expect(told(continued(order, hold), command).refusal?.code).toBe('order-held');
      const released = continued(order, hold, { type: 'ReleaseHold', data: { reason: 'credit' } });
      expect(told(released, command).refusal).toBeUndefined();
    }
    expect(told(continued(finished, hold), reportCompletion).refusal).toBeUndefined();
  });
});
