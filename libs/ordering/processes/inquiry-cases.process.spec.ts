import { describe, expect, it } from '@jest/globals';
import type { Refusal } from '#libs/kernel/decider';
import type { Actor, FactMetadata, RecordedFact } from '#libs/kernel/fact';
import { caseIdOfInquiry } from '../support-case/support-case.id.ts';
import { inquiryCasesProcess as process } from './inquiry-cases.process.ts';
import { noteBook } from './testing/note-book.ts';
import { recordedFact } from './testing/recorded-fact.ts';

const clerk: Actor = { id: 'clerk', role: 'backOffice', via: 'http' };
const itself: Actor = { id: 'inquiry-cases', role: 'process', via: 'process' };
const caseId = caseIdOfInquiry({ orderKind: 'goods', orderId: 'o-1' }, 'i-1');
const theCase = `supportCase-${caseId}`;

const recorded = (stream: string, type: string, data: object, more: Partial<FactMetadata> = {}): RecordedFact =>
  recordedFact(stream, { type, data }, more);

const deskOpened = recorded('desk-company', 'DeskOpened', { openedAt: '2026-11-27T00:00:00.000Z' });
const asked = (more?: Partial<FactMetadata>, stream = 'goodsOrder-o-1') =>
  recorded(stream, 'InquiryOpened', { inquiryId: 'i-1', about: null, question: null, askedVia: 'email' }, more);
const opened = recorded(theCase, 'CaseOpened', { caseNumber: 'SC-2026-000012', inquiryId: 'i-1' });
const resolved = (actor = clerk) => recorded(theCase, 'CaseResolved', { outcome: 'answered' }, { actor });
const answered = (actor = clerk) =>
  recorded('goodsOrder-o-1', 'InquiryResolved', { inquiryId: 'i-1', answer: null }, { actor });

/** What is owed at the last of some facts; only the notes that were named for a fact can be read or written at it. */
const owedAfter = (...facts: readonly RecordedFact[]) => {
  const notes = noteBook();
  let owed: ReturnType<typeof process.react> = [];
  for (const fact of facts) owed = process.react(fact, notes.naming(process.notes(fact)));
  return owed;
};

describe('an inquiry about an order', () => {
  it('becomes a case since the customer asked, always the same one', () => {
    const openedAt = '2026-11-26T01:00:00Z';
    const command = { orderKind: 'goods', orderId: 'o-1', inquiryId: 'i-1', askedVia: 'email', openedAt };
    expect(owedAfter(deskOpened, asked({ occurredAt: openedAt }))).toEqual([
      { category: 'supportCase', id: caseId, command: { type: 'OpenCaseOfInquiry', data: command } },
    ]);
    expect(owedAfter(deskOpened, asked())).toMatchObject([
      { id: caseId, command: { data: { openedAt: '2026-11-27T03:00:00.000Z' } } },
    ]);
  });

  it('becomes another case in another order, also of the other kind', () => {
    const ofService = owedAfter(deskOpened, asked({}, 'serviceOrder-o-1'));
    expect(ofService).toMatchObject([{ command: { data: { orderKind: 'service', orderId: 'o-1' } } }]);
    expect(ofService[0]?.id).not.toBe(caseId);
    expect(caseId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
  });

  it('is left alone where it was asked before the desk opened, to its end', () => {
    expect(owedAfter(asked())).toEqual([]);
    expect(owedAfter(asked(), deskOpened, answered())).toEqual([]);
  });

  it('is answered by the resolution of its case, which it names and does not quote', () => {
    const answer = 'お問い合わせ SC-2026-000012 で回答しました / answered in case SC-2026-000012';
    expect(owedAfter(deskOpened, asked(), opened, resolved())).toEqual([
      {
        category: 'goodsOrder',
        id: 'o-1',
        command: { type: 'ResolveInquiry', data: { inquiryId: 'i-1', answer } },
      },
    ]);
    expect(owedAfter(deskOpened, asked({}, 'serviceOrder-o-1'))).toHaveLength(1);
  });

  it('settles its case where it is answered on the order', () => {
    expect(owedAfter(deskOpened, asked(), opened, answered())).toEqual([
      {
        category: 'supportCase',
        id: caseId,
        command: { type: 'SettleCase', data: {} },
        due: { at: '2026-11-27T03:00:00.000Z', key: caseId },
      },
    ]);
  });

  it('is not settled any more by an answer from before it was reopened', () => {
    const reopened = recorded(theCase, 'CaseReopened', {});
    expect(process.withdraws(reopened)).toEqual([caseId]);
    expect(process.notes(reopened)).toContain(caseId);
    for (const fact of [asked(), opened, resolved(), answered()]) expect(process.withdraws(fact)).toEqual([]);
  });

  it('does not go round in circles', () => {
    expect(owedAfter(deskOpened, asked(), opened, resolved(), answered(itself))).toEqual([]);
    expect(owedAfter(deskOpened, asked(), opened, answered(), resolved(itself))).toEqual([]);
  });

  it('stays answered where its case is reopened and resolved once more', () => {
    const reopened = recorded(theCase, 'CaseReopened', {});
    const facts = [deskOpened, asked(), opened, resolved(), answered(itself), reopened];
    expect(owedAfter(...facts)).toEqual([]);
    expect(owedAfter(...facts, resolved())).toEqual([]);
  });
});

describe('a case that came from no inquiry', () => {
  it('tells no order anything', () => {
    expect(owedAfter(deskOpened, recorded('supportCase-x', 'CaseOpened', { caseNumber: 'SC-2026-000001' }))).toEqual(
      [],
    );
    expect(owedAfter(deskOpened, recorded('supportCase-x', 'CaseResolved', { outcome: 'answered' }))).toEqual([]);
  });
});

describe('a refusal', () => {
  const refusal: Refusal = { refused: 'state', code: 'no-open-inquiry', message: { ja: '', en: '' } };
  const owed = { category: 'goodsOrder', id: 'o-1', command: { type: 'ResolveInquiry', data: {} } };

  it('settles the matter where the other side was faster, and stays visible otherwise', () => {
    expect(process.onRefusal(owed, refusal)).toEqual([]);
    expect(process.onRefusal(owed, { ...refusal, refused: 'rule', code: 'unknown-order' })).toBeUndefined();
  });
});
