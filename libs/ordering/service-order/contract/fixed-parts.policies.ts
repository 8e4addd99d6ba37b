import type { Refusal } from '#libs/kernel/decider';
import { canonicalJson } from '#libs/kernel/log/canonical-json';
import { isFixed } from '#state-machines/service-order/billing.data';
import type { ServiceOrderData } from '#state-machines/service-order/service-order.data';
import type {
  BillingMilestone,
  ContractContent,
  Deliverable,
  PricedItem,
} from '#state-machines/service-order/service-order.terms';
import { ruleRefusal } from '../../refusal.ts';
import { contractOf } from './contract.policies.ts';
import { firstRefusal } from '../terms/terms.policies.ts';

const isSame = (one: object | undefined, other: object): boolean =>
  one !== undefined && canonicalJson(one) === canonicalJson(other);

/** The milestones of the contract that were accepted or invoiced, as the contract says them. */
export const fixedMilestones = (data: ServiceOrderData): readonly BillingMilestone[] =>
  contractOf(data).billing.filter(({ milestoneId }) => {
    const milestone = data.billing.milestones[milestoneId];
    return milestone !== undefined && isFixed(milestone);
  });

/** Refuses a list in which a milestone that was accepted or invoiced says something else than the contract. */
export const refusalOfFixedMilestones = (
  milestones: readonly BillingMilestone[],
  data: ServiceOrderData,
): Refusal | undefined => {
  const fixed = new Map(fixedMilestones(data).map((milestone) => [milestone.milestoneId, milestone]));
  return firstRefusal(milestones, (milestone, index) => {
    const { milestoneId } = milestone;
    return !fixed.has(milestoneId) || isSame(fixed.get(milestoneId), milestone)
      ? undefined
      : ruleRefusal(
          'milestone-is-fixed',
          `billing[${index}]`,
          `マイルストーン「${milestoneId}」は検収または請求済みのため、変更できません。`,
          `Milestone "${milestoneId}" was accepted or invoiced and cannot change any more.`,
        );
  });
};

/** Refuses a list that lacks or changes a deliverable that the customer has accepted. */
export const refusalOfAcceptedDeliverables = (
  deliverables: readonly Deliverable[],
  data: ServiceOrderData,
): Refusal | undefined =>
  firstRefusal(contractOf(data).deliverables, (deliverable) => {
    const { deliverableId } = deliverable;
    const accepted = data.project.deliverables[deliverableId]?.state === 'accepted';
    const planned = deliverables.find((candidate) => candidate.deliverableId === deliverableId);
    return !accepted || isSame(planned, deliverable)
      ? undefined
      : ruleRefusal(
          'deliverable-is-accepted',
          'deliverables',
          `成果物「${deliverableId}」は検収済みのため、変更も削除もできません。`,
          `Deliverable "${deliverableId}" was accepted; it can neither be changed nor dropped.`,
        );
  });

/** Refuses a list in which an item lacks, or is capped below, the time that was worked on it. */
export const refusalOfWorkedTime = (
  items: readonly PricedItem[],
  { project: { minutes } }: ServiceOrderData,
): Refusal | undefined =>
  firstRefusal(Object.entries(minutes), ([itemId, worked]) => {
    const item = items.find((candidate) => candidate.itemId === itemId);
    return worked === 0 || (item?.pricing === 'timeAndMaterial' && item.capHours * 60 >= worked)
      ? undefined
      : ruleRefusal(
          'time-was-worked',
          'items',
          `項目「${itemId}」ではすでに ${worked} 分の作業が報告されています。それを下回る上限にも、削除もできません。`,
          `${worked} minutes were worked on item "${itemId}"; it can neither be dropped nor capped below that.`,
        );
  });

/** Refuses a contract that lacks or changes something that was accepted, invoiced or worked meanwhile. */
export const refusalOfLostParts = (
  { billing, deliverables, items }: ContractContent,
  data: ServiceOrderData,
): Refusal | undefined =>
  firstRefusal(fixedMilestones(data), ({ milestoneId }) =>
    billing.some((milestone) => milestone.milestoneId === milestoneId)
      ? undefined
      : ruleRefusal(
          'milestone-is-fixed',
          'billing',
          `マイルストーン「${milestoneId}」は検収または請求済みのため、削除できません。`,
          `Milestone "${milestoneId}" was accepted or invoiced and cannot be dropped any more.`,
        ),
  ) ??
  refusalOfFixedMilestones(billing, data) ??
  refusalOfAcceptedDeliverables(deliverables, data) ??
  refusalOfWorkedTime(items, data);
