import { CorruptStream } from '#libs/kernel/decider';
import { categoryOf, idOf, streamName, type RecordedFact } from '#libs/kernel/fact';
import type { Projection, ProjectionTables, RowKey } from '#libs/kernel/projection';
import type { CareShapes } from '#state-machines/order/order.events';
import type { SupportCaseFact, SupportCaseFactOf } from '#state-machines/support-case/support-case.events';
import { factRow } from '../fact-timeline.ts';
import { orderCategories, orderStream } from '../order-kind.ts';
import { asOneOf, happenedAt, textAfter } from '../recorded.ts';
import { sealedWords } from '../sealed-words.ts';
import { caseAfter, newCase, type OwnMembers } from './support-case.changes.ts';
import { supportCaseFactLabels } from './support-case.fact-labels.ts';
import {
  inquiryWordsTable,
  supportCasesTable,
  supportCaseTimelineTable,
  type InquiryWordsRow,
  type SupportCaseFactRow,
  type SupportCaseRow,
} from './support-cases.table.ts';

const CATEGORY = 'supportCase';
const table = supportCasesTable.name;

/** The stream that holds a support case. */
export const supportCaseStream = (id: string): string => streamName(CATEGORY, id);

const wordsKey = (stream: string, inquiryId: string): RowKey => ({
  table: inquiryWordsTable.name,
  key: `${stream}/${inquiryId}`,
});

/** Where the words are of the inquiry that a case came from. */
const wordsOf = ({ order, inquiryId }: SupportCaseFactOf<'CaseOpened'>['data']): RowKey | undefined =>
  order && inquiryId !== undefined ? wordsKey(orderStream(order.orderKind, order.orderId), inquiryId) : undefined;

/** Support cases: one row per case and one per fact of it. Of orders, it keeps in mind what their customers ask. */
export const supportCasesProjection: Projection = {
  name: 'support-cases',
  version: 1,
  categories: [CATEGORY, ...orderCategories],
  tables: [supportCasesTable, supportCaseTimelineTable, inquiryWordsTable],
  touches: ({ type, stream, data }) => {
    if (categoryOf(stream) !== CATEGORY) return [];
    if (type !== 'CaseOpened') return [{ table, key: idOf(stream) }];
    const words = wordsOf(data as SupportCaseFactOf<'CaseOpened'>['data']);
    return words ? [words] : [];
  },
  apply: (tables, recorded) => {
    if (categoryOf(recorded.stream) !== CATEGORY) {
      if (recorded.type === 'InquiryOpened') keepWords(tables, recorded);
      return;
    }
    const fact = asOneOf<SupportCaseFact>(supportCaseFactLabels, recorded);
    const timelineRow: SupportCaseFactRow = { ...factRow(recorded), case_id: idOf(fact.stream) };
    tables.put(supportCaseTimelineTable.name, timelineRow);
    if (fact.type === 'CaseOpened') {
      const words = wordsOf(fact.data);
      const inquiry = words && (tables.get(words.table, words.key) as InquiryWordsRow | undefined);
      tables.put(table, rowAfter(newCase(fact, inquiry), recorded));
      return;
    }
    const row = tables.get(table, idOf(fact.stream)) as SupportCaseRow | undefined;
    if (!row) throw new CorruptStream(`${fact.stream} begins with ${fact.type}, not with CaseOpened`);
    tables.put(table, rowAfter(caseAfter(row, fact), recorded));
  },
};

const keepWords = (tables: ProjectionTables, fact: RecordedFact): void => {
  const { inquiryId } = fact.data as CareShapes['InquiryOpened'];
  const { key } = wordsKey(fact.stream, inquiryId);
  const row: InquiryWordsRow = {
    id: key,
    about: sealedWords(fact, 'about'),
    question: sealedWords(fact, 'question'),
  };
  tables.put(inquiryWordsTable.name, row);
};

/** The earlier of the targets that are still to be reached. */
const nextTarget = ({
  resolved_at,
  first_answered_at,
  first_answer_due,
  resolution_due,
}: OwnMembers): string | null => {
  if (resolved_at !== null) return null;
  return first_answered_at === null && first_answer_due < resolution_due ? first_answer_due : resolution_due;
};

/** The row after a fact: its own members, what follows from them, and the state after the fact. */
const rowAfter = (own: OwnMembers, recorded: RecordedFact): SupportCaseRow => ({
  ...own,
  state: textAfter(recorded, 'state'),
  next_actor: textAfter(recorded, 'nextActor'),
  open: own.resolved_at === null,
  next_target: nextTarget(own),
  revision: Number(recorded.revision),
  position: recorded.position,
  updated_at: happenedAt(recorded),
});
