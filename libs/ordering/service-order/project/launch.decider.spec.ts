import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { given } from '#libs/kernel/testing/given-when-then';
import { unfinishedTasks } from '#state-machines/service-order/project.data';
import { launchCommands } from './launch.catalogue.ts';
import { PlanProject, type LaunchCommand } from './launch.commands.ts';
import {
  answered,
  completePlan,
  concluded,
  CONCLUDED_ON,
  contractOf,
  delivery,
  kickedOff,
  launch,
  planned,
  PROJECT_DAY,
  stateAfter,
  task,
  terminated,
  when,
} from './project.story.ts';
import { regionPath } from '../service-order.state.ts';

type PlanCommand = Extract<LaunchCommand, { type: 'PlanProject' }>;

const plan = (data: PlanCommand['data']): PlanCommand => ({ type: 'PlanProject', data });
const kickOff: LaunchCommand = { type: 'KickOffProject', data: {} };
const started = (taskId: string) => ({ type: 'TaskStarted', data: { taskId, startedOn: PROJECT_DAY } }) as const;
const done = (taskId: string) => ({ type: 'TaskDone', data: { taskId, doneOn: PROJECT_DAY } }) as const;

describe('planning a project', () => {
  it('begins the launch with whatever is known by then', () => {
    given(launch, concluded())
      .when(plan({}), when)
      .then([planned({ members: [], tasks: [], resources: [] })]);
    expect(
      regionPath(stateAfter([...concluded(), planned({ members: [], tasks: [], resources: [] })]), 'engagement'),
    ).toBe('launching.planning');
  });

  it('records the whole plan, and a task that names no predecessors depends on none', () =>
    given(launch, concluded())
      .when(
        plan({
          members: [{ memberId: 'sato', role: '設計' }],
          tasks: [{ taskId: 'T1', title: '設計', startsOn: '2026-12-01', endsOn: '2026-12-02' }],
        }),
        when,
      )
      .then([
        planned({
          members: [{ memberId: 'sato', role: '設計' }],
          tasks: [{ taskId: 'T1', title: '設計', startsOn: '2026-12-01', endsOn: '2026-12-02', dependsOn: [] }],
          resources: [],
        }),
      ]));

  it('leaves what is not mentioned as it was planned', () =>
    given(launch, [...concluded(), planned()])
      .when(plan({ contactIntervalDays: 14, resources: [{ kind: 'place', name: '会議室' }] }), when)
      .then([
        planned({ ...completePlan, contactIntervalDays: 14, resources: [{ kind: 'place', name: '会議室' }] }, 2),
      ]));

  it('goes on while the work does', () =>
    given(launch, kickedOff())
      .when(plan({ contactIntervalDays: 3 }), when)
      .then([planned({ ...completePlan, contactIntervalDays: 3 }, 2)]));

  it('the same way again changes nothing', () =>
    given(launch, kickedOff())
      .when(plan({ ...completePlan }))
      .then([]));

  it('needs a concluded contract', () => {
    given(launch, []).when(plan({})).thenRefused('no-such-order');
    given(launch, concluded().slice(0, -1)).when(plan({})).thenRefused('not-in-this-state');
  });

  it('is over once the contract was terminated', () =>
    given(launch, [...kickedOff(), terminated])
      .when(plan({ contactIntervalDays: 3 }))
      .thenRefused('not-in-this-state'));
});

