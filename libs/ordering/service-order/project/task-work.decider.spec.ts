import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { given } from '#libs/kernel/testing/given-when-then';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import { ReportTime, type DeliveryCommand } from './delivery.commands.ts';
import { answered, delivery, KICKED_OFF_ON, kickedOff, PROJECT_DAY, when } from './project.story.ts';

const start = (taskId: string, startedOn?: string): DeliveryCommand => ({
  type: 'StartTask',
  data: { taskId, startedOn },
});
const complete = (taskId: string, doneOn?: string): DeliveryCommand => ({
  type: 'CompleteTask',
  data: { taskId, doneOn },
});
const started = (taskId: string, startedOn: string): ServiceOrderFact => ({
  type: 'TaskStarted',
  data: { taskId, startedOn },
});
const done = (taskId: string, doneOn: string): ServiceOrderFact => ({ type: 'TaskDone', data: { taskId, doneOn } });

const firstStarted = [...kickedOff(), started('T1', '2026-12-03')];
const firstDone = [...firstStarted, done('T1', '2026-12-08')];

describe('a task', () => {
  it('is started and done, today where no day is given', () => {
    given(delivery, kickedOff())
      .when(start('T1'), when)
      .then([started('T1', PROJECT_DAY)]);
    given(delivery, firstStarted)
      .when(complete('T1'), when)
      .then([done('T1', PROJECT_DAY)]);
  });

  it('keeps the days with which it was recorded: others are refused, not passed over', () => {
    given(delivery, firstStarted).when(start('T1', '2026-12-03'), when).then([]);
    given(delivery, firstStarted).when(start('T1', '2026-12-04'), when).thenRefused('recorded-otherwise');
    given(delivery, [...firstDone, started('T2', '2026-12-08')])
      .when(complete('T1', '2026-12-08'), when)
      .then([]);
    given(delivery, [...firstDone, started('T2', '2026-12-08')])
      .when(complete('T1', '2026-12-09'), when)
      .thenRefused('recorded-otherwise');
  });

  it('waits for every task that it depends on, and says for which', () => {
    for (const facts of [kickedOff(), firstStarted])
      expect(answered(delivery, facts, start('T2'))).toEqual({
        refused: 'state',
        code: 'task-waits',
        message: {
          ja: '作業「T2」は先行する作業「T1」の完了を待っています。',
          en: 'Task "T2" waits for "T1" to be done.',
        },
      });
    given(delivery, firstDone)
      .when(start('T2'), when)
      .then([started('T2', PROJECT_DAY)]);
  });

  it('was not started before the task that it depends on was done', () => {
    expect(answered(delivery, firstDone, start('T2', '2026-12-07'))).toMatchObject({
      code: 'started-too-early',
      field: 'startedOn',
      message: { en: 'Task "T1", which it depends on, was done on 2026-12-08; it was not started before that.' },
    });
    given(delivery, firstDone)
      .when(start('T2', '2026-12-08'), when)
      .then([started('T2', '2026-12-08')]);
  });

  it('was not done before it was started', () =>
    expect(answered(delivery, firstStarted, complete('T1', '2026-12-02'))).toMatchObject({
      code: 'done-before-started',
      field: 'doneOn',
    }));

  it('is not started before the project was', () =>
    expect(answered(delivery, kickedOff(), start('T1', '2026-11-30'))).toMatchObject({
      code: 'before-kick-off',
      field: 'startedOn',
      message: { en: expect.stringContaining(KICKED_OFF_ON) },
    }));

  it('is neither started nor done on a day to come', () => {
    given(delivery, kickedOff()).when(start('T1', '2026-12-11'), when).thenRefused('in-the-future');
    given(delivery, firstStarted).when(complete('T1', '2026-12-11'), when).thenRefused('in-the-future');
  });

  it('that was started or done before needs nothing', () => {
    given(delivery, firstStarted).when(start('T1'), when).then([]);
    given(delivery, firstDone).when(complete('T1'), when).then([]);
  });

  it('is not done before it is started', () =>
    expect(answered(delivery, firstStarted, complete('T2'))).toMatchObject({
      refused: 'state',
      code: 'task-not-started',
    }));

  it('has to be planned', () => {
    for (const command of [start('T9'), complete('T9')])
      expect(answered(delivery, firstStarted, command)).toMatchObject({ code: 'unknown-task', field: 'taskId' });
  });

  it('is not started while the order is held, but may be finished', () => {
    const held: ServiceOrderFact = { type: 'OrderHeld', data: { reason: 'credit' } };
    given(delivery, [...kickedOff(), held])
      .when(start('T1'), when)
      .thenRefused('order-held');
    given(delivery, [...firstStarted, held])
      .when(complete('T1'), when)
      .then([done('T1', PROJECT_DAY)]);
  });
});

