import { describe, expect, it } from '@jest/globals';
import { given } from '#libs/kernel/testing/given-when-then';
import type { ServiceOrderCommand } from '../service-order.commands.ts';
import { serviceOrderStream } from '../service-order.stream.ts';
import {
  acceptCompletion,
  acceptDesign,
  acceptMilestone,
  agreedOrder,
  completeTask,
  concludeContract,
  concludedOrder,
  continued,
  draftContract,
  finishedOrder,
  invoice,
  kickOff,
  pay,
  planProject,
  reportCompletion,
  startedOrder,
  startTask,
  STORY_DAY,
  submitDesign,
  told,
  placeOf,
  type Story,
} from '../service-order.story.ts';

const on = (day: string) => ({ now: `${day}T03:00:00.000Z`, commandId: 'b-1' });
const when = on(STORY_DAY);

const issue = (
  invoiceNumber: string,
  more: Partial<Extract<ServiceOrderCommand, { type: 'IssueInvoice' }>['data']> = {},
): ServiceOrderCommand => ({ type: 'IssueInvoice', data: { invoiceNumber, ...more } });
const accept = (milestoneId: string, acceptedOn?: string): ServiceOrderCommand => ({
  type: 'AcceptMilestone',
  data: { milestoneId, ...(acceptedOn ? { acceptedOn } : {}) },
});
const overdue = (invoiceNumber: string): ServiceOrderCommand => ({
  type: 'MarkInvoiceOverdue',
  data: { invoiceNumber },
});
const cancel = (invoiceNumber: string): ServiceOrderCommand => ({
  type: 'CancelInvoice',
  data: { invoiceNumber, reason: '期日の誤り' },
});
const payFor = (invoiceNumber: string, amount: number): ServiceOrderCommand => ({
  type: 'RecordInvoicePayment',
  data: { invoiceNumber, amount, method: 'bankTransfer' },
});

/** The story with one more command on a later day. */
const later = (from: Story, command: ServiceOrderCommand, day: string): Story => {
  const after = told(from, command, `${day}T03:00:00.000Z`);
  expect(after.refusal).toBeUndefined();
  return after;
};
const milestonesOf = (from: Story) => placeOf(from)['milestones'];

describe('what makes a milestone billable', () => {
  it('is the conclusion of the contract for a payment in advance', () => {
    expect(milestonesOf(concludedOrder())).toEqual({ M1: 'billable', M2: 'scheduled', M3: 'scheduled' });
    expect(placeOf(concludedOrder())).toMatchObject({ billable: 200_000, scheduled: 800_000, billed: 0 });
  });

  it('is its own acceptance, for exactly that milestone', () =>
    expect(milestonesOf(finishedOrder())).toEqual({ M1: 'billable', M2: 'billable', M3: 'scheduled' }));

  it('is the final acceptance for the rest', () => {
    const accepted = continued(finishedOrder(), reportCompletion, acceptCompletion);
    expect(milestonesOf(accepted)).toEqual({ M1: 'billable', M2: 'billable', M3: 'billable' });
  });
});

