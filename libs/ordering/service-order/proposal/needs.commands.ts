import type { CommandsOf, Plain } from '#libs/kernel/command-catalogue';
import type { Command } from '#libs/kernel/decider';
import type { CustomerMatchKeys } from '#state-machines/customer/customer.events';
import { lossReasons, parties, type LossReason, type Party } from '#state-machines/service-order/service-order.terms';
import { contactMedia, type ContactMedium } from '#state-machines/vocabulary/contact';
import { NewOrderPayload } from '../../order/new-order.payloads.ts';
import { IsCalendarDate } from '../../validation/date-rules.ts';
import { IsMinorUnits, IsWholeNumber } from '../../validation/number-rules.ts';
import { IsLine, IsOneOf, IsText } from '../../validation/text-rules.ts';
import { Optional } from '../../validation/value-rule.ts';

/** Adds to a payload class what a customer wishes; the budget is in minor units of the order's currency, without tax. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- TypeScript knows a mixin by this shape of its constructor
const withNeeds = <Base extends new (...none: any[]) => object>(base: Base) => {
  class Needs extends base {
    @IsLine()
    readonly title!: string;

    @IsText()
    readonly needs!: string;

    /** What the customer wants to have gained by it. */
    @Optional()
    @IsText()
    readonly desiredValue?: string;

    @Optional()
    @IsText()
    readonly conditions?: string;

    @Optional()
    @IsMinorUnits()
    readonly budget?: number;

    @Optional()
    @IsCalendarDate()
    readonly desiredDate?: string;

    @Optional()
    @IsLine()
    readonly decisionMaker?: string;
  }
  return Needs;
};

/** 要望を受け付ける: registers what a customer wishes as the customer says it. */
export class RecordNeeds extends withNeeds(NewOrderPayload) {
  @Optional()
  @IsText()
  readonly note?: string;
}

/**
 * 要望を改める: the needs as they are from now on, in full. What was written about the customer before is sealed and cannot be read back, so title and needs have to be
 * given again, and what is left out is no longer known.
 */
export class ReviseNeeds extends withNeeds(class {}) {
  @Optional()
  @IsText()
  readonly reason?: string;
}

/** 要望を確認済みにする: the customer agrees that these are the needs. */
export class ConfirmNeeds {
  @Optional()
  @IsOneOf(contactMedia)
  readonly confirmedVia?: ContactMedium;
}

/** 受注確度を見積もる, in percent. */
export class EstimateWinProbability {
  @IsWholeNumber(0, 100)
  readonly percent!: number;

  @Optional()
  @IsText()
  readonly reason?: string;
}

/** 案件を取り下げる, by either side and before there is a contract. */
export class GiveUpEngagement {
  @IsOneOf(parties)
  readonly by!: Party;

  @IsOneOf(lossReasons)
  readonly reason!: LossReason;

  @Optional()
  @IsText()
  readonly note?: string;
}

/** The payload class of every command about needs and chances, by type. */
export const needsPayloads = {
  RecordNeeds,
  ReviseNeeds,
  ConfirmNeeds,
  EstimateWinProbability,
  GiveUpEngagement,
} as const;

/** `RecordNeeds` with its number, which the number series adds before it is decided. */
export type PreparedRecordNeeds = Plain<RecordNeeds> & {
  readonly orderNumber: string;
  readonly matchKeys?: CustomerMatchKeys;
};

/** A command about needs and chances as it is decided. */
export type NeedsCommand =
  CommandsOf<Omit<typeof needsPayloads, 'RecordNeeds'>> | Command<'RecordNeeds', PreparedRecordNeeds>;
