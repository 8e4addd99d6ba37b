import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext, Refusal } from '#libs/kernel/decider';
import { isFixed, outstandingOf, type Invoice, type Milestone } from '#state-machines/service-order/billing.data';
import { amountsWithTax } from '#state-machines/service-order/price.data';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import { daysLater } from '#state-machines/vocabulary/dates';
import { notAfterToday, repeated, today } from '../../dates.policies.ts';
import { refusalOfCurrency } from '../../order/currency.policies.ts';
import { ruleRefusal, stateRefusal } from '../../refusal.ts';
import type {
  AcceptMilestone,
  BillingCommand,
  CancelInvoice,
  IssueInvoice,
  MarkInvoiceOverdue,
  RecordInvoicePayment,
} from './billing.commands.ts';
import { contractOf } from '../contract/contract.policies.ts';
import { refusalOfTakenId } from '../terms/ids.policies.ts';
import {
  refusalOfBilling,
  refusalOfAcceptanceDay,
  refusalOfAwaitedDeliverables,
  refusalOfIssueDate,
  refusalOfTrigger,
  unknownMilestone,
} from './milestone.policies.ts';
import type { ServiceOrderState } from '../service-order.state.ts';
import { firstRefusal } from '../terms/terms.policies.ts';

/** Which facts a command about milestones and invoices leads to; that it is available has been decided. */
export const decideBilling = (
  command: BillingCommand,
  state: ServiceOrderState,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  switch (command.type) {
    case 'AcceptMilestone':
      return acceptMilestone(command.data, state, context);
    case 'IssueInvoice':
      return issueInvoice(command.data, state, context);
    case 'CancelInvoice':
      return cancelInvoice(command.data, state, context);
    case 'MarkInvoiceOverdue':
      return markInvoiceOverdue(command.data, state, context);
    case 'RecordInvoicePayment':
      return recordInvoicePayment(command.data, state, context);
  }
};

const acceptMilestone = (
  { milestoneId, acceptedOn, ...acceptance }: Plain<AcceptMilestone>,
  { data: { billing, project } }: ServiceOrderState,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const milestone = billing.milestones[milestoneId];
  if (!milestone) return unknownMilestone('milestoneId', milestoneId);
  const refused = refusalOfTrigger(milestone);
  if (refused) return refused;
  if (milestone.billableOn !== null) return repeated('acceptedOn', acceptedOn, milestone.billableOn);
  const day = acceptedOn ?? today(context);
  return (
    refusalOfAwaitedDeliverables(milestone, project) ??
    notAfterToday('acceptedOn', acceptedOn, context) ??
    refusalOfAcceptanceDay(milestone, day, project) ?? [
      { type: 'MilestoneAccepted', data: { milestoneId, acceptedOn: day, ...acceptance } },
    ]
  );
};

/** True where the invoice is the one that was issued under its number, and was not taken back: it decides nothing again. */
const isSameInvoice = (
  issued: Invoice,
  { milestoneIds, issuedOn, dueOn }: Plain<IssueInvoice>,
  billable: readonly Milestone[],
): boolean =>
  !issued.cancelled &&
  (issuedOn === undefined || issuedOn === issued.issuedOn) &&
  (dueOn === undefined || dueOn === issued.dueOn) &&
  (milestoneIds === undefined
    ? billable.length === 0
    : milestoneIds.every((id) => issued.milestoneIds.includes(id)) &&
      issued.milestoneIds.every((id) => milestoneIds.includes(id)));

/** Refuses milestones of which one is named twice, is not there, or is not billable. */
const refusalOfNamed = (
  milestoneIds: readonly string[],
  milestones: Readonly<Record<string, Milestone>>,
): Refusal | undefined =>
  firstRefusal(milestoneIds, (id, index) => {
    const field = `milestoneIds[${index}]`;
    const milestone = milestones[id];
    return (
      refusalOfTakenId(field, id, milestoneIds.slice(0, index)) ??
      (milestone ? refusalOfBilling(milestone, field) : unknownMilestone(field, id))
    );
  });

const issueInvoice = (
  command: Plain<IssueInvoice>,
  { data }: ServiceOrderState,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const { billing } = data;
  const { invoiceNumber, milestoneIds, issuedOn = today(context) } = command;
  const all = Object.values(billing.milestones);
  const billable = all.filter((milestone) => isFixed(milestone) && milestone.invoiceNumber === null);
  const issued = billing.invoices[invoiceNumber];
  if (issued) return isSameInvoice(issued, command, billable) ? [] : numberUsed(invoiceNumber, issued);
  const refusedMilestones = refusalOfNamed(milestoneIds ?? [], billing.milestones);
  if (refusedMilestones) return refusedMilestones;
  const invoiced = milestoneIds ? all.filter(({ milestoneId }) => milestoneIds.includes(milestoneId)) : billable;
  if (invoiced.length === 0)
    return stateRefusal(
      'nothing-billable',
      '請求可能なマイルストーンはすべて請求済みです。',
      'Everything that is billable was invoiced.',
    );
  const { dueOn = daysLater(issuedOn, contractOf(data).paymentDays) } = command;
  const fact: ServiceOrderFact = {
    type: 'InvoiceIssued',
    data: {
      invoiceNumber,
      milestoneIds: invoiced.map(({ milestoneId }) => milestoneId),
      issuedOn,
      dueOn,
      ...amountsWithTax(invoiced, issuedOn),
    },
  };
  return (
    notAfterToday('issuedOn', issuedOn, context) ??
    refusalOfIssueDate(invoiced, issuedOn) ??
    (dueOn < issuedOn
      ? ruleRefusal(
          'due-before-issue',
          'dueOn',
          `支払期日 ${dueOn} が発行日 ${issuedOn} より前です。`,
          `It would be due on ${dueOn}, before it is issued on ${issuedOn}.`,
        )
      : [fact])
  );
};

