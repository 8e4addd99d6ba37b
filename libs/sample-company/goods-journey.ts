import type { Plain } from '#libs/kernel/command-catalogue';
import type { goodsOrderPayloads } from '#libs/ordering/goods-order/goods-order.commands';
import type { PaymentTerms } from '#state-machines/goods-order/goods-order.events';
import type { JourneyOutline, JourneyStep, OrderSoFar } from './journey.ts';
import type { PlacedGoods } from './placed-order.ts';
import type { Keeping } from './sample-items.ts';

type Payloads = typeof goodsOrderPayloads;
type GoodsStep = Exclude<keyof Payloads, 'ReceiveOrder'>;

/** Where a goods order stands at the end of its journey; a region that is not named is at rest (`notDue`, `clear`, `quiet`), or not what the journey is about. */
export interface GoodsJourneyEnd {
  /** State path of the region fulfilment. */
  readonly fulfilment: string;
  readonly payment?: string;
  readonly hold?: 'held';
  readonly care?: 'inquiryOpen';
  /** States of the order's shipments, in the order in which they were planned. */
  readonly shipments?: readonly string[];
}

/** A way of an order for things that are stocked, packed and shipped. */
export interface GoodsJourney extends JourneyOutline {
  readonly endsIn: GoodsJourneyEnd;
  readonly terms: PaymentTerms;
  /** How the item of each line is kept; the lines are numbered from 1. */
  readonly lines: readonly Keeping[];
}

type PayloadOf<Type extends GoodsStep> = Plain<InstanceType<Payloads[Type]>>;

/** A command that says the same for every order. */
export const send = <Type extends GoodsStep>(type: Type, payload: PayloadOf<Type>): JourneyStep => ({
  kind: 'send',
  type,
  data: () => payload,
});

/** A command whose words are made from the order so far. */
export const sendFrom = <Type extends GoodsStep>(
  type: Type,
  data: (so: OrderSoFar<PlacedGoods>) => PayloadOf<Type>,
): JourneyStep => ({
  kind: 'send',
  type,
  data({ order, ...so }) {
    if (order.kind !== 'goods') throw new RangeError(`${type} is not for a ${order.kind} order`);
    return data({ ...so, order });
  },
});
