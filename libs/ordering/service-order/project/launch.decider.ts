import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext, Refusal } from '#libs/kernel/decider';
import { canonicalJson } from '#libs/kernel/log/canonical-json';
import type { ServiceOrderData } from '#state-machines/service-order/service-order.data';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import { notAfterToday, today } from '../../dates.policies.ts';
import { ruleRefusal } from '../../refusal.ts';
import type { KickOffProject, LaunchCommand, PlanProject } from './launch.commands.ts';
import { planAfter, refusalOfPlan } from './project-plan.policies.ts';
import type { ServiceOrderState } from '../service-order.state.ts';

/** Which facts a command of the launch leads to; that it is available has been decided. */
export const decideLaunch = (
  command: LaunchCommand,
  { data }: ServiceOrderState,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  switch (command.type) {
    case 'PlanProject':
      return planProject(command.data, data);
    case 'KickOffProject':
      return kickOffProject(command.data, data, context);
  }
};

/** The first plan is recorded however little it says, since it begins the launch. */
const planProject = (command: Plain<PlanProject>, { project }: ServiceOrderData): Decision<ServiceOrderFact> => {
  const plan = planAfter(project.plan, command);
  const refusal = refusalOfPlan(plan, command, project);
  if (refusal) return refusal;
  if (project.planNumber > 0 && canonicalJson(plan) === canonicalJson(project.plan)) return [];
  return [{ type: 'ProjectPlanned', data: { planNumber: project.planNumber + 1, plan } }];
};

const refusalOfEarlyKickOff = (kickedOffOn: CalendarDate, { contracting }: ServiceOrderData): Refusal | undefined => {
  const concludedOn = contracting.versions[0]?.agreedOn;
  return concludedOn !== undefined && kickedOffOn < concludedOn
    ? ruleRefusal(
        'kicked-off-before-contract',
        'kickedOffOn',
        `契約が締結されたのは ${concludedOn} です。それより前にキックオフすることはできません。`,
        `The contract was concluded on ${concludedOn}; the project is not kicked off before that.`,
      )
    : undefined;
};

const kickOffProject = (
  command: Plain<KickOffProject>,
  data: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const kickedOffOn = command.kickedOffOn ?? today(context);
  return (
    notAfterToday('kickedOffOn', kickedOffOn, context) ??
    refusalOfEarlyKickOff(kickedOffOn, data) ?? [{ type: 'ProjectKickedOff', data: { kickedOffOn } }]
  );
};
