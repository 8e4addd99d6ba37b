import type { Plain } from '#libs/kernel/command-catalogue';
import type { Bilingual } from '#libs/kernel/decider';
import type { supportCasePayloads } from '#libs/ordering/support-case/support-case.commands';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import type { PlacedOrder } from './placed-order.ts';

/** The day that has come, for words that name days. */
export interface Today {
  readonly today: CalendarDate;
  /** The calendar date some working days from today. */
  readonly inDays: (workingDays: number) => CalendarDate;
}

/** What a step may know of its order when its day has come. Amounts are yen, tax included. */
export interface OrderSoFar<Order extends PlacedOrder = PlacedOrder> extends Today {
  readonly order: Order;
  readonly total: number;
  readonly paid: number;
}

/** What a step may know of the case that an inquiry of its order has become. */
export type CaseOfOrder = Pick<OrderSoFar, 'order' | 'today' | 'inDays'>;

/** Working days pass; by the next morning everything has followed that follows by itself. */
export interface Wait {
  readonly kind: 'wait';
  readonly days: number;
}

/**
 * One thing that happens to an order after its intake; the steps of one day happen in their order, one after the other. What answers something comes a day after it at
 * the earliest: within a day, whether a follow-up has shown up in between would depend on chance.
 */
export type JourneyStep =
  | { readonly kind: 'send'; readonly type: string; readonly data: (so: OrderSoFar) => object }
  /** A command to the case that the order's last inquiry has become, which is there a day after it. */
  | { readonly kind: 'sendToCase'; readonly type: CaseStep; readonly data: (so: CaseOfOrder) => object }
  | Wait
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

type CasePayloads = typeof supportCasePayloads;
type CaseStep = Exclude<keyof CasePayloads, 'OpenCase' | 'OpenCaseOfInquiry' | 'SettleCase'>;

/** A command to the case of the order's last inquiry. */
export const sendToCase = <Type extends CaseStep>(
  type: Type,
  data: (so: CaseOfOrder) => Plain<InstanceType<CasePayloads[Type]>>,
): JourneyStep => ({ kind: 'sendToCase', type, data });

export const wait = (days: number): Wait => ({ kind: 'wait', days });
export const nextDay = wait(1);
export const goodsArrive: JourneyStep = { kind: 'goodsArrive' };

/** Working days from the first step to the last one. */
export const lengthOf = ({ steps }: { readonly steps: readonly (Wait | { readonly kind: string })[] }): number =>
  steps.reduce((days, step) => days + ('days' in step ? step.days : 0), 0);
