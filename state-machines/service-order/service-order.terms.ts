// What facts of a service order are made of. The names of members are a storage format: never edit or remove one, add a member.
import type { CalendarDate } from '../vocabulary/dates.ts';
import type { TaxClass } from '../vocabulary/money.ts';

/** Who of the two sides. */
export const parties = ['customer', 'company'] as const;
export type Party = (typeof parties)[number];

interface ItemTerms {
  readonly itemId: string;
  readonly description: string;
  readonly taxClass: TaxClass;
}

/** 一括請負: one amount, tax-exclusive minor units. */
export interface FixedPriceItem extends ItemTerms {
  readonly pricing: 'fixedPrice';
  readonly amount: number;
}

/** 準委任・工数精算: what is agreed is the estimate; more than the cap is never worked, and more than the estimate is paid only by an agreed change. */
export interface TimeAndMaterialItem extends ItemTerms {
  readonly pricing: 'timeAndMaterial';
  /** Tax-exclusive minor units. */
  readonly hourlyRate: number;
  readonly estimatedHours: number;
  readonly capHours: number;
}

/** 月額: an amount for each of some months, tax-exclusive minor units. */
export interface RecurringItem extends ItemTerms {
  readonly pricing: 'recurring';
  readonly monthlyAmount: number;
  readonly months: number;
}

export type PricedItem = FixedPriceItem | TimeAndMaterialItem | RecurringItem;
export const pricings = [
  'fixedPrice',
  'timeAndMaterial',
  'recurring',
] as const satisfies readonly PricedItem['pricing'][];

/** Something handed over that the customer accepts or refuses. */
export interface Deliverable {
  readonly deliverableId: string;
  readonly name: string;
  readonly dueOn?: CalendarDate;
}

/** From the first to the last day, both included. */
export interface Schedule {
  readonly startsOn: CalendarDate;
  readonly endsOn: CalendarDate;
}

/** What one version of a proposal says. */
export interface ProposalContent {
  readonly title: string;
  readonly scope: string;
  readonly deliverables: readonly Deliverable[];
  readonly items: readonly PricedItem[];
  readonly schedule: Schedule;
  readonly terms: string;
  /** The last day on which it can be accepted, in Japan. */
  readonly validUntil: CalendarDate;
}

/** What makes a milestone billable: the contract itself (着手金), its own acceptance, or the final acceptance (検収). */
export const billingTriggers = ['contractConclusion', 'acceptance', 'finalAcceptance'] as const;
export type BillingTrigger = (typeof billingTriggers)[number];

/** A part of the price with what makes it billable. */
export interface BillingMilestone {
  readonly milestoneId: string;
  readonly name: string;
  readonly trigger: BillingTrigger;
  /** Tax-exclusive minor units. */
  readonly amount: number;
  readonly taxClass: TaxClass;
  readonly plannedOn?: CalendarDate;
  /** Deliverables that have to be accepted before the milestone is. */
  readonly deliverableIds: readonly string[];
}

/** 契約不適合責任・保証: how long after the final acceptance, and what it covers. */
export interface Warranty {
  readonly months: number;
  readonly terms: string;
}

/** What one version of a concluded contract says. */
export interface ContractContent {
  /** The version of the proposal that it began with. */
  readonly proposalVersion: number;
  readonly title: string;
  readonly scope: string;
  readonly deliverables: readonly Deliverable[];
  readonly items: readonly PricedItem[];
  readonly schedule: Schedule;
  readonly terms: string;
  /** 支払サイト: an invoice is due so many days after it was issued. */
  readonly paymentDays: number;
  /** Milestones add up to the price, per tax class. */
  readonly billing: readonly BillingMilestone[];
  readonly warranty: Warranty;
}

/** A contract that is not concluded: what is not agreed yet is not there. */
export type ContractDraft = Pick<ContractContent, 'proposalVersion' | 'title' | 'deliverables' | 'items' | 'billing'> &
  Partial<ContractContent>;

/** Who signs for whom. */
export interface Signatory {
  readonly party: Party;
  readonly name: string;
  readonly title?: string;
}

/** Somebody of the company who works on the project, by the id that actors have. */
export interface ProjectMember {
  readonly memberId: string;
  readonly role: string;
}

/** A piece of work; it may begin when all that it depends on are done. */
export interface ProjectTask extends Schedule {
  readonly taskId: string;
  readonly title: string;
  readonly dependsOn: readonly string[];
  readonly assignee?: string;
  readonly deliverableId?: string;
}

export const resourceKinds = ['equipment', 'software', 'place', 'subcontractor', 'other'] as const;
type ResourceKind = (typeof resourceKinds)[number];

/** What the project needs besides people. */
export interface ProjectResource {
  readonly kind: ResourceKind;
  readonly name: string;
}

/** How a project is to be worked; what is not decided yet is not there. */
export interface ProjectPlan {
  /** Id of the member who answers for it. */
  readonly owner?: string;
  readonly members: readonly ProjectMember[];
  readonly schedule?: Schedule;
  readonly tasks: readonly ProjectTask[];
  readonly resources: readonly ProjectResource[];
  /** The customer hears from the company at least once in so many days. */
  readonly contactIntervalDays?: number;
}

/** Something that the customer does not accept. */
export interface RefusalPoint {
  readonly pointId: string;
  readonly description: string;
}

export const severities = ['low', 'medium', 'high'] as const;
export type Severity = (typeof severities)[number];

export const issueKinds = ['issue', 'risk'] as const;
export type IssueKind = (typeof issueKinds)[number];

/** Why a project is at risk. */
export const riskCauses = ['schedule', 'cost', 'quality', 'resources', 'scope', 'customer'] as const;
export type RiskCause = (typeof riskCauses)[number];

/** Why an engagement was lost before there was a contract. */
export const lossReasons = [
  'price',
  'schedule',
  'scope',
  'competitor',
  'budget',
  'cancelled',
  'noAnswer',
  'other',
] as const;
export type LossReason = (typeof lossReasons)[number];

/** What a review looks at, one by one. */
export interface ReviewCriterion {
  readonly criterionId: string;
  readonly description: string;
}

/** What a review found. */
export interface ReviewFinding {
  readonly findingId: string;
  readonly severity: Severity;
  readonly description: string;
}

/** Scores from 1 (bad) to 5 (good) that the company gives itself at the end. */
export interface EvaluationScores {
  readonly quality: number;
  readonly schedule: number;
  readonly cost: number;
  readonly collaboration: number;
}
