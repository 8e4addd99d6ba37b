import { nextDay, wait, type JourneyStep } from './journey.ts';
import { invoiceTotal, milestonesOf } from './sample-engagements.ts';
import { send, sendFrom } from './service-journey.ts';

// Stretches that many journeys share, each from where the one before it ends.

type Stretch = readonly JourneyStep[];

export const needsConfirmed: Stretch = [
  nextDay,
  send('ConfirmNeeds', { confirmedVia: 'visit' }),
  send('EstimateWinProbability', { percent: 40 }),
];

/** A proposal that can be accepted for some working days. */
export const proposalDrafted = (validForDays: number): Stretch => [
  ...needsConfirmed,
  nextDay,
  sendFrom('DraftProposal', ({ order: { engagement }, inDays }) => ({
    title: engagement.title,
    scope: engagement.scope,
    deliverables: [...engagement.deliverables],
    items: [...engagement.items],
    schedule: { startsOn: inDays(8), endsOn: inDays(60) },
    terms: '準委任契約。知的財産権は検収をもって移転する。',
    validUntil: inDays(validForDays),
  })),
];
export const proposalSubmitted = (validForDays = 20): Stretch => [
  ...proposalDrafted(validForDays),
  nextDay,
  send('SubmitProposal', { submittedVia: 'email' }),
  send('EstimateWinProbability', { percent: 60 }),
];
export const revisionRequested: Stretch = [
  ...proposalSubmitted(),
  wait(2),
  send('RequestProposalRevision', { version: 1, request: '移行を二回に分けてほしい。' }),
];
export const proposalRevised: Stretch = [
  ...revisionRequested,
  nextDay,
  sendFrom('ReviseProposal', ({ order: { engagement } }) => ({
    scope: `${engagement.scope}移行は二回に分ける。`,
    reason: 'お客様のご要望による',
  })),
  send('SubmitProposal', { version: 2, submittedVia: 'email' }),
];

export const proposalAccepted: Stretch = [...proposalSubmitted(), wait(2), send('AcceptProposal', { version: 1 })];
export const contractDrafted: Stretch = [
  ...proposalAccepted,
  nextDay,
  sendFrom('DraftContract', ({ order: { engagement } }) => ({
    paymentDays: 30,
    billing: milestonesOf(engagement).map((milestone) => ({ ...milestone })),
  })),
];
export const contractConcluded: Stretch = [
  ...contractDrafted,
  nextDay,
  send('AmendContractDraft', { warranty: { months: 12, terms: '納品物が仕様と異なる場合は無償で修補する。' } }),
  sendFrom('ConcludeContract', ({ order: { customer } }) => ({
    signatories: [
      { party: 'customer', name: customer.contact.name, title: '代表' },
      { party: 'company', name: '受注 太郎', title: '営業部長' },
    ],
  })),
];

export const teamNamed: Stretch = [
  ...contractConcluded,
  nextDay,
  sendFrom('PlanProject', ({ order: { owner } }) => ({
    owner,
    members: [
      { memberId: owner, role: '責任者' },
      { memberId: 'yamamoto', role: '担当' },
    ],
  })),
];
export const planned: Stretch = [
  ...teamNamed,
  sendFrom('PlanProject', ({ inDays }) => ({
    schedule: { startsOn: inDays(0), endsOn: inDays(20) },
    tasks: [
      {
        taskId: 'T1',
        title: '設計',
        startsOn: inDays(1),
        endsOn: inDays(4),
        dependsOn: [],
        assignee: 'yamamoto',
        deliverableId: 'D1',
      },
      {
        taskId: 'T2',
        title: '実装',
        startsOn: inDays(5),
        endsOn: inDays(9),
        dependsOn: ['T1'],
        assignee: 'yamamoto',
        deliverableId: 'D2',
      },
    ],
    resources: [{ kind: 'software', name: '試験環境' }],
    contactIntervalDays: 7,
  })),
];
export const kickedOff: Stretch = [
  ...planned,
  nextDay,
  send('KickOffProject', {}),
  send('StartTask', { taskId: 'T1' }),
];

export const invoiced = (part: number, milestoneIds: readonly string[]): Stretch => [
  sendFrom('IssueInvoice', ({ order }) => ({
    invoiceNumber: `INV-S-${order.reference}-${String(part)}`,
    milestoneIds: [...milestoneIds],
  })),
];
export const paid = (part: number, milestoneIds: readonly string[], share = 1): Stretch => [
  sendFrom('RecordInvoicePayment', ({ order }) => ({
    invoiceNumber: `INV-S-${order.reference}-${String(part)}`,
    amount: Math.floor(invoiceTotal(order.engagement, milestoneIds) * share),
    method: 'bankTransfer',
  })),
];

export const firstHandedOver: Stretch = [
  ...kickedOff,
  wait(3),
  send('CompleteTask', { taskId: 'T1' }),
  send('SubmitDeliverable', { deliverableId: 'D1' }),
  send('RecordContact', { medium: 'visit', direction: 'outbound', summary: '設計の内容をご説明した。' }),
  send('ReportProgress', { percent: 40, summary: '設計を終えた。' }),
];
export const firstAccepted: Stretch = [
  ...firstHandedOver,
  nextDay,
  send('AcceptDeliverable', { deliverableId: 'D1' }),
  send('AcceptMilestone', { milestoneId: 'M2' }),
];
export const workDone: Stretch = [
  ...firstAccepted,
  send('StartTask', { taskId: 'T2' }),
  wait(4),
  send('CompleteTask', { taskId: 'T2' }),
  send('SubmitDeliverable', { deliverableId: 'D2' }),
  nextDay,
  send('AcceptDeliverable', { deliverableId: 'D2' }),
  send('ReportProgress', { percent: 100, summary: 'すべての成果物を納めた。' }),
];

export const inReview: Stretch = [
  ...workDone,
  send('StartReview', {
    reviewId: 'R1',
    subject: '納品物の品質',
    criteria: [
      { criterionId: 'C1', description: '仕様どおりに動く' },
      { criterionId: 'C2', description: '手順書がある' },
    ],
  }),
];
export const improving: Stretch = [
  ...inReview,
  nextDay,
  send('ConcludeReview', { reviewId: 'R1', met: ['C1'], improvements: [{ description: '手順書を書く' }] }),
];
export const reviewed: Stretch = [
  ...inReview,
  nextDay,
  send('ConcludeReview', { reviewId: 'R1', met: ['C1', 'C2'] }),
  send('RecordFeedback', { score: 4, comment: '説明が分かりやすかった。' }),
];
export const completionReported: Stretch = [
  ...reviewed,
  nextDay,
  send('ReportCompletion', { summary: '契約のすべてを納めた。' }),
];
export const finallyAccepted: Stretch = [...completionReported, nextDay, send('AcceptCompletion', {})];
export const completed: Stretch = [
  ...finallyAccepted,
  nextDay,
  send('EvaluateEngagement', { quality: 4, schedule: 4, cost: 3, collaboration: 5 }),
  sendFrom('RecordNextOpportunity', ({ order: { engagement } }) => ({
    title: `${engagement.title}の第二期`,
    expectedValue: engagement.budget,
  })),
];
