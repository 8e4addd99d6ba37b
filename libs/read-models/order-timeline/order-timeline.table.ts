import type { JsonObject } from '#libs/kernel/json';
import type { StateAfter } from '#libs/kernel/fact';
import type { TableDefinition } from '#libs/kernel/projection';
import type { OrderKind } from '../order-kind.ts';

/** One fact of an order. Members are the columns of `order_timeline`. */
export type TimelineRow = {
  readonly position: string;
  readonly event_id: string;
  readonly order_id: string;
  readonly kind: OrderKind;
  readonly revision: number;
  readonly type: string;
  readonly happened_at: string;
  readonly recorded_at: string;
  readonly actor_id: string;
  readonly actor_role: string;
  readonly actor_via: string;
  readonly causation_id: string | null;
  readonly command_id: string;
  readonly state_after: StateAfter;
  readonly data: JsonObject;
  readonly hash: string;
};

/** One row per fact; rows are only ever added. */
export const orderTimelineTable = {
  name: 'order_timeline',
  comment: 'Every fact of every order, with who, when, why and the state after it.',
  // Keys that only grow are written several times faster than random ones.
  key: 'position',
  columns: {
    position: { type: 'text', comment: 'Place in the log.' },
    event_id: { type: 'text', comment: 'UUID of the event.' },
    order_id: { type: 'text', comment: 'UUID of the order.' },
    kind: { type: 'text', comment: 'Kind of the order: goods or service.' },
    revision: { type: 'integer', comment: 'Place in the order, from 0.' },
    type: { type: 'text', comment: 'Type of the fact, such as OrderConfirmed.' },
    happened_at: { type: 'instant', comment: 'When it happened in the world.' },
    recorded_at: { type: 'instant', comment: 'When the log took it.' },
    actor_id: { type: 'text', comment: 'Who caused it.' },
    actor_role: { type: 'text', comment: 'In which role.' },
    actor_via: { type: 'text', comment: 'Through which door: http, cli, import, process.' },
    causation_id: { type: 'text', nullable: true, comment: 'The event that caused it; none where a person did.' },
    command_id: { type: 'text', comment: 'The command that decided it.' },
    state_after: { type: 'json', comment: 'The state of every region after it.' },
    data: { type: 'json', personal: true, comment: 'What it says; members about a person are sealed.' },
    hash: { type: 'text', comment: "SHA-256 of the event, a link of the stream's chain." },
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
