import type { CommandsOf } from '#libs/kernel/command-catalogue';
import { IsCalendarDate } from '../../validation/date-rules.ts';
import { IsMinorUnits, IsWholeNumber } from '../../validation/number-rules.ts';
import { IsRecordListOf } from '../../validation/object-rules.ts';
import { IsIdentifier, IsLine, IsText } from '../../validation/text-rules.ts';
import { Optional } from '../../validation/value-rule.ts';
import { MAX_POINTS, PointPayload } from '../terms/points.payloads.ts';

/** 完了を報告する. */
export class ReportCompletion {
  @IsText()
  readonly summary!: string;

  /** Today, where it is left out. */
  @Optional()
  @IsCalendarDate()
  readonly reportedOn?: string;
}

/** 最終検収を記録する. */
export class AcceptCompletion {
  @Optional()
  @IsCalendarDate()
  readonly acceptedOn?: string;

  /** Who accepted it for the customer. */
  @Optional()
  @IsLine(100)
  readonly acceptedBy?: string;
}

/** 最終検収の不合格を記録する: the points lead back to the work. */
export class RefuseCompletion {
  @IsRecordListOf(() => PointPayload, 1, MAX_POINTS)
  readonly points!: PointPayload[];
}

/** 案件を評価する: how the company did, from 1 (bad) to 5 (good). */
export class EvaluateEngagement {
  @IsWholeNumber(1, 5)
  readonly quality!: number;

  @IsWholeNumber(1, 5)
  readonly schedule!: number;

  @IsWholeNumber(1, 5)
  readonly cost!: number;

  @IsWholeNumber(1, 5)
  readonly collaboration!: number;

  @Optional()
  @IsText()
  readonly lessons?: string;
}

/** 次の商談の機会を記録する; without an id it is the next of O1, O2, … . */
export class RecordNextOpportunity {
  @Optional()
  @IsIdentifier(40)
  readonly opportunityId?: string;

  @IsLine()
  readonly title!: string;

  @Optional()
  @IsMinorUnits()
  readonly expectedValue?: number;

  @Optional()
  @IsCalendarDate()
  readonly expectedOn?: string;

  @Optional()
  @IsText()
  readonly note?: string;
}

/** The payload classes of the commands about the end of the work, by type. */
export const completionPayloads = {
  ReportCompletion,
  AcceptCompletion,
  RefuseCompletion,
  EvaluateEngagement,
  RecordNextOpportunity,
} as const;

export type CompletionCommand = CommandsOf<typeof completionPayloads>;
