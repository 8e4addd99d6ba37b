import fc from 'fast-check';
import { isFixed, outstandingOf, type Milestone } from '#state-machines/service-order/billing.data';
import { openChange } from '#state-machines/service-order/change.data';
import { itemAmount } from '#state-machines/service-order/price.data';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import {
  billingTriggers,
  type BillingMilestone,
  type PricedItem,
} from '#state-machines/service-order/service-order.terms';
import { daysLater, type CalendarDate } from '#state-machines/vocabulary/dates';
import { taxClasses } from '#state-machines/vocabulary/money';
import type { ServiceOrderCommand } from '../service-order.commands.ts';
import type { Story } from '../service-order.story.ts';

// What can come next in the story of a concluded contract: commands that fit the order as it is, or nearly, and facts of the work that others decide.

/** Picks: numbers from which a step is made. */
export const picks = fc.record({
  kind: fc.nat(999),
  which: fc.nat(11),
  amount: fc.integer({ min: 1, max: 9 }),
  days: fc.constantFrom(0, 0, 0, 0, 1, 2, 6),
});
export type Picks = typeof picks extends fc.Arbitrary<infer Value> ? Value : never;

/** A chapter of a story, and the day on which it was told. */
export interface Chapter extends Story {
  readonly day: CalendarDate;
}

/** What comes next: a command, or a fact that others decided. */
export type Step = ServiceOrderCommand | ServiceOrderFact;

const at = <Value>(values: readonly Value[], index: number): Value | undefined =>
  values[index % Math.max(1, values.length)];

/** One of some values, of which there is at least one. */
export const oneOf = <Value>(values: readonly Value[], index: number): Value => {
  const value = at(values, index);
  if (value === undefined) throw new RangeError('there is nothing to pick');
  return value;
};

type ItemOf<Pricing> = Extract<PricedItem, { pricing: Pricing }>;

export const fixedPrice = (itemId: string, taxClass: PricedItem['taxClass'], amount: number): ItemOf<'fixedPrice'> => ({
  itemId,
  description: `項目 ${itemId}`,
  taxClass,
  pricing: 'fixedPrice',
  amount,
});

/** Milestones that are neither accepted nor invoiced, as the contract says them. */
const openMilestones = ({ state: { data } }: Story): readonly BillingMilestone[] =>
  (data.contracting.current?.billing ?? []).filter(({ milestoneId }) => {
    const milestone = data.billing.milestones[milestoneId];
    return milestone !== undefined && !isFixed(milestone);
  });

/** Quotes that add up and quotes that do not, or that change what is fixed. */
const quotes = ({ which, amount }: Picks, chapter: Chapter): readonly ServiceOrderCommand[] => {
  const { data } = chapter.state;
  const items = data.contracting.current?.items ?? [];
  const open = openMilestones(chapter);
  const fixed = (data.contracting.current?.billing ?? []).filter((milestone) => !open.includes(milestone));
  const validUntil = daysLater(chapter.day, amount * 2 - 3);
  const quoteOf = (
    changes: Partial<Extract<ServiceOrderCommand, { type: 'QuoteChange' }>['data']>,
  ): ServiceOrderCommand => ({ type: 'QuoteChange', data: { validUntil, ...changes } });
  const taxClass = oneOf(taxClasses, which);
  const added = { name: '追加', trigger: oneOf(billingTriggers, which), amount, taxClass };
  const extra = fixedPrice(`X${data.change.count}`, taxClass, amount);
  const [victim = added] = [at(open, which)];
  const others = open.filter((milestone) => milestone !== victim);
  const payer = items.find((item) => item.taxClass === victim.taxClass && itemAmount(item) >= victim.amount);
  const cheaper = items.map((item) =>
    item === payer && item.pricing === 'fixedPrice' ? { ...item, amount: item.amount - victim.amount } : item,
  );
  return [
    quoteOf({ items: [...items.filter(({ itemId }) => itemId !== extra.itemId), extra], billing: [...open, added] }),
    quoteOf({ items: cheaper, billing: others }),
    quoteOf({
      billing: [
        ...others,
        { ...victim, amount: Math.max(0, victim.amount - amount) },
        { ...added, amount: Math.min(victim.amount, amount), taxClass: victim.taxClass },
      ],
    }),
    quoteOf({ items: [...items, extra], billing: [...fixed, ...open, added] }),
    quoteOf({ billing: [...others, { ...victim, trigger: added.trigger, name: `別名 ${which}` }] }),
    quoteOf({ billing: [...others, { ...victim, taxClass, amount: victim.amount + (which % 2) }] }),
    quoteOf({ billing: [...open, ...fixed.map((milestone) => ({ ...milestone, amount: milestone.amount + 1 }))] }),
    quoteOf({ deliverables: [], billing: open.map((milestone) => ({ ...milestone, deliverableIds: [] })) }),
    quoteOf({ endsOn: daysLater('2027-03-31', which), scope: `範囲 ${which}` }),
  ];
};

