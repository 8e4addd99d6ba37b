import type { Bilingual } from '#libs/kernel/decider';
import type { ContractPart } from '#state-machines/service-order/contract.data';
import type { PlanPart } from '#state-machines/service-order/project.data';
import type { RiskCause } from '#state-machines/service-order/service-order.terms';
import { heldBy, type HeldBlocker } from './open-holds.ts';
import type { ServiceMatters } from './service-order.matters.ts';

/** One reason why a service order does not go on by itself. Amounts are minor units of the order's currency, tax included. */
export type ServiceBlocker =
  | { readonly code: 'proposalAwaitingAnswer'; readonly version: number; readonly validUntil: string }
  | { readonly code: 'revisionRequested'; readonly version: number }
  | { readonly code: 'contractIncomplete'; readonly missing: readonly ContractPart[] }
  | { readonly code: 'planIncomplete'; readonly missing: readonly PlanPart[] }
  | { readonly code: 'atRisk'; readonly causes: readonly RiskCause[] }
  | { readonly code: 'severeIssuesOpen'; readonly issueIds: readonly string[] }
  | { readonly code: 'deliverablesAwaitingAcceptance'; readonly deliverableIds: readonly string[] }
  | { readonly code: 'deliverableRefused'; readonly deliverableId: string }
  | { readonly code: 'pointsOpen'; readonly pointIds: readonly string[] }
  | { readonly code: 'improvementsOpen'; readonly actionIds: readonly string[] }
  | { readonly code: 'completionAwaitingAcceptance'; readonly reportNumber: number }
  | { readonly code: 'completionRefused'; readonly reportNumber: number }
  | { readonly code: 'changeToQuote'; readonly changeId: string }
  | {
      readonly code: 'changeAwaitingAnswer';
      readonly changeId: string;
      readonly quote: number;
      readonly validUntil: string;
    }
  | {
      readonly code: 'invoiceOverdue';
      readonly invoiceNumber: string;
      readonly dueOn: string;
      readonly outstanding: number;
    };

/** What each reason is called. */
export const serviceBlockerLabels: Readonly<Record<ServiceBlocker['code'], Bilingual>> = {
  proposalAwaitingAnswer: { ja: '提案への回答待ち', en: "Waiting for the customer's answer to the proposal" },
  revisionRequested: { ja: '提案の修正待ち', en: 'The customer asks for a new version of the proposal' },
  contractIncomplete: { ja: '契約書案に不足あり', en: 'The draft of the contract is incomplete' },
  planIncomplete: { ja: '計画に不足あり', en: 'The plan of the project is incomplete' },
  atRisk: { ja: '要注意：手当てが必要', en: 'At risk: act on the causes' },
  severeIssuesOpen: { ja: '重大な課題の解決待ち', en: 'Issues of high severity are to be resolved' },
  deliverablesAwaitingAcceptance: {
    ja: '成果物の検収待ち',
    en: 'Waiting for the customer to accept what was delivered',
  },
  deliverableRefused: { ja: '不合格の成果物の再納品待ち', en: 'A refused deliverable is to be submitted again' },
  pointsOpen: { ja: '指摘への対応待ち', en: "The customer's points are to be dealt with" },
  improvementsOpen: { ja: '改善の完了待ち', en: 'Improvements are to be closed, or waived by the customer' },
  completionAwaitingAcceptance: { ja: '最終検収待ち', en: "Waiting for the customer's final acceptance" },
  completionRefused: {
    ja: '最終検収不合格：完了の再報告待ち',
    en: 'Completion was refused and is to be reported again',
  },
  changeToQuote: { ja: '変更の見積もり待ち', en: 'A change is to be quoted' },
  changeAwaitingAnswer: { ja: '変更への回答待ち', en: "Waiting for the customer's answer to a change" },
  invoiceOverdue: { ja: '請求の入金遅延', en: 'An invoice is overdue' },
};

