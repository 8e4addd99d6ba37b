// The names below, of facts and of their members, are a storage format: never edit or remove one. Add a member, or a new shape with an upcaster.
import type { CustomerMatchKeys } from '../customer/customer.events.ts';
import {
  careRegionOf,
  carePersonalMembers,
  type CareShapes,
  type ContactShapes,
  type HoldShapes,
} from '../order/order.events.ts';
import type { ContactPerson } from '../vocabulary/address.ts';
import type { Channel, ContactMedium } from '../vocabulary/contact.ts';
import type { CalendarDate, Instant } from '../vocabulary/dates.ts';
import type { Facts } from '../vocabulary/facts.ts';
import type { Currency } from '../vocabulary/money.ts';
import type { PaymentMethod } from '../vocabulary/payment.ts';
import type { Personal } from '../vocabulary/personal.ts';
import type {
  ContractContent,
  ContractDraft,
  EvaluationScores,
  IssueKind,
  LossReason,
  Party,
  ProjectPlan,
  ProposalContent,
  RefusalPoint,
  ReviewCriterion,
  ReviewFinding,
  RiskCause,
  Severity,
  Signatory,
} from './service-order.terms.ts';

/** What a customer wishes, before there is an offer. Amounts are minor units of the order's currency. */
interface Needs {
  title: string;
  needs: Personal<string>;
  /** What the customer wants to have gained by it. */
  desiredValue?: Personal<string>;
  conditions?: Personal<string>;
  budget?: number;
  desiredDate?: CalendarDate;
  decisionMaker?: Personal<string>;
}

/** Facts that the region `engagement` owns. */
export interface EngagementShapes {
  NeedsRecorded: Needs & {
    orderNumber: string;
    channel: Channel;
    customerId: string;
    customerName: Personal<string>;
    contact?: Personal<ContactPerson>;
    /** The customer's own number for the matter. */
    customerReference?: string;
    receivedAt: Instant;
    currency: Currency;
    note?: Personal<string>;
    /** Of the name and the contact person, so that a customer whom nobody has registered is found by those who look alike. */
    matchKeys?: CustomerMatchKeys;
  };
  /** The needs as they are from now on, in full. */
  NeedsRevised: Needs & { reason?: Personal<string> };
  NeedsConfirmed: { confirmedVia?: ContactMedium };
  /** How likely the company thinks it is to win, in percent. */
  WinProbabilityEstimated: { percent: number; reason?: Personal<string> };
  /** Version 1. */
  ProposalDrafted: { version: number; proposal: ProposalContent };
  /** A new version; the ones before it can no longer be accepted. */
  ProposalRevised: { version: number; proposal: ProposalContent; reason?: Personal<string> };
  ProposalSubmitted: {
    version: number;
    submittedOn: CalendarDate;
    validUntil: CalendarDate;
    submittedVia?: ContactMedium;
  };
  ProposalRevisionRequested: { version: number; request: Personal<string> };
  ProposalAccepted: { version: number; acceptedOn: CalendarDate; acceptedBy?: Personal<string> };
  ProposalDeclined: { version: number; reason: LossReason; note?: Personal<string> };
  ProposalExpired: { version: number; validUntil: CalendarDate };
  /** Given up before there was a contract, by either side. */
  EngagementLost: {
    by: Party;
    reason: LossReason;
    /** The newest version of the proposal, which falls with it; absent where there was none. */
    version?: number;
    note?: Personal<string>;
  };
  /** The draft as it is from now on, in full; drafts are numbered from 1. */
  ContractDrafted: { draft: number; contract: ContractDraft };
  ContractConcluded: {
    /** Version 1. */
    contractVersion: number;
    contract: ContractContent;
    concludedOn: CalendarDate;
    signedFor: readonly Party[];
    signatories: Personal<readonly Signatory[]>;
  };
  /** A recurring service goes on: a new contract version with a later end. */
  ContractRenewed: { contractVersion: number; contract: ContractContent; agreedOn: CalendarDate };
  /** A recurring service is not renewed. */
  ServiceEndAgreed: { endsOn: CalendarDate; by: Party; reason?: Personal<string> };
  /** 中途解約. What was accepted or invoiced stays; the rest of the billing is replaced by the settlement, if there is one. */
  ContractTerminated: {
    contractVersion: number;
    contract: ContractContent;
    terminatedOn: CalendarDate;
    by: Party;
    reason: Personal<string>;
    /** The milestone of `contract.billing` that settles the rest; absent where nothing more is owed. */
    settlementId?: string;
  };
  /** The plan as it is from now on, in full; plans are numbered from 1. */
  ProjectPlanned: { planNumber: number; plan: ProjectPlan };
  ProjectKickedOff: { kickedOffOn: CalendarDate };
  TaskStarted: { taskId: string; startedOn: CalendarDate };
  TaskDone: { taskId: string; doneOn: CalendarDate };
  /** Hours worked on a time-and-material item, in minutes. */
  TimeReported: { itemId: string; minutes: number; workedOn: CalendarDate; memberId: string };
  /** Minutes that were reported by mistake. */
  TimeWithdrawn: {
    itemId: string;
    minutes: number;
    workedOn: CalendarDate;
    memberId: string;
    reason: Personal<string>;
  };
  DeliverableSubmitted: {
    deliverableId: string;
    /** How often it was submitted by now. */
    submission: number;
    submittedOn: CalendarDate;
    note?: Personal<string>;
  };
  DeliverableAccepted: {
    deliverableId: string;
    submission: number;
    acceptedOn: CalendarDate;
    acceptedBy?: Personal<string>;
  };
  DeliverableRefused: {
    deliverableId: string;
    submission: number;
    refusedOn: CalendarDate;
    points: readonly RefusalPoint[];
  };
  /** A point of a refused deliverable, or of a refused completion, is dealt with. */
  PointResolved: { pointId: string; resolvedOn: CalendarDate; resolution: Personal<string> };
  ProgressReported: {
    reportNumber: number;
    percent: number;
    reportedOn: CalendarDate;
    summary: Personal<string>;
    risks?: Personal<string>;
  };
  IssueRaised: {
    issueId: string;
    kind: IssueKind;
    severity: Severity;
    title: string;
    raisedOn: CalendarDate;
    description?: Personal<string>;
  };
  IssueResolved: { issueId: string; resolvedOn: CalendarDate; resolution: Personal<string> };
  ProjectBecameAtRisk: { causes: readonly RiskCause[]; note?: Personal<string> };
  ProjectCameBackOnTrack: { note?: Personal<string> };
  ReviewStarted: {
    reviewId: string;
    subject: string;
    deliverableIds: readonly string[];
    criteria: readonly ReviewCriterion[];
  };
  ReviewConcluded: {
    reviewId: string;
    /** Ids of the criteria that are met; the review is passed when all are. */
    met: readonly string[];
    findings: readonly ReviewFinding[];
    concludedOn: CalendarDate;
  };
  ImprovementPlanned: {
    actionId: string;
    description: string;
    reviewId?: string;
    assignee?: string;
    dueOn?: CalendarDate;
  };
  ImprovementClosed: { actionId: string; closedOn: CalendarDate; result: Personal<string> };
  /** The customer does without it. */
  ImprovementWaived: { actionId: string; waivedBy: Personal<string>; reason?: Personal<string> };
  /** From the reviews back to the work. */
  DeliveryResumed: { reason?: Personal<string> };
  CompletionReported: { reportNumber: number; reportedOn: CalendarDate; summary: Personal<string> };
  /** 検収. */
  CompletionAccepted: { reportNumber: number; acceptedOn: CalendarDate; acceptedBy?: Personal<string> };
  CompletionRefused: { reportNumber: number; refusedOn: CalendarDate; points: readonly RefusalPoint[] };
  EngagementEvaluated: { scores: EvaluationScores; lessons?: Personal<string> };
  NextOpportunityRecorded: {
    opportunityId: string;
    title: string;
    expectedValue?: number;
    expectedOn?: CalendarDate;
    note?: Personal<string>;
  };
  EngagementCompleted: { completedOn: CalendarDate };
}

