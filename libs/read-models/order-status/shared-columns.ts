import type { RecordedFact } from '#libs/kernel/fact';
import { happenedAt, numberAfter, textAfter } from '../recorded.ts';
import type { OrderStatusRow } from './order-status.table.ts';

type ColumnsOfTheState = Pick<
  OrderStatusRow,
  'hold' | 'care' | 'step' | 'next_actor' | 'total' | 'paid' | 'revision' | 'position' | 'updated_at'
>;

/** What the state after a fact says of an order of either kind. */
export const sharedAfter = (fact: RecordedFact): ColumnsOfTheState => {
  const { step } = fact.metadata.stateAfter;
  return {
    hold: textAfter(fact, 'hold'),
    care: textAfter(fact, 'care'),
    step: typeof step === 'number' ? step : null,
    next_actor: textAfter(fact, 'nextActor'),
    total: numberAfter(fact, 'total'),
    paid: numberAfter(fact, 'paid'),
    revision: Number(fact.revision),
    position: fact.position,
    updated_at: happenedAt(fact),
  };
};
