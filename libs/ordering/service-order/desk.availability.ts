import type { Condition } from '../availability.ts';
import { holdAndCareAvailability } from '../order/hold-and-care.availability.ts';
import type { DeskCommand } from './desk.commands.ts';
import { whileIn } from './engagement-place.ts';
import type { ServiceOrderState } from './service-order.state.ts';

/** What refuses each command that every order takes; an engagement that has ended is not held any more. */
export const deskAvailability: Readonly<Record<DeskCommand['type'], Condition<ServiceOrderState>>> =
  holdAndCareAvailability(
    whileIn('hearing', 'proposing', 'contracting', 'launching', 'delivering', 'reviewing', 'finalising'),
  );
