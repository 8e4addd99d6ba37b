import { billingPayloads, type BillingCommand } from './billing/billing.commands.ts';
import { changePayloads, type ChangeCommand } from './contract/change.commands.ts';
import { completionPayloads, type CompletionCommand } from './completion/completion.commands.ts';
import { contractPayloads, type ContractCommand } from './contract/contract.commands.ts';
import { deliveryPayloads, type DeliveryCommand } from './project/delivery.commands.ts';
import { deskPayloads, type DeskCommand } from './desk.commands.ts';
import { launchPayloads, type LaunchCommand } from './project/launch.commands.ts';
import { needsPayloads, type NeedsCommand } from './proposal/needs.commands.ts';
import { proposalPayloads, type ProposalCommand } from './proposal/proposal.commands.ts';
import { qualityPayloads, type QualityCommand } from './completion/quality.commands.ts';

/** The payload class of every command of a service order, by type. */
export const serviceOrderPayloads = {
  ...needsPayloads,
  ...proposalPayloads,
  ...contractPayloads,
  ...changePayloads,
  ...launchPayloads,
  ...deliveryPayloads,
  ...qualityPayloads,
  ...completionPayloads,
  ...billingPayloads,
  ...deskPayloads,
} as const;

/** A command as it is decided: `RecordNeeds` arrives with the number that the series gives it. */
export type ServiceOrderCommand =
  | NeedsCommand
  | ProposalCommand
  | ContractCommand
  | ChangeCommand
  | LaunchCommand
  | DeliveryCommand
  | QualityCommand
  | CompletionCommand
  | BillingCommand
  | DeskCommand;
