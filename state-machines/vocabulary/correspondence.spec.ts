import { describe, expect, it } from '@jest/globals';
import { afterContact, noCorrespondence, owedAnswer, type TakenContact } from './correspondence.ts';

type Said = Partial<TakenContact> & Pick<TakenContact, 'direction'>;

const at = (hour: number): string => `2026-11-27T${String(hour).padStart(2, '0')}:00:00.000Z`;

/** The correspondence after some contacts, an hour apart where they do not say when. */
const after = (...contacts: readonly Said[]) =>
  contacts.reduce(
    (before, contact, index) => afterContact(before, { id: `c${index + 1}`, at: at(index + 1), ...contact }),
    noCorrespondence,
  );
const owed = (...contacts: readonly Said[]) => {
  const answer = owedAnswer(after(...contacts));
  return answer && [answer.owedBy, answer.due];
};

const question: Said = { direction: 'inbound', replyOwedBy: 'company', replyDue: '2026-11-30' };
const request: Said = { direction: 'outbound', replyOwedBy: 'customer', replyDue: '2026-12-04' };

describe('what the company and a customer owe each other after contacts', () => {
  it('is nothing where no contact says that an answer is owed', () => {
    expect(owed()).toBeUndefined();
    expect(owed({ direction: 'inbound' }, { direction: 'outbound' })).toBeUndefined();
  });

  it('is an answer of the company until it turns to the customer', () => {
    expect(owed(question)).toEqual(['company', '2026-11-30']);
    expect(owed(question, { direction: 'inbound' })).toEqual(['company', '2026-11-30']);
    expect(owed(question, { direction: 'outbound' })).toBeUndefined();
  });

  it('is an answer of the customer until they turn to the company', () => {
    expect(owed(request)).toEqual(['customer', '2026-12-04']);
    expect(owed(request, { direction: 'outbound' })).toEqual(['customer', '2026-12-04']);
    expect(owed(request, { direction: 'inbound' })).toBeUndefined();
  });

  it('says which contact settled it, the first one that did', () => {
    const { asked } = after(question, { direction: 'outbound' }, { direction: 'outbound' });
    expect(asked).toMatchObject({ id: 'c1', settledBy: { id: 'c2', at: at(2) } });
  });

  it('is what the newest contact says that names who owes it', () => {
    expect(owed(question, request)).toEqual(['customer', '2026-12-04']);
    expect(owed(question, { direction: 'inbound', replyOwedBy: 'customer' })).toEqual(['customer', null]);
    expect(owed(question, { direction: 'inbound', replyOwedBy: 'company', replyDue: '2026-12-02' })).toEqual([
      'company',
      '2026-12-02',
    ]);
  });

  it('stays due on its day where it is asked for again without one', () => {
    expect(owed(question, { direction: 'inbound', replyOwedBy: 'company' })).toEqual(['company', '2026-11-30']);
    expect(owed(request, { direction: 'outbound', replyOwedBy: 'customer' })).toEqual(['customer', '2026-12-04']);
  });

  it('has no day where one answer was given and another was promised without a day', () => {
    expect(owed(question, { direction: 'outbound', replyOwedBy: 'company' })).toEqual(['company', null]);
    expect(owed(question, { direction: 'outbound' }, { direction: 'inbound', replyOwedBy: 'company' })).toEqual([
      'company',
      null,
    ]);
  });

  it('is not settled by what took place before the question and was written down later', () => {
    expect(owed({ ...question, at: at(9) }, { direction: 'outbound', at: at(8) })).toEqual(['company', '2026-11-30']);
  });

  it('is not owed where the answer was written down before the question', () => {
    const answeredFirst = after({ direction: 'outbound', at: at(9) }, { ...question, at: at(8) });
    expect(owedAnswer(answeredFirst)).toBeUndefined();
    expect(answeredFirst.asked).toMatchObject({ id: 'c2', settledBy: { id: 'c1' } });
    expect(owed({ direction: 'inbound', at: at(9) }, { ...question, at: at(8) })).toEqual(['company', '2026-11-30']);
  });

  it('is not changed by an older contact that is written down late', () => {
    expect(owed({ ...question, at: at(9) }, { ...request, at: at(8) })).toEqual(['company', '2026-11-30']);
  });

  it('follows the order of the log among contacts of the same moment', () => {
    expect(owed({ ...question, at: at(9) }, { direction: 'outbound', at: at(9) })).toBeUndefined();
    expect(owed({ direction: 'outbound', at: at(9) }, { ...question, at: at(9) })).toEqual(['company', '2026-11-30']);
  });
});
