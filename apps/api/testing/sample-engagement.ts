import { type CalendarDate, dateInTokyo, daysLater } from '#state-machines/vocabulary/dates';
import type { Answer, AnswerBody, ApiClient } from './api-client.ts';

/** A command of an engagement: its name as the last part of its path, and its body. */
export type Sent = readonly [name: string, body: object];

/** What the commands of one engagement say. */
export interface EngagementTerms {
  readonly needs: object;
  readonly proposal: object;
  readonly contract: object;
  readonly plan: object;
  /** Everything from the kick-off until completion can be reported. */
  readonly work: readonly Sent[];
}

/** Today in Japan. */
export const todayInJapan = (): CalendarDate => dateInTokyo(new Date().toISOString());

const customer = { id: 'C-2001', name: '株式会社みどり物流', contact: { name: '山田 一郎' } };
const warranty = { months: 12, terms: '仕様と異なるところは無償で修補する。' };
const team = {
  owner: 'sato',
  members: [
    { memberId: 'sato', role: '責任者' },
    { memberId: 'suzuki', role: '技術者' },
  ],
  contactIntervalDays: 7,
};

/** Carries out one task. */
const doTask = (taskId: string): readonly Sent[] => [
  ['start-task', { taskId }],
  ['complete-task', { taskId }],
];

/** Hands over one deliverable, and has it accepted. */
const handOver = (deliverableId: string): readonly Sent[] => [
  ['submit-deliverable', { deliverableId }],
  ['accept-deliverable', { deliverableId, acceptedBy: '山田 一郎' }],
];

/** What the move of a system costs: 3,000,000 yen at a fixed price, and 50 hours at 12,000. */
export const migrationItems = [
  { itemId: 'I1', description: 'システム移行', taxClass: 'standard', pricing: 'fixedPrice', amount: 3_000_000 },
  {
    itemId: 'I2',
    description: '移行後の支援',
    taxClass: 'standard',
    pricing: 'timeAndMaterial',
    hourlyRate: 12_000,
    estimatedHours: 50,
    capHours: 60,
  },
] as const;

/** How it is billed: 600,000 with the contract, 1,200,000 for the design, 1,800,000 with the final acceptance. */
export const migrationBilling = [
  { milestoneId: 'M1', name: '着手金', trigger: 'contractConclusion', amount: 600_000, taxClass: 'standard' },
  {
    milestoneId: 'M2',
    name: '設計完了',
    trigger: 'acceptance',
    amount: 1_200_000,
    taxClass: 'standard',
    deliverableIds: ['D1'],
  },
  { milestoneId: 'M3', name: '最終検収', trigger: 'finalAcceptance', amount: 1_800_000, taxClass: 'standard' },
] as const;

/** A system is moved: two deliverables by two tasks, in sixty days. */
export const migration = (today: CalendarDate = todayInJapan()): EngagementTerms => ({
  needs: {
    channel: 'visit',
    customer,
    title: '在庫システムの移行',
    needs: '十年使ったシステムを新しい環境へ移したい。',
    budget: 4_000_000,
    desiredDate: daysLater(today, 90),
    decisionMaker: '物流部 部長',
  },
  proposal: {
    title: '在庫システムの移行',
    scope: '設計、移行、移行後の支援。',
    deliverables: [
      { deliverableId: 'D1', name: '移行設計書' },
      { deliverableId: 'D2', name: '移行済みシステム' },
    ],
    items: migrationItems,
    schedule: { startsOn: today, endsOn: daysLater(today, 60) },
    terms: '準委任契約とする。',
    validUntil: daysLater(today, 14),
  },
  contract: { paymentDays: 30, billing: migrationBilling, warranty },
  plan: {
    ...team,
    schedule: { startsOn: today, endsOn: daysLater(today, 60) },
    tasks: [
      { taskId: 'T1', title: '設計', startsOn: today, endsOn: daysLater(today, 20), deliverableId: 'D1' },
      {
        taskId: 'T2',
        title: '移行',
        startsOn: daysLater(today, 21),
        endsOn: daysLater(today, 50),
        dependsOn: ['T1'],
        assignee: 'suzuki',
        deliverableId: 'D2',
      },
    ],
  },
  work: [
    ...doTask('T1'),
    ...handOver('D1'),
    ['accept-milestone', { milestoneId: 'M2', acceptedBy: '山田 一郎' }],
    ...doTask('T2'),
    ...handOver('D2'),
  ],
});

