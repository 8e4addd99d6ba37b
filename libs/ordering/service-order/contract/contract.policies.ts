import type { DecisionContext, Refusal } from '#libs/kernel/decider';
import { missingInDraft, type ContractPart } from '#state-machines/service-order/contract.data';
import { classesThatDiffer, sumsByTaxClass, taxedAmounts } from '#state-machines/service-order/price.data';
import type { ServiceOrderData } from '#state-machines/service-order/service-order.data';
import {
  parties,
  type ContractContent,
  type ContractDraft,
  type Party,
  type Signatory,
} from '#state-machines/service-order/service-order.terms';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import type { Bilingual } from '#state-machines/vocabulary/labels';
import type { TaxClass } from '#state-machines/vocabulary/money';
import { notAfterToday, today } from '../../dates.policies.ts';
import { ruleRefusal } from '../../refusal.ts';
import {
  refusalOfDeliverables,
  refusalOfItems,
  refusalOfMilestones,
  refusalOfSchedule,
  refusalOfTotal,
} from '../terms/terms.policies.ts';

/** The newest rates apply: no invoice of the contract, whenever it is issued, is then beyond the integers that are exact. */
export const AT_NEWEST_RATES: CalendarDate = '9999-12-31';

/** What people call the tax classes. */
export const taxClassLabels: Readonly<Record<TaxClass, Bilingual>> = {
  standard: { ja: '標準税率', en: 'standard rate' },
  reduced: { ja: '軽減税率', en: 'reduced rate' },
  exempt: { ja: '非課税', en: 'exempt' },
};

const partLabels: Readonly<Record<ContractPart, Bilingual>> = {
  scope: { ja: '範囲', en: 'scope' },
  items: { ja: '項目と金額', en: 'priced items' },
  schedule: { ja: '期間', en: 'schedule' },
  terms: { ja: '条件', en: 'terms' },
  paymentDays: { ja: '支払サイト', en: 'payment days' },
  billing: { ja: '請求予定', en: 'billing schedule' },
  warranty: { ja: '保証', en: 'warranty' },
};

const partyLabels: Readonly<Record<Party, Bilingual>> = {
  customer: { ja: 'お客様', en: 'the customer' },
  company: { ja: '当社', en: 'the company' },
};

/** The draft of the contract. Throws `RangeError` where there is none: that it is available has been decided. */
export const draftOf = ({ contracting: { draft } }: ServiceOrderData): ContractDraft => {
  if (!draft) throw new RangeError('there is no draft of a contract');
  return draft;
};

/** The newest version of the contract. Throws `RangeError` where there is none: that it is available has been decided. */
export const contractOf = ({ contracting: { current } }: ServiceOrderData): ContractContent => {
  if (!current) throw new RangeError('there is no contract');
  return current;
};

/** Refuses a draft with ids that are used twice, a schedule that ends before it begins, a milestone that waits for nothing, or amounts that are too large. */
export const refusalOfDraft = (
  { items, deliverables, schedule, billing }: ContractDraft,
  isBillingGiven = true,
): Refusal | undefined =>
  refusalOfItems(items, AT_NEWEST_RATES) ??
  refusalOfDeliverables(deliverables) ??
  (schedule ? refusalOfSchedule(schedule) : undefined) ??
  refusalOfMilestones(billing, deliverables, AT_NEWEST_RATES, isBillingGiven);

/** Refuses milestones that do not add up to the price of the items, tax class by tax class; `fixed` are those that cannot change any more. */
export const refusalOfBillingSum = (
  { items, billing }: Pick<ContractContent, 'items' | 'billing'>,
  fixed: ContractContent['billing'] = [],
): Refusal | undefined => {
  const tooLarge = refusalOfTotal(billing, AT_NEWEST_RATES, 'billing');
  if (tooLarge) return tooLarge;
  const prices = taxedAmounts(items);
  const [taxClass] = classesThatDiffer(prices, billing);
  if (taxClass === undefined) return undefined;
  const [price, sum] = [sumsByTaxClass(prices)[taxClass], sumsByTaxClass(billing)[taxClass]];
  const { ja, en } = taxClassLabels[taxClass];
  const kept = sumsByTaxClass(fixed)[taxClass];
  const ofWhich =
    kept === 0
      ? { ja: '', en: '' }
      : {
          ja: `、うち検収または請求済みで変えられないもの ${kept}`,
          en: `, of which ${kept} were accepted or invoiced and stay`,
        };
  return ruleRefusal(
    'billing-does-not-add-up',
    'billing',
    `請求予定の合計が金額と一致しません（${ja}：金額 ${price}、請求予定の合計 ${sum}${ofWhich.ja}）。`,
    `The milestones do not add up to the price (${en}): the price is ${price}, the milestones are ${sum}${ofWhich.en}.`,
  );
};

/** A draft that lacks nothing is what a contract says. */
export const isComplete = (draft: ContractDraft): draft is ContractContent => missingInDraft(draft).length === 0;

/** The refusal of a draft that lacks something: it names all of it. */
export const incompleteness = (draft: ContractDraft): Refusal => {
  const missing = missingInDraft(draft);
  return ruleRefusal(
    'contract-incomplete',
    missing[0] ?? '',
    `契約書に不足があります: ${missing.map((part) => partLabels[part].ja).join('、')}`,
    `The contract lacks: ${missing.map((part) => partLabels[part].en).join(', ')}.`,
  );
};

/** Who of the two sides has signed. */
export const signedFor = (signatories: readonly Signatory[]): readonly Party[] =>
  parties.filter((party) => signatories.some((signatory) => signatory.party === party));

/** Refuses a contract that is not signed for both sides. */
export const refusalOfSignatories = (signatories: readonly Signatory[]): Refusal | undefined => {
  const signed = signedFor(signatories);
  const missing = parties.filter((party) => !signed.includes(party));
  return missing.length > 0
    ? ruleRefusal(
        'signatory-missing',
        'signatories',
        `署名者がいません: ${missing.map((party) => partyLabels[party].ja).join('、')}`,
        `Nobody signs for ${missing.map((party) => partyLabels[party].en).join(' and ')}.`,
      )
    : undefined;
};

/** Refuses a conclusion before the customer accepted the proposal that the contract was made of. */
export const refusalOfEarlyConclusion = (
  day: CalendarDate,
  { proposing: { versions } }: ServiceOrderData,
): Refusal | undefined => {
  const acceptedOn = versions.at(-1)?.acceptedOn ?? day;
  return day < acceptedOn
    ? ruleRefusal(
        'concluded-before-accepted',
        'concludedOn',
        `提案が受け入れられたのは ${acceptedOn} です。それより前の日付では契約を締結できません。`,
        `The proposal was accepted on ${acceptedOn}; the contract was not concluded before that day.`,
      )
    : undefined;
};

/** Refuses a day in the future for a new contract version, and one before the version that it follows. */
export const refusalOfVersionDate = (
  field: string,
  date: CalendarDate | undefined,
  { contracting: { versions } }: ServiceOrderData,
  context: DecisionContext,
): Refusal | undefined => {
  const before = versions.at(-1);
  return (
    notAfterToday(field, date, context) ??
    (before && (date ?? today(context)) < before.agreedOn
      ? ruleRefusal(
          'before-the-contract',
          field,
          `第 ${before.version} 版の契約は ${before.agreedOn} からのものです。それより前の日付にはできません。`,
          `Version ${before.version} of the contract is of ${before.agreedOn}; what follows it cannot be of an earlier day.`,
        )
      : undefined)
  );
};