describe('time worked', () => {
  const report = (minutes: number, more: Partial<ReportTime> = {}): DeliveryCommand => ({
    type: 'ReportTime',
    data: { itemId: 'support', memberId: 'sato', minutes, ...more },
  });
  const reported = (minutes: number): ServiceOrderFact => ({
    type: 'TimeReported',
    data: { itemId: 'support', minutes, workedOn: PROJECT_DAY, memberId: 'sato' },
  });
  const almostAll = [...kickedOff(), reported(400), reported(105)];

  it('is reported on an item that is paid by time, for the member who worked', () =>
    given(delivery, kickedOff())
      .when(report(90), when)
      .then([reported(90)]));

  it('may use up the cap of its item, but no minute more, and says what is left', () => {
    given(delivery, almostAll)
      .when(report(95), when)
      .then([reported(95)]);
    expect(answered(delivery, almostAll, report(96))).toEqual({
      refused: 'rule',
      code: 'above-cap',
      field: 'minutes',
      message: {
        ja: '項目「support」の上限 10 時間までの残りは 1 時間 35 分です。変更契約で上限を上げてください。',
        en: 'Of the cap of 10 hours of item "support", 1 h 35 min are left; agree a change to raise the cap.',
      },
    });
  });

  it('is not reported on an item with a fixed price, nor on one that is not in the contract', () => {
    expect(answered(delivery, kickedOff(), report(90, { itemId: 'design' }))).toMatchObject({
      code: 'not-paid-by-time',
      field: 'itemId',
    });
    expect(answered(delivery, kickedOff(), report(90, { itemId: 'other' }))).toMatchObject({
      code: 'unknown-item',
      field: 'itemId',
    });
  });

  it('is that of a member of the project', () =>
    expect(answered(delivery, kickedOff(), report(90, { memberId: 'tanaka' }))).toMatchObject({
      code: 'unknown-member',
      field: 'memberId',
    }));

  it('is not reported for a day to come, nor for one before the project began', () => {
    given(delivery, kickedOff())
      .when(report(90, { workedOn: '2026-12-11' }), when)
      .thenRefused('in-the-future');
    expect(answered(delivery, kickedOff(), report(90, { workedOn: '2026-11-30' }))).toMatchObject({
      code: 'before-kick-off',
      field: 'workedOn',
    });
  });

  it('that was reported by mistake is taken back with the reason, and no longer counts towards the cap', () => {
    const mistake = {
      itemId: 'support',
      minutes: 400,
      workedOn: PROJECT_DAY,
      memberId: 'sato',
      reason: '他案件の作業',
    };
    const takeBack = (more: object = {}): DeliveryCommand => ({ type: 'WithdrawTime', data: { ...mistake, ...more } });
    const withdrawn: ServiceOrderFact = { type: 'TimeWithdrawn', data: mistake };
    given(delivery, almostAll).when(takeBack(), when).then([withdrawn]);
    given(delivery, [...almostAll, withdrawn])
      .when(report(495), when)
      .then([reported(495)]);
    expect(answered(delivery, almostAll, takeBack({ minutes: 506 }))).toMatchObject({
      code: 'more-than-reported',
      field: 'minutes',
      message: { en: '505 minutes were reported on item "support"; no more than that can be taken back.' },
    });
    given(delivery, almostAll)
      .when(takeBack({ workedOn: '2026-11-30' }), when)
      .thenRefused('before-kick-off');
    given(delivery, [...almostAll, withdrawn, reported(1)])
      .when(takeBack({ itemId: 'design', minutes: 1 }), when)
      .thenRefused('more-than-reported');
    given(delivery, kickedOff()).when(takeBack(), when).thenRefused('no-time-reported');
  });

  it.each([0, 1441, 1.5])('is at least a minute and at most the whole day: %p minutes are refused', (minutes) => {
    const problems = validateSync(plainToInstance(ReportTime, { itemId: 'support', memberId: 'sato', minutes }));
    expect(problems.map(({ property }) => property)).toEqual(['minutes']);
  });
});
