import { CorruptStream } from '#libs/kernel/decider';
import type { Personal } from '#libs/kernel/personal-data';
import type { GoodsOrderFact, GoodsOrderFactOf } from '#state-machines/goods-order/goods-order.events';
import { happenedAt, withMilliseconds, type Recorded } from '../recorded.ts';
import * as matters from './open-matters.ts';
import type { OrderStatusRow } from './order-status.table.ts';
import * as shipments from './shipment-summary.ts';

/** The members of a row that facts say themselves; all others follow from the state after a fact (see the projection). */
export type OwnMembers = Pick<
  OrderStatusRow,
  | 'id'
  | 'order_number'
  | 'kind'
  | 'channel'
  | 'customer_id'
  | 'customer_name'
  | 'customer_reference'
  | 'currency'
  | 'payment_terms'
  | 'received_at'
  | 'requested_date'
  | 'last_contact_at'
  | 'open_matters'
  | 'shipments'
>;

type GoodsOrderFactAfterIntake = Exclude<Recorded<GoodsOrderFact>, { type: 'OrderReceived' }>;

/** What the log holds sealed stays sealed; a name in the clear must not get into the database. */
const sealedText = (value: Personal<string>): string | null => {
  if (typeof value === 'string') throw new CorruptStream('a personal value in the log is not sealed');
  return value?.sealed ?? null;
};

/** The row's own members as the order comes in. */
export const received = (id: string, data: GoodsOrderFactOf<'OrderReceived'>['data']): OwnMembers => ({
  id,
  order_number: data.orderNumber,
  kind: 'goods',
  channel: data.channel,
  customer_id: data.customerId,
  customer_name: sealedText(data.customerName),
  customer_reference: data.customerReference ?? null,
  currency: data.currency,
  payment_terms: data.paymentTerms,
  received_at: withMilliseconds(data.receivedAt),
  requested_date: data.requestedDate ?? null,
  last_contact_at: withMilliseconds(data.receivedAt),
  open_matters: matters.nothingOpen,
  shipments: [],
});

/** What a later fact changes in the row's own members; nothing, for facts that only move the state. */
export const changesOf = (row: OrderStatusRow, fact: GoodsOrderFactAfterIntake): Partial<OwnMembers> => {
  const open = row.open_matters;
  const talked = (): Partial<OwnMembers> => {
    const at = happenedAt(fact);
    return at > row.last_contact_at ? { last_contact_at: at } : {};
  };
  switch (fact.type) {
    case 'ClarificationRequested':
      return { ...talked(), open_matters: matters.asked(open, fact.data) };
    case 'ClarificationReceived':
      return { ...talked(), open_matters: matters.answered(open) };
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
      return { ...talked(), open_matters: matters.dateProposed(open, fact.data.lineIds, fact.data.proposedDate) };
    case 'DeliveryDateAgreed':
      return { ...talked(), open_matters: matters.dateAgreed(open, fact.data.lineIds, fact.data.agreedDate) };
    case 'DeliveryDateDeclined':
      return { ...talked(), open_matters: matters.dateDeclined(open, fact.data.lineIds) };
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
      return { open_matters: matters.held(open, fact.data.reason) };
    case 'HoldReleased':
      return { open_matters: matters.released(open, fact.data.reason) };
    case 'InquiryOpened':
    case 'InquiryResolved':
    case 'CustomerContacted':
    case 'FeedbackReceived':
      return talked();
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
