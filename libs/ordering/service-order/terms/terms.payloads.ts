import {
  billingTriggers,
  pricings,
  type BillingTrigger,
  type Deliverable,
  type PricedItem,
  type Schedule,
  type Warranty,
} from '#state-machines/service-order/service-order.terms';
import { taxClasses, type TaxClass } from '#state-machines/vocabulary/money';
import { ChoosesMembers } from '../../validation/choice-rules.ts';
import { IsCalendarDate } from '../../validation/date-rules.ts';
import { IsMinorUnits, IsWholeNumber } from '../../validation/number-rules.ts';
import { IsRecordListOf } from '../../validation/object-rules.ts';
import { IsIdentifier, IsIdentifierList, IsLine, IsOneOf, IsText } from '../../validation/text-rules.ts';
import { Optional } from '../../validation/value-rule.ts';

/** A proposal or a contract holds at most this many items. */
export const MAX_ITEMS = 200;
/** A proposal or a contract holds at most this many deliverables. */
export const MAX_DELIVERABLES = 200;
/** A contract is billed in at most this many milestones. */
export const MAX_MILESTONES = 600;
/** The longest text of a scope or of terms, in characters. */
export const MAX_TERMS = 20_000;

const MAX_HOURS = 100_000;
/** Months are counted up to this. */
export const MAX_MONTHS = 600;

/** 成果物. */
export class DeliverablePayload implements Deliverable {
  @IsIdentifier(40)
  readonly deliverableId!: string;

  @IsLine()
  readonly name!: string;

  @Optional()
  @IsCalendarDate()
  readonly dueOn?: string;
}

/** 見積もりの項目: which members it has depends on its pricing, and what is checked reads as a `PricedItem`. */
@ChoosesMembers('pricing', {
  fixedPrice: ['amount'],
  timeAndMaterial: ['hourlyRate', 'estimatedHours', 'capHours'],
  recurring: ['monthlyAmount', 'months'],
})
export class PricedItemPayload {
  @IsIdentifier(40)
  readonly itemId!: string;

  @IsLine()
  readonly description!: string;

  @IsOneOf(taxClasses)
  readonly taxClass!: TaxClass;

  @IsOneOf(pricings)
  readonly pricing!: PricedItem['pricing'];

  @IsMinorUnits()
  readonly amount!: number;

  @IsMinorUnits()
  readonly hourlyRate!: number;

  @IsWholeNumber(1, MAX_HOURS)
  readonly estimatedHours!: number;

  @IsWholeNumber(1, MAX_HOURS)
  readonly capHours!: number;

  @IsMinorUnits()
  readonly monthlyAmount!: number;

  @IsWholeNumber(1, MAX_MONTHS)
  readonly months!: number;
}

/** 期間: the first and the last day. */
export class SchedulePayload implements Schedule {
  @IsCalendarDate()
  readonly startsOn!: string;

  @IsCalendarDate()
  readonly endsOn!: string;
}

/** What is to be done for which price: of a proposal, of a contract, of a change to it. */
export class WorkPayload {
  @IsText(MAX_TERMS)
  readonly scope!: string;

  @IsRecordListOf(() => DeliverablePayload, 0, MAX_DELIVERABLES)
  readonly deliverables!: DeliverablePayload[];

  @IsRecordListOf(() => PricedItemPayload, 1, MAX_ITEMS)
  readonly items!: PricedItem[];

  @IsText(MAX_TERMS)
  readonly terms!: string;
}

/** 請求の区切り; without an id it gets the next free one of M1, M2, … . */
export class BillingMilestonePayload {
  @Optional()
  @IsIdentifier(40)
  readonly milestoneId?: string;

  @IsLine()
  readonly name!: string;

  @IsOneOf(billingTriggers)
  readonly trigger!: BillingTrigger;

  @IsMinorUnits()
  readonly amount!: number;

  @IsOneOf(taxClasses)
  readonly taxClass!: TaxClass;

  @Optional()
  @IsCalendarDate()
  readonly plannedOn?: string;

  /** Deliverables that have to be accepted before the milestone is. */
  @Optional()
  @IsIdentifierList(0, MAX_DELIVERABLES)
  readonly deliverableIds?: string[];
}

/** 契約不適合責任・保証. */
export class WarrantyPayload implements Warranty {
  @IsWholeNumber(0, MAX_MONTHS)
  readonly months!: number;

  @IsText(MAX_TERMS)
  readonly terms!: string;
}
