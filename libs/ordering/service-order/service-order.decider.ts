import type { Decision, DecisionContext } from '#libs/kernel/decider';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import { decideHoldAndCare } from '../order/hold-and-care.decider.ts';
import { billingPayloads } from './billing/billing.commands.ts';
import { decideBilling } from './billing/billing.decider.ts';
import { changePayloads } from './contract/change.commands.ts';
import { decideChange } from './contract/change.decider.ts';
import { completionPayloads } from './completion/completion.commands.ts';
import { decideCompletion } from './completion/completion.decider.ts';
import { contractPayloads } from './contract/contract.commands.ts';
import { decideContract } from './contract/contract.decider.ts';
import { deliveryPayloads } from './project/delivery.commands.ts';
import { decideDelivery } from './project/delivery.decider.ts';
import { launchPayloads } from './project/launch.commands.ts';
import { decideLaunch } from './project/launch.decider.ts';
import { needsPayloads } from './proposal/needs.commands.ts';
import { decideNeeds } from './proposal/needs.decider.ts';
import { proposalPayloads } from './proposal/proposal.commands.ts';
import { decideProposal } from './proposal/proposal.decider.ts';
import { qualityPayloads } from './completion/quality.commands.ts';
import { decideQuality } from './completion/quality.decider.ts';
import { serviceOrderAvailability } from './service-order.availability.ts';
import type { ServiceOrderCommand } from './service-order.commands.ts';
import type { ServiceOrderState } from './service-order.state.ts';

/** Which facts a command leads to, or why it is refused; each subject decides about its own commands. */
export const decideServiceOrder = (
  command: ServiceOrderCommand,
  state: ServiceOrderState,
  context: DecisionContext,
): Decision<ServiceOrderFact> =>
  serviceOrderAvailability[command.type](state) ?? decideAvailable(command, state, context);

/** Tells the commands of one subject from the others. */
const among =
  <Payloads extends object>(payloads: Payloads) =>
  (command: ServiceOrderCommand): command is Extract<ServiceOrderCommand, { readonly type: keyof Payloads }> =>
    Object.hasOwn(payloads, command.type);

const isAboutNeeds = among(needsPayloads);
const isAboutProposal = among(proposalPayloads);
const isAboutContract = among(contractPayloads);
const isAboutChange = among(changePayloads);
const isAboutLaunch = among(launchPayloads);
const isAboutDelivery = among(deliveryPayloads);
const isAboutQuality = among(qualityPayloads);
const isAboutCompletion = among(completionPayloads);
const isAboutBilling = among(billingPayloads);

const decideAvailable = (
  command: ServiceOrderCommand,
  state: ServiceOrderState,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  if (isAboutNeeds(command)) return decideNeeds(command, state, context);
  if (isAboutProposal(command)) return decideProposal(command, state, context);
  if (isAboutContract(command)) return decideContract(command, state, context);
  if (isAboutChange(command)) return decideChange(command, state, context);
  if (isAboutLaunch(command)) return decideLaunch(command, state, context);
  if (isAboutDelivery(command)) return decideDelivery(command, state, context);
  if (isAboutQuality(command)) return decideQuality(command, state, context);
  if (isAboutCompletion(command)) return decideCompletion(command, state, context);
  if (isAboutBilling(command)) return decideBilling(command, state, context);
  return decideHoldAndCare(command, state, context);
};
