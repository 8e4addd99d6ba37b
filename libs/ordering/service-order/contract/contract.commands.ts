import type { CommandsOf } from '#libs/kernel/command-catalogue';
import { parties, type Party, type Signatory } from '#state-machines/service-order/service-order.terms';
import { taxClasses, type TaxClass } from '#state-machines/vocabulary/money';
import { IsCalendarDate } from '../../validation/date-rules.ts';
import { IsMinorUnits, IsWholeNumber } from '../../validation/number-rules.ts';
import { IsRecordListOf, IsRecordOf } from '../../validation/object-rules.ts';
import { OptionalMembersOf, partly } from '../../validation/optional-members.ts';
import { IsIdentifier, IsLine, IsOneOf, IsText } from '../../validation/text-rules.ts';
import { Optional } from '../../validation/value-rule.ts';
import {
  BillingMilestonePayload,
  MAX_ITEMS,
  MAX_MILESTONES,
  MAX_MONTHS,
  SchedulePayload,
  WarrantyPayload,
  WorkPayload,
} from '../terms/terms.payloads.ts';

/** What a draft of the contract may say; a list that is given replaces the whole list. */
@OptionalMembersOf(WorkPayload)
export class ContractDraftPayload extends partly(WorkPayload) {
  @Optional()
  @IsLine()
  readonly title?: string;

  @Optional()
  @IsRecordOf(() => SchedulePayload)
  readonly schedule?: SchedulePayload;

  /** 支払サイト: an invoice is due so many days after it was issued. */
  @Optional()
  @IsWholeNumber(0, 365)
  readonly paymentDays?: number;

  @Optional()
  @IsRecordListOf(() => BillingMilestonePayload, 1, MAX_MILESTONES)
  readonly billing?: BillingMilestonePayload[];

  @Optional()
  @IsRecordOf(() => WarrantyPayload)
  readonly warranty?: WarrantyPayload;
}

/** 契約書を起こす: what is left out is as in the accepted proposal, is made by default (billing), or is added later. */
export class DraftContract extends ContractDraftPayload {}

/** 契約書案を直す: what is left out stays as it is. */
export class AmendContractDraft extends ContractDraftPayload {}

/** 署名者: who signs for which side. */
export class SignatoryPayload implements Signatory {
  @IsOneOf(parties)
  readonly party!: Party;

  @IsLine(100)
  readonly name!: string;

  @Optional()
  @IsLine(100)
  readonly title?: string;
}

/** 契約を締結する. */
export class ConcludeContract {
  @IsRecordListOf(() => SignatoryPayload, 0, 20)
  readonly signatories!: SignatoryPayload[];

  @Optional()
  @IsCalendarDate()
  readonly concludedOn?: string;
}

/** How many months a recurring item goes on. */
export class RenewedItemPayload {
  @IsIdentifier(40)
  readonly itemId!: string;

  /** In addition to those that were agreed before. */
  @IsWholeNumber(1, MAX_MONTHS)
  readonly months!: number;
}

/** 継続サービスを更新する; without `billing` each added month is a milestone with its own acceptance. */
export class RenewContract {
  @IsCalendarDate()
  readonly endsOn!: string;

  @IsRecordListOf(() => RenewedItemPayload, 1, MAX_ITEMS)
  readonly items!: RenewedItemPayload[];

  /** The milestones that are added. */
  @Optional()
  @IsRecordListOf(() => BillingMilestonePayload, 1, MAX_MILESTONES)
  readonly billing?: BillingMilestonePayload[];

  @Optional()
  @IsCalendarDate()
  readonly agreedOn?: string;
}

/** 継続サービスを更新しない: it ends with the contract. */
export class EndService {
  @IsOneOf(parties)
  readonly by!: Party;

  @Optional()
  @IsText()
  readonly reason?: string;
}

/** 精算: what is still owed for what was done but not accepted. */
export class SettlementPayload {
  /** Tax-exclusive minor units. */
  @IsMinorUnits()
  readonly amount!: number;

  /** `standard` where it is not given. */
  @Optional()
  @IsOneOf(taxClasses)
  readonly taxClass?: TaxClass;

  @Optional()
  @IsLine()
  readonly name?: string;
}

/** 契約を中途解約する: what was accepted or invoiced stays, the rest of the billing is replaced by the settlement. */
export class TerminateContract {
  @IsOneOf(parties)
  readonly by!: Party;

  @IsText()
  readonly reason!: string;

  @Optional()
  @IsCalendarDate()
  readonly terminatedOn?: string;

  @Optional()
  @IsRecordOf(() => SettlementPayload)
  readonly settlement?: SettlementPayload;
}

/** The payload class of every command about the contract, by type. */
export const contractPayloads = {
  DraftContract,
  AmendContractDraft,
  ConcludeContract,
  RenewContract,
  EndService,
  TerminateContract,
} as const;

export type ContractCommand = CommandsOf<typeof contractPayloads>;
