import { categoryOf, idOf, type RecordedFact } from '#libs/kernel/fact';
import type { OwedCommand } from '#libs/kernel/process';
import type { GoodsOrderFactOf } from '#state-machines/goods-order/goods-order.events';
import type { HoldReason, OrderDeskFact } from '#state-machines/order/order.events';
import type { ServiceOrderFactOf } from '#state-machines/service-order/service-order.events';

/** The fact that begins an order of either kind. */
export type Intake = GoodsOrderFactOf<'OrderReceived'> | ServiceOrderFactOf<'NeedsRecorded'>;

export const isIntake = (fact: RecordedFact): fact is RecordedFact & Intake =>
  fact.type === 'OrderReceived' || fact.type === 'NeedsRecorded';

type HoldFact = Extract<OrderDeskFact, { readonly type: 'OrderHeld' | 'HoldReleased' }>;

/** The hold of an order for a reason: once anybody has set or released it, what a check owed before is withdrawn. */
export const holdKey = ({ stream }: RecordedFact, reason: HoldReason): string => `${idOf(stream)}/hold/${reason}`;

/** True for the facts that set and release a hold for this reason: from then on somebody knows of what was owed before. */
export const isOfHold = (fact: RecordedFact, reason: HoldReason): boolean =>
  (fact.type === 'OrderHeld' || fact.type === 'HoldReleased') &&
  (fact as RecordedFact & HoldFact).data.reason === reason;

/** Due at once, and as something that can be withdrawn: a hold that a person set and released in the meantime must not come back. */
export const holdOf = (fact: RecordedFact, reason: HoldReason, grounds: string): OwedCommand => ({
  category: categoryOf(fact.stream),
  id: idOf(fact.stream),
  command: { type: 'HoldOrder', data: { reason, grounds } },
  due: { at: fact.metadata.recordedAt, key: holdKey(fact, reason) },
});

/** The note of whether the desk was opened. */
export const DESK = 'desk';
