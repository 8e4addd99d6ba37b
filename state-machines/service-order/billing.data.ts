import type { CalendarDate } from '../vocabulary/dates.ts';
import { requireNew, requireThat } from '../vocabulary/requirements.ts';
import { sumOf } from './price.data.ts';
import type { ServiceOrderFact } from './service-order.events.ts';
import type { BillingMilestone, ContractContent } from './service-order.terms.ts';

/** A milestone of the current contract version, and how far it has come. */
export interface Milestone extends BillingMilestone {
  /** When what makes it billable was there: its acceptance, or what the contract says instead. */
  readonly billableOn: CalendarDate | null;
  readonly invoiceNumber: string | null;
}

/** An invoice for some milestones. Amounts are minor units; `paid` never exceeds `total`, which holds the tax. */
export interface Invoice {
  readonly invoiceNumber: string;
  readonly milestoneIds: readonly string[];
  readonly issuedOn: CalendarDate;
  readonly dueOn: CalendarDate;
  readonly net: number;
  readonly total: number;
  readonly paid: number;
  readonly overdue: boolean;
  /** It was wrong: nothing is owed on it, and its number is never used again. */
  readonly cancelled: boolean;
}

export interface BillingData {
  readonly milestones: Readonly<Record<string, Milestone>>;
  readonly invoices: Readonly<Record<string, Invoice>>;
}

export const initialBilling: BillingData = { milestones: {}, invoices: {} };

export type MilestoneState = 'scheduled' | 'billable' | 'invoiced' | 'partlyPaid' | 'overdue' | 'paid';

/** What is left to pay of an invoice, tax included; nothing once it was cancelled. */
export const outstandingOf = ({ total, paid, cancelled }: Invoice): number => (cancelled ? 0 : total - paid);

const invoiceState = (invoice: Invoice): 'invoiced' | 'partlyPaid' | 'overdue' | 'paid' => {
  if (outstandingOf(invoice) === 0) return 'paid';
  if (invoice.overdue) return 'overdue';
  return invoice.paid > 0 ? 'partlyPaid' : 'invoiced';
};

export const milestoneState = ({ invoices }: BillingData, milestone: Milestone): MilestoneState => {
  const invoice = milestone.invoiceNumber === null ? undefined : invoices[milestone.invoiceNumber];
  if (invoice) return invoiceState(invoice);
  return milestone.billableOn === null ? 'scheduled' : 'billable';
};

/** What was accepted or invoiced never changes again. */
export const isFixed = ({ billableOn }: Milestone): boolean => billableOn !== null;

const isBillable = (milestone: Milestone): boolean => isFixed(milestone) && milestone.invoiceNumber === null;

/** The value of the contract by how far it has come, tax-exclusive: the three always add up to it. */
export interface BillingTotals {
  readonly scheduled: number;
  readonly billable: number;
  readonly billed: number;
}

export const billingTotals = ({ milestones }: Pick<BillingData, 'milestones'>): BillingTotals => {
  const all = Object.values(milestones);
  return {
    scheduled: sumOf(all.filter((milestone) => !isFixed(milestone))),
    billable: sumOf(all.filter(isBillable)),
    billed: sumOf(all.filter(({ invoiceNumber }) => invoiceNumber !== null)),
  };
};

/** What was paid so far, tax included. */
export const paidSoFar = ({ invoices }: Pick<BillingData, 'invoices'>): number =>
  Object.values(invoices).reduce((sum, { paid }) => sum + paid, 0);

/** Where the billing as a whole stands: what somebody has to do something about comes first. */
export type BillingState = 'overdue' | 'billable' | 'partlyPaid' | 'invoiced' | 'scheduled' | 'paid';

const mostUrgentFirst = ['overdue', 'billable', 'partlyPaid', 'invoiced', 'scheduled'] as const;

export const billingStateOf = (data: BillingData): BillingState => {
  const states = new Set(Object.values(data.milestones).map((milestone) => milestoneState(data, milestone)));
  return mostUrgentFirst.find((state) => states.has(state)) ?? 'paid';
};

/** The milestones of a new contract version: those that were accepted or invoiced stay as they are. Throws `RangeError` where it changes one of them. */
const rescheduled = (
  { milestones }: BillingData,
  { billing }: ContractContent,
  agreedOn: CalendarDate,
): BillingData['milestones'] => {
  const planned = new Map(billing.map((milestone) => [milestone.milestoneId, milestone]));
  requireThat(planned.size === billing.length, 'two milestones have one id');
  for (const fixed of Object.values(milestones).filter(isFixed)) {
    const same = planned.get(fixed.milestoneId);
    requireThat(
      same?.amount === fixed.amount && same.taxClass === fixed.taxClass,
      `milestone ${fixed.milestoneId} was accepted and cannot change`,
    );
  }
  return Object.fromEntries(
    billing.map((milestone) => {
      const before = milestones[milestone.milestoneId];
      if (before && isFixed(before)) return [milestone.milestoneId, before];
      const billableOn = milestone.trigger === 'contractConclusion' ? agreedOn : null;
      return [milestone.milestoneId, { ...milestone, billableOn, invoiceNumber: null }];
    }),
  );
};

