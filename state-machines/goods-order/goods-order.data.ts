import { dateInTokyo, type CalendarDate } from '../vocabulary/dates.ts';
import { orderAmounts, type Currency, type OrderAmounts } from '../vocabulary/money.ts';
import type { Shipment } from '../shipment/shipment.data.ts';
import type {
  Charge,
  DocumentType,
  GoodsOrderFact,
  HoldReason,
  LineQuantity,
  PaymentTerms,
} from './goods-order.events.ts';
import { billableUnits, newLine, reduceLines, unitsIn, type LineStates } from './line-ledger.data.ts';

/** What was paid; amounts in minor units of the order's currency. */
export interface PaymentData {
  readonly received: number;
  readonly refunded: number;
  readonly paymentIds: readonly string[];
  readonly dueOn: CalendarDate | null;
  readonly overdue: boolean;
}

/** A goods order's data: plain JSON, nothing about a person. */
export interface GoodsOrderData {
  readonly orderNumber: string | null;
  readonly customerId: string;
  readonly currency: Currency;
  readonly paymentTerms: PaymentTerms;
  readonly receivedOn: CalendarDate;
  readonly requestedDate: CalendarDate | null;
  readonly lines: LineStates;
  readonly charges: readonly Charge[];
  /** What the customer is to pay for everything that is neither cancelled nor returned. */
  readonly amounts: OrderAmounts;
  readonly openClarification: { readonly clarificationId: string; readonly answerDue: CalendarDate } | null;
  /** The order was registered and not amended since. */
  readonly firm: boolean;
  readonly shipments: Readonly<Record<string, Shipment>>;
  readonly documents: readonly { readonly documentType: DocumentType; readonly documentNumber: string }[];
  readonly payment: PaymentData;
  readonly holds: readonly HoldReason[];
  readonly openInquiries: readonly string[];
  readonly inquiryIds: readonly string[];
}

export const initialGoodsOrderData: GoodsOrderData = {
  orderNumber: null,
  customerId: '',
  currency: 'JPY',
  paymentTerms: 'invoice',
  receivedOn: '0001-01-01',
  requestedDate: null,
  lines: {},
  charges: [],
  amounts: { net: 0, tax: 0, total: 0 },
  openClarification: null,
  firm: false,
  shipments: {},
  documents: [],
  payment: { received: 0, refunded: 0, paymentIds: [], dueOn: null, overdue: false },
  holds: [],
  openInquiries: [],
  inquiryIds: [],
};

/** The order's data after a fact. Throws `RangeError` where a ledger would go below zero: the stream is corrupt. */
export const reduceGoodsOrder = (data: GoodsOrderData, fact: GoodsOrderFact): GoodsOrderData => {
  const lines = reduceLines(data.lines, fact);
  const next = reduceRest(lines === data.lines ? data : { ...data, lines }, fact);
  return next.lines === data.lines && next.charges === data.charges ? next : { ...next, amounts: amountsOf(next) };
};

