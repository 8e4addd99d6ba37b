// The names below, of facts and of their members, are a storage format: never edit or remove one. Add a member, or a new shape with an upcaster.
import type { CustomerMatchKeys } from '../customer/customer.events.ts';
import {
  carePersonalMembers,
  careRegionOf,
  type CareShapes,
  type ContactShapes,
  type HoldShapes,
} from '../order/order.events.ts';
import type { Address, ContactPerson } from '../vocabulary/address.ts';
import type { Channel, ContactMedium } from '../vocabulary/contact.ts';
import type { CalendarDate, Instant } from '../vocabulary/dates.ts';
import type { Facts } from '../vocabulary/facts.ts';
import type { Currency, TaxClass } from '../vocabulary/money.ts';
import type { PaymentMethod } from '../vocabulary/payment.ts';
import type { Personal } from '../vocabulary/personal.ts';

/** 前払い, 代引, 掛け売り. */
export const paymentTerms = ['prepaid', 'cashOnDelivery', 'invoice'] as const;
export type PaymentTerms = (typeof paymentTerms)[number];

export const clarificationSubjects = ['content', 'payment', 'delivery'] as const;
export type ClarificationSubject = (typeof clarificationSubjects)[number];

/** 注文確認書, 請求書, 納品書, 領収書. */
export const documentTypes = ['orderConfirmation', 'invoice', 'deliveryNote', 'receipt'] as const;
export type DocumentType = (typeof documentTypes)[number];

/** A line as it was agreed: what, how much, at which price. Prices are tax-exclusive minor units of the order's currency. */
export interface OrderLine {
  readonly lineId: string;
  readonly sku: string;
  readonly description: string;
  /** The one warehouse that serves the line. */
  readonly warehouse: string;
  readonly quantity: number;
  readonly unitPrice: number;
  /** 500 is 5 % off. */
  readonly discountBasisPoints: number;
  readonly taxClass: TaxClass;
  /** The line that this one replaces (交換). */
  readonly replaces?: string;
}

/** Something charged besides the lines: 送料, 代引手数料. Tax-exclusive minor units. */
export interface Charge {
  readonly kind: 'shipping' | 'cashOnDelivery' | 'wrapping' | 'other';
  readonly amount: number;
  readonly taxClass: TaxClass;
}

export interface LineQuantity {
  readonly lineId: string;
  readonly quantity: number;
}

/** Units of a line with what the stock needs to know about them. */
export interface ShippedQuantity extends LineQuantity {
  readonly sku: string;
  readonly warehouse: string;
}

/** Units that came back, and how many of them went back on the shelf. */
export interface ReturnedQuantity extends ShippedQuantity {
  readonly restocked: number;
}

/** Units taken out of the places in which they can still be taken back; they go to `open`, or to `cancelled`, as the fact says. */
export interface Withdrawal {
  readonly lineId: string;
  readonly open: number;
  readonly backordered: number;
  readonly reserved: number;
}

/**
 * What a line claims of the stock, as running totals since the order began: `quantity` ever claimed (net of what was given up), of which `dispatched`
 * has left. Claims of a line are numbered from 1; only the answer to the newest counts.
 */
export interface StockClaim extends ShippedQuantity {
  readonly dispatched: number;
  readonly claimNumber: number;
}

