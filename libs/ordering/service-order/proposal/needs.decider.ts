import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext } from '#libs/kernel/decider';
import { latestProposal } from '#state-machines/service-order/proposals.data';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import { notAfterNow, notBeforeToday } from '../../dates.policies.ts';
import { asReceived } from '../../order/new-order.policies.ts';
import type { EstimateWinProbability, GiveUpEngagement, NeedsCommand, PreparedRecordNeeds } from './needs.commands.ts';
import type { ServiceOrderState } from '../service-order.state.ts';

/** Which facts a command about needs and chances leads to; that it is available has been decided. */
export const decideNeeds = (
  command: NeedsCommand,
  state: ServiceOrderState,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  switch (command.type) {
    case 'RecordNeeds':
      return recordNeeds(command.data, context);
    case 'ReviseNeeds':
      return (
        notBeforeToday('desiredDate', command.data.desiredDate, context) ?? [
          { type: 'NeedsRevised', data: { ...command.data } },
        ]
      );
    case 'ConfirmNeeds':
      return [{ type: 'NeedsConfirmed', data: { ...command.data } }];
    case 'EstimateWinProbability':
      return estimateWinProbability(command.data, state);
    case 'GiveUpEngagement':
      return [giveUp(command.data, state)];
  }
};

/** The newest version falls with the engagement, unless it has expired before. */
const giveUp = (command: Plain<GiveUpEngagement>, { data: { proposing } }: ServiceOrderState): ServiceOrderFact => {
  const newest = latestProposal(proposing);
  const falls = newest !== undefined && newest.status !== 'expired';
  return { type: 'EngagementLost', data: { ...command, ...(falls ? { version: newest.version } : {}) } };
};

const recordNeeds = (order: PreparedRecordNeeds, context: DecisionContext): Decision<ServiceOrderFact> => {
  const data = asReceived(order, context);
  return (
    notAfterNow('receivedAt', data.receivedAt, context) ??
    notBeforeToday('desiredDate', data.desiredDate, context) ?? [{ type: 'NeedsRecorded', data }]
  );
};

const estimateWinProbability = (
  estimate: Plain<EstimateWinProbability>,
  { data }: ServiceOrderState,
): Decision<ServiceOrderFact> =>
  estimate.percent === data.proposing.winProbability
    ? []
    : [{ type: 'WinProbabilityEstimated', data: { ...estimate } }];
