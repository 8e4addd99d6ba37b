import { holdReasons, type HoldReason } from '#state-machines/order/order.events';
import { contactMedia, type ContactMedium } from '#state-machines/vocabulary/contact';
import { paymentMethods, type PaymentMethod } from '#state-machines/vocabulary/payment';
import { IsCalendarDate } from '../validation/date-rules.ts';
import { IsMinorUnits, IsWholeNumber } from '../validation/number-rules.ts';
import { IsCurrency, IsIdentifier, IsLine, IsOneOf, IsText } from '../validation/text-rules.ts';
import { Optional } from '../validation/value-rule.ts';

/** 保留にする. */
export class HoldOrder {
  @IsOneOf(holdReasons)
  readonly reason!: HoldReason;

  @Optional()
  @IsText()
  readonly note?: string;
}

/** 保留を解除する. */
export class ReleaseHold {
  @IsOneOf(holdReasons)
  readonly reason!: HoldReason;

  @Optional()
  @IsText()
  readonly note?: string;
}

/** 支払期日を定める. */
export class MarkPaymentDue {
  @IsCalendarDate()
  readonly dueOn!: string;
}

/** 支払遅延を記録する. */
export class MarkPaymentOverdue {}

/** 入金を記録する. */
export class RecordPayment {
  @IsMinorUnits(1)
  readonly amount!: number;

  /** Where it is given, it has to be the order's. */
  @Optional()
  @IsCurrency()
  readonly currency?: string;

  @IsOneOf(paymentMethods)
  readonly method!: PaymentMethod;

  @Optional()
  @IsCalendarDate()
  readonly receivedOn?: string;

  @Optional()
  @IsLine(100)
  readonly reference?: string;
}

/** 返金を記録する; everything overpaid where no amount is given. */
export class RefundPayment {
  @Optional()
  @IsMinorUnits(1)
  readonly amount?: number;

  @Optional()
  @IsCurrency()
  readonly currency?: string;

  @IsOneOf(paymentMethods)
  readonly method!: PaymentMethod;

  @Optional()
  @IsCalendarDate()
  readonly refundedOn?: string;

  @Optional()
  @IsText()
  readonly reason?: string;
}

/** お客様との連絡を記録する. */
export class RecordContact {
  @IsOneOf(contactMedia)
  readonly medium!: ContactMedium;

  @IsOneOf(['inbound', 'outbound'])
  readonly direction!: 'inbound' | 'outbound';

  @IsText()
  readonly summary!: string;
}

/** 問い合わせを受け付ける. */
export class OpenInquiry {
  @IsLine(100)
  readonly about!: string;

  @IsText()
  readonly question!: string;

  @IsOneOf(contactMedia)
  readonly askedVia!: ContactMedium;
}

/** 問い合わせに回答する; the only open one where no id is given. */
export class ResolveInquiry {
  @Optional()
  @IsIdentifier()
  readonly inquiryId?: string;

  @IsText()
  readonly answer!: string;
}

/** お客様の評価を記録する: 1 (poor) to 5 (excellent). */
export class RecordFeedback {
  @IsWholeNumber(1, 5)
  readonly score!: number;

  @Optional()
  @IsText()
  readonly comment?: string;
}
