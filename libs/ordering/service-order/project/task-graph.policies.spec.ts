import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ProjectTask } from '#state-machines/service-order/service-order.terms';
import { task } from './project.story.ts';
import { circleAmong, refusalOfTasks, refusalOfTasksOutside } from './task-graph.policies.ts';

const DAY = '2026-12-01';
const onOneDay = (taskId: string, ...dependsOn: readonly string[]): ProjectTask =>
  task(taskId, DAY, DAY, { dependsOn });

/** Tasks of which each depends only on some that came before it, and that are then told in any order. */
const graphsWithoutCircle = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 40 }))
  .map(([size, edges]) => {
    const ids = Array.from({ length: size }, (_, index) => `T${index + 1}`);
    return ids.map((taskId, index) => {
      const before = edges.filter(([from, to]) => from === index && to < index).map(([, to]) => ids[to]!);
      return onOneDay(taskId, ...new Set(before));
    });
  })
  .chain((tasks) => fc.shuffledSubarray(tasks, { minLength: tasks.length }));

/** The same with dependencies that close at least one circle of any length, a task that waits for itself among them. */
const graphsWithCircle = fc
  .tuple(graphsWithoutCircle, fc.array(fc.nat(11), { minLength: 1, maxLength: 12 }))
  .map(([tasks, picks]) => {
    const ring = [...new Set(picks.map((pick) => tasks[pick % tasks.length]!.taskId))];
    return tasks.map((each) => {
      const position = ring.indexOf(each.taskId);
      if (position < 0) return each;
      return { ...each, dependsOn: [...each.dependsOn, ring[(position + 1) % ring.length]!] };
    });
  });

describe('the tasks of a project', () => {
  it('may depend on each other in any way that is no circle, in whatever order they are given', () => {
    fc.assert(
      fc.property(graphsWithoutCircle, (tasks) => {
        expect(circleAmong(tasks)).toBeUndefined();
        expect(refusalOfTasks(tasks)).toBeUndefined();
      }),
    );
  });

  it('are refused where they wait for each other in a circle, and the circle that is named is really one', () => {
    fc.assert(
      fc.property(graphsWithCircle, (tasks) => {
        const circle = circleAmong(tasks) ?? [];
        expect(circle.length).toBeGreaterThan(1);
        expect(circle[0]).toBe(circle.at(-1));
        expect(new Set(circle).size).toBe(circle.length - 1);
        for (const [index, taskId] of circle.slice(1).entries())
          expect(tasks.find((each) => each.taskId === circle[index])?.dependsOn).toContain(taskId);
        const refusal = refusalOfTasks(tasks);
        expect(refusal).toMatchObject({ refused: 'rule', code: 'task-cycle', field: 'tasks' });
        expect(refusal?.message.en).toContain(circle.join(' → '));
      }),
    );
  });

  it('name the circle, and not the tasks that only lead into it', () => {
    const tasks = [onOneDay('T0', 'T1'), onOneDay('T1', 'T2'), onOneDay('T2', 'T1'), onOneDay('T3')];
    expect(refusalOfTasks(tasks)?.message).toEqual({
      ja: '作業の依存関係が循環しています: T1 → T2 → T1',
      en: 'These tasks wait for each other in a circle: T1 → T2 → T1.',
    });
  });

  it('never depend on themselves', () => expect(circleAmong([onOneDay('T1', 'T1')])).toEqual(['T1', 'T1']));

  it('bear an id each', () =>
    expect(refusalOfTasks([onOneDay('T1'), onOneDay('T1')])).toMatchObject({
      code: 'duplicate-id',
      field: 'tasks[1].taskId',
    }));

  it('depend only on tasks that are planned', () =>
    expect(refusalOfTasks([onOneDay('T1'), onOneDay('T2', 'T1', 'T9')])).toMatchObject({
      code: 'unknown-task',
      field: 'tasks[1].dependsOn[1]',
    }));

  it('do not end before they begin', () =>
    expect(refusalOfTasks([task('T1', '2026-12-02', '2026-12-01')])).toMatchObject({
      code: 'schedule-ends-before-it-begins',
      field: 'tasks[0].endsOn',
    }));

  it('do not begin before one that they depend on ends', () => {
    const refusal = refusalOfTasks([
      task('T2', '2026-12-09', '2026-12-20', { dependsOn: ['T1'] }),
      task('T1', '2026-12-01', '2026-12-10'),
    ]);
    expect(refusal).toMatchObject({ code: 'task-begins-too-early', field: 'tasks[0].startsOn' });
    expect(refusal?.message.en).toBe(
      'Task "T2" would begin on 2026-12-09, before task "T1", which it depends on, ends on 2026-12-10.',
    );
    expect(refusal?.message.ja).toContain('「T1」');
  });

  it('may begin on the day on which the one before them ends', () =>
    expect(
      refusalOfTasks([
        task('T1', '2026-12-01', '2026-12-10'),
        task('T2', '2026-12-10', '2026-12-20', { dependsOn: ['T1'] }),
      ]),
    ).toBeUndefined());
});

describe('the dates of tasks', () => {
  const schedule = { startsOn: '2026-12-01', endsOn: '2026-12-31' };
  const outside = (startsOn: string, endsOn: string) =>
    refusalOfTasksOutside([task('T1', startsOn, endsOn)], schedule, (index) => `tasks[${index}]`);

  it('may fill the schedule from its first to its last day', () =>
    expect(outside('2026-12-01', '2026-12-31')).toBeUndefined());

  it.each([
    ['2026-11-30', '2026-12-10'],
    ['2026-12-10', '2027-01-01'],
  ])('lie inside the schedule: from %s to %s does not', (startsOn, endsOn) =>
    expect(outside(startsOn, endsOn)).toMatchObject({ code: 'task-outside-schedule', field: 'tasks[0]' }),
  );
});
