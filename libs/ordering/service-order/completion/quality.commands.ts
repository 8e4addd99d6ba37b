import type { CommandsOf } from '#libs/kernel/command-catalogue';
import { severities, type Severity } from '#state-machines/service-order/service-order.terms';
import { IsCalendarDate } from '../../validation/date-rules.ts';
import { IsRecordListOf } from '../../validation/object-rules.ts';
import { IsIdentifier, IsIdentifierList, IsLine, IsOneOf, IsText } from '../../validation/text-rules.ts';
import { Optional } from '../../validation/value-rule.ts';
import { MAX_DELIVERABLES } from '../terms/terms.payloads.ts';

/** A review holds at most so many criteria, findings or improvements. */
const MAX_REVIEW_ENTRIES = 100;

/** What a review looks at; without an id it is the next of K1, K2, … . */
export class CriterionPayload {
  @Optional()
  @IsIdentifier(40)
  readonly criterionId?: string;

  @IsText()
  readonly description!: string;
}

/** What a review found; without an id it is the next of F1, F2, … . */
export class FindingPayload {
  @Optional()
  @IsIdentifier(40)
  readonly findingId?: string;

  @IsOneOf(severities)
  readonly severity!: Severity;

  @IsText()
  readonly description!: string;
}

/** Something to be made better; without an id it is the next of A1, A2, … . */
export class ImprovementPayload {
  @Optional()
  @IsIdentifier(40)
  readonly actionId?: string;

  @IsText()
  readonly description!: string;

  /** A member of the project. */
  @Optional()
  @IsIdentifier()
  readonly assignee?: string;

  @Optional()
  @IsCalendarDate()
  readonly dueOn?: string;
}

/** 品質レビューを始める; without an id it is the next of R1, R2, … . */
export class StartReview {
  @Optional()
  @IsIdentifier(40)
  readonly reviewId?: string;

  @IsLine()
  readonly subject!: string;

  @Optional()
  @IsIdentifierList(0, MAX_DELIVERABLES)
  readonly deliverableIds?: string[];

  @IsRecordListOf(() => CriterionPayload, 1, MAX_REVIEW_ENTRIES)
  readonly criteria!: CriterionPayload[];
}

/** 品質レビューを終える; it is passed when every criterion is met, and needs an improvement where it is not. */
export class ConcludeReview {
  /** The only open review where it is left out. */
  @Optional()
  @IsIdentifier(40)
  readonly reviewId?: string;

  /** Ids of the criteria that are met. */
  @IsIdentifierList(0, MAX_REVIEW_ENTRIES)
  readonly met!: string[];

  @Optional()
  @IsRecordListOf(() => FindingPayload, 0, MAX_REVIEW_ENTRIES)
  readonly findings?: FindingPayload[];

  @Optional()
  @IsRecordListOf(() => ImprovementPayload, 0, MAX_REVIEW_ENTRIES)
  readonly improvements?: ImprovementPayload[];
}

/** 改善を計画する. */
export class PlanImprovement extends ImprovementPayload {
  /** The review that it follows from. */
  @Optional()
  @IsIdentifier(40)
  readonly reviewId?: string;
}

/** 改善を完了にする. */
export class CloseImprovement {
  @IsIdentifier(40)
  readonly actionId!: string;

  @IsText()
  readonly result!: string;
}

/** 改善を免除する: the customer does without it. */
export class WaiveImprovement {
  @IsIdentifier(40)
  readonly actionId!: string;

  /** Who waived it, of the customer. */
  @IsLine(100)
  readonly waivedBy!: string;

  @Optional()
  @IsText()
  readonly reason?: string;
}

/** 提供に戻る: from the reviews back to the work. */
export class ResumeDelivery {
  @Optional()
  @IsText()
  readonly reason?: string;
}

/** The payload classes of the commands about quality, by type. */
export const qualityPayloads = {
  StartReview,
  ConcludeReview,
  PlanImprovement,
  CloseImprovement,
  WaiveImprovement,
  ResumeDelivery,
} as const;

export type QualityCommand = CommandsOf<typeof qualityPayloads>;
