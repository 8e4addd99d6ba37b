import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import type { PricedItem } from '#state-machines/service-order/service-order.terms';
import { createStoryTeller, type StoryOf } from '../story-teller.ts';
import type { ServiceOrderCommand } from './service-order.commands.ts';
import { serviceOrderStateAfter, type ServiceOrderState } from './service-order.state.ts';
import { serviceOrderStream } from './service-order.stream.ts';

/** An order's story so far. */
export type Story = StoryOf<ServiceOrderState, ServiceOrderFact>;

export const STORY_DAY = '2026-11-20';

/** Tells the stories of service orders, on one day. */
export const { told, story, continued } = createStoryTeller(serviceOrderStream, `${STORY_DAY}T03:00:00.000Z`);

/** The place of the story's order, as `stateAfter` shows it. */
export const placeOf = ({ state }: Story) => serviceOrderStateAfter(state);

/** 着手金 of 200,000, a milestone of 300,000 with its own acceptance, and 500,000 with the final acceptance. */
export const billing = [
  { milestoneId: 'M1', name: '着手金', trigger: 'contractConclusion', amount: 200_000, taxClass: 'standard' },
  {
    milestoneId: 'M2',
    name: '基本設計の検収',
    trigger: 'acceptance',
    amount: 300_000,
    taxClass: 'standard',
    deliverableIds: ['design'],
  },
  { milestoneId: 'M3', name: '最終検収', trigger: 'finalAcceptance', amount: 500_000, taxClass: 'standard' },
] as const;

export const items: readonly PricedItem[] = [
  { itemId: 'build', description: '構築', taxClass: 'standard', pricing: 'fixedPrice', amount: 900_000 },
  {
    itemId: 'support',
    description: '移行支援',
    taxClass: 'standard',
    pricing: 'timeAndMaterial',
    hourlyRate: 10_000,
    estimatedHours: 10,
    capHours: 20,
  },
];

export const recordNeeds: ServiceOrderCommand = {
  type: 'RecordNeeds',
  data: {
    orderNumber: 'SO-2026-000001',
    channel: 'visit',
    customer: { id: 'C-1', name: 'さくら商店' },
    title: '販売管理の刷新',
    needs: '受注から請求まで一つにしたい。',
    budget: 1_500_000,
  },
};
export const confirmNeeds: ServiceOrderCommand = { type: 'ConfirmNeeds', data: {} };
export const draftProposal = (priced: readonly PricedItem[] = items): ServiceOrderCommand => ({
  type: 'DraftProposal',
  data: {
    title: '販売管理の刷新',
    scope: '設計・構築・移行',
    deliverables: [{ deliverableId: 'design', name: '基本設計書' }],
    items: priced,
    schedule: { startsOn: '2026-12-01', endsOn: '2027-03-31' },
    terms: '検収後 30 日以内',
    validUntil: '2026-12-18',
  },
});
export const submitProposal: ServiceOrderCommand = { type: 'SubmitProposal', data: {} };
export const acceptProposal: ServiceOrderCommand = { type: 'AcceptProposal', data: { version: 1 } };
export const draftContract: ServiceOrderCommand = {
  type: 'DraftContract',
  data: { paymentDays: 30, warranty: { months: 12, terms: '契約不適合を無償で直す' }, billing },
};
export const concludeContract: ServiceOrderCommand = {
  type: 'ConcludeContract',
  data: {
    signatories: [
      { party: 'customer', name: '田中 花子' },
      { party: 'company', name: '鈴木 一郎' },
    ],
  },
};
export const planProject: ServiceOrderCommand = {
  type: 'PlanProject',
  data: {
    owner: 'suzuki',
    members: [
      { memberId: 'suzuki', role: '責任者' },
      { memberId: 'sato', role: '設計' },
    ],
    schedule: { startsOn: '2026-12-01', endsOn: '2027-03-31' },
    tasks: [{ taskId: 'T1', title: '基本設計', startsOn: '2026-12-01', endsOn: '2026-12-25' }],
    contactIntervalDays: 7,
  },
};
export const kickOff: ServiceOrderCommand = { type: 'KickOffProject', data: {} };
export const startTask: ServiceOrderCommand = { type: 'StartTask', data: { taskId: 'T1' } };
export const completeTask: ServiceOrderCommand = { type: 'CompleteTask', data: { taskId: 'T1' } };
export const submitDesign: ServiceOrderCommand = { type: 'SubmitDeliverable', data: { deliverableId: 'design' } };
export const acceptDesign: ServiceOrderCommand = { type: 'AcceptDeliverable', data: { deliverableId: 'design' } };
export const acceptMilestone: ServiceOrderCommand = { type: 'AcceptMilestone', data: { milestoneId: 'M2' } };
export const startReview: ServiceOrderCommand = {
  type: 'StartReview',
  data: {
    subject: '基本設計',
    criteria: [
      { criterionId: 'scope', description: '範囲' },
      { criterionId: 'wording', description: '用語' },
    ],
  },
};
export const passReview: ServiceOrderCommand = { type: 'ConcludeReview', data: { met: ['scope', 'wording'] } };
export const failReview: ServiceOrderCommand = {
  type: 'ConcludeReview',
  data: { met: ['scope'], improvements: [{ description: '用語をそろえる' }] },
};
export const reportCompletion: ServiceOrderCommand = { type: 'ReportCompletion', data: { summary: '完了しました。' } };
export const acceptCompletion: ServiceOrderCommand = { type: 'AcceptCompletion', data: {} };
export const evaluate: ServiceOrderCommand = {
  type: 'EvaluateEngagement',
  data: { quality: 4, schedule: 3, cost: 4, collaboration: 5 },
};
export const invoice = (invoiceNumber: string): ServiceOrderCommand => ({
  type: 'IssueInvoice',
  data: { invoiceNumber },
});
export const pay = (amount: number): ServiceOrderCommand => ({
  type: 'RecordInvoicePayment',
  data: { amount, method: 'bankTransfer' },
});

/** An order whose proposal the customer has accepted. */
export const agreedOrder = (priced: readonly PricedItem[] = items): Story =>
  story(recordNeeds, confirmNeeds, draftProposal(priced), submitProposal, acceptProposal);

/** An order of 1,000,000 yen whose contract is concluded, with 200,000 billable at once. */
export const concludedOrder = (): Story => continued(agreedOrder(), draftContract, concludeContract);

/** An order whose project goes on. */
export const startedOrder = (): Story => continued(concludedOrder(), planProject, kickOff);

/** An order all of whose work is done and accepted piece by piece, but for the final acceptance. */
export const finishedOrder = (): Story =>
  continued(startedOrder(), startTask, completeTask, submitDesign, acceptDesign, acceptMilestone);
