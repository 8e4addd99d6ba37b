// The names below, of facts and of their members, are a storage format: never edit or remove one. Add a member, or a new shape with an upcaster.
import type { CalendarDate } from '../vocabulary/dates.ts';
import type { Facts } from '../vocabulary/facts.ts';

/** Where an order line stands in this stock item, as running totals since the line began: `secured` (reserved, shipped ones included) and `queued`. */
export interface LineStanding {
  readonly orderId: string;
  readonly lineId: string;
  /** The newest claim of the line that this stock item has met in full: where several facts answer a claim, the last one bears its number. */
  readonly claimNumber: number;
  readonly secured: number;
  readonly queued: number;
  readonly shipped: number;
}

export interface StockItemShapes {
  StockItemRegistered: { sku: string; warehouse: string; reorderPoint: number };
  ReorderPointSet: { reorderPoint: number };
  StockReceived: { quantity: number; receivedOn: CalendarDate; reference?: string };
  /** Units promised to a line: on its claim, or from the queue when goods arrived. */
  StockReserved: { quantity: number; from: 'available' | 'queue'; line: LineStanding };
  /** Units that a line waits for, behind everybody who queued before. */
  BackorderQueued: { quantity: number; line: LineStanding };
  BackorderWithdrawn: { quantity: number; line: LineStanding };
  ReservationReleased: { quantity: number; line: LineStanding };
  /** A newer claim that the line's standing already meets; recorded because its order waits for the answer. */
  ClaimAcknowledged: { line: LineStanding };
  /** Left the shelf; reality, never refused. */
  StockShipped: { quantity: number; shipmentId: string; line: LineStanding };
  StockReturned: { quantity: number; orderId: string; lineId: string; reference?: string };
  /** 棚卸: `difference` may be negative; reality, never refused. */
  StockAdjusted: { difference: number; reason: string };
  /** More of the queue can be served than one append holds; the rest follows at once, by command. */
  QueueServingPaused: { available: number; backordered: number };
  ReorderPointReached: { available: number; reorderPoint: number };
}

export type StockItemFact = Facts<StockItemShapes>;
export type StockItemFactOf<Type extends StockItemFact['type']> = Extract<StockItemFact, { type: Type }>;

/** Every fact that the ledger knows. */
export const regionOf = {
  StockItemRegistered: 'ledger',
  ReorderPointSet: 'ledger',
  StockReceived: 'ledger',
  StockReserved: 'ledger',
  BackorderQueued: 'ledger',
  BackorderWithdrawn: 'ledger',
  ReservationReleased: 'ledger',
  ClaimAcknowledged: 'ledger',
  StockShipped: 'ledger',
  StockReturned: 'ledger',
  StockAdjusted: 'ledger',
  QueueServingPaused: 'ledger',
  ReorderPointReached: 'ledger',
} as const satisfies Record<StockItemFact['type'], 'ledger'>;
