import { CorruptStream } from '#libs/kernel/decider';
import { categoryOf, idOf, type RecordedFact } from '#libs/kernel/fact';
import type { Projection, ProjectionTables } from '#libs/kernel/projection';
import { regionOf as customerRegions, type CustomerFact } from '#state-machines/customer/customer.events';
import type { GoodsOrderFact } from '#state-machines/goods-order/goods-order.events';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import {
  regionOf as caseRegions,
  type CaseOrder,
  type SupportCaseFact,
} from '#state-machines/support-case/support-case.events';
import type { ContactRecord } from '#state-machines/vocabulary/contact';
import {
  afterContact,
  directionOfAnswer,
  noCorrespondence,
  type Correspondence,
} from '#state-machines/vocabulary/correspondence';
import { percentDecoded } from '#state-machines/vocabulary/percent-encoding';
import { orderCategories, orderKindOf } from '../order-kind.ts';
import { orderFactOf } from '../order-timeline/order-fact.ts';
import { asOneOf, happenedAt, type Recorded } from '../recorded.ts';
import { sealedText } from '../sealed-names.ts';
import {
  contactsTable,
  contactStreamsTable,
  type ContactRow,
  type ContactStreamRow,
  type OrderColumns,
  type SubjectColumns,
} from './contacts.table.ts';

/** Contacts: one row for each, on whatever stream, with the answer that was owed after it. */
export const contactsProjection: Projection = {
  name: 'contacts',
  version: 1,
  categories: [...orderCategories, 'supportCase', 'customer'],
  tables: [contactsTable, contactStreamsTable],
  touches: ({ type, stream }) =>
    type === 'CustomerContacted' || type === 'CaseAmended' ? [{ table: contactStreamsTable.name, key: stream }] : [],
  apply: (tables, recorded) => {
    const fact = factOf(recorded);
    const { stream } = fact;
    if (fact.type === 'OrderReceived' || fact.type === 'NeedsRecorded')
      tables.put(contactStreamsTable.name, newStream(stream, orderSubject(stream, fact.data)));
    else if (fact.type === 'CaseOpened')
      tables.put(contactStreamsTable.name, newStream(stream, caseSubject(stream, fact.data)));
    else if (fact.type === 'CaseAmended' && fact.data.order !== undefined)
      tables.put(contactStreamsTable.name, { ...streamBefore(tables, fact), ...orderOf(fact.data.order) });
    else if (fact.type === 'CustomerContacted') recordContact(tables, fact);
  },
};

type ContactableFact = GoodsOrderFact | ServiceOrderFact | SupportCaseFact | CustomerFact;
type CustomerContacted = Recorded<Extract<ContactableFact, { type: 'CustomerContacted' }>>;

/** Throws `NewerProgram` for a fact that streams of its category do not have. */
const factOf = (recorded: RecordedFact): Recorded<ContactableFact> => {
  switch (categoryOf(recorded.stream)) {
    case 'customer':
      return asOneOf<CustomerFact>(customerRegions, recorded);
    case 'supportCase':
      return asOneOf<SupportCaseFact>(caseRegions, recorded);
    default:
      return orderFactOf(recorded).fact;
  }
};

const noOrder: OrderColumns = { order_id: null, order_kind: null, order_number: null };
const noCase = { case_id: null, case_number: null };

const orderOf = ({ orderId, orderKind, orderNumber }: CaseOrder): OrderColumns => ({
  order_id: orderId,
  order_kind: orderKind,
  order_number: orderNumber,
});

const orderSubject = (
  stream: string,
  { customerId, orderNumber }: { readonly customerId: string; readonly orderNumber: string },
): SubjectColumns => ({
  customer_id: customerId,
  order_id: idOf(stream),
  order_kind: orderKindOf(stream),
  order_number: orderNumber,
  ...noCase,
});

const caseSubject = (
  stream: string,
  { customerId, caseNumber, order }: Extract<SupportCaseFact, { type: 'CaseOpened' }>['data'],
): SubjectColumns => ({
  customer_id: customerId,
  ...(order ? orderOf(order) : noOrder),
  case_id: idOf(stream),
  case_number: caseNumber,
});

