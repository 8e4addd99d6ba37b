import type { Plain } from '#libs/kernel/command-catalogue';
import { categoryOf, idOf, type RecordedFact } from '#libs/kernel/fact';
import type { OwedCommand, Process, ProcessNotes } from '#libs/kernel/process';
import type { CareShapes } from '#state-machines/order/order.events';
import type { CaseOrder, SupportCaseFactOf } from '#state-machines/support-case/support-case.events';
import type { HoldAndCareCommand } from '../order/hold-and-care.decider.ts';
import type { OpenCaseOfInquiry } from '../support-case/support-case.commands.ts';
import { caseIdOfInquiry } from '../support-case/support-case.id.ts';

const NAME = 'inquiry-cases';
/** That the desk is open: what was asked before is left to whoever was at work on it then. */
const DESK = 'desk';

/** An inquiry that is not answered yet on its order, kept under the id of its case. */
type OpenInquiry = Pick<CaseOrder, 'orderKind' | 'orderId'> & {
  readonly inquiryId: string;
  /** Null until the case has got its number. */
  readonly caseNumber: string | null;
};

const orderOf = ({ stream }: RecordedFact): Pick<CaseOrder, 'orderKind' | 'orderId'> => ({
  orderKind: categoryOf(stream) === 'goodsOrder' ? 'goods' : 'service',
  orderId: idOf(stream),
});

const inquiryIdIn = ({ data }: RecordedFact): string => (data as CareShapes['InquiryResolved']).inquiryId;

const caseIdAt = (fact: RecordedFact): string => caseIdOfInquiry(orderOf(fact), inquiryIdIn(fact));

const isOwn = ({ metadata: { actor } }: RecordedFact): boolean => actor.via === 'process' && actor.id === NAME;

const toCase = (id: string, type: string, data: object): OwedCommand => ({
  category: 'supportCase',
  id,
  command: { type, data },
});

/** The customer has asked something: a case sees to it that they are answered. */
const inquiryOpened = (fact: RecordedFact, notes: ProcessNotes): readonly OwedCommand[] => {
  if (!notes.get(DESK)) return [];
  const { askedVia, inquiryId } = fact.data as CareShapes['InquiryOpened'];
  const { occurredAt, recordedAt } = fact.metadata;
  const caseId = caseIdAt(fact);
  const order = orderOf(fact);
  notes.put(caseId, { ...order, inquiryId, caseNumber: null } satisfies OpenInquiry);
  const inquiry: Plain<OpenCaseOfInquiry> = { ...order, inquiryId, askedVia, openedAt: occurredAt ?? recordedAt };
  return [toCase(caseId, 'OpenCaseOfInquiry', inquiry)];
};

/** Somebody has answered on the order itself: the case has nothing left to do. Owed so that it can be withdrawn: a case that is reopened must not be settled by an old answer. */
const inquiryResolved = (fact: RecordedFact, notes: ProcessNotes): readonly OwedCommand[] => {
  const caseId = caseIdAt(fact);
  if (!notes.get(caseId)) return [];
  notes.delete(caseId);
  const due = { at: fact.metadata.recordedAt, key: caseId };
  return isOwn(fact) ? [] : [{ ...toCase(caseId, 'SettleCase', {}), due }];
};

const caseOpened = ({ stream, data }: RecordedFact, notes: ProcessNotes): void => {
  const inquiry = notes.get(idOf(stream));
  const { caseNumber } = data as SupportCaseFactOf<'CaseOpened'>['data'];
  if (inquiry) notes.put(idOf(stream), { ...inquiry, caseNumber });
};

/** The case has answered the customer: nobody has to answer once more on the order. */
const caseResolved = (fact: RecordedFact, notes: ProcessNotes): readonly OwedCommand[] => {
  const inquiry = notes.get(idOf(fact.stream)) as OpenInquiry | undefined;
  if (!inquiry || isOwn(fact)) return [];
  const { orderKind, orderId, inquiryId, caseNumber } = inquiry;
  const number = caseNumber ?? '';
  const answer = `お問い合わせ ${number} で回答しました / answered in case ${number}`;
  const command: HoldAndCareCommand = { type: 'ResolveInquiry', data: { inquiryId, answer } };
  return [{ category: orderKind === 'goods' ? 'goodsOrder' : 'serviceOrder', id: orderId, command }];
};

/**
 * 受注の問い合わせと案件: an inquiry about an order becomes a support case, and whichever of the two is answered first answers the other. Each side takes the other's word
 * without saying anything new, so that nothing goes round in circles.
 */
export const inquiryCasesProcess = {
  name: NAME,
  version: 1,
  categories: ['goodsOrder', 'serviceOrder', 'supportCase', 'desk'],
  sendsTo: ['supportCase', 'goodsOrder', 'serviceOrder'],
  notes(fact) {
    switch (fact.type) {
      case 'DeskOpened':
        return [DESK];
      case 'InquiryOpened':
        return [DESK, caseIdAt(fact)];
      case 'InquiryResolved':
        return [caseIdAt(fact)];
      case 'CaseOpened':
      case 'CaseResolved':
      case 'CaseReopened':
        return [idOf(fact.stream)];
      default:
        return [];
    }
  },
  withdraws: (fact) => (fact.type === 'CaseReopened' ? [idOf(fact.stream)] : []),
  react(fact, notes) {
    switch (fact.type) {
      case 'DeskOpened':
        notes.put(DESK, {});
        return [];
      case 'InquiryOpened':
        return inquiryOpened(fact, notes);
      case 'InquiryResolved':
        return inquiryResolved(fact, notes);
      case 'CaseOpened':
        caseOpened(fact, notes);
        return [];
      case 'CaseResolved':
        return caseResolved(fact, notes);
      default:
        return [];
    }
  },
  /** The other side was faster: the inquiry is answered, the case resolved. Any other refusal is a mistake of somebody's, and a person has to look. */
  onRefusal: (_, { refused }) => (refused === 'state' ? [] : undefined),
} satisfies Process;
