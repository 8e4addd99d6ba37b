import type { CommandsOf } from '#libs/kernel/command-catalogue';
import {
  followUpOutcomes,
  type FollowUpOrigin,
  type FollowUpOutcome,
} from '#state-machines/follow-up/follow-up.events';
import { priorities, type Priority } from '#state-machines/vocabulary/priority';
import { IsCalendarDate, IsInstant } from '../validation/date-rules.ts';
import { IsRecordOf } from '../validation/object-rules.ts';
import { IsIdentifier, IsLine, IsOneOf, IsOwnNumber, IsText } from '../validation/text-rules.ts';
import { Optional } from '../validation/value-rule.ts';

export const orderKinds = ['goods', 'service'] as const;

/** Whom and what it is about, as a rule or a clerk knows it; the rest follows from the order or the case. */
class SubjectPayload {
  /** The customer number; that of the order or the case, where one is given. */
  @Optional()
  @IsOwnNumber()
  readonly customerId?: string;

  @Optional()
  @IsIdentifier()
  readonly orderId?: string;

  @Optional()
  @IsOneOf(orderKinds)
  readonly orderKind?: (typeof orderKinds)[number];

  @Optional()
  @IsIdentifier()
  readonly caseId?: string;

  /** The shipment, invoice, inquiry or contact that it is about. */
  @Optional()
  @IsLine(100)
  readonly part?: string;

  /** Added on the way: the number people use for the order. */
  @Optional()
  @IsLine(40)
  readonly orderNumber?: string;

  /** Added on the way: the number people use for the case. */
  @Optional()
  @IsLine(40)
  readonly caseNumber?: string;
}

class OriginPayload implements FollowUpOrigin {
  @IsIdentifier()
  readonly rule!: string;

  @IsLine(400)
  readonly matter!: string;

  @IsLine(100)
  readonly causeId!: string;

  @IsLine(100)
  readonly causeType!: string;

  @IsInstant()
  readonly causedAt!: string;
}

/** フォローアップを起こす: sent by a rule when its time has come. */
export class OpenFollowUp {
  @IsRecordOf(() => OriginPayload)
  readonly origin!: OriginPayload;

  @IsRecordOf(() => SubjectPayload)
  readonly subject!: SubjectPayload;

  @IsOneOf(priorities)
  readonly priority!: Priority;

  @IsInstant()
  readonly opensAt!: string;

  @IsCalendarDate()
  readonly dueOn!: string;

  @Optional()
  @IsIdentifier()
  readonly team?: string;
}

/** フォローアップを登録する: by hand, about a customer, an order or a case. */
export class CreateFollowUp {
  @IsText(500)
  readonly task!: string;

  @IsCalendarDate()
  readonly dueOn!: string;

  /** normal, where it is left out. */
  @Optional()
  @IsOneOf(priorities)
  readonly priority?: Priority;

  /** The customer number; needed where neither order nor case is given. */
  @Optional()
  @IsOwnNumber()
  readonly customerId?: string;

  /** The id of the order that it is about, of either kind. */
  @Optional()
  @IsIdentifier()
  readonly orderId?: string;

  /** The id of the support case that it is about. */
  @Optional()
  @IsIdentifier()
  readonly caseId?: string;

  @Optional()
  @IsIdentifier()
  readonly team?: string;

  @Optional()
  @IsIdentifier()
  readonly assignee?: string;
}

/** 担当者を決める, also where somebody else has it. */
export class AssignFollowUp {
  @IsIdentifier()
  readonly assignee!: string;
}

/** 自分の担当にする, unless somebody else was faster. */
export class ClaimFollowUp {
  @IsIdentifier()
  readonly assignee!: string;
}

/** 担当を外して一覧に戻す. */
export class ReturnFollowUp {
  @Optional()
  @IsText(500)
  readonly reason?: string;
}

/** 別のチームに回す. */
export class MoveFollowUpToTeam {
  @IsIdentifier()
  readonly team!: string;
}

/** 期日を変更する. */
export class RescheduleFollowUp {
  /** The last day on which it is in time, from now on. */
  @IsCalendarDate()
  readonly dueOn!: string;

  @Optional()
  @IsText(500)
  readonly reason?: string;
}

/** ルールにより期日を改める: sent by a rule when what it waits for is due on another day. */
export class RenewFollowUp {
  @IsCalendarDate()
  readonly dueOn!: string;
}

/** 指定した日まで寝かせる. */
export class SnoozeFollowUp {
  /** The day on which it comes back. */
  @IsCalendarDate()
  readonly until!: string;

  @Optional()
  @IsText(500)
  readonly reason?: string;
}

/** 寝かせたものを戻す. */
export class WakeFollowUp {
  /** Only where it rests until this day. */
  @Optional()
  @IsCalendarDate()
  readonly until?: string;
}

/** 対応を終える. */
export class CompleteFollowUp {
  @IsOneOf(followUpOutcomes)
  readonly outcome!: FollowUpOutcome;

  @Optional()
  @IsText()
  readonly note?: string;
}

/** 対応しないことにする. */
export class DropFollowUp {
  @IsText(500)
  readonly reason!: string;
}

/** 別の出来事で片付いた: sent by the rule that opened it. */
export class AnswerFollowUp {
  @IsLine(100)
  readonly answeredBy!: string;

  @IsLine(100)
  readonly answeredWith!: string;
}

export const followUpPayloads = {
  OpenFollowUp,
  CreateFollowUp,
  AssignFollowUp,
  ClaimFollowUp,
  ReturnFollowUp,
  MoveFollowUpToTeam,
  RescheduleFollowUp,
  RenewFollowUp,
  SnoozeFollowUp,
  WakeFollowUp,
  CompleteFollowUp,
  DropFollowUp,
  AnswerFollowUp,
};

export type FollowUpCommand = CommandsOf<typeof followUpPayloads>;
