import type { Plain } from '#libs/kernel/command-catalogue';
import type { Bilingual } from '#libs/kernel/decider';
import type { goodsOrderPayloads } from '#libs/ordering/goods-order/goods-order.commands';
import type { PaymentTerms } from '#state-machines/goods-order/goods-order.events';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import type { PlacedOrder } from './placed-order.ts';
import type { Keeping } from './sample-items.ts';

/** What a step may know of its order when its day has come. Amounts are yen, tax included. */
export interface OrderSoFar {
  readonly order: PlacedOrder;
  readonly total: number;
  readonly paid: number;
  readonly today: CalendarDate;
  /** The calendar date some working days from today. */
  readonly inDays: (workingDays: number) => CalendarDate;
}

type Payloads = typeof goodsOrderPayloads;
export type JourneyCommand = Exclude<keyof Payloads, 'ReceiveOrder'>;

/** One thing that happens to an order after its intake; the steps of one day happen in their order, one after the other. */
export type JourneyStep =
  | { readonly kind: 'send'; readonly type: JourneyCommand; readonly data: (so: OrderSoFar) => object }
  /** Working days pass; by the next morning the stock has answered. */
  | { readonly kind: 'wait'; readonly days: number }
  /** What was ordered in for this order arrives in the warehouse. */
  | { readonly kind: 'goodsArrive' };

/** Where an order stands at the end of its journey; a region that is not named is at rest (`notDue`, `clear`, `quiet`), or not what the journey is about. */
export interface JourneyEnd {
  /** State path of the region fulfilment. */
  readonly fulfilment: string;
  readonly payment?: string;
  readonly hold?: 'held';
  readonly care?: 'inquiryOpen';
  /** States of the order's shipments, in the order in which they were planned. */
  readonly shipments?: readonly string[];
}

/** A named way through the chart, told in commands, that ends in a named state. */
export interface Journey {
  /** Kebab-case, unique. */
  readonly name: string;
  readonly title: Bilingual;
  readonly endsIn: JourneyEnd;
  readonly terms: PaymentTerms;
  /** How the item of each line is kept; the lines are numbered from 1. */
  readonly lines: readonly Keeping[];
  /** Of every hundred orders beyond the first of each journey, about how many take this one. */
  readonly share: number;
  readonly steps: readonly JourneyStep[];
}

type PayloadOf<Type extends JourneyCommand> = Plain<InstanceType<Payloads[Type]>>;

/** A command that says the same for every order. */
export const send = <Type extends JourneyCommand>(type: Type, payload: PayloadOf<Type>): JourneyStep => ({
  kind: 'send',
  type,
  data: () => payload,
});

/** A command whose words are made from the order so far. */
export const sendFrom = <Type extends JourneyCommand>(
  type: Type,
  data: (so: OrderSoFar) => PayloadOf<Type>,
): JourneyStep => ({ kind: 'send', type, data });

export const wait = (days: number): JourneyStep => ({ kind: 'wait', days });
export const nextDay = wait(1);
export const goodsArrive: JourneyStep = { kind: 'goodsArrive' };

/** Working days from the intake to the last step. */
export const lengthOf = ({ steps }: Journey): number =>
  steps.reduce((days, step) => days + (step.kind === 'wait' ? step.days : 0), 0);
