import type { TableDefinition } from '#libs/kernel/projection';
import type { CaseCategory, CaseOutcome } from '#state-machines/support-case/support-case.events';
import type { ContactMedium } from '#state-machines/vocabulary/contact';
import type { Priority } from '#state-machines/vocabulary/priority';
import { factColumns, type FactRow } from '../fact-timeline.ts';
import type { OrderKind } from '../order-kind.ts';
import type { SealedWords } from '../sealed-words.ts';

/** A support case. Members are the columns of `support_cases`. */
export type SupportCaseRow = {
  readonly id: string;
  readonly case_number: string;
  readonly customer_id: string;
  readonly order_id: string | null;
  readonly order_kind: OrderKind | null;
  readonly order_number: string | null;
  readonly line_id: string | null;
  readonly shipment_id: string | null;
  readonly inquiry_id: string | null;
  readonly category: CaseCategory;
  readonly priority: Priority;
  readonly opened_via: ContactMedium;
  readonly opened_at: string;
  readonly title: SealedWords | null;
  readonly description: SealedWords | null;
  readonly state: string;
  readonly next_actor: string;
  readonly open: boolean;
  readonly assignee: string | null;
  readonly first_answer_due: string;
  readonly first_answered_at: string | null;
  readonly resolution_due: string;
  readonly resolved_at: string | null;
  readonly next_target: string | null;
  readonly answer_due: string | null;
  readonly outcome: CaseOutcome | null;
  readonly closed_at: string | null;
  readonly reopened: number;
  readonly last_contact_at: string;
  readonly revision: number;
  readonly position: string;
  readonly updated_at: string;
};

/** One row per support case. */
export const supportCasesTable = {
  name: 'support_cases',
  comment: 'One row per support case: whose, about what, how urgent, by whom, and whether targets are kept.',
  key: 'id',
  columns: {
    id: { type: 'text', comment: 'UUID of the case.' },
    case_number: { type: 'text', comment: 'The number people use, such as SC-2026-000012.' },
    customer_id: { type: 'text', comment: 'Whose case it is.' },
    order_id: { type: 'text', nullable: true, comment: 'UUID of the order that it is about.' },
    order_kind: { type: 'text', nullable: true, comment: 'Kind of that order: goods or service.' },
    order_number: { type: 'text', nullable: true, comment: 'The number people use for that order.' },
    line_id: { type: 'text', nullable: true, comment: 'Line of the order that it is about.' },
    shipment_id: { type: 'text', nullable: true, comment: 'Shipment of the order that it is about.' },
    inquiry_id: { type: 'text', nullable: true, comment: 'Inquiry of the order that it came from.' },
    category: { type: 'text', comment: 'question, complaint, repair or maintenance.' },
    priority: { type: 'text', comment: 'low, normal, high or urgent.' },
    opened_via: { type: 'text', comment: 'How the customer turned to the company.' },
    opened_at: { type: 'instant', comment: 'When the customer did so.' },
    title: { type: 'json', nullable: true, personal: true, comment: 'What it is called, sealed as in the log.' },
    description: { type: 'json', nullable: true, personal: true, comment: 'What it is about, sealed as in the log.' },
    state: { type: 'text', comment: 'opened, inProgress, awaitingCustomer, resolved or closed.' },
    next_actor: { type: 'text', comment: 'Who has to act for it to go on.' },
    open: { type: 'boolean', comment: 'True until it is resolved, and again once it is reopened.' },
    assignee: { type: 'text', nullable: true, comment: 'Id of the member who works on it.' },
    first_answer_due: { type: 'instant', comment: 'Until when the customer is to hear something to the point.' },
    first_answered_at: { type: 'instant', nullable: true, comment: 'When the customer first did.' },
    resolution_due: { type: 'instant', comment: 'Until when it is to be resolved, since it was opened or reopened.' },
    resolved_at: { type: 'instant', nullable: true, comment: 'When it was; none while it is open.' },
    next_target: { type: 'instant', nullable: true, comment: 'The earlier of the targets that are not reached yet.' },
    answer_due: {
      type: 'date',
      nullable: true,
      comment: 'Last day on which the customer answers in time; none while nothing is asked.',
    },
    outcome: { type: 'text', nullable: true, comment: 'What came of it; none while it is open.' },
    closed_at: { type: 'instant', nullable: true, comment: 'When it was closed; none unless it is.' },
    reopened: { type: 'integer', comment: 'How often it was reopened.' },
    last_contact_at: { type: 'instant', comment: 'When the customer and the company last talked about it.' },
    revision: { type: 'integer', comment: 'Revision of the case that this row shows.' },
    position: { type: 'text', comment: 'Place in the log of the newest fact of the case.' },
    updated_at: { type: 'instant', comment: 'When that fact happened.' },
  } satisfies Record<keyof SupportCaseRow, TableDefinition['columns'][string]>,
  indexes: [
    ['case_number'],
    ['customer_id', 'opened_at'],
    ['order_id'],
    ['order_number'],
    ['assignee', 'next_target'],
    ['next_target', 'id'],
    ['state'],
  ],
} as const satisfies TableDefinition;

/** One fact of a case. Members are the columns of `support_case_timeline`. */
export type SupportCaseFactRow = FactRow & { readonly case_id: string };

const { position, event_id, ...others } = factColumns;

/** One row per fact of a case; rows are only ever added. */
export const supportCaseTimelineTable = {
  name: 'support_case_timeline',
  comment: 'Every fact of every support case, with who, when, why and the state after it.',
  key: 'position',
  columns: {
    position,
    event_id,
    case_id: { type: 'text', comment: 'UUID of the case.' },
    ...others,
  } satisfies Record<keyof SupportCaseFactRow, TableDefinition['columns'][string]>,
  indexes: [['case_id', 'revision']],
} as const satisfies TableDefinition;

/** The words of an inquiry of an order. Members are the columns of `support_case_inquiries`. */
export type InquiryWordsRow = {
  readonly id: string;
  readonly about: SealedWords | null;
  readonly question: SealedWords | null;
};

/** One row per inquiry: the case that comes from it says nothing of what was asked. */
export const inquiryWordsTable = {
  name: 'support_case_inquiries',
  comment: 'What customers asked on their orders, for the cases that come from it.',
  key: 'id',
  internal: true,
  columns: {
    id: { type: 'text', comment: 'The stream of the order, a slash and the id of the inquiry.' },
    about: { type: 'json', nullable: true, personal: true, comment: 'What it is about, sealed as in the log.' },
    question: { type: 'json', nullable: true, personal: true, comment: 'The question, sealed as in the log.' },
  } satisfies Record<keyof InquiryWordsRow, TableDefinition['columns'][string]>,
} as const satisfies TableDefinition;
