import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext, Refusal } from '#libs/kernel/decider';
import { canonicalJson } from '#libs/kernel/log/canonical-json';
import { openChange, type Change } from '#state-machines/service-order/change.data';
import type { ServiceOrderData } from '#state-machines/service-order/service-order.data';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import type { BillingMilestone, ContractContent } from '#state-machines/service-order/service-order.terms';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import { notBeforeToday, today } from '../../dates.policies.ts';
import { ruleRefusal } from '../../refusal.ts';
import { refusalOfCount } from '../billing/billing-plan.policies.ts';
import type { AgreeChange, ChangeCommand, DeclineChange, QuoteChange, RequestChange } from './change.commands.ts';
import { AT_NEWEST_RATES, contractOf, refusalOfBillingSum, refusalOfVersionDate } from './contract.policies.ts';
import { fixedMilestones, refusalOfFixedMilestones, refusalOfLostParts } from './fixed-parts.policies.ts';
import type { ServiceOrderState } from '../service-order.state.ts';
import {
  milestonesOf,
  refusalOfDeliverables,
  refusalOfItems,
  refusalOfMilestones,
  refusalOfSchedule,
} from '../terms/terms.policies.ts';

/** Which facts a command about changes leads to; that it is available has been decided. */
export const decideChange = (
  command: ChangeCommand,
  state: ServiceOrderState,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  switch (command.type) {
    case 'RequestChange':
      return requestChange(command.data, state);
    case 'QuoteChange':
      return quoteChange(command.data, state, context);
    case 'AgreeChange':
      return agreeChange(command.data, state, context);
    case 'DeclineChange':
      return declineChange(command.data, state);
  }
};

/** The change that is open. Throws `RangeError` where none is: that it is available has been decided. */
const openChangeOf = ({ change }: ServiceOrderData): Change => {
  const open = openChange(change);
  if (!open) throw new RangeError('no change is open');
  return open;
};

const requestChange = (
  request: Plain<RequestChange>,
  { data: { change } }: ServiceOrderState,
): Decision<ServiceOrderFact> => [{ type: 'ChangeRequested', data: { ...request, changeId: `C${change.count + 1}` } }];

/** What a change leaves open of the billing: the milestones that were given and are not fixed, or those of the contract. */
const plannedMilestones = ({ billing }: Plain<QuoteChange>, data: ServiceOrderData) => {
  const current = contractOf(data).billing;
  const fixed = new Set(fixedMilestones(data).map(({ milestoneId }) => milestoneId));
  const given = billing
    ? milestonesOf(
        billing,
        current.map(({ milestoneId }) => milestoneId),
      )
    : current.filter(({ milestoneId }) => !fixed.has(milestoneId));
  return { given, open: given.filter(({ milestoneId }) => !fixed.has(milestoneId)) };
};

/** Milestones in the order that the contract has them in; those that it does not have come last. */
const inOrderOf = (
  contracted: readonly BillingMilestone[],
  milestones: readonly BillingMilestone[],
): readonly BillingMilestone[] => {
  const known = new Set(contracted.map(({ milestoneId }) => milestoneId));
  return [
    ...contracted.flatMap(({ milestoneId }) => milestones.filter((kept) => kept.milestoneId === milestoneId)),
    ...milestones.filter(({ milestoneId }) => !known.has(milestoneId)),
  ];
};

/** What a contract says, whatever the order in which its lists say it. */
const saysTheSame = (one: ContractContent, other: ContractContent): boolean => {
  const inAnyOrder = (entries: readonly object[]) => entries.map((entry) => canonicalJson(entry)).sort();
  const said = ({ items, deliverables, billing, ...rest }: ContractContent) =>
    canonicalJson({
      ...rest,
      items: inAnyOrder(items),
      deliverables: inAnyOrder(deliverables),
      billing: inAnyOrder(
        billing.map((milestone) => ({ ...milestone, deliverableIds: [...milestone.deliverableIds].sort() })),
      ),
    });
  return said(one) === said(other);
};

const quoteChange = (
  command: Plain<QuoteChange>,
  { data }: ServiceOrderState,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const { quotedOn, validUntil, endsOn, billing: _billing, ...terms } = command;
  const current = contractOf(data);
  const { given, open } = plannedMilestones(command, data);
  const contract: ContractContent = {
    ...current,
    ...terms,
    schedule: { ...current.schedule, endsOn: endsOn ?? current.schedule.endsOn },
    billing: inOrderOf(current.billing, [...fixedMilestones(data), ...open]),
  };
  const { changeId, quote: before } = openChangeOf(data);
  const refused =
    notBeforeToday('validUntil', validUntil, context) ??
    refusalOfVersionDate('quotedOn', quotedOn, data, context) ??
    refusalOfItems(contract.items, AT_NEWEST_RATES) ??
    refusalOfDeliverables(contract.deliverables) ??
    refusalOfSchedule(contract.schedule, 'endsOn') ??
    refusalOfMilestones(given, contract.deliverables, AT_NEWEST_RATES, command.billing !== undefined) ??
    refusalOfCount(contract.billing.length) ??
    refusalOfFixedMilestones(given, data) ??
    refusalOfLostParts(contract, data) ??
    refusalOfBillingSum(contract, fixedMilestones(data)) ??
    refusalOfSameness(contract, current);
  if (refused) return refused;
  return before?.validUntil === validUntil && saysTheSame(before.contract, contract)
    ? []
    : [
        {
          type: 'ChangeQuoted',
          data: {
            changeId,
            quote: (before?.number ?? 0) + 1,
            contract,
            quotedOn: quotedOn ?? today(context),
            validUntil,
          },
        },
      ];
};

