import { everyOf, type Condition } from '../../availability.ts';
import { received } from '../../order/hold-and-care.availability.ts';
import type { ChangeCommand } from './change.commands.ts';
import { noChangeIsOpen, underContract } from './contract.availability.ts';
import { notHeld, whileChangeIs, whileIn } from '../engagement-place.ts';
import type { ServiceOrderState } from '../service-order.state.ts';

/** What refuses the commands about changes, whatever their payload. */
export const changeAvailability: Readonly<Record<ChangeCommand['type'], Condition<ServiceOrderState>>> = {
  RequestChange: everyOf(received, whileIn(...underContract), noChangeIsOpen),
  QuoteChange: everyOf(received, whileIn(...underContract), whileChangeIs('requested', 'quoted')),
  AgreeChange: everyOf(received, whileIn(...underContract), whileChangeIs('quoted'), notHeld),
  DeclineChange: everyOf(received, whileIn(...underContract), whileChangeIs('requested', 'quoted')),
};
