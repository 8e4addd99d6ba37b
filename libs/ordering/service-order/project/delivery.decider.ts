import type { Decision, DecisionContext } from '#libs/kernel/decider';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import type { DeliveryCommand } from './delivery.commands.ts';
import { acceptDeliverable, refuseDeliverable, resolvePoint, submitDeliverable } from './handover.decider.ts';
import { markAtRisk, markOnTrack, raiseIssue, reportProgress, resolveIssue } from './progress.decider.ts';
import type { ServiceOrderState } from '../service-order.state.ts';
import { completeTask, reportTime, startTask, withdrawTime } from './task-work.decider.ts';

/** Which facts a command of the delivery leads to; that it is available has been decided. */
export const decideDelivery = (
  command: DeliveryCommand,
  { data }: ServiceOrderState,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  switch (command.type) {
    case 'StartTask':
      return startTask(command.data, data, context);
    case 'CompleteTask':
      return completeTask(command.data, data, context);
    case 'ReportTime':
      return reportTime(command.data, data, context);
    case 'WithdrawTime':
      return withdrawTime(command.data, data, context);
    case 'SubmitDeliverable':
      return submitDeliverable(command.data, data, context);
    case 'AcceptDeliverable':
      return acceptDeliverable(command.data, data, context);
    case 'RefuseDeliverable':
      return refuseDeliverable(command.data, data, context);
    case 'ResolvePoint':
      return resolvePoint(command.data, data, context);
    case 'ReportProgress':
      return reportProgress(command.data, data, context);
    case 'RaiseIssue':
      return raiseIssue(command.data, data, context);
    case 'ResolveIssue':
      return resolveIssue(command.data, data, context);
    case 'MarkAtRisk':
      return markAtRisk(command.data, data);
    case 'MarkOnTrack':
      return markOnTrack(command.data, data);
  }
};