const refusalOfSameness = (contract: ContractContent, current: ContractContent): Refusal | undefined =>
  saysTheSame(contract, current)
    ? ruleRefusal(
        'nothing-to-change',
        'items',
        '契約の内容が変わりません。範囲・成果物・項目・終了日・条件・請求予定のいずれかを指定してください。',
        'The contract would stay as it is: give scope, deliverables, items, an end, terms or billing.',
      )
    : undefined;

/** Refuses the agreement to another change than the open one, or to another quote than its newest. */
const refusalOfQuote = (
  { changeId, quote }: Plain<AgreeChange>,
  open: Change,
  newest: NonNullable<Change['quote']>,
  context: DecisionContext,
): Refusal | undefined => {
  if (changeId !== undefined && changeId !== open.changeId)
    return ruleRefusal(
      'not-the-open-change',
      'changeId',
      `未決の変更は「${open.changeId}」です。`,
      `The change that is open is ${open.changeId}, not ${changeId}.`,
    );
  if (quote !== undefined && quote > newest.number)
    return ruleRefusal(
      'unknown-quote',
      'quote',
      `見積もり ${quote} はありません。最新は ${newest.number} です。`,
      `There is no quote ${quote}; the newest is ${newest.number}.`,
    );
  if (quote !== undefined && quote < newest.number)
    return ruleRefusal(
      'quote-superseded',
      'quote',
      `見積もり ${quote} は新しい見積もり ${newest.number} に置き換えられています。`,
      `Quote ${quote} was replaced by quote ${newest.number}; agree to that one.`,
    );
  return newest.validUntil < today(context)
    ? ruleRefusal(
        'quote-expired',
        'quote',
        `見積もり ${newest.number} の有効期限 ${newest.validUntil} は過ぎています。見積もり直してください。`,
        `Quote ${newest.number} was valid until ${newest.validUntil}; quote the change again.`,
      )
    : undefined;
};

const refusalOfOutdatedQuote = (
  { number, contract }: NonNullable<Change['quote']>,
  data: ServiceOrderData,
): Refusal | undefined => {
  const lost = refusalOfLostParts(contract, data);
  return lost
    ? ruleRefusal(
        'quote-outdated',
        'quote',
        `見積もり ${number} の後に状況が変わりました。見積もり直してください。${lost.message.ja}`,
        `Quote ${number} is outdated; quote the change again. ${lost.message.en}`,
      )
    : undefined;
};

/** Refuses an agreement before the customer got the quote. */
const refusalOfEarlyAgreement = (
  agreedOn: CalendarDate,
  { number, quotedOn }: NonNullable<Change['quote']>,
): Refusal | undefined =>
  agreedOn < quotedOn
    ? ruleRefusal(
        'agreed-before-quoted',
        'agreedOn',
        `見積もり ${number} を出したのは ${quotedOn} です。それより前の日付では合意できません。`,
        `Quote ${number} was made on ${quotedOn}; it was not agreed to before that day.`,
      )
    : undefined;

const agreeChange = (
  command: Plain<AgreeChange>,
  { data }: ServiceOrderState,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const { agreedBy, agreedOn } = command;
  const day = agreedOn ?? today(context);
  const open = openChangeOf(data);
  if (!open.quote) throw new RangeError(`change ${open.changeId} was not quoted`);
  const { number, contract } = open.quote;
  return (
    refusalOfQuote(command, open, open.quote, context) ??
    refusalOfVersionDate('agreedOn', agreedOn, data, context) ??
    refusalOfEarlyAgreement(day, open.quote) ??
    refusalOfOutdatedQuote(open.quote, data) ?? [
      {
        type: 'ChangeAgreed',
        data: {
          changeId: open.changeId,
          quote: number,
          contractVersion: data.contracting.versions.length + 1,
          contract,
          agreedOn: day,
          ...(agreedBy ? { agreedBy } : {}),
        },
      },
    ]
  );
};

const declineChange = (declined: Plain<DeclineChange>, { data }: ServiceOrderState): Decision<ServiceOrderFact> => [
  {
    type: 'ChangeDeclined',
    data: { ...declined, changeId: openChangeOf(data).changeId },
  },
];
