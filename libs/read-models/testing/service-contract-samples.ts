import type {
  BillingMilestone,
  ContractContent,
  Deliverable,
  PricedItem,
  ProjectPlan,
  ProposalContent,
  Schedule,
} from '#state-machines/service-order/service-order.terms';

const deliverables: readonly Deliverable[] = [
  { deliverableId: 'D1', name: '業務フロー図', dueOn: '2027-01-29' },
  { deliverableId: 'D2', name: '操作研修', dueOn: '2027-03-12' },
];
const items: readonly PricedItem[] = [
  { itemId: 'I1', description: '導入支援', taxClass: 'standard', pricing: 'fixedPrice', amount: 1_200_000 },
  {
    itemId: 'I2',
    description: 'データ移行',
    taxClass: 'standard',
    pricing: 'timeAndMaterial',
    hourlyRate: 12_000,
    estimatedHours: 40,
    capHours: 60,
  },
  {
    itemId: 'I3',
    description: '保守',
    taxClass: 'standard',
    pricing: 'recurring',
    monthlyAmount: 20_000,
    months: 6,
  },
];
const schedule: Schedule = { startsOn: '2027-01-05', endsOn: '2027-06-30' };
const milestones: readonly BillingMilestone[] = [
  {
    milestoneId: 'M1',
    name: '着手金',
    trigger: 'contractConclusion',
    amount: 300_000,
    taxClass: 'standard',
    deliverableIds: [],
  },
  {
    milestoneId: 'M2',
    name: '業務フロー図の検収',
    trigger: 'acceptance',
    amount: 500_000,
    taxClass: 'standard',
    plannedOn: '2027-02-05',
    deliverableIds: ['D1'],
  },
  {
    milestoneId: 'M3',
    name: '最終検収',
    trigger: 'finalAcceptance',
    amount: 1_000_000,
    taxClass: 'standard',
    plannedOn: '2027-06-30',
    deliverableIds: [],
  },
];

/** A proposal of 1,800,000 yen before tax, 1,980,000 with it. */
export const proposalSample: ProposalContent = {
  title: '在庫管理の導入支援',
  scope: '現状の調査、業務フロー図、データ移行、操作研修、半年の保守',
  deliverables,
  items,
  schedule,
  terms: '交通費は実費',
  validUntil: '2026-12-11',
};

/** The contract that it became. */
export const contractSample: ContractContent = {
  proposalVersion: 1,
  title: proposalSample.title,
  scope: proposalSample.scope,
  deliverables,
  items,
  schedule,
  terms: proposalSample.terms,
  paymentDays: 30,
  billing: milestones,
  warranty: { months: 6, terms: '契約不適合責任は最終検収から6か月' },
};

/** The contract with 120,000 yen more to pay at the end, and a month more to do it. */
export const changedContractSample: ContractContent = {
  ...contractSample,
  items: [
    ...items,
    { itemId: 'I4', description: '追加研修', taxClass: 'standard', pricing: 'fixedPrice', amount: 120_000 },
  ],
  schedule: { ...schedule, endsOn: '2027-07-31' },
  billing: milestones.map((milestone) =>
    milestone.milestoneId === 'M3' ? { ...milestone, amount: 1_120_000, plannedOn: '2027-07-31' } : milestone,
  ),
};

/** The contract as it ended early: what was accepted, and a settlement. */
export const terminatedContractSample: ContractContent = {
  ...contractSample,
  billing: [
    ...milestones.slice(0, 2),
    {
      milestoneId: 'M4',
      name: '中途解約の精算',
      trigger: 'contractConclusion',
      amount: 200_000,
      taxClass: 'standard',
      deliverableIds: [],
    },
  ],
};

/** A plan that nothing is missing from. */
export const planSample: ProjectPlan = {
  owner: 'sato',
  members: [
    { memberId: 'sato', role: 'owner' },
    { memberId: 'suzuki', role: 'consultant' },
  ],
  schedule,
  tasks: [
    {
      taskId: 'T1',
      title: '現状の調査',
      dependsOn: [],
      assignee: 'suzuki',
      deliverableId: 'D1',
      startsOn: '2027-01-05',
      endsOn: '2027-01-29',
    },
    { taskId: 'T2', title: 'データ移行', dependsOn: ['T1'], startsOn: '2027-02-01', endsOn: '2027-02-26' },
  ],
  resources: [{ kind: 'place', name: '研修室' }],
  contactIntervalDays: 14,
};
