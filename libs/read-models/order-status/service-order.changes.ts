import type { ServiceOrderFact, ServiceOrderFactOf } from '#state-machines/service-order/service-order.events';
import type { ContractContent } from '#state-machines/service-order/service-order.terms';
import { talkInServiceOrder } from '#state-machines/order/conversations';
import { happenedAt, type Recorded } from '../recorded.ts';
import * as milestones from './milestone-summary.ts';
import { held, released } from './open-holds.ts';
import { received, talked } from './order-status.changes.ts';
import type { ServiceOrderRow } from './order-status.table.ts';
import { contacted } from './owed-replies.ts';
import * as matters from './service-order.matters.ts';

/** The members of a row that facts say themselves; all others follow from the state after a fact. */
export type ServiceOrderMembers = Pick<
  ServiceOrderRow,
  | 'id'
  | 'order_number'
  | 'channel'
  | 'customer_id'
  | 'customer_name'
  | 'customer_reference'
  | 'title'
  | 'currency'
  | 'received_at'
  | 'requested_date'
  | 'agreed_date'
  | 'last_contact_at'
  | 'last_contact_medium'
  | 'last_contact_direction'
  | 'open_matters'
  | 'milestones'
>;

type FactAfterIntake = Exclude<Recorded<ServiceOrderFact>, { type: 'NeedsRecorded' }>;

/** The row's own members as the needs come in. */
export const serviceOrderReceived = (
  id: string,
  data: ServiceOrderFactOf<'NeedsRecorded'>['data'],
): ServiceOrderMembers => ({
  ...received(id, data),
  title: data.title,
  requested_date: data.desiredDate ?? null,
  agreed_date: null,
  open_matters: matters.noServiceMatters,
  milestones: [],
});

/** What a later fact changes in the row's own members. */
export const serviceOrderChanges = (row: ServiceOrderRow, fact: FactAfterIntake): Partial<ServiceOrderMembers> => ({
  ...changesOf(row, fact),
  ...talked(row, happenedAt(fact), talkInServiceOrder(fact)),
});

/** A new version of the contract: its end, and its milestones. */
const agreedOn = (
  row: ServiceOrderRow,
  contract: ContractContent,
  open: matters.ServiceMatters = row.open_matters,
): Partial<ServiceOrderMembers> => ({
  agreed_date: contract.schedule.endsOn,
  milestones: milestones.agreed(row.milestones, contract.billing),
  open_matters: matters.contractAgreed(open, contract),
});

/** What it changes besides the last contact; nothing, for facts that only move the state. */
const changesOf = (row: ServiceOrderRow, fact: FactAfterIntake): Partial<ServiceOrderMembers> => {
  const open = row.open_matters;
  switch (fact.type) {
    case 'NeedsRevised':
      return { title: fact.data.title, requested_date: fact.data.desiredDate ?? null };
    case 'ProposalDrafted':
    case 'ProposalRevised':
      return { open_matters: matters.proposed(open, fact.data) };
    case 'ContractDrafted':
      return { open_matters: matters.contractDrafted(open, fact.data) };
    case 'ContractConcluded':
    case 'ContractRenewed':
    case 'ContractTerminated':
      return agreedOn(row, fact.data.contract);
    case 'ChangeAgreed':
      return agreedOn(row, fact.data.contract, matters.changeSettled(open));
    case 'ServiceEndAgreed':
      return { agreed_date: fact.data.endsOn };
    case 'ChangeRequested':
      return { open_matters: matters.changeRequested(open, fact.data) };
    case 'ChangeQuoted':
      return { open_matters: matters.changeQuoted(open, fact.data) };
    case 'ChangeDeclined':
      return { open_matters: matters.changeSettled(open) };
    case 'ProjectPlanned':
      return { open_matters: matters.planned(open, fact.data) };
    case 'ProjectBecameAtRisk':
      return { open_matters: matters.atRisk(open, fact.data.causes) };
    case 'ProjectCameBackOnTrack':
      return { open_matters: matters.atRisk(open, []) };
    case 'DeliverableSubmitted':
      return { open_matters: matters.deliverableIs(open, fact.data.deliverableId, 'submitted') };
    case 'DeliverableAccepted':
      return { open_matters: matters.deliverableAccepted(open, fact.data.deliverableId) };
    case 'DeliverableRefused': {
      const refused = matters.deliverableIs(open, fact.data.deliverableId, 'refused');
      return { open_matters: matters.pointsRaised(refused, fact.data.points) };
    }
    case 'PointResolved':
      return { open_matters: matters.pointResolved(open, fact.data.pointId) };
    case 'IssueRaised':
      return { open_matters: matters.issueRaised(open, fact.data) };
    case 'IssueResolved':
      return { open_matters: matters.issueResolved(open, fact.data.issueId) };
    case 'ImprovementPlanned':
      return { open_matters: matters.improvementPlanned(open, fact.data.actionId) };
    case 'ImprovementClosed':
    case 'ImprovementWaived':
      return { open_matters: matters.improvementSettled(open, fact.data.actionId) };
    case 'CompletionReported':
      return {
        open_matters: matters.completionIs(open, { reportNumber: fact.data.reportNumber, refused: false }),
      };
    case 'CompletionRefused': {
      const refused = matters.completionIs(open, { reportNumber: fact.data.reportNumber, refused: true });
      return { open_matters: matters.pointsRaised(refused, fact.data.points) };
    }
    case 'CompletionAccepted':
      return { open_matters: matters.completionIs(open, null) };
    case 'InvoiceIssued':
      return {
        milestones: milestones.invoiced(row.milestones, fact.data),
        open_matters: matters.invoiced(open, fact.data),
      };
    case 'InvoiceBecameOverdue':
      return { open_matters: matters.invoiceOverdue(open, fact.data.invoiceNumber) };
    case 'InvoiceCancelled':
      return {
        milestones: milestones.uninvoiced(row.milestones, fact.data.invoiceNumber),
        open_matters: matters.invoiceCancelled(open, fact.data.invoiceNumber),
      };
    case 'InvoicePaymentReceived':
      return { open_matters: matters.invoicePaid(open, fact.data) };
    case 'OrderHeld':
      return { open_matters: held(open, fact.data.reason) };
    case 'HoldReleased':
      return { open_matters: released(open, fact.data.reason) };
    case 'CustomerContacted':
      return { open_matters: contacted(open, fact) };
    case 'InquiryOpened':
    case 'InquiryResolved':
    case 'FeedbackReceived':
    case 'NeedsConfirmed':
    case 'WinProbabilityEstimated':
    case 'ProposalSubmitted':
    case 'ProposalRevisionRequested':
    case 'ProposalAccepted':
    case 'ProposalDeclined':
    case 'ProposalExpired':
    case 'EngagementLost':
    case 'ProjectKickedOff':
    case 'TaskStarted':
    case 'TaskDone':
    case 'TimeReported':
    case 'TimeWithdrawn':
    case 'ProgressReported':
    case 'ReviewStarted':
    case 'ReviewConcluded':
    case 'DeliveryResumed':
    case 'EngagementEvaluated':
    case 'NextOpportunityRecorded':
    case 'EngagementCompleted':
    case 'MilestoneAccepted':
      return {};
  }
};
