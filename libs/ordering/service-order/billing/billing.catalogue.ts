import type { CommandDescription } from '#libs/kernel/command-catalogue';
import { describeCommands } from '../../command-words.ts';
import { billingPayloads } from './billing.commands.ts';

const describe = describeCommands(billingPayloads);

/** Words and examples of the commands about milestones and invoices. */
export const billingCommands: Readonly<Record<keyof typeof billingPayloads, CommandDescription>> = {
  AcceptMilestone: describe(
    'AcceptMilestone',
    'マイルストーンの検収を記録する',
    "Record the customer's acceptance of a milestone",
    { milestoneId: 'M2', acceptedBy: '情報システム部 田中 花子' },
  ),
  IssueInvoice: describe('IssueInvoice', '請求書の発行を記録する', 'Record an invoice for what is billable', {
    invoiceNumber: 'INV-2026-0001',
    milestoneIds: ['M1'],
  }),
  CancelInvoice: describe('CancelInvoice', '請求書を取り消す', 'Cancel an invoice that was wrong and is not paid', {
    invoiceNumber: 'INV-2026-0001',
    reason: '請求書番号の誤り',
  }),
  MarkInvoiceOverdue: describe(
    'MarkInvoiceOverdue',
    '請求の支払遅延を記録する',
    'Record that an invoice is unpaid past its due date',
    { invoiceNumber: 'INV-2026-0001' },
  ),
  RecordInvoicePayment: describe(
    'RecordInvoicePayment',
    '請求への入金を記録する',
    'Record a payment of an invoice, or of a part of it',
    { invoiceNumber: 'INV-2026-0001', amount: 550_000, currency: 'JPY', method: 'bankTransfer' },
  ),
};
