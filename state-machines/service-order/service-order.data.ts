import { initialOrderDeskData, reduceOrderDesk, type OrderDeskData } from '../order/order.data.ts';
import { dateInTokyo, type CalendarDate } from '../vocabulary/dates.ts';
import type { Currency, OrderAmounts } from '../vocabulary/money.ts';
import { requireThat } from '../vocabulary/requirements.ts';
import { initialBilling, reduceBilling, type BillingData } from './billing.data.ts';
import { initialChange, openChange, reduceChange, type ChangeData } from './change.data.ts';
import { initialCompletion, reduceCompletion, type CompletionData } from './completion.data.ts';
import { initialContracting, reduceContracting, type ContractingData } from './contract.data.ts';
import { amountsWithTax, taxedAmounts } from './price.data.ts';
import { initialProject, reduceProject, type ProjectData } from './project.data.ts';
import { initialProposing, latestProposal, reduceProposing, type ProposingData } from './proposals.data.ts';
import { initialQuality, reduceQuality, type QualityData } from './quality.data.ts';
import type { ServiceOrderFact } from './service-order.events.ts';

/** A service order's data: plain JSON, nothing about a person. */
export interface ServiceOrderData extends OrderDeskData {
  readonly orderNumber: string | null;
  readonly customerId: string;
  readonly currency: Currency;
  readonly receivedOn: CalendarDate;
  readonly title: string;
  /** What the customer means to spend at most, in minor units; null where nobody has said. */
  readonly budget: number | null;
  readonly desiredDate: CalendarDate | null;
  readonly proposing: ProposingData;
  readonly contracting: ContractingData;
  readonly change: ChangeData;
  readonly billing: BillingData;
  readonly project: ProjectData;
  readonly quality: QualityData;
  readonly completion: CompletionData;
}

export const initialServiceOrderData: ServiceOrderData = {
  ...initialOrderDeskData,
  orderNumber: null,
  customerId: '',
  currency: 'JPY',
  receivedOn: '0001-01-01',
  title: '',
  budget: null,
  desiredDate: null,
  proposing: initialProposing,
  contracting: initialContracting,
  change: initialChange,
  billing: initialBilling,
  project: initialProject,
  quality: initialQuality,
  completion: initialCompletion,
};

/** The order's data after a fact. Throws `RangeError` where the fact cannot have happened: the stream is corrupt. */
export const reduceServiceOrder = (data: ServiceOrderData, fact: ServiceOrderFact): ServiceOrderData => {
  switch (fact.type) {
    case 'NeedsRecorded': {
      const { orderNumber, customerId, currency, receivedAt } = fact.data;
      return { ...withNeeds(data, fact), orderNumber, customerId, currency, receivedOn: dateInTokyo(receivedAt) };
    }
    case 'NeedsRevised':
      return withNeeds(data, fact);
    case 'WinProbabilityEstimated':
    case 'ProposalDrafted':
    case 'ProposalRevised':
    case 'ProposalSubmitted':
    case 'ProposalRevisionRequested':
    case 'ProposalAccepted':
    case 'ProposalDeclined':
    case 'ProposalExpired':
    case 'EngagementLost':
      return { ...data, proposing: reduceProposing(data.proposing, fact) };
    case 'ContractDrafted':
    case 'ServiceEndAgreed':
      return { ...data, contracting: reduceContracting(data.contracting, fact) };
    case 'ContractConcluded':
    case 'ContractRenewed':
      requireThat(!openChange(data.change), 'a change was open');
      return {
        ...data,
        contracting: reduceContracting(data.contracting, fact),
        billing: reduceBilling(data.billing, fact),
        project: reduceProject(data.project, fact),
      };
    case 'ChangeAgreed':
      return {
        ...data,
        contracting: reduceContracting(data.contracting, fact),
        change: reduceChange(data.change, fact),
        billing: reduceBilling(data.billing, fact),
        project: reduceProject(data.project, fact),
      };
    case 'ContractTerminated':
      requireThat(!openChange(data.change), 'a change was open');
      return {
        ...data,
        contracting: reduceContracting(data.contracting, fact),
        billing: reduceBilling(data.billing, fact),
      };
    case 'ChangeRequested':
    case 'ChangeQuoted':
    case 'ChangeDeclined':
      return { ...data, change: reduceChange(data.change, fact) };
    case 'ProjectPlanned':
    case 'ProjectKickedOff':
    case 'TaskStarted':
    case 'TaskDone':
    case 'TimeReported':
    case 'TimeWithdrawn':
    case 'DeliverableSubmitted':
    case 'DeliverableAccepted':
    case 'DeliverableRefused':
    case 'PointResolved':
    case 'ProgressReported':
    case 'IssueRaised':
    case 'IssueResolved':
    case 'ProjectBecameAtRisk':
    case 'ProjectCameBackOnTrack':
      return { ...data, project: reduceProject(data.project, fact) };
    case 'ReviewStarted':
    case 'ReviewConcluded':
    case 'ImprovementPlanned':
    case 'ImprovementClosed':
    case 'ImprovementWaived':
      return { ...data, quality: reduceQuality(data.quality, fact) };
    case 'CompletionRefused':
      return {
        ...data,
        project: reduceProject(data.project, fact),
        completion: reduceCompletion(data.completion, fact),
      };
    case 'CompletionAccepted':
      return {
        ...data,
        billing: reduceBilling(data.billing, fact),
        completion: reduceCompletion(data.completion, fact),
      };
    case 'CompletionReported':
    case 'EngagementEvaluated':
    case 'NextOpportunityRecorded':
      return { ...data, completion: reduceCompletion(data.completion, fact) };
    case 'MilestoneAccepted':
    case 'InvoiceIssued':
    case 'InvoiceBecameOverdue':
    case 'InvoiceCancelled':
    case 'InvoicePaymentReceived':
      return { ...data, billing: reduceBilling(data.billing, fact) };
    case 'OrderHeld':
    case 'HoldReleased':
    case 'InquiryOpened':
    case 'InquiryResolved':
    case 'CustomerContacted':
    case 'FeedbackReceived':
      return reduceOrderDesk(data, fact);
    case 'NeedsConfirmed':
    case 'DeliveryResumed':
    case 'EngagementCompleted':
      return data;
  }
};

const withNeeds = (
  data: ServiceOrderData,
  { data: { title, budget, desiredDate } }: Extract<ServiceOrderFact, { type: 'NeedsRecorded' | 'NeedsRevised' }>,
): ServiceOrderData => ({ ...data, title, budget: budget ?? null, desiredDate: desiredDate ?? null });

/**
 * What the order is worth as far as it is known, on the day it came in: the current contract version, else the newest version of the proposal, else the customer's
 * budget, which holds no tax.
 */
export const worthOf = ({ contracting, proposing, budget, receivedOn }: ServiceOrderData): OrderAmounts => {
  const { current } = contracting;
  if (current) return amountsWithTax(current.billing, receivedOn);
  const proposal = latestProposal(proposing);
  if (proposal) return amountsWithTax(taxedAmounts(proposal.content.items), receivedOn);
  return { net: budget ?? 0, tax: 0, total: budget ?? 0 };
};
