import type { Bilingual } from '#libs/kernel/decider';
import type { HoldReason } from '#state-machines/order/order.events';

/** A hold that nobody has released. */
export type HeldBlocker = { readonly code: 'held'; readonly reason: HoldReason };

export const heldLabel: Bilingual = { ja: '保留中', en: 'On hold' };

/** What the reducer remembers of the holds of an order of either kind. */
export interface WithHolds {
  readonly holds: readonly HoldReason[];
}

export const held = <Matters extends WithHolds>(matters: Matters, reason: HoldReason): Matters => ({
  ...matters,
  holds: [...matters.holds.filter((known) => known !== reason), reason],
});

export const released = <Matters extends WithHolds>(matters: Matters, reason: HoldReason): Matters => ({
  ...matters,
  holds: matters.holds.filter((known) => known !== reason),
});

export const heldBy = ({ holds }: WithHolds): readonly HeldBlocker[] =>
  holds.map((reason) => ({ code: 'held', reason }));
