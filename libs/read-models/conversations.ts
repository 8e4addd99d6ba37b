import { talkInServiceOrder } from '#state-machines/order/conversations';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import { happenedAt, type Recorded } from './recorded.ts';

/** When the customer and the company last talked, after one more fact: the newest time stays, in whatever order it is written down. */
export const lastContactAfter = (before: string, fact: Recorded<ServiceOrderFact>): string => {
  const at = happenedAt(fact);
  return talkInServiceOrder(fact) !== undefined && at > before ? at : before;
};
