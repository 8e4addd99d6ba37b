import type { CommandsOf } from '#libs/kernel/command-catalogue';
import { parties, type Party } from '#state-machines/service-order/service-order.terms';
import { IsCalendarDate } from '../../validation/date-rules.ts';
import { IsWholeNumber } from '../../validation/number-rules.ts';
import { IsRecordListOf } from '../../validation/object-rules.ts';
import { OptionalMembersOf, partly } from '../../validation/optional-members.ts';
import { IsIdentifier, IsLine, IsOneOf, IsText } from '../../validation/text-rules.ts';
import { Optional } from '../../validation/value-rule.ts';
import { BillingMilestonePayload, MAX_MILESTONES, WorkPayload } from '../terms/terms.payloads.ts';

/** 契約の変更を求める. */
export class RequestChange {
  @IsLine()
  readonly title!: string;

  @IsText()
  readonly description!: string;

  @IsOneOf(parties)
  readonly by!: Party;
}

/** 変更を見積もる: lists are given in full, and what is left out stays as the contract says. */
@OptionalMembersOf(WorkPayload)
export class QuoteChange extends partly(WorkPayload) {
  /** When the customer got the quote; today, where it is left out. */
  @Optional()
  @IsCalendarDate()
  readonly quotedOn?: string;

  /** The last day on which the quote can be agreed to. */
  @IsCalendarDate()
  readonly validUntil!: string;

  /** The last day of the schedule. */
  @Optional()
  @IsCalendarDate()
  readonly endsOn?: string;

  /** Every milestone that was neither accepted nor invoiced; those that were stay, and may be repeated as they are. */
  @Optional()
  @IsRecordListOf(() => BillingMilestonePayload, 0, MAX_MILESTONES)
  readonly billing?: BillingMilestonePayload[];
}

/** 変更に合意する: the contract gets a new version. */
export class AgreeChange {
  @Optional()
  @IsIdentifier(40)
  readonly changeId?: string;

  /** The number of the quote that the customer agrees to; the newest where none is given. */
  @Optional()
  @IsWholeNumber(1, 1_000_000)
  readonly quote?: number;

  /** Who agreed for the customer. */
  @Optional()
  @IsLine(100)
  readonly agreedBy?: string;

  @Optional()
  @IsCalendarDate()
  readonly agreedOn?: string;
}

/** 変更を見送る: the contract stays as it is. */
export class DeclineChange {
  @IsOneOf(parties)
  readonly by!: Party;

  @Optional()
  @IsText()
  readonly reason?: string;
}

/** The payload class of every command about changes, by type. */
export const changePayloads = { RequestChange, QuoteChange, AgreeChange, DeclineChange } as const;

export type ChangeCommand = CommandsOf<typeof changePayloads>;
