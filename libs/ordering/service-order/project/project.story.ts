import type { Command, Decider, Decision, DecisionContext } from '#libs/kernel/decider';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import type {
  ContractContent,
  PricedItem,
  ProjectPlan,
  ProjectTask,
} from '#state-machines/service-order/service-order.terms';
import type { Condition } from '../../availability.ts';
import { deliveryAvailability } from './delivery.availability.ts';
import { decideDelivery } from './delivery.decider.ts';
import { launchAvailability } from './launch.availability.ts';
import { decideLaunch } from './launch.decider.ts';
import { serviceOrderFold, type ServiceOrderState } from '../service-order.state.ts';

// The facts on which specs about the project of a service order stand, and the two subjects that they ask.

export const PROJECT_DAY = '2026-12-10';
export const CONCLUDED_ON = '2026-11-20';
export const KICKED_OFF_ON = '2026-12-01';

/** When the commands of these specs are sent. */
export const when = { now: `${PROJECT_DAY}T03:00:00.000Z` } as const;

const items: readonly PricedItem[] = [
  { itemId: 'design', description: '設計', taxClass: 'standard', pricing: 'fixedPrice', amount: 1_000_000 },
  {
    itemId: 'support',
    description: '移行支援',
    taxClass: 'standard',
    pricing: 'timeAndMaterial',
    hourlyRate: 10_000,
    estimatedHours: 8,
    capHours: 10,
  },
];

const proposal = {
  title: '基幹システムの導入',
  scope: '設計と移行',
  deliverables: [
    { deliverableId: 'D1', name: '設計書' },
    { deliverableId: 'D2', name: '移行手順書' },
  ],
  items,
  schedule: { startsOn: KICKED_OFF_ON, endsOn: '2027-03-31' },
  terms: '請負契約',
};

/** A contract over these items. */
export const contractOf = (priced: readonly PricedItem[] = items): ContractContent => ({
  ...proposal,
  items: priced,
  deliverables: priced === items ? proposal.deliverables : [],
  proposalVersion: 1,
  paymentDays: 30,
  billing: [
    {
      milestoneId: 'M1',
      name: '検収',
      trigger: 'finalAcceptance',
      amount: priced.reduce((sum, item) => sum + (item.pricing === 'fixedPrice' ? item.amount : 80_000), 0),
      taxClass: 'standard',
      deliverableIds: [],
    },
  ],
  warranty: { months: 12, terms: '検収後 12 か月' },
});

/** From the first wish to the proposal that the customer accepts. */
const agreed: readonly ServiceOrderFact[] = [
  {
    type: 'NeedsRecorded',
    data: {
      orderNumber: 'SO-2026-000001',
      channel: 'phone',
      customerId: 'C-1',
      customerName: 'さくら商店',
      receivedAt: '2026-11-01T01:00:00.000Z',
      currency: 'JPY',
      title: '基幹システムの導入',
      needs: '受注を一つにまとめたい。',
    },
  },
  { type: 'NeedsConfirmed', data: {} },
  { type: 'ProposalDrafted', data: { version: 1, proposal: { ...proposal, validUntil: '2026-11-30' } } },
  { type: 'ProposalSubmitted', data: { version: 1, submittedOn: '2026-11-16', validUntil: '2026-11-30' } },
  { type: 'ProposalAccepted', data: { version: 1, acceptedOn: '2026-11-18' } },
];

/** An order whose contract is concluded. */
export const concluded = (contract: ContractContent = contractOf()): readonly ServiceOrderFact[] => [
  ...agreed,
  { type: 'ContractDrafted', data: { draft: 1, contract } },
  {
    type: 'ContractConcluded',
    data: {
      contractVersion: 1,
      contract,
      concludedOn: CONCLUDED_ON,
      signedFor: ['customer', 'company'],
      signatories: [
        { party: 'customer', name: '田中 花子' },
        { party: 'company', name: '鈴木 一郎' },
      ],
    },
  },
];

export const task = (
  taskId: string,
  startsOn: string,
  endsOn: string,
  more: Partial<ProjectTask> = {},
): ProjectTask => ({
  taskId,
  title: `作業 ${taskId}`,
  startsOn,
  endsOn,
  dependsOn: [],
  ...more,
});

/** A plan that lacks nothing: T2 waits for T1. */
export const completePlan: ProjectPlan = {
  owner: 'suzuki',
  members: [
    { memberId: 'suzuki', role: '責任者' },
    { memberId: 'sato', role: '設計' },
  ],
  schedule: { startsOn: KICKED_OFF_ON, endsOn: '2027-03-31' },
  tasks: [
    task('T1', '2026-12-01', '2026-12-25', { assignee: 'sato', deliverableId: 'D1' }),
    task('T2', '2026-12-25', '2027-01-29', { dependsOn: ['T1'] }),
  ],
  resources: [],
  contactIntervalDays: 7,
};

export const planned = (plan: ProjectPlan = completePlan, planNumber = 1): ServiceOrderFact => ({
  type: 'ProjectPlanned',
  data: { planNumber, plan },
});

/** An order whose project goes on. */
export const kickedOff = (contract: ContractContent = contractOf()): readonly ServiceOrderFact[] => [
  ...concluded(contract),
  planned(),
  { type: 'ProjectKickedOff', data: { kickedOffOn: KICKED_OFF_ON } },
];

/** What ends the contract of these stories early. */
export const terminated: ServiceOrderFact = {
  type: 'ContractTerminated',
  data: {
    contractVersion: 2,
    contract: { ...contractOf(), billing: [] },
    terminatedOn: PROJECT_DAY,
    by: 'customer',
    reason: '事業の見直し',
  },
};

const asked = <C extends Command>(
  availability: Readonly<Record<C['type'], Condition<ServiceOrderState>>>,
  decide: (command: C, state: ServiceOrderState, context: DecisionContext) => Decision<ServiceOrderFact>,
): { readonly decider: Decider<ServiceOrderState, C, ServiceOrderFact> } => {
  const refusedWhen = (type: C['type'], state: ServiceOrderState) => availability[type](state);
  return {
    decider: {
      initial: serviceOrderFold.initial,
      evolve: serviceOrderFold.evolve,
      refusedWhen,
      decide: (command, state, context) => refusedWhen(command.type, state) ?? decide(command, state, context),
    },
  };
};

export const launch = asked(launchAvailability, decideLaunch);
export const delivery = asked(deliveryAvailability, decideDelivery);

/** What a subject answers to a command after some facts. */
export const answered = <C extends Command>(
  { decider }: { readonly decider: Decider<ServiceOrderState, C, ServiceOrderFact> },
  facts: readonly ServiceOrderFact[],
  command: C,
): Decision<ServiceOrderFact> =>
  decider.decide(command, stateAfter(facts), { ...when, id: 'order-1', commandId: 'command-1' });

export const stateAfter = (facts: readonly ServiceOrderFact[]): ServiceOrderState =>
  facts.reduce((state, fact) => serviceOrderFold.evolve(state, fact), serviceOrderFold.initial);
