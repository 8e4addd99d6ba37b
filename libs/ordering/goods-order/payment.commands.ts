import { paymentMethods, type PaymentMethod } from '#state-machines/vocabulary/payment';
import { PaymentPayload } from '../order/payment.payloads.ts';
import { IsCalendarDate } from '../validation/date-rules.ts';
import { IsMinorUnits } from '../validation/number-rules.ts';
import { IsCurrency, IsOneOf, IsText } from '../validation/text-rules.ts';
import { Optional } from '../validation/value-rule.ts';

/** 支払期日を定める. */
export class MarkPaymentDue {
  @IsCalendarDate()
  readonly dueOn!: string;
}

/** 支払遅延を記録する. */
export class MarkPaymentOverdue {}

/** 入金を記録する. */
export class RecordPayment extends PaymentPayload {}

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
