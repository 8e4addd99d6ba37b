import type { Instant } from '../vocabulary/dates.ts';
import type { Priority } from '../vocabulary/priority.ts';
import { requireThat } from '../vocabulary/requirements.ts';
import type { CaseCategory, CaseOrder, CaseOutcome, CaseTargets, SupportCaseFact } from './support-case.events.ts';

/** A support case's data: plain JSON, nothing about a person. */
export interface SupportCaseData extends CaseTargets {
  /** Null before it was opened. */
  readonly caseNumber: string | null;
  readonly customerId: string;
  readonly category: CaseCategory;
  readonly priority: Priority;
  readonly openedAt: Instant;
  readonly order: CaseOrder | null;
  /** The inquiry of the order that it came from. */
  readonly inquiryId: string | null;
  readonly assignee: string | null;
  /** The customer has heard something to the point. */
  readonly firstAnswered: boolean;
  /** Since when the time to resolve it runs: its opening, or the last reopening. */
  readonly resolutionFrom: Instant;
  /** Null while it is not resolved. */
  readonly outcome: CaseOutcome | null;
  /** How often it was reopened. */
  readonly reopened: number;
}

const NEVER: Instant = '0001-01-01T00:00:00.000Z';

export const initialSupportCaseData: SupportCaseData = {
  caseNumber: null,
  customerId: '',
  category: 'question',
  priority: 'normal',
  openedAt: NEVER,
  order: null,
  inquiryId: null,
  assignee: null,
  firstAnswered: false,
  firstAnswerDue: NEVER,
  resolutionDue: NEVER,
  resolutionFrom: NEVER,
  outcome: null,
  reopened: 0,
};

/** Whether the customer heard something to the point by this fact: an answer, a question back, or a resolution that was told or is one. */
export const answersCustomer = (fact: SupportCaseFact): boolean =>
  fact.type === 'CaseAnswered' ||
  fact.type === 'InformationRequested' ||
  (fact.type === 'CaseResolved' && (fact.data.answeredVia !== undefined || fact.data.outcome === 'answered'));

/** The case after a fact. Throws `RangeError` for one that cannot have happened. */
export const reduceSupportCase = (data: SupportCaseData, fact: SupportCaseFact): SupportCaseData => {
  switch (fact.type) {
    case 'CaseOpened': {
      const { caseNumber, customerId, category, priority, openedAt, order, inquiryId } = fact.data;
      const opened = { ...data, caseNumber, customerId, category, priority, openedAt, resolutionFrom: openedAt };
      return withTargets({ ...opened, order: order ?? null, inquiryId: inquiryId ?? null }, fact.data);
    }
    case 'CaseAmended': {
      const { category = data.category, priority = data.priority, order = data.order } = fact.data;
      return withTargets({ ...data, category, priority, order }, fact.data);
    }
    case 'CaseTaken':
      requireThat(fact.data.assignee !== data.assignee, `${fact.data.assignee} had it before`);
      return { ...data, assignee: fact.data.assignee };
    case 'CaseAnswered':
    case 'InformationRequested':
      return { ...data, firstAnswered: true };
    case 'CaseResolved':
      return { ...data, outcome: fact.data.outcome, firstAnswered: data.firstAnswered || answersCustomer(fact) };
    case 'CaseReopened': {
      const { reopenedAt } = fact.data;
      requireThat(reopenedAt >= data.openedAt, 'it was reopened before it was opened');
      const reopened = { ...data, outcome: null, reopened: data.reopened + 1, resolutionFrom: reopenedAt };
      return withTargets(reopened, fact.data);
    }
    case 'InformationReceived':
    case 'CustomerContacted':
    case 'CaseClosed':
      return data;
  }
};

/** Nobody can have promised something for a time that had passed. */
const withTargets = (data: SupportCaseData, targets: Partial<CaseTargets>): SupportCaseData => {
  const { firstAnswerDue = data.firstAnswerDue, resolutionDue = data.resolutionDue } = targets;
  requireThat(firstAnswerDue >= data.openedAt, 'its first answer was due before it was opened');
  requireThat(resolutionDue >= data.resolutionFrom, 'its resolution was due before it was asked for');
  return { ...data, firstAnswerDue, resolutionDue };
};

/** There is such a case: it has got its number. */
export const wasOpened = ({ caseNumber }: Pick<SupportCaseData, 'caseNumber'>): boolean => caseNumber !== null;

/** It was resolved, and not reopened since. */
export const isResolved = ({ outcome }: Pick<SupportCaseData, 'outcome'>): boolean => outcome !== null;