const reduceRest = (data: GoodsOrderData, fact: GoodsOrderFact): GoodsOrderData => {
  switch (fact.type) {
    case 'OrderReceived': {
      const { orderNumber, customerId, currency, paymentTerms, receivedAt, requestedDate, lines, charges } = fact.data;
      return {
        ...data,
        orderNumber,
        customerId,
        currency,
        paymentTerms,
        receivedOn: dateInTokyo(receivedAt),
        requestedDate: requestedDate ?? null,
        lines: Object.fromEntries(lines.map((line) => [line.lineId, newLine(line)])),
        charges,
      };
    }
    case 'ClarificationRequested':
      return {
        ...data,
        openClarification: { clarificationId: fact.data.clarificationId, answerDue: fact.data.answerDue },
      };
    case 'ClarificationReceived':
      return { ...data, openClarification: null };
    case 'OrderAmended':
      return {
        ...data,
        firm: false,
        paymentTerms: fact.data.paymentTerms ?? data.paymentTerms,
        charges: fact.data.charges ?? data.charges,
        requestedDate: fact.data.requestedDate ?? data.requestedDate,
      };
    case 'OrderRegistered':
      return { ...data, firm: true };
    case 'DocumentIssued':
      return {
        ...data,
        documents: [
          ...data.documents,
          { documentType: fact.data.documentType, documentNumber: fact.data.documentNumber },
        ],
      };
    case 'OrderHeld':
      return { ...data, holds: [...data.holds, fact.data.reason] };
    case 'HoldReleased':
      return { ...data, holds: data.holds.filter((reason) => reason !== fact.data.reason) };
    case 'InquiryOpened':
      return {
        ...data,
        openInquiries: [...data.openInquiries, fact.data.inquiryId],
        inquiryIds: [...data.inquiryIds, fact.data.inquiryId],
      };
    case 'InquiryResolved':
      return { ...data, openInquiries: data.openInquiries.filter((id) => id !== fact.data.inquiryId) };
    case 'PaymentFellDue':
    case 'PaymentBecameOverdue':
    case 'PaymentReceived':
    case 'PaymentRefunded':
      return { ...data, payment: reducePayment(data.payment, fact) };
    case 'ShipmentPlanned':
    case 'CarrierBooked':
    case 'ShipmentDispatched':
    case 'RedeliveryArranged':
    case 'DeliveryAccepted':
    case 'DeliveryRefused':
      return {
        ...data,
        shipments: {
          ...data.shipments,
          [fact.data.shipmentId]: reduceShipment(data.shipments[fact.data.shipmentId], fact),
        },
      };
    case 'OrderCheckStarted':
    case 'OrderConfirmed':
    case 'AllocationRequested':
    case 'StockAllocated':
    case 'LineBackordered':
    case 'DeliveryDateProposed':
    case 'DeliveryDateAgreed':
    case 'DeliveryDateDeclined':
    case 'ReservationLapsed':
    case 'ShipmentPicked':
    case 'ShipmentPacked':
    case 'ShipmentLabelled':
    case 'ShipmentTracked':
    case 'ShipmentDelivered':
    case 'DeliveryFailed':
    case 'ShipmentReturnedToSender':
    case 'ShipmentCancelled':
    case 'RefusalSettled':
    case 'LineCancelled':
    case 'OrderCancelled':
    case 'OrderCompleted':
    case 'CustomerContacted':
    case 'FeedbackReceived':
      return data;
  }
};

type PaymentFact = Extract<
  GoodsOrderFact,
  { type: 'PaymentFellDue' | 'PaymentBecameOverdue' | 'PaymentReceived' | 'PaymentRefunded' }
>;

const reducePayment = (payment: PaymentData, fact: PaymentFact): PaymentData => {
  switch (fact.type) {
    case 'PaymentFellDue':
      return { ...payment, dueOn: fact.data.dueOn, overdue: false };
    case 'PaymentBecameOverdue':
      return { ...payment, overdue: true };
    case 'PaymentReceived':
      return {
        ...payment,
        received: payment.received + fact.data.amount,
        paymentIds: [...payment.paymentIds, fact.data.paymentId],
      };
    case 'PaymentRefunded': {
      if (payment.refunded + fact.data.amount > payment.received)
        throw new RangeError('more was refunded than was ever paid');
      return {
        ...payment,
        refunded: payment.refunded + fact.data.amount,
        paymentIds: [...payment.paymentIds, fact.data.paymentId],
      };
    }
  }
};

type ShipmentFact = Extract<
  GoodsOrderFact,
  {
    type:
      | 'ShipmentPlanned'
      | 'CarrierBooked'
      | 'ShipmentDispatched'
      | 'RedeliveryArranged'
      | 'DeliveryAccepted'
      | 'DeliveryRefused';
  }
>;

const reduceShipment = (shipment: Shipment | undefined, fact: ShipmentFact): Shipment => {
  if (fact.type === 'ShipmentPlanned') {
    if (shipment) throw new RangeError(`shipment ${fact.data.shipmentId} was planned before`);
    const { shipmentId, warehouse, lines } = fact.data;
    const shipmentLines = lines.map(({ lineId, quantity }) => ({ lineId, quantity, accepted: 0, refused: 0 }));
    return {
      shipmentId,
      state: 'planned',
      warehouse,
      lines: shipmentLines,
      carrier: null,
      trackingNumber: null,
      expectedOn: null,
    };
  }
  if (!shipment) throw new RangeError(`there is no shipment ${fact.data.shipmentId}`);
  switch (fact.type) {
    case 'CarrierBooked':
      return { ...shipment, carrier: fact.data.carrier, trackingNumber: fact.data.trackingNumber ?? null };
    case 'ShipmentDispatched':
      return {
        ...shipment,
        carrier: fact.data.carrier,
        trackingNumber: fact.data.trackingNumber ?? shipment.trackingNumber,
        expectedOn: fact.data.expectedOn ?? null,
      };
    case 'RedeliveryArranged':
      return { ...shipment, expectedOn: fact.data.expectedOn };
    case 'DeliveryAccepted':
      return answered(shipment, 'accepted', fact.data.lines);
    case 'DeliveryRefused':
      return answered(shipment, 'refused', fact.data.lines);
  }
};

