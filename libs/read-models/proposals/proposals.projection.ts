import { CorruptStream } from '#libs/kernel/decider';
import { idOf, type RecordedFact } from '#libs/kernel/fact';
import type { JsonObject } from '#libs/kernel/json';
import type { Projection, ProjectionTables } from '#libs/kernel/projection';
import type { ProposalStatus } from '#state-machines/service-order/proposals.data';
import { regionOf, type ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import { asOneOf, happenedAt, numberAfter, type Recorded } from '../recorded.ts';
import { proposalOrdersTable, proposalsTable, type ProposalOrderRow, type ProposalRow } from './proposals.table.ts';

type NewVersion = Recorded<Extract<ServiceOrderFact, { type: 'ProposalDrafted' | 'ProposalRevised' }>>;

/** What a fact makes of the version that it names. */
const statusAfter = {
  ProposalSubmitted: 'submitted',
  ProposalRevisionRequested: 'revisionRequested',
  ProposalAccepted: 'accepted',
  ProposalDeclined: 'declined',
  ProposalExpired: 'expired',
  EngagementLost: 'withdrawn',
} as const satisfies Partial<Record<ServiceOrderFact['type'], ProposalStatus>>;

type WhatBecameOfIt = Recorded<Extract<ServiceOrderFact, { type: keyof typeof statusAfter }>>;

const isNewVersion = (fact: Recorded<ServiceOrderFact>): fact is NewVersion =>
  fact.type === 'ProposalDrafted' || fact.type === 'ProposalRevised';
const isWhatBecameOfIt = (fact: Recorded<ServiceOrderFact>): fact is WhatBecameOfIt =>
  Object.hasOwn(statusAfter, fact.type);

const known = (recorded: RecordedFact): Recorded<ServiceOrderFact> => asOneOf<ServiceOrderFact>(regionOf, recorded);

const keyOf = (orderId: string, version: number): string => `${orderId}.${version}`;

/** Proposals: one row per version, with what became of it. A new version supersedes the one before, unless that was answered or had expired. */
export const proposalsProjection: Projection = {
  name: 'proposals',
  version: 1,
  categories: ['serviceOrder'],
  tables: [proposalsTable, proposalOrdersTable],
  touches: (recorded) => {
    const fact = known(recorded);
    const id = idOf(fact.stream);
    if (isNewVersion(fact))
      return [
        { table: proposalOrdersTable.name, key: id },
        { table: proposalsTable.name, key: keyOf(id, fact.data.version - 1) },
      ];
    return isWhatBecameOfIt(fact) && fact.data.version !== undefined
      ? [{ table: proposalsTable.name, key: keyOf(id, fact.data.version) }]
      : [];
  },
  apply: (tables, recorded) => {
    const fact = known(recorded);
    if (fact.type === 'NeedsRecorded') {
      const { orderNumber, currency } = fact.data;
      const order: ProposalOrderRow = { order_id: idOf(fact.stream), order_number: orderNumber, currency };
      tables.put(proposalOrdersTable.name, order);
    } else if (isNewVersion(fact)) {
      supersede(tables, fact);
      tables.put(proposalsTable.name, newVersion(tables, fact, recorded));
    } else if (isWhatBecameOfIt(fact) && fact.data.version !== undefined) {
      const row = tables.get(proposalsTable.name, keyOf(idOf(fact.stream), fact.data.version));
      if (row) tables.put(proposalsTable.name, { ...row, ...changesOf(fact), ...placeOf(fact) });
    }
  },
};

type Place = Pick<ProposalRow, 'revision' | 'position'>;

const placeOf = ({ revision, position }: Pick<RecordedFact, 'revision' | 'position'>): Place => ({
  revision: Number(revision),
  position,
});

/** The price comes from the state after the fact, which speaks of the newest version as long as there is no contract. */
const newVersion = (tables: ProjectionTables, fact: NewVersion, recorded: RecordedFact): ProposalRow => {
  const orderId = idOf(fact.stream);
  const order = tables.get(proposalOrdersTable.name, orderId) as ProposalOrderRow | undefined;
  if (!order) throw new CorruptStream(`${fact.stream} begins with ${fact.type}, not with NeedsRecorded`);
  const { version, proposal } = fact.data;
  return {
    ...order,
    id: keyOf(orderId, version),
    version,
    status: 'draft',
    content: proposal as object as JsonObject,
    value: numberAfter(recorded, 'value'),
    total: numberAfter(recorded, 'total'),
    valid_until: proposal.validUntil,
    drafted_at: happenedAt(fact),
    submitted_at: null,
    answered_at: null,
    ...placeOf(fact),
  };
};

const supersede = (tables: ProjectionTables, fact: NewVersion): void => {
  const before = tables.get(proposalsTable.name, keyOf(idOf(fact.stream), fact.data.version - 1));
  if (!before || before['status'] === 'declined' || before['status'] === 'expired') return;
  tables.put(proposalsTable.name, { ...before, status: 'superseded', ...placeOf(fact) });
};

/** Facts that come without a word of the customer about the version itself. */
const unanswered: readonly ServiceOrderFact['type'][] = ['ProposalExpired', 'EngagementLost'];

const changesOf = (fact: WhatBecameOfIt): Partial<ProposalRow> => {
  const status = statusAfter[fact.type];
  if (fact.type === 'ProposalSubmitted')
    return { status, valid_until: fact.data.validUntil, submitted_at: happenedAt(fact) };
  return unanswered.includes(fact.type) ? { status } : { status, answered_at: happenedAt(fact) };
};
