import { IsCalendarDate } from '../validation/date-rules.ts';
import { IsCount, IsQuantity } from '../validation/number-rules.ts';
import { IsIdentifier, IsIdentifierList, IsText } from '../validation/text-rules.ts';
import { Optional } from '../validation/value-rule.ts';
import { MAX_LINES } from './intake.commands.ts';

/** 引当結果を記録する: what stock says of a line, as running totals. Sent by the allocation process. */
export class RecordAllocation {
  @IsIdentifier(40)
  readonly lineId!: string;

  @IsQuantity()
  readonly claimNumber!: number;

  @IsCount()
  readonly secured!: number;

  @IsCount()
  readonly queued!: number;
}

/** 再引当を依頼する. */
export class RequestAllocation {
  @Optional()
  @IsIdentifierList(1, MAX_LINES)
  readonly lineIds?: string[];
}

/** 納期を提案する. */
export class ProposeDeliveryDate {
  @IsCalendarDate()
  readonly proposedDate!: string;

  @Optional()
  @IsIdentifierList(1, MAX_LINES)
  readonly lineIds?: string[];

  @Optional()
  @IsText()
  readonly reason?: string;
}

/** 納期の合意を記録する. */
export class AgreeDeliveryDate {
  @Optional()
  @IsCalendarDate()
  readonly agreedDate?: string;

  @Optional()
  @IsIdentifierList(1, MAX_LINES)
  readonly lineIds?: string[];
}

/** 提案した納期が断られたことを記録する. */
export class DeclineDeliveryDate {
  @Optional()
  @IsIdentifierList(1, MAX_LINES)
  readonly lineIds?: string[];

  @Optional()
  @IsText()
  readonly reason?: string;
}

/** 受注を登録する: the order is firm. */
export class RegisterOrder {}

/** 引当を失効させる: an unpaid prepaid order gives up what it holds. */
export class ExpireReservation {}