/** Commands about new versions of the contract, and what lets them go on. */
export const changeSteps = (about: Picks, chapter: Chapter): readonly Step[] => {
  const { which, amount } = about;
  const { change, contracting } = chapter.state.data;
  const newest = openChange(change)?.quote?.number ?? 1;
  const endsOn = daysLater(contracting.current?.schedule.endsOn ?? chapter.day, amount - 2);
  const quoted = quotes(about, chapter);
  return [
    { type: 'RequestChange', data: { title: '変更', description: '変更する', by: 'customer' } },
    oneOf(quoted, which),
    oneOf(quoted, which + amount),
    { type: 'AgreeChange', data: {} },
    { type: 'AgreeChange', data: { changeId: `C${change.count}`, quote: newest } },
    {
      type: 'AgreeChange',
      data: { quote: Math.max(1, newest - (which % 2)), agreedOn: daysLater(chapter.day, -which) },
    },
    {
      type: 'RenewContract',
      data: { endsOn, items: [{ itemId: which % 4 ? 'care' : 'build', months: 1 + (which % 2) }] },
    },
    { type: 'ReleaseHold', data: { reason: 'price' } },
  ];
};

/** Commands about the money. */
export const billingSteps = ({ which, amount }: Picks, { day, state }: Chapter): readonly Step[] => {
  const { billing } = state.data;
  const milestones = Object.values(billing.milestones);
  const idOf = (candidates: readonly Milestone[]) =>
    (at(which % 4 === 0 ? [] : candidates, which) ?? at(milestones, which))?.milestoneId ?? 'M1';
  const acceptable = idOf(milestones.filter((milestone) => milestone.trigger === 'acceptance' && !isFixed(milestone)));
  const billable = idOf(milestones.filter((milestone) => isFixed(milestone) && milestone.invoiceNumber === null));
  const invoices = Object.values(billing.invoices);
  const unpaid = at(
    invoices.filter((invoice) => outstandingOf(invoice) > 0),
    which,
  );
  const invoice = unpaid ?? at(invoices, which);
  const owed = invoice ? outstandingOf(invoice) : 0;
  const invoiceNumber = invoice?.invoiceNumber ?? 'I1';
  const pay = (paid: number): Step => ({
    type: 'RecordInvoicePayment',
    data: { invoiceNumber, amount: Math.max(1, paid), method: 'bankTransfer' },
  });
  const newNumber = `I${invoices.length + 1}`;
  return [
    { type: 'AcceptMilestone', data: { milestoneId: acceptable } },
    { type: 'AcceptMilestone', data: { milestoneId: acceptable } },
    { type: 'AcceptMilestone', data: { milestoneId: acceptable, acceptedOn: daysLater(day, -amount) } },
    { type: 'IssueInvoice', data: { invoiceNumber: newNumber, milestoneIds: [billable] } },
    { type: 'IssueInvoice', data: { invoiceNumber: newNumber, issuedOn: daysLater(day, 1 - amount) } },
    { type: 'IssueInvoice', data: { invoiceNumber, milestoneIds: [billable] } },
    { type: 'MarkInvoiceOverdue', data: { invoiceNumber } },
    { type: 'CancelInvoice', data: { invoiceNumber, reason: '誤り' } },
    pay(owed),
    pay(Math.ceil(owed / amount)),
    pay(owed + amount),
  ];
};

/** What others decide while the work goes on. */
export const workSteps = ({ which }: Picks, { day, state: { data } }: Chapter): readonly Step[] => {
  const deliverableId = oneOf(['design', 'manual'], which);
  const submission = data.project.deliverables[deliverableId]?.submissions ?? 0;
  const reportNumber = data.completion.reports;
  return [
    { type: 'DeliverableSubmitted', data: { deliverableId, submission: submission + 1, submittedOn: day } },
    { type: 'DeliverableAccepted', data: { deliverableId, submission, acceptedOn: day } },
    { type: 'CompletionRefused', data: { reportNumber, refusedOn: day, points: [] } },
    { type: 'CompletionAccepted', data: { reportNumber, acceptedOn: day } },
  ];
};

/** What happens seldom, and what ends a contract. */
export const turns = ({ which, amount }: Picks, { day, state: { data } }: Chapter): readonly Step[] => {
  const reportNumber = data.completion.reports + 1;
  const settlement = { amount: which % 3 ? amount * 1000 : 0, taxClass: oneOf(taxClasses, amount) };
  return [
    { type: 'EndService', data: { by: 'company' } },
    { type: 'HoldOrder', data: { reason: 'price' } },
    { type: 'DeclineChange', data: { by: 'customer' } },
    { type: 'CompletionReported', data: { reportNumber, reportedOn: day, summary: '完了' } },
    { type: 'TerminateContract', data: { by: 'customer', reason: '中止', settlement } },
  ];
};
