import type { Refusal } from '#libs/kernel/decider';
import type { ProjectTask, Schedule } from '#state-machines/service-order/service-order.terms';
import { ruleRefusal } from '../../refusal.ts';
import { refusalOfIds } from '../terms/ids.policies.ts';
import { firstRefusal, refusalOfSchedule } from '../terms/terms.policies.ts';

/**
 * A circle of tasks, each of which depends on the one after it, with the first again at the end: `['T1', 'T2', 'T1']`; undefined where there is none.
 * Tasks that depend on nothing among those left are taken away until none is: whatever stays leads into a circle.
 */
export const circleAmong = (tasks: readonly ProjectTask[]): readonly string[] | undefined => {
  let left = new Map(tasks.map((task) => [task.taskId, task]));
  for (;;) {
    const before = left;
    left = new Map([...before].filter(([, { dependsOn }]) => dependsOn.some((taskId) => before.has(taskId))));
    if (left.size === before.size) break;
  }
  const path: string[] = [];
  let next = left.keys().next().value;
  while (next !== undefined && !path.includes(next)) {
    path.push(next);
    next = left.get(next)?.dependsOn.find((taskId) => left.has(taskId));
  }
  return next === undefined ? undefined : [...path.slice(path.indexOf(next)), next];
};

const refusalOfUnknown = (tasks: readonly ProjectTask[]): Refusal | undefined =>
  firstRefusal(tasks, ({ dependsOn }, index) =>
    firstRefusal(dependsOn, (id, position) =>
      tasks.some(({ taskId }) => taskId === id)
        ? undefined
        : ruleRefusal(
            'unknown-task',
            `tasks[${index}].dependsOn[${position}]`,
            `作業「${id}」が計画にありません。`,
            `The plan has no task "${id}" to depend on.`,
          ),
    ),
  );

const refusalOfCircle = (tasks: readonly ProjectTask[]): Refusal | undefined => {
  const circle = circleAmong(tasks)?.join(' → ');
  return circle === undefined
    ? undefined
    : ruleRefusal(
        'task-cycle',
        'tasks',
        `作業の依存関係が循環しています: ${circle}`,
        `These tasks wait for each other in a circle: ${circle}.`,
      );
};

const refusalOfEarlyBegin = (tasks: readonly ProjectTask[]): Refusal | undefined =>
  firstRefusal(tasks, ({ taskId, startsOn, dependsOn }, index) => {
    const late = tasks.find((other) => dependsOn.includes(other.taskId) && other.endsOn > startsOn);
    return late
      ? ruleRefusal(
          'task-begins-too-early',
          `tasks[${index}].startsOn`,
          `作業「${taskId}」は ${startsOn} に始まりますが、先行する作業「${late.taskId}」が終わるのは ${late.endsOn} です。`,
          `Task "${taskId}" would begin on ${startsOn}, before task "${late.taskId}", which it depends on, ends on ${late.endsOn}.`,
        )
      : undefined;
  });

/** Refuses tasks that share an id, depend on one that is not there or on each other in a circle, end before they begin, or begin before one that they depend on ends. */
export const refusalOfTasks = (tasks: readonly ProjectTask[]): Refusal | undefined =>
  refusalOfIds(tasks, 'taskId', 'tasks') ??
  refusalOfUnknown(tasks) ??
  refusalOfCircle(tasks) ??
  firstRefusal(tasks, (task, index) => refusalOfSchedule(task, `tasks[${index}].endsOn`)) ??
  refusalOfEarlyBegin(tasks);

/** Refuses the first task that does not lie inside the schedule; `fieldOf` says what of the request is about it. */
export const refusalOfTasksOutside = (
  tasks: readonly ProjectTask[],
  { startsOn, endsOn }: Schedule,
  fieldOf: (index: number) => string,
): Refusal | undefined =>
  firstRefusal(tasks, (task, index) =>
    task.startsOn < startsOn || task.endsOn > endsOn
      ? ruleRefusal(
          'task-outside-schedule',
          fieldOf(index),
          `作業「${task.taskId}」（${task.startsOn} から ${task.endsOn}）が日程（${startsOn} から ${endsOn}）に収まりません。`,
          `Task "${task.taskId}", from ${task.startsOn} to ${task.endsOn}, does not lie inside the schedule from ${startsOn} to ${endsOn}.`,
        )
      : undefined,
  );