/** Facts that the region `change` owns. Changes are numbered C1, C2, … . */
export interface ChangeShapes {
  ChangeRequested: { changeId: string; title: string; description: Personal<string>; by: Party };
  /** The contract as it would be after the change, in full; a change may be quoted again. */
  ChangeQuoted: {
    changeId: string;
    quote: number;
    contract: ContractContent;
    quotedOn: CalendarDate;
    validUntil: CalendarDate;
  };
  ChangeAgreed: {
    changeId: string;
    quote: number;
    contractVersion: number;
    contract: ContractContent;
    agreedOn: CalendarDate;
    agreedBy?: Personal<string>;
  };
  ChangeDeclined: { changeId: string; by: Party; reason?: Personal<string> };
}

/** Facts that the region `billing` owns. Amounts are minor units of the order's currency. */
export interface BillingShapes {
  MilestoneAccepted: { milestoneId: string; acceptedOn: CalendarDate; acceptedBy?: Personal<string> };
  InvoiceIssued: {
    invoiceNumber: string;
    milestoneIds: readonly string[];
    issuedOn: CalendarDate;
    dueOn: CalendarDate;
    net: number;
    tax: number;
    total: number;
  };
  InvoiceBecameOverdue: { invoiceNumber: string };
  /** It was wrong, and nobody has paid it: its milestones can be invoiced again, under another number. */
  InvoiceCancelled: { invoiceNumber: string; cancelledOn: CalendarDate; reason: Personal<string> };
  InvoicePaymentReceived: {
    paymentId: string;
    invoiceNumber: string;
    /** Tax included. */
    amount: number;
    /** What is left to pay of the invoice after it. */
    outstanding: number;
    method: PaymentMethod;
    receivedOn: CalendarDate;
    /** Often the payer's name, as the bank gives it. */
    reference?: Personal<string>;
  };
}

