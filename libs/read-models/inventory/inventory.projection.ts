import { CorruptStream } from '#libs/kernel/decider';
import { idOf, type RecordedFact } from '#libs/kernel/fact';
import type { Projection, ProjectionTables } from '#libs/kernel/projection';
import type { StockItemFact } from '#state-machines/stock-item/stock-item.events';
import { asOneOf, happenedAt, numberAfter, type Recorded } from '../recorded.ts';
import {
  inventoryTable,
  stockMovementsTable,
  type InventoryRow,
  type MovementKind,
  type MovementRow,
} from './inventory.table.ts';

/** What each fact moves; null for those that move nothing. */
const movementKinds = {
  StockItemRegistered: null,
  ReorderPointSet: null,
  ReorderPointReached: null,
  ClaimAcknowledged: null,
  QueueServingPaused: null,
  StockReceived: 'received',
  StockReserved: 'reserved',
  ReservationReleased: 'released',
  BackorderQueued: 'queued',
  BackorderWithdrawn: 'withdrawn',
  StockShipped: 'shipped',
  StockReturned: 'returned',
  StockAdjusted: 'adjusted',
} as const satisfies Record<StockItemFact['type'], MovementKind | null>;

/** Inventory: one row per SKU and warehouse, and every movement. The balances are those that the log states after each fact. */
export const inventoryProjection: Projection = {
  name: 'inventory',
  version: 1,
  categories: ['stockItem'],
  tables: [inventoryTable, stockMovementsTable],
  touches: ({ type, stream }) =>
    type === 'StockItemRegistered' ? [] : [{ table: inventoryTable.name, key: idOf(stream) }],
  apply: (tables, recorded) => {
    const fact = asOneOf<StockItemFact>(movementKinds, recorded);
    const id = idOf(fact.stream);
    const balance = balanceAfter(recorded);
    const kind = movementKinds[fact.type];
    tables.put(inventoryTable.name, {
      ...identity(tables, fact),
      ...balance,
      shortfall: Math.max(0, balance.reserved - balance.on_hand),
      ...(kind === null ? {} : { last_movement_at: happenedAt(fact) }),
      revision: Number(fact.revision),
      position: fact.position,
    });
    if (kind === null) return;
    const movement: MovementRow = {
      position: fact.position,
      event_id: fact.id,
      stock_item_id: id,
      revision: Number(fact.revision),
      kind,
      ...particulars(fact),
      happened_at: happenedAt(fact),
      ...balance,
    };
    tables.put(stockMovementsTable.name, movement);
  },
};

type Balance = Pick<InventoryRow, 'on_hand' | 'reserved' | 'available' | 'backordered'>;

const balanceAfter = (fact: RecordedFact): Balance => ({
  on_hand: numberAfter(fact, 'onHand'),
  reserved: numberAfter(fact, 'reserved'),
  available: numberAfter(fact, 'available'),
  backordered: numberAfter(fact, 'backordered'),
});

type Identity = Pick<InventoryRow, 'id' | 'sku' | 'warehouse' | 'reorder_point' | 'last_movement_at'>;

const identity = (tables: ProjectionTables, fact: Recorded<StockItemFact>): Identity => {
  const id = idOf(fact.stream);
  if (fact.type === 'StockItemRegistered') {
    const { sku, warehouse, reorderPoint } = fact.data;
    return { id, sku, warehouse, reorder_point: reorderPoint, last_movement_at: null };
  }
  const row = tables.get(inventoryTable.name, id) as InventoryRow | undefined;
  if (!row) throw new CorruptStream(`${fact.stream} begins with ${fact.type}, not with StockItemRegistered`);
  return fact.type === 'ReorderPointSet' ? { ...row, reorder_point: fact.data.reorderPoint } : row;
};

type Particulars = Pick<MovementRow, 'quantity' | 'order_id' | 'line_id' | 'reference'>;

/** How much moved, for whom, and under which reference. */
const particulars = (fact: Recorded<StockItemFact>): Particulars => {
  switch (fact.type) {
    case 'StockReceived':
      return { quantity: fact.data.quantity, order_id: null, line_id: null, reference: fact.data.reference ?? null };
    case 'StockReserved':
    case 'ReservationReleased':
    case 'BackorderQueued':
    case 'BackorderWithdrawn': {
      const { quantity, line } = fact.data;
      return { quantity, order_id: line.orderId, line_id: line.lineId, reference: null };
    }
    case 'StockShipped': {
      const { quantity, line, shipmentId } = fact.data;
      return { quantity, order_id: line.orderId, line_id: line.lineId, reference: shipmentId };
    }
    case 'StockReturned': {
      const { quantity, orderId, lineId, reference } = fact.data;
      return { quantity, order_id: orderId, line_id: lineId, reference: reference ?? null };
    }
    case 'StockAdjusted':
      return { quantity: fact.data.difference, order_id: null, line_id: null, reference: fact.data.reason };
    case 'StockItemRegistered':
    case 'ReorderPointSet':
    case 'ReorderPointReached':
    case 'ClaimAcknowledged':
    case 'QueueServingPaused':
      return { quantity: 0, order_id: null, line_id: null, reference: null };
  }
};
