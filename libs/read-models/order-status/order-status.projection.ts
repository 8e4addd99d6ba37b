import { CorruptStream } from '#libs/kernel/decider';
import { idOf, type RecordedFact } from '#libs/kernel/fact';
import type { Projection } from '#libs/kernel/projection';
import { orderCategories } from '../order-kind.ts';
import { orderFactOf } from '../order-timeline/order-fact.ts';
import { goodsOrderChanges, goodsOrderReceived } from './goods-order.changes.ts';
import { goodsOrderRow } from './goods-order.row.ts';
import { orderStatusTable, type OrderStatusRow } from './order-status.table.ts';
import { serviceOrderChanges, serviceOrderReceived } from './service-order.changes.ts';
import { serviceOrderRow } from './service-order.row.ts';

const table = orderStatusTable.name;

/** Order status: one row per order of either kind. A fact changes the row's own members; the state after it gives the rest. */
export const orderStatusProjection: Projection = {
  name: 'order-status',
  version: 3,
  categories: orderCategories,
  tables: [orderStatusTable],
  touches: ({ type, stream }) =>
    type === 'OrderReceived' || type === 'NeedsRecorded' ? [] : [{ table, key: idOf(stream) }],
  apply: (tables, recorded) => {
    const id = idOf(recorded.stream);
    tables.put(
      table,
      rowAfter(recorded, id, () => tables.get(table, id) as OrderStatusRow | undefined),
    );
  },
};

/** The row of an order after a fact; `rowBefore` is asked for only after the first one. */
const rowAfter = (recorded: RecordedFact, id: string, rowBefore: () => OrderStatusRow | undefined): OrderStatusRow => {
  const { kind, fact } = orderFactOf(recorded);
  switch (kind) {
    case 'goods': {
      if (fact.type === 'OrderReceived') return goodsOrderRow(goodsOrderReceived(id, fact.data), fact);
      const row = rowBefore();
      if (row?.kind !== kind)
        throw new CorruptStream(`${fact.stream} begins with ${fact.type}, not with OrderReceived`);
      return goodsOrderRow({ ...row, ...goodsOrderChanges(row, fact) }, fact);
    }
    case 'service': {
      if (fact.type === 'NeedsRecorded') return serviceOrderRow(serviceOrderReceived(id, fact.data), fact);
      const row = rowBefore();
      if (row?.kind !== kind)
        throw new CorruptStream(`${fact.stream} begins with ${fact.type}, not with NeedsRecorded`);
      return serviceOrderRow({ ...row, ...serviceOrderChanges(row, fact) }, fact);
    }
  }
};
