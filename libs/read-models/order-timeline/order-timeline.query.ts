import { BY_REVISION, placeOnTimeline, timelineEntries, type TimelineEntry } from '../fact-timeline.ts';
import { isOrder, orderStream } from '../order-kind.ts';
import { inOrder, isAfter, pageOf, type Page } from '../paging.ts';
import { IdPageParameters } from '../parameters.ts';
import type { QueryDescription } from '../query-description.ts';
import { rowOf, type Stored } from '../stored.ts';
import { orderFactLabel } from './order-fact.ts';
import { orderTimelineTable, type OrderNumberRow, type TimelineRow } from './order-timeline.table.ts';

type Tables = {
  order_timeline: Stored<TimelineRow>;
  order_numbers: Stored<OrderNumberRow>;
};

const example: TimelineEntry = {
  revision: '3',
  type: 'OrderHeld',
  label: orderFactLabel('goods', 'OrderHeld'),
  happenedAt: '2026-11-21T04:30:00.000Z',
  recordedAt: '2026-11-21T04:30:00.000Z',
  actor: { id: 'sato', role: 'backOffice', via: 'http' },
  causationId: null,
  commandId: '5c0d9f8e-3d4d-4a1f-9a35-0f6f3a3b7f01',
  stateAfter: { fulfilment: 'allocating.awaitingStock', payment: 'notDue', hold: 'held', care: 'quiet', step: 3 },
  data: { reason: 'credit', note: '与信枠の確認中' },
  eventId: '0e0c5a3a-6e5e-5a5c-8f4d-2a3f3b9a7c10',
  hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
};

/** `GET /api/orders/{id}/timeline` */
export const orderTimelineQuery: QueryDescription<IdPageParameters, Page<TimelineEntry>> = {
  name: 'order-timeline',
  path: 'orders/{id}/timeline',
  summary: {
    ja: '受注の履歴（ID または受注番号）',
    en: 'Every fact of an order in its sequence, by id or by order number',
  },
  parameters: IdPageParameters,
  projection: 'order-timeline',
  example: { items: [example], next: null },
  run: async ({ database, vault }, { id, limit, cursor }) => {
    const timelines = database.db.$extendTables<Tables>();
    const order = await timelines
      .selectFrom('order_numbers')
      .select('order_id')
      .where(isOrder(id, 'order_id'))
      .executeTakeFirst();
    if (!order) return undefined;
    const stored = await timelines
      .selectFrom('order_timeline')
      .selectAll()
      .where('order_id', '=', order.order_id)
      .where(isAfter(BY_REVISION, cursor))
      .orderBy(inOrder(BY_REVISION))
      .limit(limit + 1)
      .execute();
    const rows = stored.map((row) => rowOf<TimelineRow>(database, orderTimelineTable, row));
    const page = pageOf(rows, limit, placeOnTimeline);
    const items = await timelineEntries(
      page.items,
      vault,
      ({ kind, order_id }) => orderStream(kind, order_id),
      ({ kind, type }) => orderFactLabel(kind, type),
    );
    return { ...page, items };
  },
};
