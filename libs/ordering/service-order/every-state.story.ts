import type { PricedItem } from '#state-machines/service-order/service-order.terms';
import type { ServiceOrderCommand } from './service-order.commands.ts';
import {
  acceptCompletion,
  acceptDesign,
  acceptMilestone,
  agreedOrder,
  billing,
  completeTask,
  concludeContract,
  concludedOrder,
  confirmNeeds,
  continued,
  draftContract,
  draftProposal,
  evaluate,
  failReview,
  finishedOrder,
  invoice,
  items,
  kickOff,
  passReview,
  pay,
  planProject,
  recordNeeds,
  reportCompletion,
  startedOrder,
  startReview,
  startTask,
  story,
  submitDesign,
  submitProposal,
  told,
  type Story,
} from './service-order.story.ts';

const gathering = story(recordNeeds);
const confirmed = continued(gathering, confirmNeeds);
const drafting = continued(confirmed, draftProposal());
const submitted = continued(drafting, submitProposal);
const revisionRequested = continued(submitted, {
  type: 'RequestProposalRevision',
  data: { request: '移行を含めてほしい' },
});
const expired = told(submitted, { type: 'ExpireProposal', data: { version: 1 } }, '2026-12-19T03:00:00.000Z');
const declined = continued(submitted, { type: 'DeclineProposal', data: { reason: 'price' } });
const agreed = agreedOrder();
const drafted = continued(agreed, draftContract);
const concluded = concludedOrder();
const planning = continued(concluded, { type: 'PlanProject', data: { contactIntervalDays: 7 } });
const ready = continued(concluded, planProject);
const started = startedOrder();
const atRisk = continued(started, { type: 'MarkAtRisk', data: { causes: ['schedule'] } });
const inReview = continued(started, startReview);
const improving = continued(inReview, failReview);
const reviewed = continued(inReview, passReview);
const finished = finishedOrder();
const awaitingAcceptance = continued(finished, reportCompletion);
const accepted = continued(awaitingAcceptance, acceptCompletion);
const completed = continued(accepted, evaluate);
const terminate: ServiceOrderCommand = {
  type: 'TerminateContract',
  data: { by: 'customer', reason: '事業の見直し', settlement: { amount: 150_000 } },
};

const requestChange: ServiceOrderCommand = {
  type: 'RequestChange',
  data: { title: '帳票の追加', description: '月次の帳票', by: 'customer' },
};
const requested = continued(concluded, requestChange);
const reports: PricedItem = {
  itemId: 'reports',
  description: '帳票',
  taxClass: 'standard',
  pricing: 'fixedPrice',
  amount: 100_000,
};
const quoteChange: ServiceOrderCommand = {
  type: 'QuoteChange',
  data: {
    validUntil: '2026-12-10',
    items: [...items, reports],
    billing: [billing[1], { ...billing[2], amount: 600_000 }],
  },
};
const quoted = continued(requested, quoteChange);
const agreedChange = continued(quoted, { type: 'AgreeChange', data: {} });

const invoiced = continued(concluded, invoice('INV-1'));
const everythingPaid = continued(accepted, { type: 'IssueInvoice', data: { invoiceNumber: 'INV-1' } }, pay(1_100_000));
const overdue = told(
  invoiced,
  { type: 'MarkInvoiceOverdue', data: { invoiceNumber: 'INV-1' } },
  '2026-12-31T03:00:00.000Z',
);
const ask: ServiceOrderCommand = {
  type: 'OpenInquiry',
  data: { about: '日程', question: 'いつ始まりますか', askedVia: 'phone' },
};
const hold: ServiceOrderCommand = { type: 'HoldOrder', data: { reason: 'credit' } };

/** One story for every state in which a region of an order can rest. */
export const stories: Readonly<Record<string, Story>> = {
  'engagement.hearing.gathering': gathering,
  'engagement.hearing.confirmed': confirmed,
  'engagement.proposing.drafting': drafting,
  'engagement.proposing.submitted': submitted,
  'engagement.proposing.revisionRequested': revisionRequested,
  'engagement.proposing.agreed': agreed,
  'engagement.contracting.drafted': drafted,
  'engagement.contracting.concluded': concluded,
  'engagement.launching.planning': planning,
  'engagement.launching.ready': ready,
  'engagement.delivering.onTrack': started,
  'engagement.delivering.atRisk': atRisk,
  'engagement.reviewing.inReview': inReview,
  'engagement.reviewing.improving': improving,
  'engagement.reviewing.reviewed': reviewed,
  'engagement.finalising.awaitingAcceptance': awaitingAcceptance,
  'engagement.finalising.accepted': accepted,
  'engagement.completed': completed,
  'engagement.lost.declined': declined,
  'engagement.lost.expired': expired,
  'engagement.lost.withdrawn': continued(gathering, {
    type: 'GiveUpEngagement',
    data: { by: 'customer', reason: 'budget' },
  }),
  'engagement.terminated': continued(started, terminate),
  'change.none': gathering,
  'change.requested': requested,
  'change.quoted': quoted,
  'change.agreed': agreedChange,
  'change.declined': continued(quoted, { type: 'DeclineChange', data: { by: 'customer' } }),
  'billing.unscheduled': gathering,
  'billing.scheduled': continued(invoiced, pay(220_000)),
  'billing.billable': concluded,
  'billing.invoiced': invoiced,
  'billing.partlyPaid': continued(invoiced, pay(100_000)),
  'billing.overdue': overdue,
  'billing.paid': everythingPaid,
  'hold.clear': gathering,
  'hold.held': continued(gathering, hold),
  'care.quiet': gathering,
  'care.inquiryOpen': continued(gathering, ask),
};

