import type { Bilingual } from '#libs/kernel/decider';
import { goodsBlockerLabels, type GoodsBlocker } from './goods-order.blockers.ts';
import { heldLabel, type HeldBlocker } from './open-holds.ts';
import { serviceBlockerLabels, type ServiceBlocker } from './service-order.blockers.ts';

/** One reason why an order does not go on by itself. Amounts are minor units of the order's currency. */
export type Blocker = HeldBlocker | GoodsBlocker | ServiceBlocker;

/** What each reason is called. */
export const blockerLabels: Readonly<Record<Blocker['code'], Bilingual>> = {
  held: heldLabel,
  ...goodsBlockerLabels,
  ...serviceBlockerLabels,
};
