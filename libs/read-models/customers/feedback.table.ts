import type { TableDefinition } from '#libs/kernel/projection';
import type { OrderKind } from '../order-kind.ts';

/** Whose an order is: its later facts do not say it. Members are the columns of `customer_orders`. */
export type CustomerOrderRow = {
  readonly id: string;
  readonly customer_id: string;
  readonly order_number: string;
  readonly kind: OrderKind;
};

/** One row per order. */
export const customerOrdersTable = {
  name: 'customer_orders',
  comment: 'Whose each order is.',
  key: 'id',
  internal: true,
  columns: {
    id: { type: 'text', comment: 'UUID of the order.' },
    customer_id: { type: 'text', comment: 'Number of the customer.' },
    order_number: { type: 'text', comment: 'The number people use.' },
    kind: { type: 'text', comment: 'goods or service.' },
  } satisfies Record<keyof CustomerOrderRow, TableDefinition['columns'][string]>,
} as const satisfies TableDefinition;

/** What a customer thinks of an order. Members are the columns of `customer_feedback`. */
export type FeedbackRow = {
  readonly id: string;
  readonly customer_id: string;
  readonly order_id: string;
  readonly order_number: string;
  readonly kind: OrderKind;
  readonly score: number;
  readonly given_at: string;
  readonly month: string;
};

/** One row per feedback. */
export const feedbackTable = {
  name: 'customer_feedback',
  comment: 'Satisfaction over time: every score that a customer gave.',
  key: 'id',
  columns: {
    id: { type: 'text', comment: 'Place in the log.' },
    customer_id: { type: 'text', comment: 'Number of the customer (customers.customer_number).' },
    order_id: { type: 'text', comment: 'UUID of the order that it is about.' },
    order_number: { type: 'text', comment: 'The number people use.' },
    kind: { type: 'text', comment: 'goods or service.' },
    score: { type: 'integer', comment: '1 to 5.' },
    given_at: { type: 'instant', comment: 'When it was given.' },
    month: { type: 'text', comment: 'Month of that in Japan, such as 2026-11.' },
  } satisfies Record<keyof FeedbackRow, TableDefinition['columns'][string]>,
  indexes: [['customer_id', 'given_at']],
} as const satisfies TableDefinition;
