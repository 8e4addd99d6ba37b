import { everyOf, type Condition } from '../../availability.ts';
import { notReceivedBefore, received } from '../../order/hold-and-care.availability.ts';
import { whileIn } from '../engagement-place.ts';
import type { NeedsCommand } from './needs.commands.ts';
import type { ServiceOrderState } from '../service-order.state.ts';

const beforeContract = whileIn('hearing', 'proposing', 'contracting.drafted');

/** What refuses the commands about needs and chances, whatever their payload. */
export const needsAvailability: Readonly<Record<NeedsCommand['type'], Condition<ServiceOrderState>>> = {
  RecordNeeds: notReceivedBefore,
  ReviseNeeds: everyOf(received, whileIn('hearing', 'proposing.drafting', 'proposing.revisionRequested')),
  ConfirmNeeds: everyOf(received, whileIn('hearing.gathering')),
  EstimateWinProbability: everyOf(received, beforeContract),
  GiveUpEngagement: everyOf(received, whileIn('hearing', 'proposing', 'contracting.drafted', 'lost.expired')),
};
