import type { OrderDeskFact } from '#state-machines/order/order.events';
import type { ReplyOwer } from '#state-machines/vocabulary/contact';
import {
  afterContact,
  noCorrespondence,
  owedAnswer,
  type Correspondence,
} from '#state-machines/vocabulary/correspondence';
import { happenedAt, type Recorded } from '../recorded.ts';

/** After what an answer is owed. */
export type ReplyOccasion = 'contact' | 'inquiry' | 'clarification' | 'deliveryDate' | 'proposal' | 'change';

/** An answer that the company or the customer of an order owes the other. */
export type OwedReply = {
  readonly owedBy: ReplyOwer;
  /** The last day on which it is in time; null where nobody said one. */
  readonly due: string | null;
  readonly after: ReplyOccasion;
};

/** What the reducer remembers of the contacts on an order of either kind; null before the first. */
export interface WithContacts {
  readonly contacts: Correspondence | null;
}

type CustomerContacted = Recorded<Extract<OrderDeskFact, { type: 'CustomerContacted' }>>;

export const contacted = <Matters extends WithContacts>(matters: Matters, fact: CustomerContacted): Matters => ({
  ...matters,
  contacts: afterContact(matters.contacts ?? noCorrespondence, { ...fact.data, id: fact.id, at: happenedAt(fact) }),
});

/** What is owed on an order of either kind: after contacts, and after inquiries, which the region `care` tells of. */
const owedOnAnyOrder = ({ contacts }: WithContacts, care: string): readonly OwedReply[] => {
  const answer = contacts === null ? undefined : owedAnswer(contacts);
  return [
    ...(answer ? [{ owedBy: answer.owedBy, due: answer.due, after: 'contact' } as const] : []),
    ...(care === 'inquiryOpen' ? [{ owedBy: 'company', due: null, after: 'inquiry' } as const] : []),
  ];
};

/** What a row says of answers that are owed. */
export type ReplyColumns = {
  readonly reply_owed_by: ReplyOwer | 'both' | null;
  /** The earliest of the days by which one is owed. */
  readonly reply_due: string | null;
  readonly owed_replies: readonly OwedReply[];
};

const nothingOwed: ReplyColumns = { owed_replies: [], reply_owed_by: null, reply_due: null };

/** Who owes whom an answer on an order, and by when: `ofItsKind` is what only orders of its kind know. */
export const replyColumns = (matters: WithContacts, care: string, ofItsKind: readonly OwedReply[]): ReplyColumns => {
  const owed = [...owedOnAnyOrder(matters, care), ...ofItsKind];
  const [first] = owed;
  if (!first) return nothingOwed;
  const days = owed.flatMap(({ due }) => (due === null ? [] : [due])).sort();
  return {
    owed_replies: owed,
    reply_owed_by: owed.every(({ owedBy }) => owedBy === first.owedBy) ? first.owedBy : 'both',
    reply_due: days[0] ?? null,
  };
};
