import type { Plain } from '#libs/kernel/command-catalogue';
import type { serviceOrderPayloads } from '#libs/ordering/service-order/service-order.commands';
import type { JourneyOutline, JourneyStep, OrderSoFar } from './journey.ts';
import type { PlacedEngagement } from './placed-order.ts';
import type { EngagementStyle } from './sample-engagements.ts';

type Payloads = typeof serviceOrderPayloads;
type ServiceStep = Exclude<keyof Payloads, 'RecordNeeds'>;

/** Where a service order stands at the end of its journey; a region that is not named is at rest (`none`, `clear`, `quiet`), or not what the journey is about. */
export interface ServiceJourneyEnd {
  /** State path of the region engagement. */
  readonly engagement: string;
  /** State of the region billing; `unscheduled` where there is no contract. */
  readonly billing: string;
  readonly change?: string;
  readonly hold?: 'held';
  readonly care?: 'inquiryOpen';
}

/** A way of an order for work. */
export interface ServiceJourney extends JourneyOutline {
  readonly endsIn: ServiceJourneyEnd;
  readonly style: EngagementStyle;
}

type PayloadOf<Type extends ServiceStep> = Plain<InstanceType<Payloads[Type]>>;

/** A command that says the same for every engagement. */
export const send = <Type extends ServiceStep>(type: Type, payload: PayloadOf<Type>): JourneyStep => ({
  kind: 'send',
  type,
  data: () => payload,
});

/** A command whose words are made from the engagement so far. */
export const sendFrom = <Type extends ServiceStep>(
  type: Type,
  data: (so: OrderSoFar<PlacedEngagement>) => PayloadOf<Type>,
): JourneyStep => ({
  kind: 'send',
  type,
  data({ order, ...so }) {
    if (order.kind !== 'service') throw new RangeError(`${type} is not for a ${order.kind} order`);
    return data({ ...so, order });
  },
});
