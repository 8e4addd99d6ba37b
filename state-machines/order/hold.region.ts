import { recorded } from '../vocabulary/recorded.ts';
import { meta } from '../vocabulary/state-meta.ts';

/** 保留: whether something keeps an order, of either kind, from going on. */
export const holdRegion = {
  initial: 'unknown',
  states: {
    unknown: {
      meta: meta('nobody', ['未受付', 'Unknown'], ['まだ受け付けていない', 'No such order was received yet.']),
      always: { guard: 'orderWasReceived', target: 'clear' },
    },
    clear: {
      meta: meta('nobody', ['保留なし', 'Clear'], ['受注を止める理由はない', 'Nothing holds the order back.']),
      on: { OrderHeld: 'held' },
    },
    held: {
      meta: meta(
        'backOffice',
        ['保留中', 'Held'],
        ['すべての理由が解消するまで止まる', 'Held back until every reason is released.'],
      ),
      on: { OrderHeld: recorded, HoldReleased: recorded },
      always: { guard: 'nothingIsHeld', target: 'clear' },
    },
  },
} as const;