/** Facts that the region `fulfilment` owns. */
export interface FulfilmentShapes {
  OrderReceived: {
    orderNumber: string;
    channel: Channel;
    customerId: string;
    customerName: Personal<string>;
    contact?: Personal<ContactPerson>;
    /** The customer's own number for the order. */
    customerReference?: string;
    receivedAt: Instant;
    currency: Currency;
    lines: readonly OrderLine[];
    charges: readonly Charge[];
    shipTo: Personal<Address>;
    billTo?: Personal<Address>;
    paymentTerms: PaymentTerms;
    requestedDate?: CalendarDate;
    requestedTimeSlot?: string;
    deliveryWishes?: Personal<string>;
    note?: Personal<string>;
    /** Of the name and the contact person, so that a customer whom nobody has registered is found by those who look alike. */
    matchKeys?: CustomerMatchKeys;
  };
  /** Somebody here has taken the order up for checking. */
  OrderCheckStarted: object;
  ClarificationRequested: {
    clarificationId: string;
    about: ClarificationSubject;
    question: Personal<string>;
    askedVia: ContactMedium;
    answerDue: CalendarDate;
  };
  ClarificationReceived: { clarificationId: string; answer: Personal<string>; answeredVia: ContactMedium };
  OrderAmended: {
    reason: Personal<string>;
    /** Existing lines whose total changes: what is taken back from its places first, then the new total. */
    changedLines: readonly { readonly lineId: string; readonly ordered: number; readonly withdrawn: Withdrawal }[];
    addedLines: readonly OrderLine[];
    /** Claims of the lines concerned; empty before the order is confirmed. */
    claims: readonly StockClaim[];
    shipTo?: Personal<Address>;
    billTo?: Personal<Address>;
    requestedDate?: CalendarDate;
    requestedTimeSlot?: string;
    deliveryWishes?: Personal<string>;
    paymentTerms?: PaymentTerms;
    charges?: readonly Charge[];
  };
  OrderConfirmed: { claims: readonly StockClaim[]; confirmedVia?: ContactMedium };
  /** Asks the stock again for units that nobody has promised, after a reservation lapsed. */
  AllocationRequested: { claims: readonly StockClaim[] };
  StockAllocated: LineQuantity & { from: 'open' | 'backordered' };
  LineBackordered: LineQuantity;
  DeliveryDateProposed: { proposedDate: CalendarDate; lineIds: readonly string[]; reason?: Personal<string> };
  DeliveryDateAgreed: { agreedDate: CalendarDate; lineIds: readonly string[] };
  DeliveryDateDeclined: { lineIds: readonly string[]; reason?: Personal<string> };
  OrderRegistered: object;
  /** Everything held or queued for an unpaid order goes back to `open`, and nothing is claimed for it any more. */
  ReservationLapsed: { withdrawn: readonly Withdrawal[]; claims: readonly StockClaim[] };
  DocumentIssued: {
    documentType: DocumentType;
    documentNumber: string;
    issuedOn: CalendarDate;
    sentVia?: ContactMedium;
    shipmentId?: string;
    amount?: number;
  };
  ShipmentPlanned: { shipmentId: string; warehouse: string; lines: readonly LineQuantity[]; plannedOn?: CalendarDate };
  ShipmentPicked: { shipmentId: string };
  ShipmentPacked: { shipmentId: string; packages: number; weightGrams?: number };
  ShipmentLabelled: { shipmentId: string };
  CarrierBooked: {
    shipmentId: string;
    carrier: string;
    service?: string;
    trackingNumber?: string;
    pickupOn?: CalendarDate;
  };
  ShipmentDispatched: {
    shipmentId: string;
    dispatchedOn: CalendarDate;
    carrier: string;
    trackingNumber?: string;
    expectedOn?: CalendarDate;
    lines: readonly ShippedQuantity[];
  };
  ShipmentTracked: { shipmentId: string; status: string; location?: string; observedAt: Instant };
  ShipmentDelivered: {
    shipmentId: string;
    deliveredAt: Instant;
    receivedBy?: Personal<string>;
    lines: readonly LineQuantity[];
  };
  DeliveryFailed: { shipmentId: string; reason: Personal<string> };
  RedeliveryArranged: { shipmentId: string; expectedOn: CalendarDate; timeSlot?: string };
  ShipmentReturnedToSender: {
    shipmentId: string;
    reason: Personal<string>;
    lines: readonly ReturnedQuantity[];
    claims: readonly StockClaim[];
  };
  ShipmentCancelled: { shipmentId: string; reason: Personal<string>; lines: readonly LineQuantity[] };
  DeliveryAccepted: { shipmentId: string; acceptedOn: CalendarDate; lines: readonly LineQuantity[] };
  DeliveryRefused: { shipmentId: string; reason: Personal<string>; lines: readonly LineQuantity[] };
  /** What becomes of refused units: sent again (they go to `open`) or given up (`cancelled`). */
  RefusalSettled: {
    outcome: 'redeliver' | 'cancel';
    lines: readonly ReturnedQuantity[];
    claims: readonly StockClaim[];
  };
  LineCancelled: { reason: Personal<string>; withdrawn: Withdrawal; claims: readonly StockClaim[] };
  OrderCancelled: { reason: Personal<string>; withdrawn: readonly Withdrawal[]; claims: readonly StockClaim[] };
  OrderCompleted: { completedOn: CalendarDate };
}

