import { recorded } from '../vocabulary/recorded.ts';
import { meta } from '../vocabulary/state-meta.ts';
import type { BillingState } from './billing.data.ts';
import { serviceOrderSetup } from './service-order.setup.ts';

/** Where the billing goes when its milestones have moved on: one guarded row per state, all but the state's own. */
const billingTargets = {
  scheduled: { guard: 'nothingIsBillableYet', target: '#serviceOrder.billing.scheduled' },
  billable: { guard: 'somethingIsBillable', target: '#serviceOrder.billing.billable' },
  invoiced: { guard: 'somethingIsInvoiced', target: '#serviceOrder.billing.invoiced' },
  partlyPaid: { guard: 'somethingIsPartlyPaid', target: '#serviceOrder.billing.partlyPaid' },
  overdue: { guard: 'someInvoiceIsOverdue', target: '#serviceOrder.billing.overdue' },
  paid: { guard: 'everythingIsPaid', target: '#serviceOrder.billing.paid' },
} as const satisfies Record<BillingState, { guard: string; target: string }>;

const unlessStill = (own?: BillingState) =>
  Object.entries(billingTargets)
    .filter(([state]) => state !== own)
    .map(([, row]) => row);

/** Facts that any billing takes once there is a contract. */
const underContract = {
  MilestoneAccepted: recorded,
  InvoiceIssued: recorded,
  InvoiceBecameOverdue: recorded,
  InvoiceCancelled: recorded,
  InvoicePaymentReceived: recorded,
} as const;

/** 請求: per milestone, from the schedule of the contract to the money. */
export const billingRegion = serviceOrderSetup.createStateConfig({
  initial: 'unknown',
  states: {
    unknown: {
      meta: meta('nobody', ['未受付', 'Unknown'], ['まだ受け付けていない', 'No such order was received yet.']),
      always: { guard: 'orderWasReceived', target: 'unscheduled' },
    },
    unscheduled: {
      meta: meta('nobody', ['請求予定なし', 'Unscheduled'], ['契約がまだない', 'There is no contract yet.']),
      always: unlessStill(),
    },
    scheduled: {
      meta: meta(
        'nobody',
        ['請求予定あり', 'Scheduled'],
        ['検収を待っている', 'Milestones wait for their acceptance; nothing is to be invoiced now.'],
      ),
      on: underContract,
      always: unlessStill('scheduled'),
    },
    billable: {
      meta: meta(
        'backOffice',
        ['請求可能', 'Billable'],
        ['請求書を発行する', 'Issue the invoice of what is billable.'],
      ),
      on: underContract,
      always: unlessStill('billable'),
    },
    invoiced: {
      meta: meta('customer', ['請求済み', 'Invoiced'], ['入金を待つ', 'Payment is awaited.']),
      on: underContract,
      always: unlessStill('invoiced'),
    },
    partlyPaid: {
      meta: meta(
        'customer',
        ['一部入金', 'Partly paid'],
        ['残額の入金を待つ', 'A part was paid; the rest is awaited.'],
      ),
      on: underContract,
      always: unlessStill('partlyPaid'),
    },
    overdue: {
      meta: meta(
        'customer',
        ['支払遅延', 'Overdue'],
        ['期日を過ぎても入金がない', 'An invoice is unpaid past its due date.'],
      ),
      on: underContract,
      always: unlessStill('overdue'),
    },
    paid: {
      meta: meta(
        'nobody',
        ['請求完了', 'Paid'],
        ['請求すべきものはすべて入金された', 'Everything there was to bill is paid.'],
      ),
      on: underContract,
      always: unlessStill('paid'),
    },
  },
});
