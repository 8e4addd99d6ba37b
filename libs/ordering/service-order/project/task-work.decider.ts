import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext, Refusal } from '#libs/kernel/decider';
import type { ServiceOrderData } from '#state-machines/service-order/service-order.data';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import type { PricedItem, ProjectTask } from '#state-machines/service-order/service-order.terms';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import { notAfterToday, repeated, today } from '../../dates.policies.ts';
import { ruleRefusal, stateRefusal } from '../../refusal.ts';
import type { CompleteTask, ReportTime, StartTask, WithdrawTime } from './delivery.commands.ts';
import { refusalOfDayBeforeKickOff } from './kick-off.policies.ts';

const unknownTask = (taskId: string): Refusal =>
  ruleRefusal('unknown-task', 'taskId', `作業「${taskId}」が計画にありません。`, `The plan has no task "${taskId}".`);

/** Refuses a task while one that it depends on is not done, and a start before the day on which the last of them was. */
const refusalOfWaiting = (
  { taskId, dependsOn }: ProjectTask,
  startedOn: CalendarDate,
  { tasks }: ServiceOrderData['project'],
): Refusal | undefined => {
  const doneOn = (id: string) => tasks[id]?.doneOn ?? null;
  const waitsFor = dependsOn.filter((id) => doneOn(id) === null);
  if (waitsFor.length > 0)
    return stateRefusal(
      'task-waits',
      `作業「${taskId}」は先行する作業「${waitsFor.join('」「')}」の完了を待っています。`,
      `Task "${taskId}" waits for ${waitsFor.map((id) => `"${id}"`).join(', ')} to be done.`,
    );
  const late = dependsOn.find((id) => (doneOn(id) ?? startedOn) > startedOn);
  return late === undefined
    ? undefined
    : ruleRefusal(
        'started-too-early',
        'startedOn',
        `先行する作業「${late}」が完了したのは ${doneOn(late) ?? ''} です。それより前には始められません。`,
        `Task "${late}", which it depends on, was done on ${doneOn(late) ?? ''}; it was not started before that.`,
      );
};

export const startTask = (
  command: Plain<StartTask>,
  { project }: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const { taskId, startedOn = today(context) } = command;
  const task = project.plan.tasks.find((planned) => planned.taskId === taskId);
  if (!task) return unknownTask(taskId);
  const begun = project.tasks[taskId];
  if (begun) return repeated('startedOn', command.startedOn, begun.startedOn);
  return (
    notAfterToday('startedOn', startedOn, context) ??
    refusalOfDayBeforeKickOff('startedOn', startedOn, project) ??
    refusalOfWaiting(task, startedOn, project) ?? [{ type: 'TaskStarted', data: { taskId, startedOn } }]
  );
};

export const completeTask = (
  command: Plain<CompleteTask>,
  { project }: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const { taskId, doneOn = today(context) } = command;
  if (!project.plan.tasks.some((planned) => planned.taskId === taskId)) return unknownTask(taskId);
  const progress = project.tasks[taskId];
  if (!progress)
    return stateRefusal(
      'task-not-started',
      `作業「${taskId}」は未着手です。先に始めてください。`,
      `Task "${taskId}" was not started; start it first.`,
    );
  if (progress.doneOn !== null) return repeated('doneOn', command.doneOn, progress.doneOn);
  if (doneOn < progress.startedOn)
    return ruleRefusal(
      'done-before-started',
      'doneOn',
      `作業「${taskId}」に着手したのは ${progress.startedOn} です。それより前に完了することはできません。`,
      `Task "${taskId}" was started on ${progress.startedOn}; it was not done before that.`,
    );
  return notAfterToday('doneOn', doneOn, context) ?? [{ type: 'TaskDone', data: { taskId, doneOn } }];
};

/** Refuses work on an item that is not paid by time, or more of it than its cap leaves. */
const refusalOfWork = (item: PricedItem, minutes: number, worked: number): Refusal | undefined => {
  if (item.pricing !== 'timeAndMaterial')
    return ruleRefusal(
      'not-paid-by-time',
      'itemId',
      `項目「${item.itemId}」は工数精算ではありません。`,
      `Item "${item.itemId}" is not paid by time.`,
    );
  const left = Math.max(0, item.capHours * 60 - worked);
  const hours = Math.floor(left / 60);
  return minutes > left
    ? ruleRefusal(
        'above-cap',
        'minutes',
        `項目「${item.itemId}」の上限 ${item.capHours} 時間までの残りは ${hours} 時間 ${left % 60} 分です。変更契約で上限を上げてください。`,
        `Of the cap of ${item.capHours} hours of item "${item.itemId}", ${hours} h ${left % 60} min are left; agree a change to raise the cap.`,
      )
    : undefined;
};

export const reportTime = (
  command: Plain<ReportTime>,
  { contracting, project }: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const { itemId, minutes, memberId, workedOn = today(context) } = command;
  const item = contracting.current?.items.find((priced) => priced.itemId === itemId);
  if (!item)
    return ruleRefusal(
      'unknown-item',
      'itemId',
      `契約に項目「${itemId}」がありません。`,
      `The contract has no item "${itemId}".`,
    );
  if (!project.plan.members.some((member) => member.memberId === memberId))
    return ruleRefusal(
      'unknown-member',
      'memberId',
      `「${memberId}」はプロジェクトのメンバーではありません。`,
      `"${memberId}" is not a member of the project.`,
    );
  return (
    notAfterToday('workedOn', workedOn, context) ??
    refusalOfDayBeforeKickOff('workedOn', workedOn, project) ??
    refusalOfWork(item, minutes, project.minutes[itemId] ?? 0) ?? [
      { type: 'TimeReported', data: { itemId, minutes, workedOn, memberId } },
    ]
  );
};

export const withdrawTime = (
  withdrawn: Plain<WithdrawTime>,
  { project }: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const { itemId, minutes, workedOn } = withdrawn;
  const worked = project.minutes[itemId] ?? 0;
  return (
    notAfterToday('workedOn', workedOn, context) ??
    refusalOfDayBeforeKickOff('workedOn', workedOn, project) ??
    (minutes > worked
      ? ruleRefusal(
          'more-than-reported',
          'minutes',
          `項目「${itemId}」に報告されている作業時間は ${worked} 分です。それを超えて取り消すことはできません。`,
          `${worked} minutes were reported on item "${itemId}"; no more than that can be taken back.`,
        )
      : [{ type: 'TimeWithdrawn', data: { ...withdrawn } }])
  );
};