/** Facts that the region `payment` owns. Amounts are minor units of the order's currency. */
export interface PaymentShapes {
  PaymentFellDue: { dueOn: CalendarDate };
  PaymentBecameOverdue: object;
  PaymentReceived: {
    paymentId: string;
    amount: number;
    method: PaymentMethod;
    receivedOn: CalendarDate;
    /** Often the payer's name, as the bank gives it. */
    reference?: Personal<string>;
  };
  PaymentRefunded: {
    paymentId: string;
    amount: number;
    method: PaymentMethod;
    refundedOn: CalendarDate;
    reason?: Personal<string>;
  };
}

export type GoodsOrderFact = Facts<FulfilmentShapes & PaymentShapes & HoldShapes & CareShapes & ContactShapes>;
export type GoodsOrderFactOf<Type extends GoodsOrderFact['type']> = Extract<GoodsOrderFact, { type: Type }>;

/** The region of the chart that must take each fact; `root` where any state does. */
export const regionOf = {
  OrderReceived: 'fulfilment',
  OrderCheckStarted: 'fulfilment',
  ClarificationRequested: 'fulfilment',
  ClarificationReceived: 'fulfilment',
  OrderAmended: 'fulfilment',
  OrderConfirmed: 'fulfilment',
  AllocationRequested: 'fulfilment',
  StockAllocated: 'fulfilment',
  LineBackordered: 'fulfilment',
  DeliveryDateProposed: 'fulfilment',
  DeliveryDateAgreed: 'fulfilment',
  DeliveryDateDeclined: 'fulfilment',
  OrderRegistered: 'fulfilment',
  ReservationLapsed: 'fulfilment',
  DocumentIssued: 'fulfilment',
  ShipmentPlanned: 'fulfilment',
  ShipmentPicked: 'fulfilment',
  ShipmentPacked: 'fulfilment',
  ShipmentLabelled: 'fulfilment',
  CarrierBooked: 'fulfilment',
  ShipmentDispatched: 'fulfilment',
  ShipmentTracked: 'fulfilment',
  ShipmentDelivered: 'fulfilment',
  DeliveryFailed: 'fulfilment',
  RedeliveryArranged: 'fulfilment',
  ShipmentReturnedToSender: 'fulfilment',
  ShipmentCancelled: 'fulfilment',
  DeliveryAccepted: 'fulfilment',
  DeliveryRefused: 'fulfilment',
  RefusalSettled: 'fulfilment',
  LineCancelled: 'fulfilment',
  OrderCancelled: 'fulfilment',
  OrderCompleted: 'fulfilment',
  PaymentFellDue: 'payment',
  PaymentBecameOverdue: 'payment',
  PaymentReceived: 'payment',
  PaymentRefunded: 'payment',
  ...careRegionOf,
} as const satisfies Record<GoodsOrderFact['type'], 'fulfilment' | 'payment' | 'hold' | 'care' | 'root'>;

/** Members that are about a person, sealed under the key of the order's customer. */
export const personalMembers = {
  OrderReceived: ['customerName', 'contact', 'shipTo', 'billTo', 'deliveryWishes', 'note'],
  ClarificationRequested: ['question'],
  ClarificationReceived: ['answer'],
  OrderAmended: ['reason', 'shipTo', 'billTo', 'deliveryWishes'],
  DeliveryDateProposed: ['reason'],
  DeliveryDateDeclined: ['reason'],
  ShipmentDelivered: ['receivedBy'],
  DeliveryFailed: ['reason'],
  ShipmentReturnedToSender: ['reason'],
  ShipmentCancelled: ['reason'],
  DeliveryRefused: ['reason'],
  LineCancelled: ['reason'],
  OrderCancelled: ['reason'],
  PaymentReceived: ['reference'],
  PaymentRefunded: ['reason'],
  ...carePersonalMembers,
} as const satisfies Partial<Record<GoodsOrderFact['type'], readonly string[]>>;