describe('the acceptance of a milestone', () => {
  const handedOver = continued(startedOrder(), submitDesign, acceptDesign);

  it('is recorded with its day and who gave it', () =>
    given(serviceOrderStream, handedOver.facts)
      .when({ type: 'AcceptMilestone', data: { milestoneId: 'M2', acceptedBy: '田中 花子' } }, when)
      .then([
        { type: 'MilestoneAccepted', data: { milestoneId: 'M2', acceptedOn: STORY_DAY, acceptedBy: '田中 花子' } },
      ]));

  it('waits for its deliverables, and names them', () => {
    const refused = told(startedOrder(), acceptMilestone).refusal;
    expect(refused).toMatchObject({ code: 'deliverables-not-accepted', field: 'milestoneId' });
    expect(refused?.message.en).toContain('design');
  });

  it('waits for the kick-off', () =>
    given(serviceOrderStream, concludedOrder().facts).when(accept('M2'), when).thenRefused('not-in-this-state'));

  it('is not needed for what the contract or the final acceptance makes billable', () => {
    given(serviceOrderStream, handedOver.facts).when(accept('M1'), when).thenRefused('milestone-has-no-acceptance');
    given(serviceOrderStream, handedOver.facts).when(accept('M3'), when).thenRefused('milestone-has-no-acceptance');
  });

  it('is refused for a milestone that the contract does not have', () =>
    given(serviceOrderStream, handedOver.facts).when(accept('M9'), when).thenRefused('unknown-milestone'));

  it('given again changes nothing, and keeps the day it was recorded with', () => {
    given(serviceOrderStream, finishedOrder().facts).when(accept('M2'), when).then([]);
    given(serviceOrderStream, finishedOrder().facts).when(accept('M2', STORY_DAY), when).then([]);
    given(serviceOrderStream, finishedOrder().facts)
      .when(accept('M2', '2026-11-19'), when)
      .thenRefused('recorded-otherwise');
  });

  it('is not of tomorrow, nor of a day before the kick-off or the acceptance of its deliverable', () => {
    given(serviceOrderStream, handedOver.facts).when(accept('M2', '2026-11-21'), when).thenRefused('in-the-future');
    given(serviceOrderStream, handedOver.facts).when(accept('M2', '2026-11-19'), when).thenRefused('before-kick-off');
    const accepted = later(continued(startedOrder(), submitDesign), acceptDesign, '2026-11-25');
    given(serviceOrderStream, accepted.facts)
      .when(accept('M2', '2026-11-24'), on('2026-11-26'))
      .thenRefused('accepted-before-deliverable');
  });

  it('does not exist in a contract without such milestones', () => {
    const without = continued(
      agreedOrder(),
      { type: 'DraftContract', data: { paymentDays: 30, warranty: { months: 0, terms: 'なし' } } },
      concludeContract,
      planProject,
      kickOff,
    );
    given(serviceOrderStream, without.facts).when(accept('M1'), when).thenRefused('no-milestone-to-accept');
  });
});

