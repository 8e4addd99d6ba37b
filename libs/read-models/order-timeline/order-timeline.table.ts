import type { TableDefinition } from '#libs/kernel/projection';
import { factColumns, type FactRow } from '../fact-timeline.ts';
import type { OrderKind } from '../order-kind.ts';

/** One fact of an order. Members are the columns of `order_timeline`. */
export type TimelineRow = FactRow & {
  readonly order_id: string;
  readonly kind: OrderKind;
};

const { position, event_id, ...others } = factColumns;

/** One row per fact; rows are only ever added. */
export const orderTimelineTable = {
  name: 'order_timeline',
  comment: 'Every fact of every order, with who, when, why and the state after it.',
  key: 'position',
  columns: {
    position,
    event_id,
    order_id: { type: 'text', comment: 'UUID of the order.' },
    kind: { type: 'text', comment: 'Kind of the order: goods or service.' },
    ...others,
  } satisfies Record<keyof TimelineRow, TableDefinition['columns'][string]>,
  indexes: [['order_id', 'revision']],
} as const satisfies TableDefinition;

/** Which order a number belongs to. Members are the columns of `order_numbers`. */
export type OrderNumberRow = {
  readonly order_number: string;
  readonly order_id: string;
};

/** One row per order, so that a timeline is found by the number people use. */
export const orderNumbersTable = {
  name: 'order_numbers',
  comment: 'Which order a number belongs to.',
  key: 'order_number',
  columns: {
    order_number: { type: 'text', comment: 'The number people use, such as GO-2026-000123 or SO-2026-000045.' },
    order_id: { type: 'text', comment: 'UUID of the order.' },
  } satisfies Record<keyof OrderNumberRow, TableDefinition['columns'][string]>,
  indexes: [['order_id']],
} as const satisfies TableDefinition;
