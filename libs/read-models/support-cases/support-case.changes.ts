import { idOf } from '#libs/kernel/fact';
import { answersCustomer } from '#state-machines/support-case/support-case.data';
import type { CaseOrder, SupportCaseFact, SupportCaseFactOf } from '#state-machines/support-case/support-case.events';
import { happenedAt, withMilliseconds, type Recorded } from '../recorded.ts';
import { sealedWords } from '../sealed-words.ts';
import type { InquiryWordsRow, SupportCaseRow } from './support-cases.table.ts';

/** The members of a row that facts say themselves; all others follow from these and from the state after a fact. */
export type OwnMembers = Omit<
  SupportCaseRow,
  'state' | 'next_actor' | 'open' | 'next_target' | 'revision' | 'position' | 'updated_at'
>;

type CaseOpened = Recorded<SupportCaseFactOf<'CaseOpened'>>;

const orderMembers = (
  order: CaseOrder | undefined,
): Pick<SupportCaseRow, 'order_id' | 'order_kind' | 'order_number' | 'line_id' | 'shipment_id'> => ({
  order_id: order?.orderId ?? null,
  order_kind: order?.orderKind ?? null,
  order_number: order?.orderNumber ?? null,
  line_id: order?.lineId ?? null,
  shipment_id: order?.shipmentId ?? null,
});

/** A case as it was opened. Of one that came from an inquiry, the words are those of the inquiry. */
export const newCase = (fact: CaseOpened, inquiry: InquiryWordsRow | undefined): OwnMembers => {
  const { data } = fact;
  return {
    id: idOf(fact.stream),
    case_number: data.caseNumber,
    customer_id: data.customerId,
    ...orderMembers(data.order),
    inquiry_id: data.inquiryId ?? null,
    category: data.category,
    priority: data.priority,
    opened_via: data.openedVia,
    opened_at: withMilliseconds(data.openedAt),
    title: sealedWords(fact, 'title') ?? inquiry?.about ?? null,
    description: sealedWords(fact, 'description') ?? inquiry?.question ?? null,
    assignee: null,
    first_answer_due: data.firstAnswerDue,
    first_answered_at: null,
    resolution_due: data.resolutionDue,
    resolved_at: null,
    answer_due: null,
    outcome: null,
    closed_at: null,
    reopened: 0,
    last_contact_at: withMilliseconds(data.openedAt),
  };
};

type Later = Exclude<Recorded<SupportCaseFact>, { type: 'CaseOpened' }>;

/** Facts in which the customer and the company talk to each other. */
const isConversation = (fact: Later): boolean =>
  fact.type === 'InformationRequested' ||
  fact.type === 'InformationReceived' ||
  fact.type === 'CustomerContacted' ||
  answersCustomer(fact);

const changesBy = (fact: Later, row: OwnMembers): Partial<OwnMembers> => {
  switch (fact.type) {
    case 'CaseAmended': {
      const { category, priority, order, firstAnswerDue, resolutionDue } = fact.data;
      return {
        category: category ?? row.category,
        priority: priority ?? row.priority,
        first_answer_due: firstAnswerDue ?? row.first_answer_due,
        resolution_due: resolutionDue ?? row.resolution_due,
        title: sealedWords(fact, 'title') ?? row.title,
        description: sealedWords(fact, 'description') ?? row.description,
        ...(order ? orderMembers(order) : {}),
      };
    }
    case 'CaseTaken':
      return { assignee: fact.data.assignee };
    case 'InformationRequested':
      return { answer_due: fact.data.answerDue };
    case 'InformationReceived':
      return { answer_due: null };
    case 'CaseResolved':
      return { resolved_at: happenedAt(fact), outcome: fact.data.outcome, answer_due: null };
    case 'CaseClosed':
      return { closed_at: happenedAt(fact) };
    case 'CaseReopened':
      return {
        resolved_at: null,
        outcome: null,
        closed_at: null,
        reopened: row.reopened + 1,
        resolution_due: fact.data.resolutionDue,
      };
    case 'CaseAnswered':
    case 'CustomerContacted':
      return {};
  }
};

/** The row's own members after a fact. The newest contact stays, in whatever order they are written down. */
export const caseAfter = (row: OwnMembers, fact: Later): OwnMembers => {
  const at = happenedAt(fact);
  return {
    ...row,
    ...changesBy(fact, row),
    first_answered_at: row.first_answered_at ?? (answersCustomer(fact) ? at : null),
    last_contact_at: isConversation(fact) && at > row.last_contact_at ? at : row.last_contact_at,
  };
};
