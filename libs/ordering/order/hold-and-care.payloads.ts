import { holdReasons, type HoldReason } from '#state-machines/order/order.events';
import { contactMedia, type ContactMedium } from '#state-machines/vocabulary/contact';
import type { RecordContactPayload } from '../contact/contact.payloads.ts';
import { IsWholeNumber } from '../validation/number-rules.ts';
import { IsIdentifier, IsLine, IsOneOf, IsText } from '../validation/text-rules.ts';
import { Optional } from '../validation/value-rule.ts';

// What is sent is found by its class: each kind of order has subclasses of its own, which bear the names of the commands.

/** 保留にする. */
export class HoldOrderPayload {
  @IsOneOf(holdReasons)
  readonly reason!: HoldReason;

  @Optional()
  @IsText()
  readonly note?: string;
}

/** 保留を解除する. */
export class ReleaseHoldPayload {
  @IsOneOf(holdReasons)
  readonly reason!: HoldReason;

  @Optional()
  @IsText()
  readonly note?: string;
}

/** 問い合わせを受け付ける. */
export class OpenInquiryPayload {
  @IsLine(100)
  readonly about!: string;

  @IsText()
  readonly question!: string;

  @IsOneOf(contactMedia)
  readonly askedVia!: ContactMedium;
}

/** 問い合わせに回答する; the only open one where no id is given. */
export class ResolveInquiryPayload {
  @Optional()
  @IsIdentifier()
  readonly inquiryId?: string;

  @IsText()
  readonly answer!: string;
}

/** お客様の評価を記録する: 1 (poor) to 5 (excellent). */
export class RecordFeedbackPayload {
  @IsWholeNumber(1, 5)
  readonly score!: number;

  @Optional()
  @IsText()
  readonly comment?: string;
}

/** The payloads of the commands that every order takes, by type. */
export interface HoldAndCarePayloads {
  readonly HoldOrder: typeof HoldOrderPayload;
  readonly ReleaseHold: typeof ReleaseHoldPayload;
  readonly RecordContact: typeof RecordContactPayload;
  readonly OpenInquiry: typeof OpenInquiryPayload;
  readonly ResolveInquiry: typeof ResolveInquiryPayload;
  readonly RecordFeedback: typeof RecordFeedbackPayload;
}
