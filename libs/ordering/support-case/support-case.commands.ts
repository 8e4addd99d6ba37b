import type { CommandsOf, Plain } from '#libs/kernel/command-catalogue';
import type { Command } from '#libs/kernel/decider';
import type { CompanyCalendar } from '#state-machines/desk/desk.events';
import {
  caseCategories,
  caseOutcomes,
  type CaseCategory,
  type CaseOrder,
  type CaseOutcome,
} from '#state-machines/support-case/support-case.events';
import { contactMedia, type ContactMedium } from '#state-machines/vocabulary/contact';
import { priorities, type Priority } from '#state-machines/vocabulary/priority';
import { RecordContactPayload } from '../contact/contact.payloads.ts';
import { IsCalendarDate, IsInstant } from '../validation/date-rules.ts';
import { IsRecordOf } from '../validation/object-rules.ts';
import { IsIdentifier, IsLine, IsOneOf, IsOwnNumber, IsText } from '../validation/text-rules.ts';
import { Optional } from '../validation/value-rule.ts';

/** The order that a case is about, of either kind, and what of it. */
export class CaseOrderPayload {
  @IsIdentifier()
  readonly orderId!: string;

  /** A line of a goods order. */
  @Optional()
  @IsIdentifier(40)
  readonly lineId?: string;

  /** A shipment of a goods order. */
  @Optional()
  @IsIdentifier(40)
  readonly shipmentId?: string;
}

/** 問い合わせを受け付ける: takes down what a customer asks for. */
export class OpenCase {
  /** The company's own customer number. */
  @IsOwnNumber()
  readonly customerId!: string;

  @IsOneOf(caseCategories)
  readonly category!: CaseCategory;

  /** Normal, where it is left out. */
  @Optional()
  @IsOneOf(priorities)
  readonly priority?: Priority;

  @IsOneOf(contactMedia)
  readonly openedVia!: ContactMedium;

  @IsLine(100)
  readonly title!: string;

  @Optional()
  @IsText()
  readonly description?: string;

  @Optional()
  @IsRecordOf(() => CaseOrderPayload)
  readonly order?: CaseOrderPayload;
}

/** 受注の問い合わせから案件を起こす: its words stay in the order's log. */
export class OpenCaseOfInquiry {
  @IsIdentifier()
  readonly orderId!: string;

  @IsOneOf(['goods', 'service'])
  readonly orderKind!: CaseOrder['orderKind'];

  @IsIdentifier()
  readonly inquiryId!: string;

  @IsOneOf(contactMedia)
  readonly askedVia!: ContactMedium;

  /** When the customer asked. */
  @IsInstant()
  readonly openedAt!: string;
}

/** 案件の内容を変更する: only the members given are changed; another category or priority has other targets. */
export class AmendCase {
  @Optional()
  @IsOneOf(caseCategories)
  readonly category?: CaseCategory;

  @Optional()
  @IsOneOf(priorities)
  readonly priority?: Priority;

  @Optional()
  @IsLine(100)
  readonly title?: string;

  @Optional()
  @IsText()
  readonly description?: string;

  @Optional()
  @IsRecordOf(() => CaseOrderPayload)
  readonly order?: CaseOrderPayload;
}

/** 担当する: a member of the desk takes the case up, or is given it. */
export class TakeCase {
  @IsIdentifier()
  readonly assignee!: string;
}

/** お客様に回答する. */
export class AnswerCase {
  @IsText()
  readonly answer!: string;

  @IsOneOf(contactMedia)
  readonly answeredVia!: ContactMedium;
}

/** お客様に確認する: the case waits for the customer from now on. */
export class RequestInformation {
  @IsText()
  readonly question!: string;

  @IsOneOf(contactMedia)
  readonly askedVia!: ContactMedium;

  /** The last day on which the answer is in time. */
  @IsCalendarDate()
  readonly answerDue!: string;
}

/** お客様の回答を記録する. */
export class RecordInformation {
  @IsText()
  readonly answer!: string;

  @IsOneOf(contactMedia)
  readonly answeredVia!: ContactMedium;
}

/** お客様との連絡を記録する. */
export class RecordContact extends RecordContactPayload {}

/** 解決を記録する. */
export class ResolveCase {
  @IsOneOf(caseOutcomes)
  readonly outcome!: CaseOutcome;

  @IsText()
  readonly resolution!: string;

  /** How the customer was told of it, where they were. */
  @Optional()
  @IsOneOf(contactMedia)
  readonly answeredVia?: ContactMedium;
}

/** 受注で回答済みの案件を解決とする: the inquiry that it came from was answered on the order itself. */
export class SettleCase {}

/** 案件を完了する. */
export class CloseCase {}

/** 案件を再開する: the matter is not settled after all. */
export class ReopenCase {
  @IsText()
  readonly reason!: string;
}

/** The payload class of every command of a support case, by type. */
export const supportCasePayloads = {
  OpenCase,
  OpenCaseOfInquiry,
  AmendCase,
  TakeCase,
  AnswerCase,
  RequestInformation,
  RecordInformation,
  RecordContact,
  ResolveCase,
  SettleCase,
  CloseCase,
  ReopenCase,
} as const;

/** What is added to commands that set a target: by when the company works. */
interface WithCalendar {
  readonly calendar: CompanyCalendar;
}

/** `OpenCase` with its number, the order as it is known, and the calendar, before it is decided. */
export type PreparedOpenCase = Omit<Plain<OpenCase>, 'order'> &
  WithCalendar & { readonly caseNumber: string; readonly order?: CaseOrder };

/** `OpenCaseOfInquiry` with its number, what the order says of itself, and the calendar, before it is decided. */
export type PreparedOpenCaseOfInquiry = Plain<OpenCaseOfInquiry> &
  WithCalendar & { readonly caseNumber: string; readonly customerId: string; readonly orderNumber: string };

/** `AmendCase` with the order as it is known, and the calendar, before it is decided. */
export type PreparedAmendCase = Omit<Plain<AmendCase>, 'order'> & WithCalendar & { readonly order?: CaseOrder };

/** `ReopenCase` with the calendar, before it is decided. */
export type PreparedReopenCase = Plain<ReopenCase> & WithCalendar;

type AsSent = Omit<typeof supportCasePayloads, 'OpenCase' | 'OpenCaseOfInquiry' | 'AmendCase' | 'ReopenCase'>;

/** A command as it is decided: four of them arrive with what the number series, the orders and the desk add. */
export type SupportCaseCommand =
  | CommandsOf<AsSent>
  | Command<'OpenCase', PreparedOpenCase>
  | Command<'OpenCaseOfInquiry', PreparedOpenCaseOfInquiry>
  | Command<'AmendCase', PreparedAmendCase>
  | Command<'ReopenCase', PreparedReopenCase>;
