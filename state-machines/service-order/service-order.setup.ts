import { setup } from 'xstate';
import { noInquiryIsOpen, nothingIsHeld, wasReceived } from '../order/order.data.ts';
import { billingStateOf, type BillingState } from './billing.data.ts';
import { missingInPlan } from './project.data.ts';
import { openImprovements, openReviews } from './quality.data.ts';
import type { ServiceOrderData } from './service-order.data.ts';
import type { ServiceOrderFact } from './service-order.events.ts';

const isBilled =
  (state: BillingState) =>
  ({ context }: { context: ServiceOrderData }) =>
    context.contracting.current !== null && billingStateOf(context.billing) === state;

/** What the regions of the service order's chart are made with: its facts, its data, and its guards by name. */
export const serviceOrderSetup = setup({
  types: { context: {} as ServiceOrderData, events: {} as ServiceOrderFact },
  guards: {
    orderWasReceived: ({ context }) => wasReceived(context),
    planIsComplete: ({ context }) => missingInPlan(context.project.plan).length === 0,
    planIsIncomplete: ({ context }) => missingInPlan(context.project.plan).length > 0,
    projectIsAtRisk: ({ context }) => context.project.riskCauses.length > 0,
    projectIsOnTrack: ({ context }) => context.project.riskCauses.length === 0,
    someReviewIsOpen: ({ context }) => openReviews(context.quality).length > 0,
    someImprovementIsOpen: ({ context }) =>
      openReviews(context.quality).length === 0 && openImprovements(context.quality).length > 0,
    everythingIsReviewed: ({ context }) =>
      openReviews(context.quality).length === 0 && openImprovements(context.quality).length === 0,
    nothingIsBillableYet: isBilled('scheduled'),
    somethingIsBillable: isBilled('billable'),
    somethingIsInvoiced: isBilled('invoiced'),
    somethingIsPartlyPaid: isBilled('partlyPaid'),
    someInvoiceIsOverdue: isBilled('overdue'),
    everythingIsPaid: isBilled('paid'),
    nothingIsHeld: ({ context }) => nothingIsHeld(context),
    noInquiryIsOpen: ({ context }) => noInquiryIsOpen(context),
  },
  actions: { recorded: () => undefined },
});
