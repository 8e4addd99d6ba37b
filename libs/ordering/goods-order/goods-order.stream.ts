import type { StreamType } from '#libs/kernel/decider';
import { personalMembers, type GoodsOrderFact } from '#state-machines/goods-order/goods-order.events';
import { goodsOrderAvailability } from './goods-order.availability.ts';
import type { GoodsOrderCommand } from './goods-order.commands.ts';
import { decideGoodsOrder } from './goods-order.decider.ts';
import { goodsOrderFold, goodsOrderStateAfter, type GoodsOrderState } from './goods-order.state.ts';

/** 有形商材の受注: one stream per order, `goodsOrder-<uuid>`. */
export const goodsOrderStream: StreamType<GoodsOrderState, GoodsOrderCommand, GoodsOrderFact> = {
  category: 'goodsOrder',
  machine: 'goodsOrder@1',
  decider: {
    initial: goodsOrderFold.initial,
    evolve: (state, fact) => goodsOrderFold.evolve(state, fact),
    decide: decideGoodsOrder,
    refusedWhen: (type, state) => goodsOrderAvailability[type](state),
  },
  stateAfter: goodsOrderStateAfter,
  upcasters: {},
  personal: personalMembers,
  personOf: ({ data }, id) => data.customerId || id,
};
