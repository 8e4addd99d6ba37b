import { CorruptStream } from '#libs/kernel/decider';
import { idOf, type RecordedFact } from '#libs/kernel/fact';
import type { Projection } from '#libs/kernel/projection';
import type { ServiceOrderFactOf } from '#state-machines/service-order/service-order.events';
import { dateInTokyo } from '#state-machines/vocabulary/dates';
import { happenedAt, numberAfter, textAfter, withMilliseconds } from '../recorded.ts';
import { sealedText } from '../sealed-names.ts';
import { changedBy, serviceOrderFact, type ServiceOrderChanges } from '../service-order-changes.ts';
import { pipelineTable, type PipelineRow, type StepEntries } from './pipeline.table.ts';
import { weightedValue } from './weighted-value.ts';

const table = pipelineTable.name;

/** Pipeline: one row per service order. A fact changes the row's own members; the state after it gives the rest. */
export const pipelineProjection: Projection = {
  name: 'pipeline',
  version: 1,
  categories: ['serviceOrder'],
  tables: [pipelineTable],
  touches: ({ type, stream }) => (type === 'NeedsRecorded' ? [] : [{ table, key: idOf(stream) }]),
  apply: (tables, recorded) => {
    const fact = serviceOrderFact(recorded);
    const id = idOf(fact.stream);
    if (fact.type === 'NeedsRecorded') {
      tables.put(table, rowAfter(received(id, fact.data), nowhere, recorded));
      return;
    }
    const row = tables.get(table, id) as PipelineRow | undefined;
    if (!row) throw new CorruptStream(`${fact.stream} begins with ${fact.type}, not with NeedsRecorded`);
    tables.put(table, rowAfter(changedBy<OwnMembers>(changes, fact, row), row, recorded));
  },
};

/** The members of a row that facts say themselves; all others follow from the state after a fact. */
type OwnMembers = Pick<
  PipelineRow,
  | 'id'
  | 'order_number'
  | 'customer_id'
  | 'customer_name'
  | 'title'
  | 'currency'
  | 'received_at'
  | 'estimated_probability'
  | 'budget'
  | 'desired_date'
  | 'valid_until'
  | 'proposal_version'
  | 'contract_version'
  | 'concluded_on'
  | 'lost_on'
  | 'lost_reason'
>;

const received = (id: string, data: ServiceOrderFactOf<'NeedsRecorded'>['data']): OwnMembers => ({
  id,
  order_number: data.orderNumber,
  customer_id: data.customerId,
  customer_name: sealedText(data.customerName),
  title: data.title,
  currency: data.currency,
  received_at: withMilliseconds(data.receivedAt),
  estimated_probability: null,
  budget: data.budget ?? null,
  desired_date: data.desiredDate ?? null,
  valid_until: null,
  proposal_version: null,
  contract_version: null,
  concluded_on: null,
  lost_on: null,
  lost_reason: null,
});

const lost = (fact: Pick<RecordedFact, 'metadata'>, reason: PipelineRow['lost_reason']): Partial<OwnMembers> => ({
  lost_on: dateInTokyo(happenedAt(fact)),
  lost_reason: reason,
});

const underContract = ({ contractVersion }: { readonly contractVersion: number }): Partial<OwnMembers> => ({
  contract_version: contractVersion,
});

const changes: ServiceOrderChanges<OwnMembers> = {
  NeedsRevised: ({ data: { title, budget, desiredDate } }) => ({
    title,
    budget: budget ?? null,
    desired_date: desiredDate ?? null,
  }),
  WinProbabilityEstimated: ({ data: { percent } }) => ({ estimated_probability: percent }),
  ProposalDrafted: ({ data: { version } }) => ({ proposal_version: version }),
  // A proposal that had expired may be made anew: then nothing is lost.
  ProposalRevised: ({ data: { version } }) => ({ proposal_version: version, lost_on: null, lost_reason: null }),
  ProposalSubmitted: ({ data: { validUntil } }) => ({ valid_until: validUntil }),
  ProposalDeclined: (fact) => lost(fact, fact.data.reason),
  ProposalExpired: (fact) => lost(fact, 'noAnswer'),
  EngagementLost: (fact) => lost(fact, fact.data.reason),
  ContractConcluded: ({ data }) => ({ ...underContract(data), concluded_on: data.concludedOn }),
  ContractRenewed: ({ data }) => underContract(data),
  ContractTerminated: ({ data }) => underContract(data),
  ChangeAgreed: ({ data }) => underContract(data),
};

const WITH_THE_CUSTOMER = 'proposing.submitted';
const ended: readonly string[] = ['completed', 'lost', 'terminated'];

/** Where an order is in the flow, and since when. */
type PlaceInFlow = Pick<PipelineRow, 'engagement' | 'state_since' | 'step' | 'step_since' | 'steps_entered'>;

const nowhere: PlaceInFlow = { engagement: '', state_since: '', step: null, step_since: null, steps_entered: {} };

const placeAfter = (before: PlaceInFlow, recorded: RecordedFact): PlaceInFlow => {
  const at = happenedAt(recorded);
  const engagement = textAfter(recorded, 'engagement');
  const { step: stepAfter } = recorded.metadata.stateAfter;
  const step = typeof stepAfter === 'number' ? stepAfter : null;
  const { steps_entered } = before;
  const stays = step === before.step;
  return {
    engagement,
    state_since: engagement === before.engagement ? before.state_since : at,
    step,
    step_since: stays ? before.step_since : step === null ? null : at,
    steps_entered:
      stays || step === null ? steps_entered : { ...steps_entered, [step]: entered(steps_entered[step], at) },
  };
};

const entered = (before: StepEntries | undefined, at: string): StepEntries =>
  before ? { ...before, lastAt: at, times: before.times + 1 } : { firstAt: at, lastAt: at, times: 1 };

/** The row after a fact: its own members, and what follows from them and from the state after the fact. */
const rowAfter = (own: OwnMembers, before: PlaceInFlow, recorded: RecordedFact): PipelineRow => {
  const place = placeAfter(before, recorded);
  const [stage = ''] = place.engagement.split('.', 1);
  const value = numberAfter(recorded, 'value');
  const winProbability = stage === 'lost' ? 0 : own.contract_version === null ? own.estimated_probability : 100;
  return {
    ...own,
    ...place,
    next_actor: textAfter(recorded, 'nextActor'),
    value,
    total: numberAfter(recorded, 'total'),
    win_probability: winProbability,
    weighted_value: winProbability === null ? null : weightedValue(value, winProbability),
    valid_until: place.engagement === WITH_THE_CUSTOMER ? own.valid_until : null,
    open: !ended.includes(stage),
    revision: Number(recorded.revision),
    position: recorded.position,
    updated_at: happenedAt(recorded),
  };
};
