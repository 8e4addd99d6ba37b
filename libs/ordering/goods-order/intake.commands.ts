import type { Plain } from '#libs/kernel/command-catalogue';
import type { CustomerMatchKeys } from '#state-machines/customer/customer.events';
import {
  clarificationSubjects,
  paymentTerms,
  type Charge,
  type ClarificationSubject,
  type OrderLine,
  type PaymentTerms,
} from '#state-machines/goods-order/goods-order.events';
import { contactMedia, type ContactMedium } from '#state-machines/vocabulary/contact';
import { taxClasses, type TaxClass } from '#state-machines/vocabulary/money';
import { IsCalendarDate } from '../validation/date-rules.ts';
import { IsMinorUnits, IsQuantity, IsWholeNumber } from '../validation/number-rules.ts';
import { IsRecordListOf, IsRecordOf } from '../validation/object-rules.ts';
import { IsCurrency, IsIdentifier, IsLine, IsOneOf, IsSku, IsText } from '../validation/text-rules.ts';
import { Optional } from '../validation/value-rule.ts';
import { NewOrderPayload } from '../order/new-order.payloads.ts';
import { AddressPayload } from '../order/party.payloads.ts';

/** An order holds at most this many lines; a larger one is split by whoever sends it. */
export const MAX_LINES = 1000;

/** A line as the caller gives it; what is left out comes from the item. */
export class LinePayload {
  @Optional()
  @IsIdentifier(40)
  readonly lineId?: string;

  @IsSku()
  readonly sku!: string;

  @Optional()
  @IsLine()
  readonly description?: string;

  @Optional()
  @IsIdentifier(40)
  readonly warehouse?: string;

  @IsQuantity()
  readonly quantity!: number;

  @Optional()
  @IsMinorUnits()
  readonly unitPrice?: number;

  /** The currency of `unitPrice`; it has to be the order's. */
  @Optional()
  @IsCurrency()
  readonly currency?: string;

  @Optional()
  @IsWholeNumber(0, 10_000)
  readonly discountBasisPoints?: number;

  @Optional()
  @IsOneOf(taxClasses)
  readonly taxClass?: TaxClass;

  @Optional()
  @IsIdentifier(40)
  readonly replaces?: string;
}

/** Something charged besides the lines. */
export class ChargePayload implements Charge {
  @IsOneOf(['shipping', 'cashOnDelivery', 'wrapping', 'other'])
  readonly kind!: Charge['kind'];

  @IsMinorUnits()
  readonly amount!: number;

  @IsOneOf(taxClasses)
  readonly taxClass!: TaxClass;
}

/** 受注を受け付ける: registers the order exactly as the customer gave it. */
export class ReceiveOrder extends NewOrderPayload {
  @IsRecordListOf(() => LinePayload, 1, MAX_LINES)
  readonly lines!: LinePayload[];

  @Optional()
  @IsRecordListOf(() => ChargePayload, 0, 20)
  readonly charges?: ChargePayload[];

  @IsRecordOf(() => AddressPayload)
  readonly shipTo!: AddressPayload;

  @Optional()
  @IsRecordOf(() => AddressPayload)
  readonly billTo?: AddressPayload;

  @IsOneOf(paymentTerms)
  readonly paymentTerms!: PaymentTerms;

  @Optional()
  @IsCalendarDate()
  readonly requestedDate?: string;

  @Optional()
  @IsLine(40)
  readonly requestedTimeSlot?: string;

  @Optional()
  @IsText()
  readonly deliveryWishes?: string;

  @Optional()
  @IsText()
  readonly note?: string;
}

/** 確認を始める. */
export class StartOrderCheck {}

/** 不明点を問い合わせる. */
export class RequestClarification {
  @IsOneOf(clarificationSubjects)
  readonly about!: ClarificationSubject;

  @IsText()
  readonly question!: string;

  @IsOneOf(contactMedia)
  readonly askedVia!: ContactMedium;

  @IsCalendarDate()
  readonly answerDue!: string;
}

/** 問い合わせの回答を記録する. */
export class RecordClarification {
  @IsText()
  readonly answer!: string;

  @IsOneOf(contactMedia)
  readonly answeredVia!: ContactMedium;
}

/** A line's new quantity: units that are neither cancelled nor returned. */
export class LineAmendment {
  @IsIdentifier(40)
  readonly lineId!: string;

  @IsQuantity()
  readonly quantity!: number;
}

/** 受注内容を変更する. */
export class AmendOrder {
  @IsText()
  readonly reason!: string;

  @Optional()
  @IsRecordListOf(() => LineAmendment, 1, MAX_LINES)
  readonly lines?: LineAmendment[];

  @Optional()
  @IsRecordListOf(() => LinePayload, 1, MAX_LINES)
  readonly addLines?: LinePayload[];

  @Optional()
  @IsRecordListOf(() => ChargePayload, 0, 20)
  readonly charges?: ChargePayload[];

  @Optional()
  @IsRecordOf(() => AddressPayload)
  readonly shipTo?: AddressPayload;

  @Optional()
  @IsRecordOf(() => AddressPayload)
  readonly billTo?: AddressPayload;

  @Optional()
  @IsCalendarDate()
  readonly requestedDate?: string;

  @Optional()
  @IsLine(40)
  readonly requestedTimeSlot?: string;

  @Optional()
  @IsText()
  readonly deliveryWishes?: string;

  @Optional()
  @IsOneOf(paymentTerms)
  readonly paymentTerms?: PaymentTerms;
}

/** 受注を確定する: the customer's order is clear and agreed. */
export class ConfirmOrder {
  @Optional()
  @IsOneOf(contactMedia)
  readonly confirmedVia?: ContactMedium;
}

/** `ReceiveOrder` with what the items, the number series and the customer's name add before it is decided. */
export type PreparedReceiveOrder = Omit<Plain<ReceiveOrder>, 'lines'> & {
  readonly orderNumber: string;
  readonly matchKeys?: CustomerMatchKeys;
  readonly lines: readonly OrderLine[];
};

/** `AmendOrder` with what the items add to its new lines before it is decided. */
export type PreparedAmendOrder = Omit<Plain<AmendOrder>, 'addLines'> & { readonly addLines?: readonly OrderLine[] };
