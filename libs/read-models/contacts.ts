import { conversations } from '#state-machines/service-order/conversations';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import { happenedAt, type Recorded } from './recorded.ts';

const isConversation: ReadonlySet<string> = new Set(conversations);

/** When the customer and the company last talked, after one more fact: the newest time stays, in whatever order it is written down. */
export const lastContactAfter = (before: string, fact: Recorded<ServiceOrderFact>): string => {
  const at = happenedAt(fact);
  return isConversation.has(fact.type) && at > before ? at : before;
};
