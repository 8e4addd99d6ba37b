import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { given } from '#libs/kernel/testing/given-when-then';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import { deliveryCommands } from './delivery.catalogue.ts';
import { deliveryPayloads, type DeliveryCommand } from './delivery.commands.ts';
import {
  answered,
  concluded,
  contractOf,
  delivery,
  kickedOff,
  planned,
  stateAfter,
  terminated,
  when,
} from './project.story.ts';
import { regionPath } from '../service-order.state.ts';

const everyCommand = Object.entries(deliveryCommands).map(
  ([type, { example }]) => ({ type, data: example }) as DeliveryCommand,
);
const inReview: readonly ServiceOrderFact[] = [
  ...kickedOff(),
  {
    type: 'ReviewStarted',
    data: {
      reviewId: 'R1',
      subject: '設計',
      deliverableIds: [],
      criteria: [{ criterionId: 'C1', description: '網羅' }],
    },
  },
];

describe('work on a service order', () => {
  it.each(everyCommand)('is not reported before the kick-off: $type', (command) => {
    given(delivery, []).when(command, when).thenRefused('no-such-order');
    given(delivery, [...concluded(), planned()])
      .when(command, when)
      .thenRefused('not-in-this-state');
  });

  it.each(everyCommand)('is not reported after the contract was terminated: $type', (command) => {
    expect(answered(delivery, [...kickedOff(), terminated], command)).toEqual({
      refused: 'state',
      code: 'not-in-this-state',
      message: {
        ja: 'この操作は「サービス提供中」「品質管理とフィードバック」の間だけ行えます。現在は「中途解約」です。',
        en: 'This is possible only while the order is "Delivering" or "Reviewing"; it is "Terminated".',
      },
    });
  });

  it('goes on while its quality is reviewed', () => {
    given(delivery, inReview)
      .when({ type: 'StartTask', data: { taskId: 'T1' } }, when)
      .then([{ type: 'TaskStarted', data: { taskId: 'T1', startedOn: '2026-12-10' } }]);
    given(delivery, inReview)
      .when({ type: 'SubmitDeliverable', data: { deliverableId: 'D1' } }, when)
      .then([
        { type: 'DeliverableSubmitted', data: { deliverableId: 'D1', submission: 1, submittedOn: '2026-12-10' } },
      ]);
  });

  it('is offered only as far as there is something to do it on', () => {
    const facts = kickedOff(contractOf([contractOf().items[0]!]));
    const refusalOf = (type: DeliveryCommand['type']) => delivery.decider.refusedWhen(type, stateAfter(facts))?.code;
    expect(refusalOf('CompleteTask')).toBe('no-task-begun');
    expect(refusalOf('ReportTime')).toBe('nothing-paid-by-time');
    expect(refusalOf('SubmitDeliverable')).toBe('no-deliverables');
    expect(refusalOf('AcceptDeliverable')).toBe('nothing-submitted');
    expect(refusalOf('RefuseDeliverable')).toBe('nothing-submitted');
    expect(refusalOf('ResolvePoint')).toBe('no-points');
    expect(refusalOf('ResolveIssue')).toBe('no-issues');
    const done = ['T1', 'T2'].flatMap((taskId): readonly ServiceOrderFact[] => [
      { type: 'TaskStarted', data: { taskId, startedOn: '2026-12-02' } },
      { type: 'TaskDone', data: { taskId, doneOn: '2026-12-03' } },
    ]);
    expect(delivery.decider.refusedWhen('StartTask', stateAfter([...facts, ...done]))?.code).toBe('no-unfinished-task');
  });
});

describe('the progress of a project', () => {
  const report = (percent: number): DeliveryCommand => ({
    type: 'ReportProgress',
    data: { percent, summary: '順調です。' },
  });

  it('is reported under numbers from 1, and may be corrected downwards', () => {
    const first = {
      type: 'ProgressReported',
      data: { reportNumber: 1, percent: 60, reportedOn: '2026-12-10', summary: '順調です。' },
    } as const;
    given(delivery, kickedOff()).when(report(60), when).then([first]);
    given(delivery, [...kickedOff(), first])
      .when(report(40), when)
      .then([{ ...first, data: { ...first.data, reportNumber: 2, percent: 40 } }]);
  });

  it.each([-1, 101, 33.3, '50'])('is a percentage from 0 to 100: %p is refused', (percent) => {
    const problems = validateSync(plainToInstance(deliveryPayloads.ReportProgress, { percent, summary: '順調です。' }));
    expect(problems.map(({ property, constraints }) => ({ property, constraints }))).toEqual([
      { property: 'percent', constraints: { isWholeNumber: 'percent must be a whole number from 0 to 100' } },
    ]);
  });

  it.each([0, 100])('may be %p per cent', (percent) =>
    expect(validateSync(plainToInstance(deliveryPayloads.ReportProgress, { percent, summary: '順調です。' }))).toEqual(
      [],
    ),
  );
});

