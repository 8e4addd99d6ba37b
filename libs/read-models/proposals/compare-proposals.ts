import type { Deliverable, PricedItem, ProposalContent } from '#state-machines/service-order/service-order.terms';

/** What one member says in both versions; null where it says nothing. */
export interface MemberDifference {
  /** Such as `title`, `schedule.endsOn` or, of an item, `hourlyRate`. */
  readonly member: string;
  readonly before: string | number | null;
  readonly after: string | number | null;
}

/** What differs between two lists whose entries have ids. Their order says nothing. */
export interface ListDifferences<Entry> {
  readonly added: readonly Entry[];
  readonly removed: readonly Entry[];
  readonly changed: readonly { readonly id: string; readonly members: readonly MemberDifference[] }[];
}

/** What differs between two versions of a proposal; nothing where they say the same. */
export interface ProposalDifferences {
  readonly members: readonly MemberDifference[];
  readonly items: ListDifferences<PricedItem>;
  readonly deliverables: ListDifferences<Deliverable>;
}

/** Members that hold no lists and no members of their own. */
type Members = Readonly<Partial<Record<string, string | number>>>;

const topMembersOf = ({ title, scope, terms, validUntil, schedule }: ProposalContent): Members => ({
  title,
  scope,
  terms,
  validUntil,
  'schedule.startsOn': schedule.startsOn,
  'schedule.endsOn': schedule.endsOn,
});

/** In the order of their names, since a database may give members back in any. */
const memberDifferences = (before: Members, after: Members): readonly MemberDifference[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .sort()
    .filter((member) => before[member] !== after[member])
    .map((member) => ({ member, before: before[member] ?? null, after: after[member] ?? null }));

const listDifferences = <Entry>(
  before: readonly Entry[],
  after: readonly Entry[],
  idOf: (entry: Entry) => string,
  membersOf: (entry: Entry) => Members,
): ListDifferences<Entry> => {
  const earlier = new Map(before.map((entry) => [idOf(entry), entry]));
  const later = new Map(after.map((entry) => [idOf(entry), entry]));
  return {
    added: after.filter((entry) => !earlier.has(idOf(entry))),
    removed: before.filter((entry) => !later.has(idOf(entry))),
    changed: after.flatMap((entry) => {
      const id = idOf(entry);
      const members = memberDifferences(membersOf(earlier.get(id) ?? entry), membersOf(entry));
      return members.length === 0 ? [] : [{ id, members }];
    }),
  };
};

const itemDifferences = (before: readonly PricedItem[], after: readonly PricedItem[]): ListDifferences<PricedItem> =>
  listDifferences(
    before,
    after,
    ({ itemId }) => itemId,
    (item) => ({ ...item }),
  );

const deliverableDifferences = (
  before: readonly Deliverable[],
  after: readonly Deliverable[],
): ListDifferences<Deliverable> =>
  listDifferences(
    before,
    after,
    ({ deliverableId }) => deliverableId,
    (deliverable) => ({ ...deliverable }),
  );

/** Two versions of a proposal, member by member; items and deliverables by their ids. */
export const compareProposals = (from: ProposalContent, to: ProposalContent): ProposalDifferences => ({
  members: memberDifferences(topMembersOf(from), topMembersOf(to)),
  items: itemDifferences(from.items, to.items),
  deliverables: deliverableDifferences(from.deliverables, to.deliverables),
});
