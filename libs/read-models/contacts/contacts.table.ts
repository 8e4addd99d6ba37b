import type { TableDefinition } from '#libs/kernel/projection';
import {
  contactMedia,
  type ContactDirection,
  type ContactMedium,
  type ReplyOwer,
} from '#state-machines/vocabulary/contact';
import type { Correspondence } from '#state-machines/vocabulary/correspondence';
import type { OrderKind } from '../order-kind.ts';

/** What became of the answer that was owed after a contact; `replaced`: before it was given, a later contact said otherwise. */
export type ReplyState = 'open' | 'answered' | 'replaced';

/** The order that a contact is about. */
export type OrderColumns = {
  readonly order_id: string | null;
  readonly order_kind: OrderKind | null;
  readonly order_number: string | null;
};

/** Whom and what the contacts of a stream are about. */
export type SubjectColumns = OrderColumns & {
  readonly customer_id: string;
  readonly case_id: string | null;
  readonly case_number: string | null;
};

/** One contact between the company and a customer. Members are the columns of `contacts`. */
export type ContactRow = SubjectColumns & {
  readonly id: string;
  readonly stream: string;
  readonly contact_id: string | null;
  readonly medium: ContactMedium;
  readonly direction: ContactDirection;
  readonly contacted_at: string;
  readonly actor_id: string;
  readonly actor_role: string;
  readonly actor_via: string;
  readonly summary: string | null;
  readonly promise: string | null;
  readonly reply_owed_by: ReplyOwer | null;
  readonly reply_due: string | null;
  readonly reply_state: ReplyState | null;
  readonly settled_at: string | null;
  readonly settled_by: string | null;
  readonly position: string;
};

const subject = {
  customer_id: { type: 'text', comment: 'The customer.' },
  order_id: { type: 'text', nullable: true, comment: 'UUID of the order that it is about, also by way of a case.' },
  order_kind: { type: 'text', nullable: true, comment: 'Kind of that order: goods or service.' },
  order_number: { type: 'text', nullable: true, comment: 'The number people use for that order.' },
  case_id: { type: 'text', nullable: true, comment: 'UUID of the support case that it belongs to.' },
  case_number: { type: 'text', nullable: true, comment: 'The number people use for that case.' },
} as const satisfies Record<keyof SubjectColumns, TableDefinition['columns'][string]>;

/** One row per contact. */
export const contactsTable = {
  name: 'contacts',
  comment: 'Every contact with a customer, on an order, on a support case or on the customer as such.',
  key: 'id',
  columns: {
    id: { type: 'text', comment: 'UUID of the event.' },
    stream: { type: 'text', comment: 'The stream that it was recorded in; what is sealed opens nowhere else.' },
    contact_id: { type: 'text', nullable: true, comment: 'Unique within the stream; none for the oldest contacts.' },
    ...subject,
    medium: { type: 'text', comment: `How the two talked: ${contactMedia.join(', ')}.` },
    direction: { type: 'text', comment: 'inbound: the customer turned to the company; outbound: the other way.' },
    contacted_at: { type: 'instant', comment: 'When they talked.' },
    actor_id: { type: 'text', comment: 'Who recorded it.' },
    actor_role: { type: 'text', comment: 'In which role.' },
    actor_via: { type: 'text', comment: 'Through which door: http, cli, import, process.' },
    summary: { type: 'text', nullable: true, personal: true, comment: 'What was said, sealed as in the log.' },
    promise: {
      type: 'text',
      nullable: true,
      personal: true,
      comment: 'What the company promised, sealed as in the log.',
    },
    reply_owed_by: {
      type: 'text',
      nullable: true,
      comment: 'Who owed the other an answer after it: company or customer; none where nobody did.',
    },
    reply_due: { type: 'date', nullable: true, comment: 'The last day on which that answer is in time.' },
    reply_state: {
      type: 'text',
      nullable: true,
      comment: 'open, answered, or replaced: before there was an answer, a later contact said who owes one instead.',
    },
    settled_at: {
      type: 'instant',
      nullable: true,
      comment: 'When the contact took place that answered or replaced it.',
    },
    settled_by: { type: 'text', nullable: true, comment: 'Id of that contact.' },
    position: { type: 'text', comment: 'Place in the log.' },
  } satisfies Record<keyof ContactRow, TableDefinition['columns'][string]>,
  indexes: [
    ['contacted_at', 'id'],
    ['customer_id', 'contacted_at', 'id'],
    ['order_id'],
    ['order_number'],
    ['case_id'],
    ['case_number'],
    ['reply_state', 'reply_due'],
  ],
} as const satisfies TableDefinition;

/** A stream that has contacts, or may get some. Members are the columns of `contact_streams`. */
export type ContactStreamRow = SubjectColumns & {
  readonly stream: string;
  /** Null before the first contact. */
  readonly correspondence: Correspondence | null;
  /** The contact after which an answer is owed. */
  readonly open_contact: ContactRow | null;
};

/** One row per order, per support case, and per customer who was spoken to as such. */
export const contactStreamsTable = {
  name: 'contact_streams',
  comment: 'What is known of an order, a support case or a customer, for the contacts with them.',
  key: 'stream',
  internal: true,
  columns: {
    stream: { type: 'text', comment: 'Name of the stream.' },
    ...subject,
    correspondence: { type: 'json', nullable: true, comment: 'Who owes whom an answer after the contacts so far.' },
    open_contact: {
      type: 'json',
      nullable: true,
      personal: true,
      comment: 'Row of the contact after which an answer is owed.',
    },
  } satisfies Record<keyof ContactStreamRow, TableDefinition['columns'][string]>,
} as const satisfies TableDefinition;
