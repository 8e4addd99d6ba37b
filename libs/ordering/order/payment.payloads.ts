import { paymentMethods, type PaymentMethod } from '#state-machines/vocabulary/payment';
import { IsCalendarDate } from '../validation/date-rules.ts';
import { IsMinorUnits } from '../validation/number-rules.ts';
import { IsCurrency, IsLine, IsOneOf } from '../validation/text-rules.ts';
import { Optional } from '../validation/value-rule.ts';

/** Money that came in for an order of either kind; received today where no day is given. */
export class PaymentPayload {
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