const answered = (
  shipment: Shipment,
  answer: 'accepted' | 'refused',
  quantities: readonly LineQuantity[],
): Shipment => {
  const unitsOf = (lineId: string) =>
    quantities.reduce((units, line) => (line.lineId === lineId ? units + line.quantity : units), 0);
  const lines = shipment.lines.map((line) => ({ ...line, [answer]: line[answer] + unitsOf(line.lineId) }));
  if (lines.some(({ quantity, accepted, refused }) => accepted + refused > quantity))
    throw new RangeError(`more than shipment ${shipment.shipmentId} holds was ${answer}`);
  return { ...shipment, lines };
};

const amountsOf = ({ lines, charges, receivedOn }: GoodsOrderData): OrderAmounts => {
  const billable = Object.values(lines).filter((line) => billableUnits(line) > 0);
  const priced = billable.map((line) => ({
    quantity: billableUnits(line),
    unitPrice: line.unitPrice,
    discountBasisPoints: line.discountBasisPoints,
    taxClass: line.taxClass,
  }));
  const charged = charges.map(({ amount, taxClass }) => ({
    quantity: 1,
    unitPrice: amount,
    discountBasisPoints: 0,
    taxClass,
  }));
  return orderAmounts(billable.length === 0 ? [] : [...priced, ...charged], receivedOn);
};

/** Where the least advanced live unit of an underway order is; the fulfilment state follows from it alone. */
export type Stage =
  | 'awaitingStock'
  | 'dateToPropose'
  | 'dateToAgree'
  | 'promised'
  | 'registered'
  | 'preparing'
  | 'shipping'
  | 'refusalToSettle'
  | 'awaitingAcceptance'
  | 'settled'
  | 'cancelled';

export const stageOf = ({ lines, firm }: GoodsOrderData): Stage => {
  const all = Object.values(lines);
  const any = (place: Parameters<typeof unitsIn>[1]) => unitsIn(lines, place) > 0;
  if (any('open')) return 'awaitingStock';
  const undated = all.filter((line) => line.ledger.backordered > 0 && line.agreedDate === null);
  if (undated.some((line) => line.proposedDate === null)) return 'dateToPropose';
  if (undated.length > 0) return 'dateToAgree';
  const waiting = any('reserved') || any('backordered');
  if (waiting && !firm) return 'promised';
  if (waiting) return 'registered';
  if (any('preparing')) return 'preparing';
  if (any('inTransit')) return 'shipping';
  if (any('refused')) return 'refusalToSettle';
  if (any('delivered')) return 'awaitingAcceptance';
  return any('accepted') || any('returned') ? 'settled' : 'cancelled';
};

export type PaymentState = 'notDue' | 'due' | 'partlyPaid' | 'paid' | 'overdue' | 'refundDue' | 'refunded';

/** Money the company holds for this order, in minor units. */
export const netPaid = ({ payment }: GoodsOrderData): number => payment.received - payment.refunded;

/** What the customer still has to pay; 0 where everything is paid. */
export const outstanding = (data: GoodsOrderData): number => Math.max(0, data.amounts.total - netPaid(data));

export const paymentStateOf = (data: GoodsOrderData): PaymentState => {
  const paid = netPaid(data);
  const payable = data.amounts.total;
  if (paid > payable) return 'refundDue';
  if (paid === payable) {
    if (paid > 0) return 'paid';
    return data.payment.refunded > 0 ? 'refunded' : 'notDue';
  }
  if (data.payment.overdue) return 'overdue';
  if (paid > 0) return 'partlyPaid';
  return data.payment.dueOn === null ? 'notDue' : 'due';
};

export const wasReceived = (data: GoodsOrderData): boolean => data.orderNumber !== null;
