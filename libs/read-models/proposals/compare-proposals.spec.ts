import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Deliverable, PricedItem, ProposalContent } from '#state-machines/service-order/service-order.terms';
import { proposalSample } from '../testing/service-contract-samples.ts';
import { compareProposals, type ListDifferences, type MemberDifference } from './compare-proposals.ts';

const days = fc.constantFrom('2027-01-05', '2027-03-31', '2027-06-30');
const texts = fc.constantFrom('調査', '移行', '研修');
const amounts = fc.integer({ min: 0, max: 3 });

const named = { description: texts, taxClass: fc.constantFrom('standard' as const, 'exempt' as const) };
const unnamedItems = fc.oneof(
  fc.record({ ...named, pricing: fc.constant('fixedPrice' as const), amount: amounts }),
  fc.record({
    ...named,
    pricing: fc.constant('timeAndMaterial' as const),
    hourlyRate: amounts,
    estimatedHours: amounts,
    capHours: amounts,
  }),
  fc.record({ ...named, pricing: fc.constant('recurring' as const), monthlyAmount: amounts, months: amounts }),
);
const unnamedDeliverables = fc.record({ name: texts, dueOn: days }, { requiredKeys: ['name'] });
const ids = ['1', '2', '3', '4'] as const;

/** Entries of a list, each with an id of its own, in any order. */
const listOf = <Unnamed, Entry>(entries: fc.Arbitrary<Unnamed>, name: (id: string, entry: Unnamed) => Entry) =>
  fc
    .tuple(fc.shuffledSubarray([...ids]), fc.tuple(entries, entries, entries, entries))
    .map(([chosen, made]) => chosen.map((id) => name(id, made[ids.indexOf(id)]!)));

const proposals: fc.Arbitrary<ProposalContent> = fc.record({
  title: texts,
  scope: texts,
  terms: texts,
  validUntil: days,
  schedule: fc.record({ startsOn: days, endsOn: days }),
  items: listOf(unnamedItems, (itemId, item): PricedItem => ({ itemId, ...item })),
  deliverables: listOf(unnamedDeliverables, (deliverableId, deliverable): Deliverable => ({
    deliverableId,
    ...deliverable,
  })),
});

type Members = Readonly<Record<string, unknown>>;

const withMembers = (before: Members, differences: readonly MemberDifference[]): Members => {
  const members = new Map(Object.entries(before));
  for (const { member, after } of differences)
    if (after === null) members.delete(member);
    else members.set(member, after);
  return Object.fromEntries(members);
};

type Entries<Entry> = { readonly [id: string]: Entry };

const byId = <Entry>(entries: readonly Entry[], idOf: (entry: Entry) => string): Entries<Entry> =>
  Object.fromEntries(entries.map((entry) => [idOf(entry), entry]));

const plain = (entry: object): Members => ({ ...entry });

/** A list after its differences, by the ids of its entries, since its order says nothing. */
const withList = <Entry extends object>(
  before: readonly Entry[],
  { added, removed, changed }: ListDifferences<Entry>,
  idOf: (entry: Entry) => string,
): Entries<Members> => {
  const gone = byId(removed, idOf);
  const kept = before.filter((entry) => !Object.hasOwn(gone, idOf(entry)));
  const after: Record<string, Members> = Object.fromEntries(
    [...kept, ...added].map((entry) => [idOf(entry), plain(entry)]),
  );
  for (const { id, members } of changed) after[id] = withMembers(after[id] ?? {}, members);
  return after;
};

const itemId = (item: PricedItem) => item.itemId;
const deliverableId = (deliverable: Deliverable) => deliverable.deliverableId;

const membersOf = ({ schedule, items: _items, deliverables: _deliverables, ...others }: ProposalContent) => ({
  ...others,
  'schedule.startsOn': schedule.startsOn,
  'schedule.endsOn': schedule.endsOn,
});

const nothing = { added: [], removed: [], changed: [] };

describe('two versions of a proposal', () => {
  it('differ in nothing where they are one and the same', () => {
    fc.assert(
      fc.property(proposals, (content) => {
        expect(compareProposals(content, content)).toEqual({ members: [], items: nothing, deliverables: nothing });
      }),
    );
  });

  it('give the later one where the differences are applied to the earlier one', () => {
    fc.assert(
      fc.property(proposals, proposals, (from, to) => {
        const { members, items, deliverables } = compareProposals(from, to);
        expect(withMembers(membersOf(from), members)).toEqual(membersOf(to));
        expect(withList(from.items, items, itemId)).toEqual(byId(to.items, itemId));
        expect(withList(from.deliverables, deliverables, deliverableId)).toEqual(byId(to.deliverables, deliverableId));
      }),
    );
  });

  it('name what differs, and only that', () => {
    const [first, second, third] = proposalSample.items;
    const later: ProposalContent = {
      ...proposalSample,
      validUntil: '2026-12-18',
      schedule: { ...proposalSample.schedule, endsOn: '2027-07-31' },
      items: [
        third!,
        { ...first!, amount: 1_300_000 } as PricedItem,
        { itemId: 'I4', description: '追加研修', taxClass: 'standard', pricing: 'fixedPrice', amount: 120_000 },
      ],
      deliverables: proposalSample.deliverables.map(({ deliverableId, name }) => ({ deliverableId, name })),
    };
    expect(compareProposals(proposalSample, later)).toEqual({
      members: [
        { member: 'schedule.endsOn', before: '2027-06-30', after: '2027-07-31' },
        { member: 'validUntil', before: '2026-12-11', after: '2026-12-18' },
      ],
      items: {
        added: [later.items[2]],
        removed: [second],
        changed: [{ id: 'I1', members: [{ member: 'amount', before: 1_200_000, after: 1_300_000 }] }],
      },
      deliverables: {
        added: [],
        removed: [],
        changed: [
          { id: 'D1', members: [{ member: 'dueOn', before: '2027-01-29', after: null }] },
          { id: 'D2', members: [{ member: 'dueOn', before: '2027-03-12', after: null }] },
        ],
      },
    });
  });

  it('tell every member of an item whose kind of price changed', () => {
    const priced = (item: PricedItem): ProposalContent => ({ ...proposalSample, items: [item], deliverables: [] });
    const terms = { itemId: 'I1', description: '保守', taxClass: 'standard' } as const;
    const { items } = compareProposals(
      priced({ ...terms, pricing: 'fixedPrice', amount: 240_000 }),
      priced({ ...terms, pricing: 'recurring', monthlyAmount: 20_000, months: 12 }),
    );
    expect(items.changed).toEqual([
      {
        id: 'I1',
        members: [
          { member: 'amount', before: 240_000, after: null },
          { member: 'monthlyAmount', before: null, after: 20_000 },
          { member: 'months', before: null, after: 12 },
          { member: 'pricing', before: 'fixedPrice', after: 'recurring' },
        ],
      },
    ]);
  });
});
