import type { GoodsOrderFact, GoodsOrderFactOf } from '#state-machines/goods-order/goods-order.events';
import type { OrderDeskFact } from '#state-machines/order/order.events';

/** A name that must be nowhere in the database. */
export const PERSON = '山田花子';

const line = {
  lineId: '1',
  sku: 'TEA-100',
  description: '深蒸し煎茶 100g',
  warehouse: 'tokyo',
  quantity: 10,
  unitPrice: 1200,
  discountBasisPoints: 0,
  taxClass: 'reduced',
} as const;
const address = { name: PERSON, lines: ['東京都千代田区1-1'], country: 'JP' } as const;
const withdrawn = { lineId: '1', open: 0, backordered: 0, reserved: 0 };
const someUnits = [{ lineId: '1', quantity: 2 }] as const;

/** Data that the facts may have that every order has. */
export const orderDeskSamples: {
  readonly [Type in OrderDeskFact['type']]: Extract<OrderDeskFact, { type: Type }>['data'];
} = {
  OrderHeld: { reason: 'credit', note: PERSON },
  HoldReleased: { reason: 'credit', note: PERSON },
  InquiryOpened: { inquiryId: 'i1', about: 'delivery', question: PERSON, askedVia: 'email' },
  InquiryResolved: { inquiryId: 'i1', answer: PERSON },
  CustomerContacted: { medium: 'phone', direction: 'outbound', summary: PERSON },
  FeedbackReceived: { score: 5, comment: PERSON },
};

/** Data that each fact of a goods order may have, with all that is personal in it. */
export const goodsOrderSamples: { readonly [Type in GoodsOrderFact['type']]: GoodsOrderFactOf<Type>['data'] } = {
  OrderReceived: {
    orderNumber: 'GO-2026-000001',
    channel: 'phone',
    customerId: 'C-1',
    customerName: PERSON,
    customerReference: 'PO-77',
    receivedAt: '2026-11-20T01:00:00Z',
    currency: 'JPY',
    lines: [line],
    charges: [],
    shipTo: address,
    paymentTerms: 'invoice',
    requestedDate: '2026-11-27',
    note: `${PERSON}様あて`,
  },
  OrderCheckStarted: {},
  ClarificationRequested: {
    clarificationId: 'q1',
    about: 'delivery',
    question: `${PERSON}様はご在宅ですか`,
    askedVia: 'phone',
    answerDue: '2026-11-24',
  },
  ClarificationReceived: { clarificationId: 'q1', answer: PERSON, answeredVia: 'phone' },
  OrderAmended: {
    reason: PERSON,
    changedLines: [{ lineId: '1', ordered: 8, withdrawn: { ...withdrawn, backordered: 2 } }],
    addedLines: [],
    claims: [],
    requestedDate: '2026-11-28',
    shipTo: address,
  },
  OrderConfirmed: { claims: [] },
  AllocationRequested: {
    claims: [{ lineId: '1', sku: 'TEA-100', warehouse: 'tokyo', quantity: 10, dispatched: 0, claimNumber: 2 }],
  },
  StockAllocated: { lineId: '1', quantity: 1, from: 'backordered' },
  LineBackordered: { lineId: '1', quantity: 4 },
  DeliveryDateProposed: { proposedDate: '2026-12-04', lineIds: ['1'], reason: PERSON },
  DeliveryDateAgreed: { agreedDate: '2026-12-04', lineIds: ['1'] },
  DeliveryDateDeclined: { lineIds: ['1'], reason: PERSON },
  OrderRegistered: {},
  ReservationLapsed: { withdrawn: [{ ...withdrawn, reserved: 6 }], claims: [] },
  DocumentIssued: { documentType: 'invoice', documentNumber: 'I-1', issuedOn: '2026-11-25', amount: 12960 },
  ShipmentPlanned: { shipmentId: 's1', warehouse: 'tokyo', lines: someUnits },
  ShipmentPicked: { shipmentId: 's1' },
  ShipmentPacked: { shipmentId: 's1', packages: 1 },
  ShipmentLabelled: { shipmentId: 's1' },
  CarrierBooked: { shipmentId: 's1', carrier: 'yamato', trackingNumber: '1234' },
  ShipmentDispatched: {
    shipmentId: 's1',
    dispatchedOn: '2026-11-25',
    carrier: 'yamato',
    expectedOn: '2026-11-26',
    lines: [{ lineId: '1', quantity: 2, sku: 'TEA-100', warehouse: 'tokyo' }],
  },
  ShipmentTracked: { shipmentId: 's1', status: 'departed', location: '羽田', observedAt: '2026-11-25T09:00:00Z' },
  ShipmentDelivered: {
    shipmentId: 's1',
    deliveredAt: '2026-11-26T02:00:00Z',
    receivedBy: PERSON,
    lines: someUnits,
  },
  DeliveryFailed: { shipmentId: 's1', reason: `${PERSON}様は不在` },
  RedeliveryArranged: { shipmentId: 's1', expectedOn: '2026-11-28' },
  ShipmentReturnedToSender: { shipmentId: 's1', reason: PERSON, lines: [], claims: [] },
  ShipmentCancelled: { shipmentId: 's1', reason: PERSON, lines: someUnits },
  DeliveryAccepted: { shipmentId: 's1', acceptedOn: '2026-11-27', lines: someUnits },
  DeliveryRefused: { shipmentId: 's1', reason: PERSON, lines: someUnits },
  RefusalSettled: { outcome: 'cancel', lines: [], claims: [] },
  LineCancelled: { reason: PERSON, withdrawn: { ...withdrawn, backordered: 1 }, claims: [] },
  OrderCancelled: { reason: PERSON, withdrawn: [{ ...withdrawn, backordered: 1 }], claims: [] },
  OrderCompleted: { completedOn: '2026-11-28' },
  PaymentFellDue: { dueOn: '2026-12-31' },
  PaymentBecameOverdue: {},
  PaymentReceived: { paymentId: 'p1', amount: 12960, method: 'bankTransfer', receivedOn: '2026-12-20' },
  PaymentRefunded: { paymentId: 'p2', amount: 100, method: 'cash', refundedOn: '2026-12-21', reason: PERSON },
  ...orderDeskSamples,
};
