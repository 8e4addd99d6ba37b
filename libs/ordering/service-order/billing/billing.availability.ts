import { isFixed, outstandingOf } from '#state-machines/service-order/billing.data';
import type { ServiceOrderData } from '#state-machines/service-order/service-order.data';
import { everyOf, onlyIf, type Condition } from '../../availability.ts';
import { received } from '../../order/hold-and-care.availability.ts';
import type { BillingCommand } from './billing.commands.ts';
import { whileIn } from '../engagement-place.ts';
import type { ServiceOrderState } from '../service-order.state.ts';

const someMilestoneIsAccepted = onlyIf(
  ({ billing }: ServiceOrderData) => Object.values(billing.milestones).some(({ trigger }) => trigger === 'acceptance'),
  'no-milestone-to-accept',
  '個別に検収するマイルストーンがありません。',
  'No milestone of this contract has an acceptance of its own.',
);

/** What was invoiced counts too: an invoice that is sent again decides nothing, and is no refusal. */
const somethingIsOrWasBillable = onlyIf(
  ({ billing }: ServiceOrderData) => Object.values(billing.milestones).some(isFixed),
  'nothing-billable',
  '請求可能なマイルストーンがありません。先に検収を記録してください。',
  'Nothing is billable; record an acceptance first.',
);

/** What was cancelled counts too: to cancel it again decides nothing, and is no refusal. */
const someInvoiceIsWithoutPayment = onlyIf(
  ({ billing }: ServiceOrderData) => Object.values(billing.invoices).some(({ paid }) => paid === 0),
  'no-invoice-to-cancel',
  '取り消せる請求書がありません。入金のある請求書は取り消せません。',
  'There is no invoice to cancel; what was paid, even in part, is not cancelled.',
);

const somethingIsUnpaid = onlyIf(
  ({ billing }: ServiceOrderData) => Object.values(billing.invoices).some((invoice) => outstandingOf(invoice) > 0),
  'nothing-outstanding',
  '未払いの請求がありません。',
  'No invoice is unpaid.',
);

/** What refuses the commands about milestones and invoices, whatever their payload. */
export const billingAvailability: Readonly<Record<BillingCommand['type'], Condition<ServiceOrderState>>> = {
  AcceptMilestone: everyOf(received, whileIn('delivering', 'reviewing'), someMilestoneIsAccepted),
  IssueInvoice: everyOf(received, somethingIsOrWasBillable),
  CancelInvoice: everyOf(received, someInvoiceIsWithoutPayment),
  MarkInvoiceOverdue: everyOf(received, somethingIsUnpaid),
  RecordInvoicePayment: everyOf(received, somethingIsUnpaid),
};
