import { dateInTokyo, type CalendarDate } from '../vocabulary/dates.ts';
import { orderAmounts, type Currency, type OrderAmounts } from '../vocabulary/money.ts';
import type { Shipment } from '../shipment/shipment.data.ts';
import type { Charge, DocumentType, GoodsOrderFact, PaymentTerms } from './goods-order.events.ts';
import { initialOrderDeskData, reduceOrderDesk, type OrderDeskData } from '../order/order.data.ts';
import { billableUnits, newLine, reduceLines, type LineStates } from './line-ledger.data.ts';
import { reduceShipment } from './order-shipments.data.ts';
import { reducePayment, type PaymentData } from './payment.data.ts';

/** A goods order's data: plain JSON, nothing about a person. */
export interface GoodsOrderData extends OrderDeskData {
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
  ...initialOrderDeskData,
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
    case 'HoldReleased':
    case 'InquiryOpened':
    case 'InquiryResolved':
    case 'CustomerContacted':
    case 'FeedbackReceived':
      return reduceOrderDesk(data, fact);
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
      return data;
  }
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