describe('an invoice', () => {
  it('is for everything that is billable where nothing is named, and due as the contract says', () =>
    given(serviceOrderStream, finishedOrder().facts)
      .when(issue('INV-1'), when)
      .then([
        {
          type: 'InvoiceIssued',
          data: {
            invoiceNumber: 'INV-1',
            milestoneIds: ['M1', 'M2'],
            issuedOn: STORY_DAY,
            dueOn: '2026-12-20',
            net: 500_000,
            tax: 50_000,
            total: 550_000,
          },
        },
      ]));

  it('rounds the tax once per tax class, whatever is on it', () => {
    const odd = continued(
      agreedOrder([
        { itemId: 'a', description: '研修', taxClass: 'standard', pricing: 'fixedPrice', amount: 2000 },
        { itemId: 'b', description: '新聞', taxClass: 'reduced', pricing: 'fixedPrice', amount: 1999 },
        { itemId: 'c', description: '保険', taxClass: 'exempt', pricing: 'fixedPrice', amount: 7 },
      ]),
      {
        type: 'DraftContract',
        data: {
          paymentDays: 0,
          warranty: { months: 0, terms: 'なし' },
          billing: [
            { name: '一', trigger: 'contractConclusion', amount: 995, taxClass: 'standard' },
            { name: '二', trigger: 'contractConclusion', amount: 1005, taxClass: 'standard' },
            { name: '三', trigger: 'contractConclusion', amount: 1999, taxClass: 'reduced' },
            { name: '四', trigger: 'contractConclusion', amount: 7, taxClass: 'exempt' },
          ],
        },
      },
      concludeContract,
    );
    // The first two, rounded one by one, would be taxed with 99 + 100; together they are with 200, and the third with 159.
    expect(told(odd, issue('INV-1')).facts.at(-1)?.data).toMatchObject({ net: 4006, tax: 359, total: 4365 });
  });

  it('is not for a milestone before its acceptance, and says which acceptance that is', () => {
    const refusedFor = (milestoneId: string) =>
      told(startedOrder(), issue('INV-1', { milestoneIds: ['M1', milestoneId] })).refusal;
    expect(refusedFor('M2')).toMatchObject({ code: 'milestone-not-billable', field: 'milestoneIds[1]' });
    expect(refusedFor('M2')?.message.en).toContain('its own acceptance');
    expect(refusedFor('M3')?.message.en).toContain('the final acceptance');
    expect(refusedFor('M9')).toMatchObject({ code: 'unknown-milestone', field: 'milestoneIds[1]' });
  });

  it('follows the final acceptance, never the delivery', () => {
    const reported = continued(finishedOrder(), reportCompletion);
    given(serviceOrderStream, reported.facts)
      .when(issue('INV-1', { milestoneIds: ['M3'] }), when)
      .thenRefused('milestone-not-billable');
    const accepted = continued(reported, acceptCompletion);
    expect(milestonesOf(continued(accepted, issue('INV-1', { milestoneIds: ['M3'] })))).toMatchObject({
      M3: 'invoiced',
    });
  });

  it('names each milestone once, and no milestone is on two invoices', () => {
    given(serviceOrderStream, finishedOrder().facts)
      .when(issue('INV-1', { milestoneIds: ['M1', 'M1'] }), when)
      .thenRefused('duplicate-id');
    given(serviceOrderStream, continued(finishedOrder(), issue('INV-1', { milestoneIds: ['M1'] })).facts)
      .when(issue('INV-2', { milestoneIds: ['M1', 'M2'] }), when)
      .thenRefused('milestone-invoiced-before');
  });

  it('issued again under its number changes nothing, and another one does not get that number', () => {
    const first = continued(finishedOrder(), issue('INV-1', { milestoneIds: ['M1'] }));
    const again = (command: ServiceOrderCommand) => given(serviceOrderStream, first.facts).when(command, when);
    again(issue('INV-1', { milestoneIds: ['M1'] })).then([]);
    again(issue('INV-1', { milestoneIds: ['M1'], dueOn: '2026-12-20' })).then([]);
    again(issue('INV-1', { milestoneIds: ['M1'], dueOn: '2026-12-21' })).thenRefused('invoice-number-used');
    again(issue('INV-1', { milestoneIds: ['M1'], issuedOn: STORY_DAY })).then([]);
    again(issue('INV-1', { milestoneIds: ['M1'], issuedOn: '2026-11-19' })).thenRefused('invoice-number-used');
    again(issue('INV-1', { milestoneIds: ['M1', 'M2'] })).thenRefused('invoice-number-used');
    again(issue('INV-1', { milestoneIds: ['M2'] })).thenRefused('invoice-number-used');
    again(issue('INV-1')).thenRefused('invoice-number-used');
  });

  it('of everything, issued again when everything is invoiced, changes nothing', () => {
    const all = continued(finishedOrder(), issue('INV-1'));
    given(serviceOrderStream, all.facts).when(issue('INV-1'), when).then([]);
    given(serviceOrderStream, all.facts).when(issue('INV-2'), when).thenRefused('nothing-billable');
  });

  it('is not possible while nothing is billable', () => {
    const without = continued(
      agreedOrder(),
      { type: 'DraftContract', data: { paymentDays: 30, warranty: { months: 0, terms: 'なし' } } },
      concludeContract,
    );
    given(serviceOrderStream, without.facts).when(issue('INV-1'), when).thenRefused('nothing-billable');
    given(serviceOrderStream, agreedOrder().facts).when(issue('INV-1'), when).thenRefused('nothing-billable');
  });

  it('bears no date before what it bills, nor one in the future, and is due when it is issued or later', () => {
    const concluded = concludedOrder();
    const refusedAs = (command: ServiceOrderCommand, code: string) =>
      given(serviceOrderStream, concluded.facts).when(command, when).thenRefused(code);
    refusedAs(issue('INV-1', { issuedOn: '2026-11-19' }), 'invoice-before-acceptance');
    refusedAs(issue('INV-1', { issuedOn: '2026-11-21' }), 'in-the-future');
    refusedAs(issue('INV-1', { dueOn: '2026-11-19' }), 'due-before-issue');
    expect(told(concluded, issue('INV-1', { dueOn: STORY_DAY })).facts.at(-1)?.data).toMatchObject({
      dueOn: STORY_DAY,
    });
  });
});