describe('issues and risks', () => {
  const raise = (issueId?: string): DeliveryCommand => ({
    type: 'RaiseIssue',
    data: { issueId, kind: 'issue', severity: 'high', title: '性能不足' },
  });
  const raised: ServiceOrderFact = {
    type: 'IssueRaised',
    data: { issueId: 'I1', kind: 'issue', severity: 'high', title: '性能不足', raisedOn: '2026-12-10' },
  };
  const resolve = (issueId: string): DeliveryCommand => ({
    type: 'ResolveIssue',
    data: { issueId, resolution: '増強した。' },
  });

  it('are numbered in order where nobody names them', () => {
    given(delivery, kickedOff()).when(raise(), when).then([raised]);
    given(delivery, [...kickedOff(), raised])
      .when(raise(), when)
      .then([{ ...raised, data: { ...raised.data, issueId: 'I2' } }]);
  });

  it('bear an id each', () =>
    expect(answered(delivery, [...kickedOff(), raised], raise('I1'))).toMatchObject({
      code: 'duplicate-id',
      field: 'issueId',
    }));

  it('are resolved once', () => {
    const resolved: ServiceOrderFact = {
      type: 'IssueResolved',
      data: { issueId: 'I1', resolvedOn: '2026-12-10', resolution: '増強した。' },
    };
    given(delivery, [...kickedOff(), raised])
      .when(resolve('I1'), when)
      .then([resolved]);
    given(delivery, [...kickedOff(), raised, resolved])
      .when(resolve('I1'), when)
      .then([]);
    expect(answered(delivery, [...kickedOff(), raised], resolve('I9'))).toMatchObject({
      code: 'unknown-issue',
      field: 'issueId',
    });
  });
});

describe('a project at risk', () => {
  const atRisk: ServiceOrderFact = { type: 'ProjectBecameAtRisk', data: { causes: ['schedule', 'cost'] } };

  it('says why, and is so until somebody says that it is back on track', () => {
    given(delivery, kickedOff())
      .when({ type: 'MarkAtRisk', data: { causes: ['cost', 'schedule'], note: '遅れ' } }, when)
      .then([{ type: 'ProjectBecameAtRisk', data: { causes: ['schedule', 'cost'], note: '遅れ' } }]);
    expect(regionPath(stateAfter([...kickedOff(), atRisk]), 'engagement')).toBe('delivering.atRisk');
    given(delivery, [...kickedOff(), atRisk])
      .when({ type: 'MarkOnTrack', data: {} }, when)
      .then([{ type: 'ProjectCameBackOnTrack', data: {} }]);
  });

  it('for the same causes again is no news, in whatever order they are named', () =>
    given(delivery, [...kickedOff(), atRisk])
      .when({ type: 'MarkAtRisk', data: { causes: ['cost', 'schedule', 'cost'] } }, when)
      .then([]));

  it('for other causes is', () =>
    given(delivery, [...kickedOff(), atRisk])
      .when({ type: 'MarkAtRisk', data: { causes: ['cost'] } }, when)
      .then([{ type: 'ProjectBecameAtRisk', data: { causes: ['cost'] } }]));

  it('is not brought back on track twice', () =>
    given(delivery, kickedOff()).when({ type: 'MarkOnTrack', data: {} }, when).then([]));

  it.each([[[]], [['weather']], [['cost', 'cost', 'cost', 'cost', 'cost', 'cost', 'cost']]])(
    'names at least one cause, of those that there are: %p is refused',
    (causes) => {
      const problems = validateSync(plainToInstance(deliveryPayloads.MarkAtRisk, { causes }));
      expect(problems.map(({ property }) => property)).toEqual(['causes']);
    },
  );
});
