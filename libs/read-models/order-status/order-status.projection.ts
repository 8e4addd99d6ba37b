import { CorruptStream } from '#libs/kernel/decider';
import { idOf, type RecordedFact } from '#libs/kernel/fact';
import type { Projection } from '#libs/kernel/projection';
import type { GoodsOrderFact } from '#state-machines/goods-order/goods-order.events';
import { goodsOrderFactLabels } from '../order-timeline/goods-order.fact-labels.ts';
import { asOneOf, happenedAt, numberAfter, textAfter } from '../recorded.ts';
import { blockedBy } from './blocked-by.ts';
import type { OpenMatters } from './open-matters.ts';
import { changesOf, received, type OwnMembers } from './order-status.changes.ts';
import { orderStatusTable, type OrderStatusRow } from './order-status.table.ts';
import { inStates, isUnderway, type ShipmentSummary } from './shipment-summary.ts';

const table = orderStatusTable.name;

/** Order status: one row per order. A fact changes the row's own members; the state after it gives the rest. */
export const orderStatusProjection: Projection = {
  name: 'order-status',
  version: 1,
  categories: ['goodsOrder'],
  tables: [orderStatusTable],
  touches: ({ type, stream }) => (type === 'OrderReceived' ? [] : [{ table, key: idOf(stream) }]),
  apply: (tables, recorded) => {
    const fact = asOneOf<GoodsOrderFact>(goodsOrderFactLabels, recorded);
    const id = idOf(fact.stream);
    if (fact.type === 'OrderReceived') {
      tables.put(table, rowAfter(received(id, fact.data), fact));
      return;
    }
    const row = tables.get(table, id) as OrderStatusRow | undefined;
    if (!row) throw new CorruptStream(`${fact.stream} begins with ${fact.type}, not with OrderReceived`);
    tables.put(table, rowAfter({ ...row, ...changesOf(row, fact) }, fact));
  },
};

/** The row after a fact: its own members, and what follows from them and from the state after the fact. */
const rowAfter = (own: OwnMembers, fact: RecordedFact): OrderStatusRow => {
  const { stateAfter } = fact.metadata;
  const childStates = stateAfter.shipments;
  const shipments = typeof childStates === 'object' ? inStates(own.shipments, childStates) : own.shipments;
  const fulfilment = textAfter(fact, 'fulfilment');
  const total = numberAfter(fact, 'total');
  const paid = numberAfter(fact, 'paid');
  const matters = own.open_matters;
  const blockers = blockedBy({ matters, shipments, fulfilment, paymentTerms: own.payment_terms, total, paid });
  return {
    ...own,
    fulfilment,
    payment: textAfter(fact, 'payment'),
    hold: textAfter(fact, 'hold'),
    care: textAfter(fact, 'care'),
    step: typeof stateAfter.step === 'number' ? stateAfter.step : null,
    next_actor: textAfter(fact, 'nextActor'),
    blocked: blockers.length > 0,
    blocked_by: blockers,
    total,
    paid,
    proposed_date: latest(Object.values(matters.lines).map(({ proposedDate }) => proposedDate)),
    agreed_date: latest(Object.values(matters.lines).map(({ agreedDate }) => agreedDate)),
    expected_date: expectedDate(matters, shipments),
    shipments,
    revision: Number(fact.revision),
    position: fact.position,
    updated_at: happenedAt(fact),
  };
};

/** The last of the days on which waiting units were promised and travelling ones are expected; null where nothing is known. */
const expectedDate = (matters: OpenMatters, shipments: readonly ShipmentSummary[]): string | null =>
  latest([
    ...shipments.filter(isUnderway).map(({ expectedOn }) => expectedOn),
    ...Object.values(matters.lines)
      .filter(({ backordered }) => backordered > 0)
      .map(({ agreedDate }) => agreedDate),
  ]);

/** The latest of some calendar dates, which compare as texts. */
const latest = (dates: readonly (string | null)[]): string | null =>
  dates.reduce(
    (latestYet, date) => (date !== null && (latestYet === null || date > latestYet) ? date : latestYet),
    null,
  );
