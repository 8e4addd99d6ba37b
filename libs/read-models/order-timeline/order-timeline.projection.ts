import { idOf } from '#libs/kernel/fact';
import type { Projection } from '#libs/kernel/projection';
import { factRow } from '../fact-timeline.ts';
import { orderCategories } from '../order-kind.ts';
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
    const row: TimelineRow = { ...factRow(recorded), order_id: idOf(fact.stream), kind };
    tables.put(orderTimelineTable.name, row);
    if (fact.type !== 'OrderReceived' && fact.type !== 'NeedsRecorded') return;
    const number: OrderNumberRow = { order_number: fact.data.orderNumber, order_id: row.order_id };
    tables.put(orderNumbersTable.name, number);
  },
};