describe('an invoice that was wrong', () => {
  const invoiced = continued(finishedOrder(), issue('INV-1', { milestoneIds: ['M2'] }));
  const cancelled = continued(invoiced, cancel('INV-1'));

  it('is cancelled with the reason, and what it billed is billable again, under another number', () => {
    expect(cancelled.facts.at(-1)).toEqual({
      type: 'InvoiceCancelled',
      data: { invoiceNumber: 'INV-1', cancelledOn: STORY_DAY, reason: '期日の誤り' },
    });
    expect(placeOf(cancelled)).toMatchObject({ billed: 0, milestones: { M1: 'billable', M2: 'billable' } });
    given(serviceOrderStream, cancelled.facts)
      .when(issue('INV-1', { milestoneIds: ['M2'] }), when)
      .thenRefused('invoice-number-used');
    const again = continued(cancelled, issue('INV-2', { milestoneIds: ['M2'] }));
    expect(placeOf(again)).toMatchObject({ billed: 300_000, milestones: { M2: 'invoiced' } });
    expect(placeOf(continued(again, pay(330_000)))).toMatchObject({ paid: 330_000, milestones: { M2: 'paid' } });
  });

  it('is cancelled once; what is not there cannot be', () => {
    given(serviceOrderStream, cancelled.facts).when(cancel('INV-1'), when).then([]);
    given(serviceOrderStream, invoiced.facts).when(cancel('INV-9'), when).thenRefused('unknown-invoice');
    given(serviceOrderStream, finishedOrder().facts).when(cancel('INV-1'), when).thenRefused('no-invoice-to-cancel');
  });

  it('stays once a part of it was paid', () => {
    const both = continued(invoiced, issue('INV-2'), payFor('INV-1', 1));
    given(serviceOrderStream, both.facts).when(cancel('INV-1'), when).thenRefused('invoice-paid');
    given(serviceOrderStream, both.facts)
      .when(cancel('INV-2'), when)
      .then([
        { type: 'InvoiceCancelled', data: { invoiceNumber: 'INV-2', cancelledOn: STORY_DAY, reason: '期日の誤り' } },
      ]);
  });

  it('is neither paid nor overdue once it is cancelled', () => {
    const other = continued(cancelled, issue('INV-2'));
    given(serviceOrderStream, other.facts).when(payFor('INV-1', 1), when).thenRefused('invoice-cancelled');
    given(serviceOrderStream, other.facts).when(overdue('INV-1'), on('2027-03-01')).thenRefused('invoice-cancelled');
  });

  it('may be overdue, and no longer is', () => {
    const late = later(invoiced, overdue('INV-1'), '2026-12-21');
    expect(placeOf(late)).toMatchObject({ billing: 'overdue' });
    expect(placeOf(continued(late, cancel('INV-1')))).toMatchObject({ billing: 'billable' });
  });

  it('does not unfix what it billed: no change touches it', () => {
    const changed = continued(cancelled, {
      type: 'RequestChange',
      data: { title: '減額', description: '減額', by: 'customer' },
    });
    given(serviceOrderStream, changed.facts)
      .when(
        {
          type: 'QuoteChange',
          data: {
            validUntil: '2026-12-10',
            billing: [
              {
                milestoneId: 'M2',
                name: '別',
                trigger: 'acceptance',
                amount: 300_000,
                taxClass: 'standard',
                deliverableIds: ['design'],
              },
              {
                milestoneId: 'M3',
                name: '最終検収',
                trigger: 'finalAcceptance',
                amount: 500_000,
                taxClass: 'standard',
              },
            ],
          },
        },
        when,
      )
      .thenRefused('milestone-is-fixed');
  });
});

