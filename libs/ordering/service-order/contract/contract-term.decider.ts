import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext, Refusal } from '#libs/kernel/decider';
import { openChange } from '#state-machines/service-order/change.data';
import type { ServiceOrderData } from '#state-machines/service-order/service-order.data';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import type { BillingMilestone, ContractContent, PricedItem } from '#state-machines/service-order/service-order.terms';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import { today } from '../../dates.policies.ts';
import { ruleRefusal } from '../../refusal.ts';
import { monthlyMilestones, refusalOfCount } from '../billing/billing-plan.policies.ts';
import type { EndService, RenewContract, RenewedItemPayload, TerminateContract } from './contract.commands.ts';
import { AT_NEWEST_RATES, contractOf, refusalOfBillingSum, refusalOfVersionDate } from './contract.policies.ts';
import { fixedMilestones } from './fixed-parts.policies.ts';
import { refusalOfDayBeforeKickOff } from '../project/kick-off.policies.ts';
import { nextId, refusalOfIds } from '../terms/ids.policies.ts';
import type { ServiceOrderState } from '../service-order.state.ts';
import {
  firstRefusal,
  milestonesOf,
  refusalOfItems,
  refusalOfMilestones,
  refusalOfTotal,
} from '../terms/terms.policies.ts';

type Renewed = Plain<RenewedItemPayload>;

const refusalOfRenewed = (renewed: readonly Renewed[], items: readonly PricedItem[]): Refusal | undefined =>
  refusalOfIds(renewed, 'itemId', 'items') ??
  firstRefusal(renewed, ({ itemId }, index) => {
    const item = items.find((candidate) => candidate.itemId === itemId);
    if (item?.pricing === 'recurring') return undefined;
    const field = `items[${index}].itemId`;
    return item
      ? ruleRefusal(
          'not-recurring',
          field,
          `項目「${itemId}」は月額ではないため、更新できません。`,
          `Item "${itemId}" is not paid by the month; only what recurs is renewed.`,
        )
      : ruleRefusal('unknown-item', field, `項目「${itemId}」がありません。`, `There is no item "${itemId}".`);
  });

const refusalOfEnd = (endsOn: string, { schedule }: ContractContent): Refusal | undefined =>
  endsOn <= schedule.endsOn
    ? ruleRefusal(
        'renewal-ends-too-early',
        'endsOn',
        `契約は ${schedule.endsOn} まであります。更新後の終了日はそれより後にしてください。`,
        `The contract lasts until ${schedule.endsOn}; a renewal has to end after that.`,
      )
    : undefined;

/** The items with the months that are added to them, and what bills those months where nobody says otherwise. */
const renewedItems = ({ items, schedule }: ContractContent, renewed: readonly Renewed[]) => {
  const added = new Map(renewed.map(({ itemId, months }) => [itemId, months]));
  return items.map((item) => {
    const months = added.get(item.itemId);
    return item.pricing === 'recurring' && months !== undefined
      ? {
          item: { ...item, months: item.months + months },
          milestones: monthlyMilestones(item, schedule.startsOn, item.months, months),
        }
      : { item, milestones: [] };
  });
};

export const renewContract = (
  { endsOn, items: renewed, billing, agreedOn }: Plain<RenewContract>,
  { data }: ServiceOrderState,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const current = contractOf(data);
  const refused = refusalOfRenewed(renewed, current.items) ?? refusalOfEnd(endsOn, current);
  if (refused) return refused;
  const entries = renewedItems(current, renewed);
  const planned = billing ?? entries.flatMap(({ milestones }) => milestones);
  const taken = current.billing.map(({ milestoneId }) => milestoneId);
  const tooMany = refusalOfCount(taken.length + planned.length);
  if (tooMany) return tooMany;
  const added = milestonesOf(planned, taken);
  const contract: ContractContent = {
    ...current,
    items: entries.map(({ item }) => item),
    schedule: { ...current.schedule, endsOn },
    billing: [...current.billing, ...added],
  };
  return (
    refusalOfIds(added, 'milestoneId', 'billing', taken) ??
    refusalOfMilestones(added, current.deliverables, AT_NEWEST_RATES) ??
    refusalOfItems(contract.items, AT_NEWEST_RATES) ??
    refusalOfBillingSum(contract) ??
    refusalOfVersionDate('agreedOn', agreedOn, data, context) ?? [
      {
        type: 'ContractRenewed',
        data: {
          contractVersion: data.contracting.versions.length + 1,
          contract,
          agreedOn: agreedOn ?? today(context),
        },
      },
    ]
  );
};

export const endService = (end: Plain<EndService>, { data }: ServiceOrderState): Decision<ServiceOrderFact> => {
  const { endsOn } = contractOf(data).schedule;
  return data.contracting.serviceEndsOn === endsOn ? [] : [{ type: 'ServiceEndAgreed', data: { ...end, endsOn } }];
};

/** Refuses an end before the project began, or before something in the contract was accepted. */
const refusalOfEarlyEnd = (day: CalendarDate, { project, billing }: ServiceOrderData): Refusal | undefined => {
  const early = refusalOfDayBeforeKickOff('terminatedOn', day, project);
  if (early) return early;
  const later = Object.values(billing.milestones).find(({ billableOn }) => billableOn !== null && day < billableOn);
  return later
    ? ruleRefusal(
        'terminated-before-acceptance',
        'terminatedOn',
        `マイルストーン「${later.milestoneId}」が検収されたのは ${later.billableOn ?? ''} です。それより前の日付では解約できません。`,
        `Milestone "${later.milestoneId}" was accepted on ${later.billableOn ?? ''}; the contract did not end before that day.`,
      )
    : undefined;
};

export const terminateContract = (
  { by, reason, terminatedOn, settlement }: Plain<TerminateContract>,
  { data }: ServiceOrderState,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const current = contractOf(data);
  const fixed = fixedMilestones(data);
  const { amount = 0, taxClass = 'standard', name = '中途解約の精算' } = settlement ?? {};
  const settlementId = nextId(
    'SETTLEMENT',
    current.billing.map(({ milestoneId }) => milestoneId),
  );
  const settling: readonly BillingMilestone[] =
    amount > 0
      ? [{ milestoneId: settlementId, name, trigger: 'contractConclusion', amount, taxClass, deliverableIds: [] }]
      : [];
  const billing = [...fixed, ...settling];
  const change = openChange(data.change);
  const day = terminatedOn ?? today(context);
  return (
    refusalOfTotal(billing, AT_NEWEST_RATES, 'settlement.amount') ??
    refusalOfVersionDate('terminatedOn', terminatedOn, data, context) ??
    refusalOfEarlyEnd(day, data) ?? [
      ...(change
        ? [{ type: 'ChangeDeclined' as const, data: { changeId: change.changeId, by: 'company' as const } }]
        : []),
      {
        type: 'ContractTerminated',
        data: {
          contractVersion: data.contracting.versions.length + 1,
          contract: { ...current, billing },
          terminatedOn: day,
          by,
          reason,
          ...(settling.length > 0 ? { settlementId } : {}),
        },
      },
    ]
  );
};
