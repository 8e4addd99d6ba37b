import type { Bilingual } from '#libs/kernel/decider';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import type { PlacedOrder } from './placed-order.ts';

/** What a step may know of its order when its day has come. Amounts are yen, tax included. */
export interface OrderSoFar<Order extends PlacedOrder = PlacedOrder> {
  readonly order: Order;
  readonly total: number;
  readonly paid: number;
  readonly today: CalendarDate;
  /** The calendar date some working days from today. */
  readonly inDays: (workingDays: number) => CalendarDate;
}

/** One thing that happens to an order after its intake; the steps of one day happen in their order, one after the other. */
export type JourneyStep =
  | { readonly kind: 'send'; readonly type: string; readonly data: (so: OrderSoFar) => object }
  /** Working days pass; by the next morning everything has followed that follows by itself. */
  | { readonly kind: 'wait'; readonly days: number }
  /** What was ordered in for this order arrives in the warehouse. */
  | { readonly kind: 'goodsArrive' };

/** A named way through a chart, told in commands. */
export interface JourneyOutline {
  /** Kebab-case, unique. */
  readonly name: string;
  readonly title: Bilingual;
  /** Of every hundred orders beyond the first of each journey, about how many take this one. */
  readonly share: number;
  readonly steps: readonly JourneyStep[];
}

export const wait = (days: number): JourneyStep => ({ kind: 'wait', days });
export const nextDay = wait(1);
export const goodsArrive: JourneyStep = { kind: 'goodsArrive' };

/** Working days from the intake to the last step. */
export const lengthOf = ({ steps }: Pick<JourneyOutline, 'steps'>): number =>
  steps.reduce((days, step) => days + (step.kind === 'wait' ? step.days : 0), 0);
