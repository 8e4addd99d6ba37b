import type { HoldReason } from '#state-machines/order/order.events';
import { send, sendFrom } from './goods-journey.ts';
import { goodsArrive, nextDay, wait, type JourneyStep } from './journey.ts';

// Stretches that many journeys share, each from where the one before it ends.

type Stretch = readonly JourneyStep[];

/** Working days from an order's confirmation to the arrival of what was ordered in for it. The same for every order, since a queue is served first come, first served. */
export const DAYS_TO_ARRIVAL = 5;

export const checked: Stretch = [send('StartOrderCheck', {})];
export const confirmed: Stretch = [...checked, send('ConfirmOrder', { confirmedVia: 'email' }), nextDay];

/** Everything is on the shelf: the order is firm the next morning. */
export const registered: Stretch = [
  ...confirmed,
  send('RegisterOrder', {}),
  sendFrom('IssueDocument', ({ order }) => ({
    documentType: 'orderConfirmation',
    documentNumber: `OC-${order.reference}`,
    sentVia: 'email',
  })),
];

/** A line has to be ordered in: a new date is proposed, and agreed the day after. */
export const dateProposed: Stretch = [
  ...confirmed,
  sendFrom('ProposeDeliveryDate', ({ inDays }) => ({
    proposedDate: inDays(DAYS_TO_ARRIVAL + 1),
    reason: '取り寄せのため、ご希望日にお届けできません。',
  })),
];
export const dateAgreed: Stretch = [...dateProposed, nextDay, send('AgreeDeliveryDate', {}), send('RegisterOrder', {})];

/** From the agreement, two days after the confirmation, to the morning on which the goods are reserved. */
export const arrived: Stretch = [wait(DAYS_TO_ARRIVAL - 2), goodsArrive, nextDay];

export const invoiced: Stretch = [
  sendFrom('IssueDocument', ({ order, total }) => ({
    documentType: 'invoice',
    documentNumber: `INV-${order.reference}`,
    sentVia: 'email',
    amount: total,
  })),
  sendFrom('MarkPaymentDue', ({ inDays }) => ({ dueOn: inDays(10) })),
];
export const paid: Stretch = [
  sendFrom('RecordPayment', ({ order, total, paid: before }) => ({
    amount: total - before,
    currency: 'JPY',
    method: 'bankTransfer',
    reference: `INV-${order.reference}`,
  })),
];
export const paidInAdvance: Stretch = [...registered, ...invoiced, nextDay, ...paid];

export const planned = (shipmentId: string): Stretch => [send('PlanShipment', { shipmentId })];
export const picked = (shipmentId: string): Stretch => [
  ...planned(shipmentId),
  nextDay,
  send('PickShipment', { shipmentId }),
];
export const packed = (shipmentId: string): Stretch => [
  ...picked(shipmentId),
  sendFrom('PackShipment', ({ order }) => ({ shipmentId, packages: 1 + (order.number % 3), weightGrams: 2400 })),
];
export const labelled = (shipmentId: string): Stretch => [...packed(shipmentId), send('LabelShipment', { shipmentId })];
export const booked = (shipmentId: string): Stretch => [
  ...labelled(shipmentId),
  sendFrom('BookCarrier', ({ order }) => ({
    shipmentId,
    carrier: order.carrier,
    service: '宅配便',
    trackingNumber: `3005-${String(order.number).padStart(6, '0')}-${shipmentId.replace('S', '')}`,
  })),
];

export const dispatched = (shipmentId: string): Stretch => [
  ...booked(shipmentId),
  sendFrom('IssueDocument', ({ order }) => ({
    documentType: 'deliveryNote',
    documentNumber: `DN-${order.reference}-${shipmentId}`,
    shipmentId,
  })),
  sendFrom('DispatchShipment', ({ inDays }) => ({ shipmentId, expectedOn: inDays(2) })),
];
export const inTransit = (shipmentId: string): Stretch => [
  ...dispatched(shipmentId),
  nextDay,
  send('TrackShipment', { shipmentId, status: '輸送中', location: '厚木ゲートウェイ' }),
];
export const delivered = (shipmentId: string): Stretch => [
  ...inTransit(shipmentId),
  nextDay,
  sendFrom('RecordDelivery', ({ order }) => ({ shipmentId, receivedBy: order.customer.contact.name })),
];
export const accepted = (shipmentId: string): Stretch => [
  ...delivered(shipmentId),
  nextDay,
  send('AcceptDelivery', { shipmentId }),
];

export const deliveryFailed = (shipmentId: string): Stretch => [
  ...inTransit(shipmentId),
  nextDay,
  send('RecordDeliveryFailure', { shipmentId, reason: 'ご不在のため持ち戻り' }),
];
export const returnedToSender = (shipmentId: string): Stretch => [
  ...deliveryFailed(shipmentId),
  wait(3),
  send('RecordReturnToSender', { shipmentId, reason: '保管期限を過ぎたため' }),
  nextDay,
];
/** One unit of the first line is refused, the rest accepted. */
export const partlyRefused = (shipmentId: string): Stretch => [
  ...delivered(shipmentId),
  nextDay,
  send('RefuseDelivery', { shipmentId, reason: '外箱の破損', lines: [{ lineId: '1', quantity: 1 }] }),
  send('AcceptDelivery', { shipmentId }),
];

export const held = (reason: HoldReason, note: string): Stretch => [send('HoldOrder', { reason, note })];
export const inquiryOpened = (about: string, question: string): Stretch => [
  send('OpenInquiry', { about, question, askedVia: 'phone' }),
];
export const cancelledByCustomer: Stretch = [send('CancelOrder', { reason: 'お客様都合' })];
