import type { Condition } from '../availability.ts';
import { billingAvailability } from './billing.availability.ts';
import { changeAvailability } from './change.availability.ts';
import { completionAvailability } from './completion.availability.ts';
import { contractAvailability } from './contract.availability.ts';
import { deliveryAvailability } from './delivery.availability.ts';
import { deskAvailability } from './desk.availability.ts';
import { launchAvailability } from './launch.availability.ts';
import { needsAvailability } from './needs.availability.ts';
import { proposalAvailability } from './proposal.availability.ts';
import { qualityAvailability } from './quality.availability.ts';
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
