import type { Plain } from '#libs/kernel/command-catalogue';
import type { Refusal } from '#libs/kernel/decider';
import { sumsByTaxClass, taxedAmounts } from '#state-machines/service-order/price.data';
import type { PricedItem, RecurringItem, Schedule } from '#state-machines/service-order/service-order.terms';
import { lastDayOfMonth, type CalendarDate } from '#state-machines/vocabulary/dates';
import { taxClasses } from '#state-machines/vocabulary/money';
import { ruleRefusal } from '../../refusal.ts';
import { taxClassLabels } from '../contract/contract.policies.ts';
import { MAX_MILESTONES, type BillingMilestonePayload } from '../terms/terms.payloads.ts';

/** A milestone before it has its id. */
type PlannedMilestone = Plain<BillingMilestonePayload>;

/** The first part of a text, so that something short can follow it on one line. */
const beginning = (text: string): string => Array.from(text).slice(0, 90).join('');

/** A milestone with its own acceptance for each of some months of an item, planned on the last day of the month. */
export const monthlyMilestones = (
  { description, monthlyAmount, taxClass }: RecurringItem,
  startsOn: CalendarDate,
  firstMonth: number,
  months: number,
): readonly PlannedMilestone[] =>
  Array.from({ length: months }, (_, index) => {
    const plannedOn = lastDayOfMonth(startsOn, firstMonth + index);
    const name = `${beginning(description)} ${plannedOn.slice(0, 7)}`;
    return { name, trigger: 'acceptance', amount: monthlyAmount, taxClass, plannedOn };
  });

/** How a contract is billed where nobody says otherwise: what recurs month by month, everything else with the final acceptance, once per tax class. */
export const defaultBilling = (
  items: readonly PricedItem[],
  { startsOn }: Pick<Schedule, 'startsOn'>,
): readonly PlannedMilestone[] => {
  const sums = sumsByTaxClass(taxedAmounts(items.filter(({ pricing }) => pricing !== 'recurring')));
  const classes = taxClasses.filter((taxClass) => sums[taxClass] > 0);
  const final = classes.map((taxClass) => ({
    name: classes.length === 1 ? '最終検収' : `最終検収（${taxClassLabels[taxClass].ja}）`,
    trigger: 'finalAcceptance' as const,
    amount: sums[taxClass],
    taxClass,
  }));
  const monthly = items.flatMap((item) =>
    item.pricing === 'recurring' && item.monthlyAmount > 0 ? monthlyMilestones(item, startsOn, 0, item.months) : [],
  );
  return [...final, ...monthly];
};

/** Refuses more milestones than a contract holds. */
export const refusalOfCount = (count: number): Refusal | undefined =>
  count > MAX_MILESTONES
    ? ruleRefusal(
        'too-many-milestones',
        'billing',
        `マイルストーンは ${MAX_MILESTONES} 件までです（${count} 件になります）。請求予定をまとめて指定してください。`,
        `A contract is billed in at most ${MAX_MILESTONES} milestones; this would be ${count}. Give a billing schedule with fewer.`,
      )
    : undefined;
