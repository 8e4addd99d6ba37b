import type { Condition } from '../availability.ts';
import { billingAvailability } from './billing/billing.availability.ts';
import { changeAvailability } from './contract/change.availability.ts';
import { completionAvailability } from './completion/completion.availability.ts';
import { contractAvailability } from './contract/contract.availability.ts';
import { deliveryAvailability } from './project/delivery.availability.ts';
import { deskAvailability } from './desk.availability.ts';
import { launchAvailability } from './project/launch.availability.ts';
import { needsAvailability } from './proposal/needs.availability.ts';
import { proposalAvailability } from './proposal/proposal.availability.ts';
import { qualityAvailability } from './completion/quality.availability.ts';
import type { ServiceOrderCommand } from './service-order.commands.ts';
import type { ServiceOrderState } from './service-order.state.ts';

/** What refuses every command of a type in a state, whatever its payload; it also answers "what is possible now?". */
export const serviceOrderAvailability: Readonly<Record<ServiceOrderCommand['type'], Condition<ServiceOrderState>>> = {
  ...needsAvailability,
  ...proposalAvailability,
  ...contractAvailability,
  ...changeAvailability,
  ...launchAvailability,
  ...deliveryAvailability,
  ...qualityAvailability,
  ...completionAvailability,
  ...billingAvailability,
  ...deskAvailability,
};