type BillingFact = Extract<
  ServiceOrderFact,
  {
    type:
      | 'ContractConcluded'
      | 'ChangeAgreed'
      | 'ContractRenewed'
      | 'ContractTerminated'
      | 'CompletionAccepted'
      | 'MilestoneAccepted'
      | 'InvoiceIssued'
      | 'InvoiceBecameOverdue'
      | 'InvoiceCancelled'
      | 'InvoicePaymentReceived';
  }
>;

const withBillable = (
  data: BillingData,
  billableOn: CalendarDate,
  concerns: (milestone: Milestone) => boolean,
): BillingData => ({
  ...data,
  milestones: Object.fromEntries(
    Object.entries(data.milestones).map(([id, milestone]) => [
      id,
      milestone.billableOn === null && concerns(milestone) ? { ...milestone, billableOn } : milestone,
    ]),
  ),
});

/** The milestones, some of them on an invoice; on none where there is no number. */
const invoicedAs = (
  { milestones }: BillingData,
  milestoneIds: readonly string[],
  invoiceNumber: string | null,
): BillingData['milestones'] =>
  Object.fromEntries(
    Object.entries(milestones).map(([id, milestone]) => [
      id,
      milestoneIds.includes(id) ? { ...milestone, invoiceNumber } : milestone,
    ]),
  );

const withInvoice = (data: BillingData, invoice: Invoice): BillingData => ({
  ...data,
  invoices: { ...data.invoices, [invoice.invoiceNumber]: invoice },
});

const invoiceOf = ({ invoices }: BillingData, invoiceNumber: string): Invoice => {
  const invoice = invoices[invoiceNumber];
  if (!invoice) throw new RangeError(`there is no invoice ${invoiceNumber}`);
  return invoice;
};

/** Milestones and invoices after a fact about them. Throws `RangeError` for what cannot be: a milestone billed twice, or more paid than invoiced. */
export const reduceBilling = (data: BillingData, fact: BillingFact): BillingData => {
  switch (fact.type) {
    case 'ContractConcluded':
      return { ...data, milestones: rescheduled(data, fact.data.contract, fact.data.concludedOn) };
    case 'ChangeAgreed':
    case 'ContractRenewed':
      return { ...data, milestones: rescheduled(data, fact.data.contract, fact.data.agreedOn) };
    case 'ContractTerminated': {
      const milestones = rescheduled(data, fact.data.contract, fact.data.terminatedOn);
      requireThat(Object.values(milestones).every(isFixed), 'something is left to be accepted');
      return { ...data, milestones };
    }
    case 'CompletionAccepted':
      return withBillable(data, fact.data.acceptedOn, ({ trigger }) => trigger === 'finalAcceptance');
    case 'MilestoneAccepted': {
      const { milestoneId, acceptedOn } = fact.data;
      const milestone = data.milestones[milestoneId];
      requireThat(
        milestone?.trigger === 'acceptance' && !isFixed(milestone),
        `milestone ${milestoneId} is not to be accepted`,
      );
      return withBillable(data, acceptedOn, (candidate) => candidate === milestone);
    }
    case 'InvoiceIssued': {
      const { invoiceNumber, milestoneIds, issuedOn, dueOn, net, total } = fact.data;
      const invoiced = Object.values(data.milestones).filter(
        (milestone) => milestoneIds.includes(milestone.milestoneId) && isBillable(milestone),
      );
      requireNew(invoiceNumber, data.invoices);
      requireThat(
        milestoneIds.length > 0 && invoiced.length === milestoneIds.length,
        `invoice ${invoiceNumber} names a milestone that is not billable`,
      );
      requireThat(net === sumOf(invoiced), `invoice ${invoiceNumber} is not the sum of its milestones`);
      const milestones = invoicedAs(data, milestoneIds, invoiceNumber);
      return withInvoice(
        { ...data, milestones },
        { invoiceNumber, milestoneIds, issuedOn, dueOn, net, total, paid: 0, overdue: false, cancelled: false },
      );
    }
    case 'InvoiceBecameOverdue': {
      const invoice = invoiceOf(data, fact.data.invoiceNumber);
      requireThat(
        !invoice.overdue && outstandingOf(invoice) > 0,
        `nothing of invoice ${invoice.invoiceNumber} became overdue`,
      );
      return withInvoice(data, { ...invoice, overdue: true });
    }
    case 'InvoiceCancelled': {
      const invoice = invoiceOf(data, fact.data.invoiceNumber);
      requireThat(
        !invoice.cancelled && invoice.paid === 0,
        `invoice ${invoice.invoiceNumber} was paid or cancelled before`,
      );
      const milestones = invoicedAs(data, invoice.milestoneIds, null);
      return withInvoice({ ...data, milestones }, { ...invoice, cancelled: true });
    }
    case 'InvoicePaymentReceived': {
      const { invoiceNumber, amount, outstanding } = fact.data;
      const invoice = invoiceOf(data, invoiceNumber);
      requireThat(
        amount > 0 && outstanding >= 0 && outstanding === outstandingOf(invoice) - amount,
        `what is left of invoice ${invoiceNumber} is not ${String(outstanding)}`,
      );
      return withInvoice(data, { ...invoice, paid: invoice.paid + amount });
    }
  }
};
