import { idOf, type RecordedFact } from '#libs/kernel/fact';
import type { Process } from '#libs/kernel/process';
import type { ServiceOrderFactOf } from '#state-machines/service-order/service-order.events';
import { endOfDay } from '#state-machines/vocabulary/dates';
import type { BillingCommand } from '../service-order/billing/billing.commands.ts';

const deadlineOf = ({ stream }: RecordedFact, invoiceNumber: string): string =>
  `${idOf(stream)}/invoice/${invoiceNumber}`;

/**
 * 支払期日: an invoice becomes overdue at the beginning of the day after it was due, in Japan. A payment does not say whether something is left to pay, so that it
 * withdraws nothing: where the invoice was paid in full by then, the order refuses, and that settles the matter.
 */
export const invoiceOverdueProcess: Process = {
  name: 'invoice-overdue',
  version: 1,
  categories: ['serviceOrder'],
  react(fact) {
    if (fact.type !== 'InvoiceIssued') return [];
    const { invoiceNumber, dueOn } = fact.data as ServiceOrderFactOf<'InvoiceIssued'>['data'];
    const command: BillingCommand = { type: 'MarkInvoiceOverdue', data: { invoiceNumber } };
    const due = { at: endOfDay(dueOn), key: deadlineOf(fact, invoiceNumber) };
    return [{ category: 'serviceOrder', id: idOf(fact.stream), command, due }];
  },
  withdraws(fact) {
    if (fact.type !== 'InvoiceBecameOverdue') return [];
    return [deadlineOf(fact, (fact.data as ServiceOrderFactOf<'InvoiceBecameOverdue'>['data']).invoiceNumber)];
  },
  onRefusal: () => [],
};
