import type { CommandsOf } from '#libs/kernel/command-catalogue';
import { PaymentPayload } from '../../order/payment.payloads.ts';
import { IsCalendarDate } from '../../validation/date-rules.ts';
import { IsIdentifier, IsIdentifierList, IsLine, IsText } from '../../validation/text-rules.ts';
import { Optional } from '../../validation/value-rule.ts';
import { MAX_MILESTONES } from '../terms/terms.payloads.ts';

/** マイルストーンの検収を記録する: it makes exactly that milestone billable. */
export class AcceptMilestone {
  @IsIdentifier(40)
  readonly milestoneId!: string;

  @Optional()
  @IsCalendarDate()
  readonly acceptedOn?: string;

  /** Who accepted it for the customer. */
  @Optional()
  @IsLine(100)
  readonly acceptedBy?: string;
}

/** 請求書の発行を記録する; of everything that is billable where no milestones are named. */
export class IssueInvoice {
  @IsIdentifier()
  readonly invoiceNumber!: string;

  @Optional()
  @IsIdentifierList(1, MAX_MILESTONES)
  readonly milestoneIds?: string[];

  @Optional()
  @IsCalendarDate()
  readonly issuedOn?: string;

  /** So many days after the issue as the contract says, where it is not given. */
  @Optional()
  @IsCalendarDate()
  readonly dueOn?: string;
}

/** 請求の支払遅延を記録する. */
export class MarkInvoiceOverdue {
  @IsIdentifier()
  readonly invoiceNumber!: string;
}

/** 請求書を取り消す: its number, its date or what is on it was wrong, and nothing was paid yet. */
export class CancelInvoice {
  @IsIdentifier()
  readonly invoiceNumber!: string;

  @IsText()
  readonly reason!: string;
}

/** 請求への入金を記録する; for the only unpaid invoice where none is named. */
export class RecordInvoicePayment extends PaymentPayload {
  @Optional()
  @IsIdentifier()
  readonly invoiceNumber?: string;
}

/** The payload class of every command about milestones and invoices, by type. */
export const billingPayloads = {
  AcceptMilestone,
  IssueInvoice,
  CancelInvoice,
  MarkInvoiceOverdue,
  RecordInvoicePayment,
} as const;

export type BillingCommand = CommandsOf<typeof billingPayloads>;