/** One story for every state of a milestone, with the milestone that is in it. */
export const milestoneStories: Readonly<Record<string, readonly [Story, string]>> = {
  scheduled: [concluded, 'M2'],
  billable: [finished, 'M2'],
  invoiced: [invoiced, 'M1'],
  partlyPaid: [continued(invoiced, pay(1)), 'M1'],
  overdue: [overdue, 'M1'],
  paid: [everythingPaid, 'M3'],
};

const monthly: PricedItem = {
  itemId: 'care',
  description: '保守',
  taxClass: 'standard',
  pricing: 'recurring',
  monthlyAmount: 50_000,
  months: 1,
};
const serviceStarted = continued(
  agreedOrder([monthly]),
  { type: 'DraftContract', data: { paymentDays: 30, warranty: { months: 0, terms: 'なし' } } },
  concludeContract,
  planProject,
  kickOff,
);

/** Stories that tell the facts which the ones above have no need of, and those that lead back to where an order has been. */
export const furtherStories: readonly Story[] = [
  continued(gathering, { type: 'EstimateWinProbability', data: { percent: 40 } }),
  continued(confirmed, { type: 'ReviseNeeds', data: { title: '販売管理の刷新', needs: '在庫も見たい。' } }),
  continued(revisionRequested, { type: 'ReviseProposal', data: { scope: '設計・構築・移行・教育' } }),
  continued(expired, { type: 'ReviseProposal', data: { validUntil: '2026-12-25' } }),
  continued(expired, { type: 'GiveUpEngagement', data: { by: 'company', reason: 'noAnswer' } }),
  continued(
    invoiced,
    { type: 'CancelInvoice', data: { invoiceNumber: 'INV-1', reason: '期日の誤り' } },
    invoice('INV-2'),
  ),
  continued(
    serviceStarted,
    { type: 'RenewContract', data: { endsOn: '2027-04-30', items: [{ itemId: 'care', months: 1 }] } },
    { type: 'EndService', data: { by: 'customer' } },
  ),
  continued(
    started,
    { type: 'ReportTime', data: { itemId: 'support', minutes: 90, memberId: 'sato' } },
    {
      type: 'WithdrawTime',
      data: { itemId: 'support', minutes: 30, workedOn: '2026-11-20', memberId: 'sato', reason: '他案件の作業' },
    },
  ),
  continued(
    started,
    startTask,
    submitDesign,
    { type: 'RefuseDeliverable', data: { deliverableId: 'design', points: [{ description: '図がない' }] } },
    { type: 'ResolvePoint', data: { pointId: 'P1', resolution: '図を加えた' } },
    submitDesign,
    acceptDesign,
    completeTask,
    acceptMilestone,
  ),
  continued(
    atRisk,
    { type: 'ReportProgress', data: { percent: 30, summary: '設計中' } },
    { type: 'RaiseIssue', data: { kind: 'issue', severity: 'high', title: '環境が遅れている' } },
    { type: 'ResolveIssue', data: { issueId: 'I1', resolution: '環境を用意した' } },
    { type: 'MarkOnTrack', data: {} },
  ),
  continued(
    improving,
    { type: 'PlanImprovement', data: { description: '手順書を直す' } },
    { type: 'CloseImprovement', data: { actionId: 'A1', result: 'そろえた' } },
    { type: 'WaiveImprovement', data: { actionId: 'A2', waivedBy: '田中 花子' } },
    { type: 'ResumeDelivery', data: {} },
  ),
  continued(awaitingAcceptance, { type: 'RefuseCompletion', data: { points: [{ description: '手順書がない' }] } }),
  continued(accepted, { type: 'RecordNextOpportunity', data: { title: '倉庫との連携' } }),
  continued(gathering, hold, { type: 'ReleaseHold', data: { reason: 'credit' } }),
  continued(
    gathering,
    ask,
    { type: 'ResolveInquiry', data: { answer: '12月からです' } },
    { type: 'RecordContact', data: { medium: 'phone', direction: 'outbound', summary: '回答済み' } },
    { type: 'RecordFeedback', data: { score: 5 } },
  ),
];