const newStream = (stream: string, subject: SubjectColumns): ContactStreamRow => ({
  stream,
  ...subject,
  correspondence: null,
  open_contact: null,
});

/** A customer may be spoken to before anything else is known of them than their number. */
const streamBefore = (
  tables: ProjectionTables,
  { stream, type }: Pick<RecordedFact, 'stream' | 'type'>,
): ContactStreamRow => {
  const row = tables.get(contactStreamsTable.name, stream) as ContactStreamRow | undefined;
  if (row) return row;
  if (categoryOf(stream) === 'customer')
    return newStream(stream, { customer_id: percentDecoded(idOf(stream)), ...noOrder, ...noCase });
  throw new CorruptStream(`${stream} begins with ${type}, not with what opens it`);
};

/** Writes the row of a contact, and that of the contact whose answer it settles. */
const recordContact = (tables: ProjectionTables, fact: CustomerContacted): void => {
  const before = streamBefore(tables, fact);
  const contact = { ...fact.data, id: fact.id, at: happenedAt(fact) };
  const after = afterContact(before.correspondence ?? noCorrespondence, contact);
  const row: ContactRow = { ...contactRow(before, fact), ...replyAfter(after, contact) };
  const settled = before.open_contact && settledBy(before.open_contact, after, row);
  tables.put(contactsTable.name, row);
  if (settled) tables.put(contactsTable.name, settled);
  tables.put(contactStreamsTable.name, {
    ...before,
    correspondence: after,
    open_contact: row.reply_state === 'open' ? row : settled ? null : before.open_contact,
  });
};

type ReplyColumns = Pick<ContactRow, 'reply_owed_by' | 'reply_due' | 'reply_state' | 'settled_at' | 'settled_by'>;

const nothingOwed: ReplyColumns = {
  reply_owed_by: null,
  reply_due: null,
  reply_state: null,
  settled_at: null,
  settled_by: null,
};

/** The answer owed after a contact as it stands then: one that is written down late may be answered already, or overtaken by what was said since. */
const replyAfter = (
  { asked }: Correspondence,
  { id, replyOwedBy, replyDue }: Pick<ContactRecord, 'replyOwedBy' | 'replyDue'> & { readonly id: string },
): ReplyColumns => {
  if (replyOwedBy === undefined || asked === null) return nothingOwed;
  const owed = { reply_owed_by: replyOwedBy, reply_due: replyDue ?? null };
  if (asked.id !== id) return { ...owed, reply_state: 'replaced', settled_at: asked.at, settled_by: asked.id };
  const { due, settledBy } = asked;
  return {
    ...owed,
    reply_due: due,
    reply_state: settledBy === null ? 'open' : 'answered',
    settled_at: settledBy?.at ?? null,
    settled_by: settledBy?.id ?? null,
  };
};

/** The contact whose answer was owed, settled by a later one; undefined where it is still owed. */
const settledBy = (open: ContactRow, { asked }: Correspondence, later: ContactRow): ContactRow | undefined => {
  if (asked?.id === open.id && asked.settledBy === null) return undefined;
  const isAnswer = open.reply_owed_by !== null && directionOfAnswer[open.reply_owed_by] === later.direction;
  return {
    ...open,
    reply_state: isAnswer ? 'answered' : 'replaced',
    settled_at: later.contacted_at,
    settled_by: later.id,
  };
};

const contactRow = (
  { customer_id, order_id, order_kind, order_number, case_id, case_number }: SubjectColumns,
  fact: CustomerContacted,
): ContactRow => {
  const { contactId, medium, direction, summary, promise } = fact.data;
  const { actor } = fact.metadata;
  return {
    id: fact.id,
    stream: fact.stream,
    contact_id: contactId ?? null,
    customer_id,
    order_id,
    order_kind,
    order_number,
    case_id,
    case_number,
    medium,
    direction,
    contacted_at: happenedAt(fact),
    actor_id: actor.id,
    actor_role: actor.role,
    actor_via: actor.via,
    summary: sealedText(summary),
    promise: sealedText(promise ?? null),
    ...nothingOwed,
    position: fact.position,
  };
};