const numberUsed = (invoiceNumber: string, { milestoneIds, issuedOn, dueOn, cancelled }: Invoice): Refusal =>
  cancelled
    ? ruleRefusal(
        'invoice-number-used',
        'invoiceNumber',
        `請求書「${invoiceNumber}」は取り消されました。別の番号で発行してください。`,
        `Invoice "${invoiceNumber}" was cancelled; give this invoice another number.`,
      )
    : ruleRefusal(
        'invoice-number-used',
        'invoiceNumber',
        `請求書番号「${invoiceNumber}」は「${milestoneIds.join('」「')}」の請求（発行日 ${issuedOn}、支払期日 ${dueOn}）に使用済みで、内容は変更できません。別の番号で発行するか、先に取り消してください。`,
        `Invoice number "${invoiceNumber}" was used for ${milestoneIds.join(', ')}, issued on ${issuedOn} and due on ${dueOn}, which cannot be changed; give this invoice its own number, or cancel that one first.`,
      );

const unknownInvoice = (invoiceNumber: string): Refusal =>
  ruleRefusal(
    'unknown-invoice',
    'invoiceNumber',
    `請求書「${invoiceNumber}」はこの受注にありません。`,
    `The order has no invoice "${invoiceNumber}".`,
  );

const cancelledInvoice = (invoiceNumber: string): Refusal =>
  ruleRefusal(
    'invoice-cancelled',
    'invoiceNumber',
    `請求書「${invoiceNumber}」は取り消されています。`,
    `Invoice "${invoiceNumber}" was cancelled.`,
  );

const cancelInvoice = (
  { invoiceNumber, reason }: Plain<CancelInvoice>,
  { data: { billing } }: ServiceOrderState,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const invoice = billing.invoices[invoiceNumber];
  if (!invoice) return unknownInvoice(invoiceNumber);
  if (invoice.cancelled) return [];
  return invoice.paid > 0
    ? ruleRefusal(
        'invoice-paid',
        'invoiceNumber',
        `請求書「${invoiceNumber}」には ${invoice.paid} の入金があるため、取り消せません。`,
        `${invoice.paid} of invoice "${invoiceNumber}" was paid; it cannot be cancelled any more.`,
      )
    : [{ type: 'InvoiceCancelled', data: { invoiceNumber, cancelledOn: today(context), reason } }];
};

const markInvoiceOverdue = (
  { invoiceNumber }: Plain<MarkInvoiceOverdue>,
  { data: { billing } }: ServiceOrderState,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const invoice = billing.invoices[invoiceNumber];
  if (!invoice) return unknownInvoice(invoiceNumber);
  if (invoice.cancelled) return cancelledInvoice(invoiceNumber);
  if (outstandingOf(invoice) === 0)
    return ruleRefusal(
      'invoice-paid',
      'invoiceNumber',
      `請求書「${invoiceNumber}」は入金済みです。`,
      `Invoice "${invoiceNumber}" is paid.`,
    );
  if (invoice.overdue) return [];
  return invoice.dueOn >= today(context)
    ? ruleRefusal(
        'not-overdue-yet',
        'invoiceNumber',
        `支払期日 ${invoice.dueOn} はまだ過ぎていません。`,
        `Invoice "${invoiceNumber}" is due on ${invoice.dueOn}, which has not passed.`,
      )
    : [{ type: 'InvoiceBecameOverdue', data: { invoiceNumber } }];
};

/** Refuses money that came before the invoice it is booked on was issued. */
const refusalOfEarlyPayment = (receivedOn: string, { invoiceNumber, issuedOn }: Invoice): Refusal | undefined =>
  receivedOn < issuedOn
    ? ruleRefusal(
        'received-before-invoice',
        'receivedOn',
        `請求書「${invoiceNumber}」の発行日は ${issuedOn} です。それより前の入金は記録できません。`,
        `Invoice "${invoiceNumber}" was issued on ${issuedOn}; money that came before that day was not for it.`,
      )
    : undefined;

const recordInvoicePayment = (
  { invoiceNumber, currency, receivedOn, ...payment }: Plain<RecordInvoicePayment>,
  state: ServiceOrderState,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const { invoices } = state.data.billing;
  const [only, another] = Object.values(invoices).filter((invoice) => outstandingOf(invoice) > 0);
  const paidFor = invoiceNumber ?? (another ? undefined : only?.invoiceNumber);
  if (paidFor === undefined)
    return ruleRefusal(
      'which-invoice',
      'invoiceNumber',
      '未払いの請求書が複数あります。どれへの入金か指定してください。',
      'Several invoices are unpaid; say which one this pays.',
    );
  const invoice = invoices[paidFor];
  if (!invoice) return unknownInvoice(paidFor);
  if (invoice.cancelled) return cancelledInvoice(paidFor);
  const outstanding = outstandingOf(invoice);
  const fact: ServiceOrderFact = {
    type: 'InvoicePaymentReceived',
    data: {
      ...payment,
      invoiceNumber: paidFor,
      outstanding: outstanding - payment.amount,
      paymentId: context.commandId,
      receivedOn: receivedOn ?? today(context),
    },
  };
  return (
    refusalOfCurrency(currency, state) ??
    notAfterToday('receivedOn', receivedOn, context) ??
    refusalOfEarlyPayment(receivedOn ?? today(context), invoice) ??
    (payment.amount > outstanding
      ? ruleRefusal(
          'more-than-outstanding',
          'amount',
          `請求書「${paidFor}」の未払い額は ${outstanding} です。それを超える入金は記録できません。`,
          `${outstanding} of invoice "${paidFor}" is unpaid; more than that cannot be booked on it.`,
        )
      : [fact])
  );
};
