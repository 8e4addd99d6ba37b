import type { Plain } from '#libs/kernel/command-catalogue';
import type { Refusal } from '#libs/kernel/decider';
import { amountsWithTax, taxedAmounts, type TaxedAmount } from '#state-machines/service-order/price.data';
import type {
  BillingMilestone,
  Deliverable,
  PricedItem,
  Schedule,
} from '#state-machines/service-order/service-order.terms';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import { ruleRefusal } from '../../refusal.ts';
import { refusalOfIds, withIds } from './ids.policies.ts';
import type { BillingMilestonePayload } from './terms.payloads.ts';

/** The first refusal of a list of parts, in their order. */
export const firstRefusal = <Part>(
  parts: readonly Part[],
  refusalOf: (part: Part, index: number) => Refusal | undefined,
): Refusal | undefined => {
  for (const [index, part] of parts.entries()) {
    const refusal = refusalOf(part, index);
    if (refusal) return refusal;
  }
  return undefined;
};

/** Refuses a schedule that ends before it begins. */
export const refusalOfSchedule = ({ startsOn, endsOn }: Schedule, field = 'schedule.endsOn'): Refusal | undefined =>
  endsOn < startsOn
    ? ruleRefusal(
        'schedule-ends-before-it-begins',
        field,
        `終了日 ${endsOn} が開始日 ${startsOn} より前です。`,
        `It would end on ${endsOn}, before it begins on ${startsOn}.`,
      )
    : undefined;

/** Refuses amounts whose total, with the tax of a day, would leave the integers that are exact. */
export const refusalOfTotal = (
  amounts: readonly TaxedAmount[],
  date: CalendarDate,
  field: string,
): Refusal | undefined => {
  try {
    amountsWithTax(amounts, date);
    return undefined;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return ruleRefusal(
      'total-too-large',
      field,
      '合計金額が大きすぎます。数量と単価を確かめてください。',
      'The total is too large; check quantities and prices.',
    );
  }
};

const refusalOfCap = (item: PricedItem, field: string): Refusal | undefined =>
  item.pricing === 'timeAndMaterial' && item.capHours < item.estimatedHours
    ? ruleRefusal(
        'cap-below-estimate',
        field,
        `上限 ${String(item.capHours)} 時間が見積もりの ${String(item.estimatedHours)} 時間を下回っています。`,
        `The cap of ${String(item.capHours)} hours is below the estimate of ${String(item.estimatedHours)} hours.`,
      )
    : undefined;

/** Refuses items that share an id, are capped below their estimate, or whose total with the tax of a day is too large. */
export const refusalOfItems = (
  items: readonly PricedItem[],
  date: CalendarDate,
  field = 'items',
): Refusal | undefined =>
  refusalOfIds(items, 'itemId', field) ??
  firstRefusal(items, (item, index) => refusalOfCap(item, `${field}[${String(index)}].capHours`)) ??
  refusalOfTotal(taxedAmounts(items), date, field);

/** Refuses deliverables that share an id. */
export const refusalOfDeliverables = (
  deliverables: readonly Deliverable[],
  field = 'deliverables',
): Refusal | undefined => refusalOfIds(deliverables, 'deliverableId', field);

/** Milestones as they are agreed; one without an id gets the next of `M1`, `M2`, … that no other bears and that is not `taken`. */
export const milestonesOf = (
  payloads: readonly Plain<BillingMilestonePayload>[],
  taken: readonly string[] = [],
): readonly BillingMilestone[] =>
  withIds(payloads, 'milestoneId', 'M', taken).map((milestone) => ({
    ...milestone,
    deliverableIds: milestone.deliverableIds ?? [],
  }));

/** A deliverable is named that is not among those there are. */
export const unknownDeliverable = (field: string, deliverableId: string): Refusal =>
  ruleRefusal(
    'unknown-deliverable',
    field,
    `成果物「${deliverableId}」がありません。`,
    `There is no deliverable "${deliverableId}".`,
  );

/** A deliverable is dropped that a milestone waits for. */
const awaitedDeliverable = (milestoneId: string, deliverableId: string): Refusal =>
  ruleRefusal(
    'deliverable-is-awaited',
    'deliverables',
    `成果物「${deliverableId}」の検収をマイルストーン「${milestoneId}」が待っています。成果物を残すか、請求予定も合わせて指定してください。`,
    `Milestone "${milestoneId}" waits for deliverable "${deliverableId}"; keep it, or give the billing schedule as well.`,
  );

const refusalOfPrepaid = ({ milestoneId, trigger, deliverableIds }: BillingMilestone, field: string) =>
  trigger === 'contractConclusion' && deliverableIds.length > 0
    ? ruleRefusal(
        'prepaid-awaits-deliverables',
        field,
        `マイルストーン「${milestoneId}」は契約の締結と同時に請求できるため、成果物の検収を待てません。成果物を外すか、個別の検収で請求する区切りにしてください。`,
        `Milestone "${milestoneId}" is billable with the contract itself and cannot wait for deliverables; name none, or bill it with its own acceptance.`,
      )
    : undefined;

/**
 * Refuses milestones that share an id, wait for a deliverable that is not there or for any although they are paid in advance, or whose total with the tax of a day
 * is too large. Where the milestones stay as they were, it is the deliverables that are wrong.
 */
export const refusalOfMilestones = (
  milestones: readonly BillingMilestone[],
  deliverables: readonly Deliverable[],
  date: CalendarDate,
  areGiven = true,
): Refusal | undefined =>
  refusalOfIds(milestones, 'milestoneId', 'billing') ??
  firstRefusal(milestones, (milestone, index) => {
    const { milestoneId, deliverableIds } = milestone;
    const field = `billing[${String(index)}].deliverableIds`;
    return (
      refusalOfPrepaid(milestone, field) ??
      firstRefusal(deliverableIds, (id, position) => {
        if (deliverables.some(({ deliverableId }) => deliverableId === id)) return undefined;
        return areGiven ? unknownDeliverable(`${field}[${String(position)}]`, id) : awaitedDeliverable(milestoneId, id);
      })
    );
  }) ??
  refusalOfTotal(milestones, date, 'billing');