describe('a plan that does not hold together', () => {
  const refused = (data: PlanCommand['data'], history = [...concluded(), planned()]) =>
    answered(launch, history, plan(data));

  it('is refused where the owner is not a member', () => {
    expect(refused({ owner: 'tanaka' })).toMatchObject({ code: 'owner-not-a-member', field: 'owner' });
    expect(refused({ members: [{ memberId: 'sato', role: '設計' }] })).toMatchObject({
      code: 'owner-not-a-member',
      field: 'members',
    });
  });

  it('is refused where one member is named twice', () =>
    expect(
      refused({
        members: [
          { memberId: 'suzuki', role: '責任者' },
          { memberId: 'suzuki', role: '設計' },
        ],
      }),
    ).toMatchObject({ code: 'duplicate-id', field: 'members[1].memberId' }));

  it('is refused where its schedule ends before it begins', () =>
    expect(refused({ schedule: { startsOn: '2026-12-02', endsOn: '2026-12-01' } })).toMatchObject({
      code: 'schedule-ends-before-it-begins',
      field: 'schedule.endsOn',
    }));

  it('is refused where its tasks wait for each other in a circle, and changes nothing', () =>
    expect(
      refused({
        tasks: [
          task('T1', '2026-12-01', '2026-12-01', { dependsOn: ['T2'] }),
          task('T2', '2026-12-01', '2026-12-01', { dependsOn: ['T1'] }),
        ],
      }),
    ).toMatchObject({ code: 'task-cycle', field: 'tasks', message: { en: expect.stringContaining('T1 → T2 → T1') } }));

  it('is refused where a task lies outside the schedule, whichever of the two is planned anew', () => {
    expect(
      refused({ tasks: [{ taskId: 'T1', title: '設計', startsOn: '2026-11-30', endsOn: '2026-12-01' }] }),
    ).toMatchObject({ code: 'task-outside-schedule', field: 'tasks[0]' });
    expect(refused({ schedule: { startsOn: '2026-12-01', endsOn: '2026-12-31' } })).toMatchObject({
      code: 'task-outside-schedule',
      field: 'schedule',
    });
  });

  it('is refused where a task is given to somebody who is not a member', () => {
    const by = { taskId: 'T1', title: '設計', startsOn: '2026-12-01', endsOn: '2026-12-01', assignee: 'tanaka' };
    expect(refused({ tasks: [by] })).toMatchObject({ code: 'unknown-member', field: 'tasks[0].assignee' });
    expect(refused({ members: [{ memberId: 'suzuki', role: '責任者' }] })).toMatchObject({
      code: 'unknown-member',
      field: 'members',
    });
  });

  it('is refused where a task works on a deliverable that the contract does not have', () => {
    const on = { taskId: 'T1', title: '設計', startsOn: '2026-12-01', endsOn: '2026-12-01', deliverableId: 'D9' };
    expect(refused({ tasks: [on] })).toMatchObject({ code: 'unknown-deliverable', field: 'tasks[0].deliverableId' });
  });

  it('is taken where a change of the contract has dropped the deliverable of a task that stays as it is', () => {
    const elsewhere = completePlan.tasks.map((each) => ({ ...each, deliverableId: 'D9' }));
    const facts = [...concluded(), planned({ ...completePlan, tasks: elsewhere })];
    given(launch, facts)
      .when(plan({ contactIntervalDays: 3 }))
      .then([planned({ ...completePlan, tasks: elsewhere, contactIntervalDays: 3 }, 2)]);
  });

  it('is refused where it drops a task that is done, but not one that nobody has begun', () => {
    const [first, second] = completePlan.tasks;
    const facts = [...kickedOff(), started('T1'), done('T1')];
    expect(refused({ tasks: [{ ...second!, dependsOn: [] }] }, facts)).toMatchObject({
      code: 'task-already-done',
      field: 'tasks',
      message: { en: expect.stringContaining('T1') },
    });
    given(launch, facts)
      .when(plan({ tasks: [first!] }))
      .then([planned({ ...completePlan, tasks: [first!] }, 2)]);
  });

  it('may drop a task that was begun and will never be done: it keeps nothing from its end any more', () => {
    const [, second] = completePlan.tasks;
    const dropped = planned({ ...completePlan, tasks: [{ ...second!, dependsOn: [] }] }, 2);
    const facts = [...kickedOff(), started('T1')];
    given(launch, facts)
      .when(plan({ tasks: [{ ...second!, dependsOn: [] }] }))
      .then([dropped]);
    expect(unfinishedTasks(stateAfter([...facts, dropped]).data.project)).toEqual(['T2']);
    expect(answered(delivery, [...facts, dropped], { type: 'CompleteTask', data: { taskId: 'T1' } })).toMatchObject({
      code: 'unknown-task',
      field: 'taskId',
    });
  });
});

