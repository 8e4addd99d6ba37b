import type { Charge, PaymentTerms } from '#state-machines/goods-order/goods-order.events';
import type { Channel } from '#state-machines/vocabulary/contact';
import type { Address, ContactPerson } from '#state-machines/vocabulary/address';
import type { CalendarDate, Instant } from '#state-machines/vocabulary/dates';
import type { Currency, TaxClass } from '#state-machines/vocabulary/money';
import type { RowPlace } from './csv-rows.ts';

/** Who orders. */
export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly contact?: ContactPerson;
}

/** A line as `ReceiveOrder` takes it. What is left out comes from the item. */
export interface LineDraft {
  readonly lineId: string;
  readonly sku: string;
  readonly warehouse: string;
  readonly quantity: number;
  readonly description?: string;
  readonly unitPrice?: number;
  readonly discountBasisPoints?: number;
  readonly taxClass?: TaxClass;
}

/** The body of `ReceiveOrder`, as an import makes it. */
export interface ReceivedOrder {
  readonly channel: Channel;
  readonly customer: Customer;
  readonly customerReference: string;
  readonly receivedAt: Instant;
  readonly currency: Currency;
  readonly lines: readonly LineDraft[];
  readonly charges: readonly Charge[];
  readonly shipTo: Address;
  readonly paymentTerms: PaymentTerms;
  readonly requestedDate?: CalendarDate;
  readonly requestedTimeSlot?: string;
  readonly deliveryWishes?: string;
  readonly note?: string;
}

/** An order of the input, every row of it read without a problem. */
export interface OrderDraft {
  /** The order's number in the data. */
  readonly number: string;
  readonly place: RowPlace;
  readonly orderedOn: CalendarDate;
  /** Absent where it has not left, or the data does not say. */
  readonly shippedOn?: CalendarDate;
  readonly carrier?: string;
  readonly received: ReceivedOrder;
}

/** An item of the input with the stock it has before the first order. */
export interface ItemDraft {
  readonly place: RowPlace;
  readonly sku: string;
  readonly name: string;
  readonly unit: string;
  readonly unitPrice: number;
  readonly currency: Currency;
  readonly taxClass: TaxClass;
  readonly warehouse: string;
  readonly onHand: number;
  readonly reorderPoint: number;
}