describe('what is owed on an invoice', () => {
  const invoiced = continued(concludedOrder(), issue('INV-1'));

  it('is paid in parts, to the yen', () => {
    const part = continued(invoiced, pay(20_000));
    expect(part.facts.at(-1)).toEqual({
      type: 'InvoicePaymentReceived',
      data: {
        paymentId: expect.any(String),
        invoiceNumber: 'INV-1',
        amount: 20_000,
        outstanding: 200_000,
        method: 'bankTransfer',
        receivedOn: STORY_DAY,
      },
    });
    expect(placeOf(part)).toMatchObject({ paid: 20_000, milestones: { M1: 'partlyPaid' } });
    expect(placeOf(continued(part, pay(200_000)))).toMatchObject({ paid: 220_000, milestones: { M1: 'paid' } });
  });

  it('is all that can be paid', () => {
    const refused = told(continued(invoiced, pay(20_000)), pay(200_001)).refusal;
    expect(refused).toMatchObject({ code: 'more-than-outstanding', field: 'amount' });
    expect(refused?.message.en).toContain('200000');
    given(serviceOrderStream, continued(invoiced, pay(220_000)).facts)
      .when(pay(1), when)
      .thenRefused('nothing-outstanding');
  });

  it('is in the currency of the order, and not received tomorrow', () => {
    const paid = (more: { currency?: string; receivedOn?: string }): ServiceOrderCommand => ({
      type: 'RecordInvoicePayment',
      data: { amount: 1, method: 'cash', ...more },
    });
    given(serviceOrderStream, invoiced.facts)
      .when(paid({ currency: 'USD' }), when)
      .thenRefused('currency-mix');
    given(serviceOrderStream, invoiced.facts)
      .when(paid({ receivedOn: '2026-11-21' }), when)
      .thenRefused('in-the-future');
  });

  it('did not come before the invoice was there', () => {
    const early = told(invoiced, {
      type: 'RecordInvoicePayment',
      data: { amount: 1, method: 'cash', receivedOn: '2026-11-19' },
    }).refusal;
    expect(early).toMatchObject({ code: 'received-before-invoice', field: 'receivedOn' });
    expect(early?.message.en).toContain(STORY_DAY);
  });

  it('has to be told apart where several invoices are unpaid', () => {
    const two = continued(
      continued(invoiced, planProject, kickOff, startTask, completeTask, submitDesign, acceptDesign, acceptMilestone),
      issue('INV-2'),
    );
    given(serviceOrderStream, two.facts).when(pay(1), when).thenRefused('which-invoice');
    given(serviceOrderStream, two.facts).when(payFor('INV-3', 1), when).thenRefused('unknown-invoice');
    const first = continued(two, payFor('INV-1', 220_000));
    expect(milestonesOf(first)).toMatchObject({ M1: 'paid', M2: 'invoiced' });
    given(serviceOrderStream, first.facts).when(payFor('INV-1', 1), when).thenRefused('more-than-outstanding');
    expect(milestonesOf(continued(first, pay(330_000)))).toMatchObject({ M1: 'paid', M2: 'paid' });
  });

  it('is overdue only after its due date, once, and not where it is paid', () => {
    const due = on('2026-12-20');
    const past = on('2026-12-21');
    given(serviceOrderStream, invoiced.facts).when(overdue('INV-1'), due).thenRefused('not-overdue-yet');
    given(serviceOrderStream, invoiced.facts)
      .when(overdue('INV-1'), past)
      .then([{ type: 'InvoiceBecameOverdue', data: { invoiceNumber: 'INV-1' } }]);
    given(serviceOrderStream, invoiced.facts).when(overdue('INV-9'), past).thenRefused('unknown-invoice');
    const late = later(invoiced, overdue('INV-1'), '2026-12-21');
    expect(placeOf(late)).toMatchObject({ billing: 'overdue', milestones: { M1: 'overdue' } });
    given(serviceOrderStream, late.facts).when(overdue('INV-1'), past).then([]);
    expect(placeOf(continued(late, pay(20_000)))).toMatchObject({ billing: 'overdue' });
    const paid = continued(late, pay(220_000));
    expect(milestonesOf(paid)).toMatchObject({ M1: 'paid' });
    given(serviceOrderStream, paid.facts).when(overdue('INV-1'), past).thenRefused('nothing-outstanding');
  });

  it('does not become overdue where another invoice is what is unpaid', () => {
    const two = continued(
      continued(invoiced, pay(220_000), planProject, kickOff, submitDesign, acceptDesign, acceptMilestone),
      issue('INV-2'),
    );
    given(serviceOrderStream, two.facts).when(overdue('INV-1'), on('2027-03-01')).thenRefused('invoice-paid');
  });

  it('goes on being billed and paid after the engagement has ended', () => {
    const ended = continued(
      continued(finishedOrder(), reportCompletion, acceptCompletion),
      { type: 'EvaluateEngagement', data: { quality: 5, schedule: 5, cost: 5, collaboration: 5 } },
      invoice('INV-1'),
      pay(1_100_000),
    );
    expect(placeOf(ended)).toMatchObject({
      engagement: 'completed',
      billing: 'paid',
      billed: 1_000_000,
      paid: 1_100_000,
    });
  });

  it('was never anything before there was a contract', () =>
    given(serviceOrderStream, continued(agreedOrder(), draftContract).facts)
      .when(pay(1), when)
      .thenRefused('nothing-outstanding'));
});
