import { idOf } from '#libs/kernel/fact';
import type { JsonObject } from '#libs/kernel/json';
import type { Projection } from '#libs/kernel/projection';
import { orderCategories } from '../order-kind.ts';
import { happenedAt, withMilliseconds } from '../recorded.ts';
import { orderFactOf } from './order-fact.ts';
import {
  orderNumbersTable,
  orderTimelineTable,
  type OrderNumberRow,
  type TimelineRow,
} from './order-timeline.table.ts';

/** Order timeline: every fact of an order of either kind as it is in the log. */
export const orderTimelineProjection: Projection = {
  name: 'order-timeline',
  version: 2,
  categories: orderCategories,
  tables: [orderTimelineTable, orderNumbersTable],
  touches: () => [],
  apply: (tables, recorded) => {
    const { kind, fact } = orderFactOf(recorded);
    const { actor, causationId, commandId, hash, recordedAt, stateAfter } = fact.metadata;
    const row: TimelineRow = {
      position: fact.position,
      event_id: fact.id,
      order_id: idOf(fact.stream),
      kind,
      revision: Number(fact.revision),
      type: fact.type,
      happened_at: happenedAt(fact),
      recorded_at: withMilliseconds(recordedAt),
      actor_id: actor.id,
      actor_role: actor.role,
      actor_via: actor.via,
      causation_id: causationId ?? null,
      command_id: commandId,
      state_after: stateAfter,
      data: recorded.data as JsonObject,
      hash,
    };
    tables.put(orderTimelineTable.name, row);
    if (fact.type !== 'OrderReceived' && fact.type !== 'NeedsRecorded') return;
    const number: OrderNumberRow = { order_number: fact.data.orderNumber, order_id: row.order_id };
    tables.put(orderNumbersTable.name, number);
  },
};