export type ServiceOrderFact = Facts<
  EngagementShapes & ChangeShapes & BillingShapes & HoldShapes & CareShapes & ContactShapes
>;
export type ServiceOrderFactOf<Type extends ServiceOrderFact['type']> = Extract<ServiceOrderFact, { type: Type }>;

/** The region of the chart that must take each fact; `root` where any state does. */
export const regionOf = {
  NeedsRecorded: 'engagement',
  NeedsRevised: 'engagement',
  NeedsConfirmed: 'engagement',
  WinProbabilityEstimated: 'engagement',
  ProposalDrafted: 'engagement',
  ProposalRevised: 'engagement',
  ProposalSubmitted: 'engagement',
  ProposalRevisionRequested: 'engagement',
  ProposalAccepted: 'engagement',
  ProposalDeclined: 'engagement',
  ProposalExpired: 'engagement',
  EngagementLost: 'engagement',
  ContractDrafted: 'engagement',
  ContractConcluded: 'engagement',
  ContractRenewed: 'engagement',
  ServiceEndAgreed: 'engagement',
  ContractTerminated: 'engagement',
  ProjectPlanned: 'engagement',
  ProjectKickedOff: 'engagement',
  TaskStarted: 'engagement',
  TaskDone: 'engagement',
  TimeReported: 'engagement',
  TimeWithdrawn: 'engagement',
  DeliverableSubmitted: 'engagement',
  DeliverableAccepted: 'engagement',
  DeliverableRefused: 'engagement',
  PointResolved: 'engagement',
  ProgressReported: 'engagement',
  IssueRaised: 'engagement',
  IssueResolved: 'engagement',
  ProjectBecameAtRisk: 'engagement',
  ProjectCameBackOnTrack: 'engagement',
  ReviewStarted: 'engagement',
  ReviewConcluded: 'engagement',
  ImprovementPlanned: 'engagement',
  ImprovementClosed: 'engagement',
  ImprovementWaived: 'engagement',
  DeliveryResumed: 'engagement',
  CompletionReported: 'engagement',
  CompletionAccepted: 'engagement',
  CompletionRefused: 'engagement',
  EngagementEvaluated: 'engagement',
  NextOpportunityRecorded: 'engagement',
  EngagementCompleted: 'engagement',
  ChangeRequested: 'change',
  ChangeQuoted: 'change',
  ChangeAgreed: 'change',
  ChangeDeclined: 'change',
  MilestoneAccepted: 'billing',
  InvoiceIssued: 'billing',
  InvoiceBecameOverdue: 'billing',
  InvoiceCancelled: 'billing',
  InvoicePaymentReceived: 'billing',
  ...careRegionOf,
} as const satisfies Record<ServiceOrderFact['type'], 'engagement' | 'change' | 'billing' | 'hold' | 'care' | 'root'>;

/** Members that are about a person, sealed under the key of the order's customer. */
export const personalMembers = {
  NeedsRecorded: ['needs', 'desiredValue', 'conditions', 'decisionMaker', 'customerName', 'contact', 'note'],
  NeedsRevised: ['needs', 'desiredValue', 'conditions', 'decisionMaker', 'reason'],
  WinProbabilityEstimated: ['reason'],
  ProposalRevised: ['reason'],
  ProposalRevisionRequested: ['request'],
  ProposalAccepted: ['acceptedBy'],
  ProposalDeclined: ['note'],
  EngagementLost: ['note'],
  ContractConcluded: ['signatories'],
  ServiceEndAgreed: ['reason'],
  ContractTerminated: ['reason'],
  TimeWithdrawn: ['reason'],
  DeliverableSubmitted: ['note'],
  DeliverableAccepted: ['acceptedBy'],
  PointResolved: ['resolution'],
  ProgressReported: ['summary', 'risks'],
  IssueRaised: ['description'],
  IssueResolved: ['resolution'],
  ProjectBecameAtRisk: ['note'],
  ProjectCameBackOnTrack: ['note'],
  ImprovementClosed: ['result'],
  ImprovementWaived: ['waivedBy', 'reason'],
  DeliveryResumed: ['reason'],
  CompletionReported: ['summary'],
  CompletionAccepted: ['acceptedBy'],
  EngagementEvaluated: ['lessons'],
  NextOpportunityRecorded: ['note'],
  ChangeRequested: ['description'],
  ChangeAgreed: ['agreedBy'],
  ChangeDeclined: ['reason'],
  MilestoneAccepted: ['acceptedBy'],
  InvoiceCancelled: ['reason'],
  InvoicePaymentReceived: ['reference'],
  ...carePersonalMembers,
} as const satisfies Partial<Record<ServiceOrderFact['type'], readonly string[]>>;
