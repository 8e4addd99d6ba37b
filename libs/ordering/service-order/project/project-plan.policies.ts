import type { Plain } from '#libs/kernel/command-catalogue';
import type { Refusal } from '#libs/kernel/decider';
import type { ProjectData } from '#state-machines/service-order/project.data';
import type { ProjectPlan, ProjectTask } from '#state-machines/service-order/service-order.terms';
import { ruleRefusal } from '../../refusal.ts';
import { refusalOfIds } from '../terms/ids.policies.ts';
import type { PlanProject, ProjectTaskPayload } from './launch.commands.ts';
import { refusalOfTasks, refusalOfTasksOutside } from './task-graph.policies.ts';
import { firstRefusal, refusalOfSchedule, unknownDeliverable } from '../terms/terms.policies.ts';

type Plan = Plain<PlanProject>;

const plannedTask = ({ dependsOn, ...task }: Plain<ProjectTaskPayload>): ProjectTask => ({
  ...task,
  dependsOn: [...new Set(dependsOn)],
});

/** The plan from now on: what a command leaves out stays as it was. */
export const planAfter = (before: ProjectPlan, command: Plan): ProjectPlan => ({
  owner: command.owner ?? before.owner,
  members: command.members ?? before.members,
  schedule: command.schedule ?? before.schedule,
  tasks: command.tasks?.map(plannedTask) ?? before.tasks,
  resources: command.resources ?? before.resources,
  contactIntervalDays: command.contactIntervalDays ?? before.contactIntervalDays,
});

const isMember = ({ members }: ProjectPlan, id: string): boolean => members.some(({ memberId }) => memberId === id);

const refusalOfOwner = (plan: ProjectPlan, command: Plan): Refusal | undefined =>
  plan.owner === undefined || isMember(plan, plan.owner)
    ? undefined
    : ruleRefusal(
        'owner-not-a-member',
        command.owner === undefined ? 'members' : 'owner',
        `責任者「${plan.owner}」がメンバーに含まれていません。`,
        `The owner "${plan.owner}" is not among the members.`,
      );

const refusalOfAssignees = (plan: ProjectPlan, command: Plan): Refusal | undefined =>
  firstRefusal(plan.tasks, ({ taskId, assignee }, index) =>
    assignee === undefined || isMember(plan, assignee)
      ? undefined
      : ruleRefusal(
          'unknown-member',
          command.tasks ? `tasks[${index}].assignee` : 'members',
          `作業「${taskId}」の担当者「${assignee}」がメンバーに含まれていません。`,
          `"${assignee}", who does task "${taskId}", is not among the members.`,
        ),
  );

/** Only tasks that are planned now have to name deliverables of the contract as it is now: a change may have dropped those of tasks that stay. */
const refusalOfDeliverables = ({ tasks }: ProjectPlan, { deliverables }: ProjectData): Refusal | undefined =>
  firstRefusal(tasks, ({ deliverableId }, index) =>
    deliverableId === undefined || deliverables[deliverableId]
      ? undefined
      : unknownDeliverable(`tasks[${index}].deliverableId`, deliverableId),
  );

/** What is done stays in the plan; what was begun and will never be done may leave it. */
const refusalOfDroppedTasks = ({ tasks }: ProjectPlan, project: ProjectData): Refusal | undefined => {
  const done = Object.entries(project.tasks).flatMap(([id, { doneOn }]) => (doneOn === null ? [] : [id]));
  const dropped = done.filter((id) => !tasks.some(({ taskId }) => taskId === id));
  return dropped.length === 0
    ? undefined
    : ruleRefusal(
        'task-already-done',
        'tasks',
        `完了した作業は計画から外せません: ${dropped.join('、')}`,
        `Tasks that are done stay in the plan: ${dropped.join(', ')}.`,
      );
};

/** Refuses a plan that does not hold together; the field is the part of the command that breaks it. */
export const refusalOfPlan = (plan: ProjectPlan, command: Plan, project: ProjectData): Refusal | undefined =>
  refusalOfIds(plan.members, 'memberId', 'members') ??
  refusalOfOwner(plan, command) ??
  (plan.schedule && refusalOfSchedule(plan.schedule)) ??
  refusalOfTasks(plan.tasks) ??
  (plan.schedule &&
    refusalOfTasksOutside(plan.tasks, plan.schedule, (index) => (command.tasks ? `tasks[${index}]` : 'schedule'))) ??
  refusalOfAssignees(plan, command) ??
  (command.tasks && (refusalOfDeliverables(plan, project) ?? refusalOfDroppedTasks(plan, project)));
