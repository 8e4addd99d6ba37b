import type { TableDefinition } from '#libs/kernel/projection';

/** What there is of one SKU in one warehouse. Members are the columns of `inventory`. */
export type InventoryRow = {
  readonly id: string;
  readonly sku: string;
  readonly warehouse: string;
  readonly on_hand: number;
  readonly reserved: number;
  readonly available: number;
  readonly backordered: number;
  readonly reorder_point: number;
  readonly shortfall: number;
  readonly last_movement_at: string | null;
  readonly revision: number;
  readonly position: string;
};

/** One row per SKU and warehouse. */
export const inventoryTable = {
  name: 'inventory',
  comment: 'What is on hand, promised and waited for, per SKU and warehouse.',
  key: 'id',
  columns: {
    id: { type: 'text', comment: 'Warehouse and SKU, percent-encoded, with a dot between.' },
    sku: { type: 'text', comment: 'The item.' },
    warehouse: { type: 'text', comment: 'Where it is kept.' },
    on_hand: { type: 'integer', comment: 'Units on the shelf.' },
    reserved: { type: 'integer', comment: 'Units promised to order lines and still here.' },
    available: { type: 'integer', comment: 'Units that can still be promised: on hand less reserved.' },
    backordered: { type: 'integer', comment: 'Units that order lines wait for.' },
    reorder_point: { type: 'integer', comment: 'At or below this many available units, more is to be ordered.' },
    shortfall: { type: 'integer', comment: 'Units promised beyond what is on hand; 0 unless a count came out low.' },
    last_movement_at: { type: 'instant', nullable: true, comment: 'When units last moved.' },
    revision: { type: 'integer', comment: 'Revision of the stock item that this row shows.' },
    position: { type: 'text', comment: 'Place in the log of its newest fact.' },
  } satisfies Record<keyof InventoryRow, TableDefinition['columns'][string]>,
  indexes: [['sku', 'warehouse'], ['warehouse']],
} as const satisfies TableDefinition;

/** What moved, in the words of the warehouse. */
export type MovementKind =
  'received' | 'reserved' | 'released' | 'queued' | 'withdrawn' | 'shipped' | 'returned' | 'adjusted';

/** One movement of a stock item. Members are the columns of `stock_movements`. */
export type MovementRow = {
  readonly position: string;
  readonly event_id: string;
  readonly stock_item_id: string;
  readonly revision: number;
  readonly kind: MovementKind;
  readonly quantity: number;
  readonly order_id: string | null;
  readonly line_id: string | null;
  readonly reference: string | null;
  readonly happened_at: string;
  readonly on_hand: number;
  readonly reserved: number;
  readonly available: number;
  readonly backordered: number;
};

/** One row per stock fact that moves units; rows are only ever added. */
export const stockMovementsTable = {
  name: 'stock_movements',
  comment: 'Every movement of stock with the balance after it.',
  // Keys that only grow are written several times faster than random ones.
  key: 'position',
  columns: {
    position: { type: 'text', comment: 'Place in the log.' },
    event_id: { type: 'text', comment: 'UUID of the event.' },
    stock_item_id: { type: 'text', comment: 'Key of the row in inventory.' },
    revision: { type: 'integer', comment: 'Place in the stock item, from 0.' },
    kind: {
      type: 'text',
      comment:
        'received, shipped, returned, adjusted: on hand; reserved, released: promised; queued, withdrawn: waiting.',
    },
    quantity: { type: 'integer', comment: 'Units moved; negative only where a count came out low.' },
    order_id: { type: 'text', nullable: true, comment: 'The order it was for.' },
    line_id: { type: 'text', nullable: true, comment: 'The line of that order.' },
    reference: { type: 'text', nullable: true, comment: 'Delivery reference, shipment or reason.' },
    happened_at: { type: 'instant', comment: 'When it happened.' },
    on_hand: { type: 'integer', comment: 'On hand afterwards.' },
    reserved: { type: 'integer', comment: 'Reserved afterwards.' },
    available: { type: 'integer', comment: 'Available afterwards.' },
    backordered: { type: 'integer', comment: 'Backordered afterwards.' },
  } satisfies Record<keyof MovementRow, TableDefinition['columns'][string]>,
  indexes: [['stock_item_id', 'revision']],
} as const satisfies TableDefinition;
