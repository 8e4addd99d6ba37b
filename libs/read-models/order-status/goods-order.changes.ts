import type { GoodsOrderFact, GoodsOrderFactOf } from '#state-machines/goods-order/goods-order.events';
import { talkInGoodsOrder } from '#state-machines/order/conversations';
import { happenedAt, type Recorded } from '../recorded.ts';
import * as matters from './goods-order.matters.ts';
import { held, released } from './open-holds.ts';
import { received, talked } from './order-status.changes.ts';
import type { GoodsOrderRow } from './order-status.table.ts';
import { contacted } from './owed-replies.ts';
import * as shipments from './shipment-summary.ts';

/** The members of a row that facts say themselves; all others follow from the state after a fact. */
export type GoodsOrderMembers = Pick<
  GoodsOrderRow,
  | 'id'
  | 'order_number'
  | 'channel'
  | 'customer_id'
  | 'customer_name'
  | 'customer_reference'
  | 'currency'
  | 'payment_terms'
  | 'received_at'
  | 'requested_date'
  | 'last_contact_at'
  | 'last_contact_medium'
  | 'last_contact_direction'
  | 'open_matters'
  | 'shipments'
>;

/** The row's own members as the order comes in. */
export const goodsOrderReceived = (id: string, data: GoodsOrderFactOf<'OrderReceived'>['data']): GoodsOrderMembers => ({
  ...received(id, data),
  payment_terms: data.paymentTerms,
  requested_date: data.requestedDate ?? null,
  open_matters: matters.noGoodsMatters,
  shipments: [],
});

type FactAfterIntake = Exclude<Recorded<GoodsOrderFact>, { type: 'OrderReceived' }>;

/** What a later fact changes in the row's own members. */
export const goodsOrderChanges = (row: GoodsOrderRow, fact: FactAfterIntake): Partial<GoodsOrderMembers> => ({
  ...changesOf(row, fact),
  ...talked(row, happenedAt(fact), talkInGoodsOrder(fact)),
});

/** What it changes besides the last contact; nothing, for facts that only move the state. */
const changesOf = (row: GoodsOrderRow, fact: FactAfterIntake): Partial<GoodsOrderMembers> => {
  const open = row.open_matters;
  switch (fact.type) {
    case 'ClarificationRequested':
      return { open_matters: matters.asked(open, fact.data) };
    case 'ClarificationReceived':
      return { open_matters: matters.answered(open) };
    case 'OrderAmended': {
      const withdrawals = fact.data.changedLines.map(({ withdrawn }) => withdrawn);
      return {
        open_matters: matters.withdrawn(open, withdrawals),
        payment_terms: fact.data.paymentTerms ?? row.payment_terms,
        requested_date: fact.data.requestedDate ?? row.requested_date,
      };
    }
    case 'AllocationRequested':
      return { open_matters: matters.askedForStock(open) };
    case 'StockAllocated':
      return fact.data.from === 'backordered' ? { open_matters: matters.arrived(open, fact.data) } : {};
    case 'LineBackordered':
      return { open_matters: matters.backordered(open, fact.data) };
    case 'DeliveryDateProposed':
      return { open_matters: matters.dateProposed(open, fact.data.lineIds, fact.data.proposedDate) };
    case 'DeliveryDateAgreed':
      return { open_matters: matters.dateAgreed(open, fact.data.lineIds, fact.data.agreedDate) };
    case 'DeliveryDateDeclined':
      return { open_matters: matters.dateDeclined(open, fact.data.lineIds) };
    case 'ReservationLapsed':
      return { open_matters: matters.lapsed(open, fact.data.withdrawn) };
    case 'ShipmentPlanned':
      return { shipments: shipments.planned(row.shipments, fact.data) };
    case 'CarrierBooked':
      return { shipments: shipments.carrierBooked(row.shipments, fact.data) };
    case 'ShipmentDispatched':
      return { shipments: shipments.dispatched(row.shipments, fact.data) };
    case 'ShipmentTracked':
      return { shipments: shipments.tracked(row.shipments, fact.data) };
    case 'RedeliveryArranged':
      return { shipments: shipments.redeliveryArranged(row.shipments, fact.data) };
    case 'ShipmentDelivered':
      return { shipments: shipments.delivered(row.shipments, fact.data) };
    case 'DeliveryRefused':
      return { open_matters: matters.refused(open, fact.data.lines) };
    case 'RefusalSettled':
      return { open_matters: matters.refusalSettled(open, fact.data.lines) };
    case 'LineCancelled':
      return { open_matters: matters.withdrawn(open, [fact.data.withdrawn]) };
    case 'OrderCancelled':
      return { open_matters: matters.withdrawn(open, fact.data.withdrawn) };
    case 'OrderHeld':
      return { open_matters: held(open, fact.data.reason) };
    case 'HoldReleased':
      return { open_matters: released(open, fact.data.reason) };
    case 'CustomerContacted':
      return { open_matters: contacted(open, fact) };
    case 'InquiryOpened':
    case 'InquiryResolved':
    case 'FeedbackReceived':
    case 'OrderCheckStarted':
    case 'OrderConfirmed':
    case 'OrderRegistered':
    case 'DocumentIssued':
    case 'ShipmentPicked':
    case 'ShipmentPacked':
    case 'ShipmentLabelled':
    case 'DeliveryFailed':
    case 'ShipmentReturnedToSender':
    case 'ShipmentCancelled':
    case 'DeliveryAccepted':
    case 'OrderCompleted':
    case 'PaymentFellDue':
    case 'PaymentBecameOverdue':
    case 'PaymentReceived':
    case 'PaymentRefunded':
      return {};
  }
};