describe('kicking a project off', () => {
  const ready = [...concluded(), planned()];

  it('begins the work, today where no day is given', () => {
    given(launch, ready)
      .when(kickOff, when)
      .then([{ type: 'ProjectKickedOff', data: { kickedOffOn: PROJECT_DAY } }]);
    expect(regionPath(stateAfter(kickedOff()), 'engagement')).toBe('delivering.onTrack');
  });

  it('is refused until the plan is complete, and says everything that is missing', () => {
    const nothing = [...concluded(), planned({ members: [], tasks: [], resources: [] })];
    expect(answered(launch, nothing, kickOff)).toEqual({
      refused: 'state',
      code: 'plan-incomplete',
      message: {
        ja: 'プロジェクト計画に不足があります: 責任者、メンバー、日程、作業、連絡間隔。先に計画してください。',
        en: 'The plan of the project lacks the owner, at least one member, the schedule, at least one task, the contact interval; plan that first.',
      },
    });
    const { contactIntervalDays: _, ...silent } = completePlan;
    expect(answered(launch, [...concluded(), planned(silent)], kickOff)).toMatchObject({
      code: 'plan-incomplete',
      message: { en: 'The plan of the project lacks the contact interval; plan that first.' },
    });
  });

  it('is refused while the order is held', () =>
    given(launch, [...ready, { type: 'OrderHeld', data: { reason: 'credit' } }])
      .when(kickOff, when)
      .thenRefused('order-held'));

  it('is refused on a day to come, and before the contract was concluded', () => {
    given(launch, ready)
      .when({ type: 'KickOffProject', data: { kickedOffOn: '2026-12-11' } }, when)
      .thenRefused('in-the-future');
    expect(answered(launch, ready, { type: 'KickOffProject', data: { kickedOffOn: '2026-11-19' } })).toMatchObject({
      code: 'kicked-off-before-contract',
      field: 'kickedOffOn',
    });
    given(launch, ready)
      .when({ type: 'KickOffProject', data: { kickedOffOn: CONCLUDED_ON } }, when)
      .then([{ type: 'ProjectKickedOff', data: { kickedOffOn: CONCLUDED_ON } }]);
  });

  it('is not done twice, nor before there is a plan', () => {
    given(launch, kickedOff()).when(kickOff, when).thenRefused('not-in-this-state');
    given(launch, concluded()).when(kickOff, when).thenRefused('not-in-this-state');
  });
});

describe('the body of a plan', () => {
  const problemsOf = (body: object) =>
    validateSync(plainToInstance(PlanProject, body), { whitelist: true, forbidNonWhitelisted: true });

  it('is taken as the catalogue shows it, and fits a contract', () => {
    const { example } = launchCommands.PlanProject;
    expect(problemsOf(example)).toEqual([]);
    expect(answered(launch, concluded(contractOf()), plan(example as PlanCommand['data']))).toMatchObject([
      { type: 'ProjectPlanned' },
    ]);
  });

  it.each([
    ['a task without a last day', { tasks: [{ taskId: 'T1', title: '設計', startsOn: '2026-12-01' }] }],
    ['a day that does not exist', { schedule: { startsOn: '2026-02-29', endsOn: '2026-12-01' } }],
    ['no members at all', { members: [] }],
    ['a member without a role', { members: [{ memberId: 'sato' }] }],
    ['a kind of resource that nobody knows', { resources: [{ kind: 'magic', name: '杖' }] }],
    ['a contact interval of no day', { contactIntervalDays: 0 }],
  ])('is refused with %s', (_what, body) => expect(problemsOf(body)).toHaveLength(1));
});
