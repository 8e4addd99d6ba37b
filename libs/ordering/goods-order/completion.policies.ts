import { isRefusal, type Decision, type DecisionContext } from '#libs/kernel/decider';
import { reduceGoodsOrder } from '#state-machines/goods-order/goods-order.data';
import type { GoodsOrderFact } from '#state-machines/goods-order/goods-order.events';
import { stageOf } from '#state-machines/goods-order/stage.data';
import { today } from '../dates.policies.ts';
import type { GoodsOrderState } from './goods-order.state.ts';

/** The facts, and the order's completion with them where they leave no unit that anybody still has to do something about. */
export const completingWhenSettled = (
  { data }: GoodsOrderState,
  decision: Decision<GoodsOrderFact>,
  context: DecisionContext,
): Decision<GoodsOrderFact> => {
  if (isRefusal(decision) || decision.length === 0) return decision;
  const after = decision.reduce(reduceGoodsOrder, data);
  return stageOf(after) === 'settled'
    ? [...decision, { type: 'OrderCompleted', data: { completedOn: today(context) } }]
    : decision;
};
