import { categoryOf, idOf, type RecordedFact } from '#libs/kernel/fact';
import type { OwedCommand } from '#libs/kernel/process';
import type { GoodsOrderFactOf } from '#state-machines/goods-order/goods-order.events';
import type { HoldReason, OrderDeskFact } from '#state-machines/order/order.events';
import type { ServiceOrderFactOf } from '#state-machines/service-order/service-order.events';

/** The fact that begins an order of either kind. */
export type Intake = GoodsOrderFactOf<'OrderReceived'> | ServiceOrderFactOf<'NeedsRecorded'>;

export const isIntake = (fact: RecordedFact): fact is RecordedFact & Intake =>
  fact.type === 'OrderReceived' || fact.type === 'NeedsRecorded';

type Held = Extract<OrderDeskFact, { readonly type: 'OrderHeld' }>;

/** The hold of an order for a reason: once anybody has set it, what a check owes is withdrawn, whether the hold still stands or was released. */
export const holdKey = ({ stream }: RecordedFact, reason: HoldReason): string => `${idOf(stream)}/hold/${reason}`;

/** True for the fact that sets a hold for this reason. */
export const isHeldFor = (fact: RecordedFact, reason: HoldReason): boolean =>
  fact.type === 'OrderHeld' && (fact as RecordedFact & Held).data.reason === reason;

/** Due at once, and as something that can be withdrawn: a hold that a person set and released in the meantime must not come back. */
export const holdOf = (fact: RecordedFact, reason: HoldReason, note: string): OwedCommand => ({
  category: categoryOf(fact.stream),
  id: idOf(fact.stream),
  command: { type: 'HoldOrder', data: { reason, note } },
  due: { at: fact.metadata.recordedAt, key: holdKey(fact, reason) },
});

/** The note of whether the desk was opened. Before that, checks only remember: what was taken in by an older program is left alone. */
export const DESK = 'desk';
