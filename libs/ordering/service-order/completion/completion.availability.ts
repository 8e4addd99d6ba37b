import { everyOf, type Condition } from '../../availability.ts';
import { received } from '../../order/hold-and-care.availability.ts';
import type { CompletionCommand } from './completion.commands.ts';
import { workIsSettled } from './completion.policies.ts';
import { whileIn } from '../engagement-place.ts';
import type { ServiceOrderState } from '../service-order.state.ts';

/** What refuses each command about the end of the work in a state, whatever its payload. */
export const completionAvailability: Readonly<Record<CompletionCommand['type'], Condition<ServiceOrderState>>> = {
  ReportCompletion: everyOf(received, whileIn('delivering', 'reviewing.reviewed'), workIsSettled),
  AcceptCompletion: everyOf(received, whileIn('finalising.awaitingAcceptance')),
  RefuseCompletion: everyOf(received, whileIn('finalising.awaitingAcceptance')),
  EvaluateEngagement: everyOf(received, whileIn('finalising.accepted')),
  RecordNextOpportunity: everyOf(received, whileIn('finalising.accepted', 'completed')),
};