/** A system is looked after for two months at 100,000 yen each, and nobody has said how that is billed: once a month. */
export const maintenance = (today: CalendarDate = todayInJapan()): EngagementTerms => ({
  needs: { channel: 'email', customer, title: '在庫システムの保守', needs: '障害の受付と月次の点検を頼みたい。' },
  proposal: {
    title: '在庫システムの保守',
    scope: '障害の受付と月次の点検。',
    deliverables: [],
    items: [
      {
        itemId: 'I1',
        description: '月次保守',
        taxClass: 'standard',
        pricing: 'recurring',
        monthlyAmount: 100_000,
        months: 2,
      },
    ],
    schedule: { startsOn: today, endsOn: daysLater(today, 60) },
    terms: '月額とする。',
    validUntil: daysLater(today, 14),
  },
  contract: { paymentDays: 30, warranty },
  plan: {
    ...team,
    schedule: { startsOn: today, endsOn: daysLater(today, 60) },
    tasks: [{ taskId: 'T1', title: '引き継ぎ', startsOn: today, endsOn: daysLater(today, 5) }],
  },
  work: [
    ...doTask('T1'),
    ['accept-milestone', { milestoneId: 'M1' }],
    ['accept-milestone', { milestoneId: 'M2' }],
    ['end-service', { by: 'customer' }],
  ],
});

/** For both sides. */
export const signatories = [
  { party: 'customer', name: '山田 一郎', title: '物流部 部長' },
  { party: 'company', name: '受注 太郎', title: '営業部長' },
] as const;

/** Where an engagement can be left, in the order in which it gets there, with what leads there from the stage before. */
const stretches = {
  needsRecorded: () => [],
  needsConfirmed: () => [['confirm-needs', { confirmedVia: 'visit' }]],
  proposalDrafted: ({ proposal }) => [['draft-proposal', proposal]],
  proposalSubmitted: () => [['submit-proposal', { submittedVia: 'email' }]],
  proposalAgreed: () => [['accept-proposal', { version: 1 }]],
  contractDrafted: ({ contract }) => [['draft-contract', contract]],
  contractConcluded: () => [['conclude-contract', { signatories }]],
  planned: ({ plan }) => [['plan-project', plan]],
  kickedOff: () => [['kick-off-project', {}]],
  delivered: ({ work }) => work,
  completionReported: () => [['report-completion', { summary: '契約のすべてを納めた。' }]],
  completionAccepted: () => [['accept-completion', { acceptedBy: '山田 一郎' }]],
  completed: () => [['evaluate-engagement', { quality: 4, schedule: 4, cost: 3, collaboration: 5 }]],
} as const satisfies Record<string, (terms: EngagementTerms) => readonly Sent[]>;

export type EngagementStage = keyof typeof stretches;
export const engagementStages = Object.keys(stretches) as readonly EngagementStage[];

/** One service order, spoken to through one client. */
export interface Engagement {
  readonly id: string;
  /** `/api/service-orders/<id>` */
  readonly path: string;
  /** Sends a command that has to be carried out. */
  send(name: string, body?: object): Promise<AnswerBody>;
  /** Sends a command whichever way it ends. */
  attempt(name: string, body?: object): Promise<Answer>;
  /** The order as its stream says it. */
  read(): Promise<AnswerBody>;
  /** Names of the commands that the order would take now. */
  possibleCommands(): Promise<readonly string[]>;
}

export const engagementOf = (api: ApiClient, id: string): Engagement => {
  const path = `/api/service-orders/${id}`;
  return {
    id,
    path,
    send: (name, body = {}) => api.post(`${path}/${name}`, body),
    attempt: (name, body = {}) => api.attempt(`${path}/${name}`, body),
    read: async () => (await api.call('GET', path)).body,
    async possibleCommands() {
      const { commands } = (await api.call('GET', `${path}/commands`)).body;
      return commands.filter(({ possible }) => possible).map(({ name }) => name);
    },
  };
};

/** Sends the commands that lead an engagement from one stage to a later one. */
export const leadOn = async (
  engagement: Engagement,
  from: EngagementStage,
  to: EngagementStage,
  terms: EngagementTerms = migration(),
): Promise<void> => {
  const passed = engagementStages.slice(engagementStages.indexOf(from) + 1, engagementStages.indexOf(to) + 1);
  for (const stage of passed) for (const [name, body] of stretches[stage](terms)) await engagement.send(name, body);
};

let engagements = 0;

/** Takes in a service order and leads it to a stage; the customer numbers their wishes, so that none is taken for a repeat of another. */
export const engagementAt = async (
  api: ApiClient,
  stage: EngagementStage,
  terms: EngagementTerms = migration(),
): Promise<Engagement> => {
  const customerReference = `RFP-${String((engagements += 1))}`;
  const { id } = await api.post('/api/service-orders', { customerReference, ...terms.needs });
  const engagement = engagementOf(api, id);
  await leadOn(engagement, 'needsRecorded', stage, terms);
  return engagement;
};
