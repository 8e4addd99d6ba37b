import type { CommandsOf } from '#libs/kernel/command-catalogue';
import {
  issueKinds,
  riskCauses,
  severities,
  type IssueKind,
  type RiskCause,
  type Severity,
} from '#state-machines/service-order/service-order.terms';
import { IsCalendarDate } from '../../validation/date-rules.ts';
import { IsWholeNumber } from '../../validation/number-rules.ts';
import { IsRecordListOf } from '../../validation/object-rules.ts';
import { IsIdentifier, IsLine, IsListOfSome, IsOneOf, IsText } from '../../validation/text-rules.ts';
import { Optional } from '../../validation/value-rule.ts';
import { MAX_POINTS, PointPayload } from '../terms/points.payloads.ts';

const MINUTES_OF_A_DAY = 1440;

/** A command about one task of the plan. */
class OfTask {
  @IsIdentifier(40)
  readonly taskId!: string;
}

/** A command about one deliverable of the contract. */
class OfDeliverable {
  @IsIdentifier(40)
  readonly deliverableId!: string;
}

/** 作業を始める. */
export class StartTask extends OfTask {
  @Optional()
  @IsCalendarDate()
  readonly startedOn?: string;
}

/** 作業を完了する. */
export class CompleteTask extends OfTask {
  @Optional()
  @IsCalendarDate()
  readonly doneOn?: string;
}

/** 作業時間を報告する: what one member worked on one day on an item that is paid by time. */
export class ReportTime {
  @IsIdentifier(40)
  readonly itemId!: string;

  @IsWholeNumber(1, MINUTES_OF_A_DAY)
  readonly minutes!: number;

  @Optional()
  @IsCalendarDate()
  readonly workedOn?: string;

  @IsIdentifier()
  readonly memberId!: string;
}

/** 作業時間の報告を取り消す: minutes that were reported by mistake no longer count towards the cap. */
export class WithdrawTime {
  @IsIdentifier(40)
  readonly itemId!: string;

  @IsWholeNumber(1, MINUTES_OF_A_DAY)
  readonly minutes!: number;

  /** The day that they were reported for. */
  @IsCalendarDate()
  readonly workedOn!: string;

  /** The member that they were reported for. */
  @IsIdentifier()
  readonly memberId!: string;

  @IsText()
  readonly reason!: string;
}

/** 成果物を提出する. */
export class SubmitDeliverable extends OfDeliverable {
  /** Today, where it is left out. */
  @Optional()
  @IsCalendarDate()
  readonly submittedOn?: string;

  @Optional()
  @IsText()
  readonly note?: string;
}

/** 成果物の検収を記録する. */
export class AcceptDeliverable extends OfDeliverable {
  @Optional()
  @IsCalendarDate()
  readonly acceptedOn?: string;

  @Optional()
  @IsLine(100)
  readonly acceptedBy?: string;
}

/** 成果物の検収不合格を記録する: each point has to be resolved before the deliverable is submitted again. */
export class RefuseDeliverable extends OfDeliverable {
  @IsRecordListOf(() => PointPayload, 1, MAX_POINTS)
  readonly points!: PointPayload[];
}

/** 指摘に対応した. */
export class ResolvePoint {
  @IsIdentifier(40)
  readonly pointId!: string;

  @IsText()
  readonly resolution!: string;
}

/** 進捗を報告する. */
export class ReportProgress {
  @IsWholeNumber(0, 100)
  readonly percent!: number;

  @IsText()
  readonly summary!: string;

  @Optional()
  @IsText()
  readonly risks?: string;
}

/** 課題・リスクを挙げる; without an id it is the next of I1, I2, … . */
export class RaiseIssue {
  @Optional()
  @IsIdentifier(40)
  readonly issueId?: string;

  @IsOneOf(issueKinds)
  readonly kind!: IssueKind;

  @IsOneOf(severities)
  readonly severity!: Severity;

  @IsLine()
  readonly title!: string;

  @Optional()
  @IsText()
  readonly description?: string;
}

/** 課題・リスクを解決する. */
export class ResolveIssue {
  @IsIdentifier(40)
  readonly issueId!: string;

  @IsText()
  readonly resolution!: string;
}

/** 要注意にする: the causes as they are from now on, all of them. */
export class MarkAtRisk {
  @IsListOfSome(riskCauses)
  readonly causes!: RiskCause[];

  @Optional()
  @IsText()
  readonly note?: string;
}

/** 順調に戻す. */
export class MarkOnTrack {
  @Optional()
  @IsText()
  readonly note?: string;
}

/** The payload class of every command of the delivery, by type. */
export const deliveryPayloads = {
  StartTask,
  CompleteTask,
  ReportTime,
  WithdrawTime,
  SubmitDeliverable,
  AcceptDeliverable,
  RefuseDeliverable,
  ResolvePoint,
  ReportProgress,
  RaiseIssue,
  ResolveIssue,
  MarkAtRisk,
  MarkOnTrack,
} as const;

export type DeliveryCommand = CommandsOf<typeof deliveryPayloads>;