/** What the reasons follow from: `nextActor` is that of the state after the newest fact. */
export interface ServiceSituation {
  readonly matters: ServiceMatters;
  readonly engagement: string;
  readonly nextActor: string;
}

const ended: readonly string[] = ['completed', 'lost', 'terminated'];

/** The engagement is over; what is owed in money may not be. */
export const serviceOrderEnded = (engagement: string): boolean => ended.includes(engagement.split('.', 1)[0] ?? '');

const working: readonly string[] = ['delivering', 'reviewing'];

/** Every reason that holds an order up: holds first, then what the engagement waits for, then the contract's change and the money. Only money outlives the engagement. */
export const serviceBlockedBy = (situation: ServiceSituation): readonly (HeldBlocker | ServiceBlocker)[] => {
  const { matters } = situation;
  if (serviceOrderEnded(situation.engagement)) return overdueInvoices(matters);
  const [stage = ''] = situation.engagement.split('.', 1);
  return [
    ...heldBy(matters),
    ...(waitingIn[situation.engagement]?.(matters) ?? []),
    ...(working.includes(stage) ? whileWorking(situation) : []),
    ...openChange(matters),
    ...overdueInvoices(matters),
  ];
};

/** What keeps the order from its next step, by the state in which it waits. */
const waitingIn: Readonly<Record<string, (matters: ServiceMatters) => readonly ServiceBlocker[]>> = {
  'proposing.submitted': ({ proposal }) =>
    proposal ? [{ code: 'proposalAwaitingAnswer', version: proposal.version, validUntil: proposal.validUntil }] : [],
  'proposing.revisionRequested': ({ proposal }) =>
    proposal ? [{ code: 'revisionRequested', version: proposal.version }] : [],
  'contracting.drafted': ({ missingInContract }) =>
    missingInContract.length > 0 ? [{ code: 'contractIncomplete', missing: missingInContract }] : [],
  'launching.planning': ({ missingInPlan }) => [{ code: 'planIncomplete', missing: missingInPlan }],
  'finalising.awaitingAcceptance': ({ completion }) =>
    completion ? [{ code: 'completionAwaitingAcceptance', reportNumber: completion.reportNumber }] : [],
};

/** What keeps the work from its end. */
const whileWorking = ({ matters, nextActor }: ServiceSituation): readonly ServiceBlocker[] => {
  const { riskCauses, severeIssues, deliverables, points, improvements, completion } = matters;
  const inState = (wanted: string) =>
    deliverables.filter(({ state }) => state === wanted).map(({ deliverableId }) => deliverableId);
  const blockers: ServiceBlocker[] = [];
  if (riskCauses.length > 0) blockers.push({ code: 'atRisk', causes: riskCauses });
  if (severeIssues.length > 0) blockers.push({ code: 'severeIssuesOpen', issueIds: severeIssues });
  if (nextActor === 'customer')
    blockers.push({ code: 'deliverablesAwaitingAcceptance', deliverableIds: inState('submitted') });
  for (const deliverableId of inState('refused')) blockers.push({ code: 'deliverableRefused', deliverableId });
  if (completion?.refused) blockers.push({ code: 'completionRefused', reportNumber: completion.reportNumber });
  if (points.length > 0) blockers.push({ code: 'pointsOpen', pointIds: points });
  if (improvements.length > 0) blockers.push({ code: 'improvementsOpen', actionIds: improvements });
  return blockers;
};

const openChange = ({ change }: ServiceMatters): readonly ServiceBlocker[] => {
  if (!change) return [];
  const { changeId, quote } = change;
  return quote
    ? [{ code: 'changeAwaitingAnswer', changeId, quote: quote.number, validUntil: quote.validUntil }]
    : [{ code: 'changeToQuote', changeId }];
};

const overdueInvoices = ({ invoices }: ServiceMatters): readonly ServiceBlocker[] =>
  invoices.flatMap(({ invoiceNumber, dueOn, outstanding, overdue }) =>
    overdue ? [{ code: 'invoiceOverdue', invoiceNumber, dueOn, outstanding }] : [],
  );
