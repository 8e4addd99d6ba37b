import { missingInDraft, type ContractPart } from '#state-machines/service-order/contract.data';
import { missingInPlan, type PlanPart } from '#state-machines/service-order/project.data';
import type { HoldReason } from '#state-machines/order/order.events';
import type { ServiceOrderFactOf } from '#state-machines/service-order/service-order.events';
import type { ContractContent, RiskCause } from '#state-machines/service-order/service-order.terms';
import type { Correspondence } from '#state-machines/vocabulary/correspondence';

/** What the customer would agree to: by when it would be done, and how long the offer holds. */
type Offer = { readonly endsOn: string; readonly validUntil: string };

/** An invoice that is not paid in full; `outstanding` holds the tax, in minor units. */
type UnpaidInvoice = {
  readonly invoiceNumber: string;
  readonly dueOn: string;
  readonly outstanding: number;
  readonly overdue: boolean;
};

/** What the reducer must remember of a service order to say what blocks it and who owes an answer; codes, ids, amounts and dates only. */
export type ServiceMatters = {
  readonly holds: readonly HoldReason[];
  /** Null before the first contact. */
  readonly contacts: Correspondence | null;
  /** The newest version of the proposal. */
  readonly proposal: (Offer & { readonly version: number }) | null;
  readonly missingInContract: readonly ContractPart[];
  readonly missingInPlan: readonly PlanPart[];
  /** The change that is neither agreed nor declined; `quote` is the newest one. */
  readonly change: { readonly changeId: string; readonly quote: (Offer & { readonly number: number }) | null } | null;
  readonly riskCauses: readonly RiskCause[];
  /** Deliverables that the customer has, and those that came back. */
  readonly deliverables: readonly { readonly deliverableId: string; readonly state: 'submitted' | 'refused' }[];
  /** Ids of points that nobody has dealt with. */
  readonly points: readonly string[];
  /** Ids of the issues of high severity that are not resolved. */
  readonly severeIssues: readonly string[];
  readonly improvements: readonly string[];
  /** The newest report that the work is complete, as long as it is not accepted. */
  readonly completion: { readonly reportNumber: number; readonly refused: boolean } | null;
  readonly invoices: readonly UnpaidInvoice[];
};

export const noServiceMatters: ServiceMatters = {
  holds: [],
  contacts: null,
  proposal: null,
  missingInContract: [],
  missingInPlan: [],
  change: null,
  riskCauses: [],
  deliverables: [],
  points: [],
  severeIssues: [],
  improvements: [],
  completion: null,
  invoices: [],
};

type Matters = ServiceMatters;

const without = (ids: readonly string[], gone: string): readonly string[] => ids.filter((id) => id !== gone);

export const proposed = (
  matters: Matters,
  { version, proposal }: ServiceOrderFactOf<'ProposalDrafted' | 'ProposalRevised'>['data'],
): Matters => ({
  ...matters,
  proposal: { version, endsOn: proposal.schedule.endsOn, validUntil: proposal.validUntil },
});

export const contractDrafted = (
  matters: Matters,
  { contract }: ServiceOrderFactOf<'ContractDrafted'>['data'],
): Matters => ({ ...matters, missingInContract: missingInDraft(contract) });

/** A new version of the contract may leave out what the customer refused. */
export const contractAgreed = (matters: Matters, { deliverables }: ContractContent): Matters => {
  const agreed = new Set(deliverables.map(({ deliverableId }) => deliverableId));
  return {
    ...matters,
    deliverables: matters.deliverables.filter(({ deliverableId }) => agreed.has(deliverableId)),
  };
};

export const changeRequested = (
  matters: Matters,
  { changeId }: ServiceOrderFactOf<'ChangeRequested'>['data'],
): Matters => ({ ...matters, change: { changeId, quote: null } });

export const changeQuoted = (
  matters: Matters,
  { changeId, quote, contract, validUntil }: ServiceOrderFactOf<'ChangeQuoted'>['data'],
): Matters => ({
  ...matters,
  change: { changeId, quote: { number: quote, endsOn: contract.schedule.endsOn, validUntil } },
});

export const changeSettled = (matters: Matters): Matters => ({ ...matters, change: null });

export const planned = (matters: Matters, { plan }: ServiceOrderFactOf<'ProjectPlanned'>['data']): Matters => ({
  ...matters,
  missingInPlan: missingInPlan(plan),
});

export const atRisk = (matters: Matters, riskCauses: readonly RiskCause[]): Matters => ({ ...matters, riskCauses });

const deliverablesWithout = ({ deliverables }: Matters, gone: string): Matters['deliverables'] =>
  deliverables.filter(({ deliverableId }) => deliverableId !== gone);

export const deliverableIs = (
  matters: Matters,
  deliverableId: string,
  state: Matters['deliverables'][number]['state'],
): Matters => ({
  ...matters,
  deliverables: [...deliverablesWithout(matters, deliverableId), { deliverableId, state }],
});

export const deliverableAccepted = (matters: Matters, deliverableId: string): Matters => ({
  ...matters,
  deliverables: deliverablesWithout(matters, deliverableId),
});

export const pointsRaised = (matters: Matters, points: readonly { readonly pointId: string }[]): Matters => ({
  ...matters,
  points: [...matters.points, ...points.map(({ pointId }) => pointId)],
});

export const pointResolved = (matters: Matters, pointId: string): Matters => ({
  ...matters,
  points: without(matters.points, pointId),
});

export const issueRaised = (
  matters: Matters,
  { issueId, severity }: ServiceOrderFactOf<'IssueRaised'>['data'],
): Matters => (severity === 'high' ? { ...matters, severeIssues: [...matters.severeIssues, issueId] } : matters);

export const issueResolved = (matters: Matters, issueId: string): Matters => ({
  ...matters,
  severeIssues: without(matters.severeIssues, issueId),
});

export const improvementPlanned = (matters: Matters, actionId: string): Matters => ({
  ...matters,
  improvements: [...matters.improvements, actionId],
});

export const improvementSettled = (matters: Matters, actionId: string): Matters => ({
  ...matters,
  improvements: without(matters.improvements, actionId),
});

export const completionIs = (matters: Matters, completion: Matters['completion']): Matters => ({
  ...matters,
  completion,
});

export const invoiced = (
  matters: Matters,
  { invoiceNumber, dueOn, total }: ServiceOrderFactOf<'InvoiceIssued'>['data'],
): Matters => ({
  ...matters,
  invoices: [...matters.invoices, { invoiceNumber, dueOn, outstanding: total, overdue: false }],
});

const withInvoice = (
  matters: Matters,
  invoiceNumber: string,
  change: (invoice: UnpaidInvoice) => Partial<UnpaidInvoice>,
): Matters => ({
  ...matters,
  invoices: matters.invoices
    .map((invoice) => (invoice.invoiceNumber === invoiceNumber ? { ...invoice, ...change(invoice) } : invoice))
    .filter(({ outstanding }) => outstanding > 0),
});

export const invoiceOverdue = (matters: Matters, invoiceNumber: string): Matters =>
  withInvoice(matters, invoiceNumber, () => ({ overdue: true }));

export const invoiceCancelled = (matters: Matters, invoiceNumber: string): Matters => ({
  ...matters,
  invoices: matters.invoices.filter((invoice) => invoice.invoiceNumber !== invoiceNumber),
});

export const invoicePaid = (
  matters: Matters,
  { invoiceNumber, amount }: ServiceOrderFactOf<'InvoicePaymentReceived'>['data'],
): Matters => withInvoice(matters, invoiceNumber, ({ outstanding }) => ({ outstanding: outstanding - amount }));
