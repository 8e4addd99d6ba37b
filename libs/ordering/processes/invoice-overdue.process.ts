import { idOf, type RecordedFact } from '#libs/kernel/fact';
import type { Process } from '#libs/kernel/process';
import type { ServiceOrderFactOf } from '#state-machines/service-order/service-order.events';
import { endOfDay } from '#state-machines/vocabulary/dates';
import type { BillingCommand } from '../service-order/billing/billing.commands.ts';

/** Why an invoice is not marked that needs no mark any more. */
const settled: ReadonlySet<string> = new Set(['invoice-paid', 'invoice-cancelled']);

const deadlineOf = ({ stream }: RecordedFact, invoiceNumber: string): string =>
  `${idOf(stream)}/invoice/${invoiceNumber}`;

/**
 * 支払期日: an invoice becomes overdue at the beginning of the day after it was due, in Japan, unless it was paid in full or cancelled by then. Where the last payment and the
 * deadline meet, the order refuses, and that settles the matter.
 */
export const invoiceOverdueProcess = {
  name: 'invoice-overdue',
  version: 1,
  categories: ['serviceOrder'],
  sendsTo: ['serviceOrder'],
  react(fact) {
    if (fact.type !== 'InvoiceIssued') return [];
    const { invoiceNumber, dueOn } = fact.data as ServiceOrderFactOf<'InvoiceIssued'>['data'];
    const command: BillingCommand = { type: 'MarkInvoiceOverdue', data: { invoiceNumber } };
    const due = { at: endOfDay(dueOn), key: deadlineOf(fact, invoiceNumber) };
    return [{ category: 'serviceOrder', id: idOf(fact.stream), command, due }];
  },
  withdraws(fact) {
    switch (fact.type) {
      case 'InvoicePaymentReceived': {
        const { invoiceNumber, outstanding } = fact.data as ServiceOrderFactOf<'InvoicePaymentReceived'>['data'];
        return outstanding === 0 ? [deadlineOf(fact, invoiceNumber)] : [];
      }
      case 'InvoiceBecameOverdue':
      case 'InvoiceCancelled': {
        const { invoiceNumber } = fact.data as ServiceOrderFactOf<'InvoiceBecameOverdue' | 'InvoiceCancelled'>['data'];
        return [deadlineOf(fact, invoiceNumber)];
      }
      default:
        return [];
    }
  },
  /** The last payment, or its cancellation, was faster. Any other refusal is a mistake of somebody's, and a person has to look. */
  onRefusal: (_, { refused, code }) => (refused === 'state' || settled.has(code) ? [] : undefined),
} satisfies Process;
