import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '#libs/kernel/decider';
import { recordContact } from './contact.policies.ts';

const context = { now: '2026-11-27T03:00:00.000Z', id: 'order-1', commandId: 'c-1' };
const call = { medium: 'phone', direction: 'inbound', summary: '納期の確認' } as const;

/** The contact as it is recorded, or the code of the refusal. */
const recorded = (more: object = {}) => {
  const decision = recordContact({ ...call, ...more }, context);
  return isRefusal(decision) ? decision.code : decision[0]?.data;
};

describe('a contact', () => {
  it('is recorded under the id of the command that told of it', () => {
    expect(recorded()).toEqual({ contactId: 'c-1', ...call });
  });

  it('leaves the answer to whoever was spoken to, where a day is given for it', () => {
    expect(recorded({ replyDue: '2026-11-30' })).toMatchObject({ replyOwedBy: 'company', replyDue: '2026-11-30' });
    expect(recorded({ direction: 'outbound', replyDue: '2026-11-30' })).toMatchObject({ replyOwedBy: 'customer' });
  });

  it('leaves the answer to whom the clerk names', () => {
    expect(recorded({ direction: 'outbound', replyOwedBy: 'company', promise: '見積もりを送る' })).toEqual({
      contactId: 'c-1',
      ...call,
      direction: 'outbound',
      replyOwedBy: 'company',
      promise: '見積もりを送る',
    });
    expect(recorded({ replyOwedBy: 'customer', replyDue: '2026-11-27' })).toMatchObject({ replyOwedBy: 'customer' });
  });

  it('leaves what was promised to the company, whoever turned to whom', () => {
    expect(recorded({ direction: 'outbound', promise: 'カタログを送る' })).toMatchObject({ replyOwedBy: 'company' });
    expect(recorded({ direction: 'outbound', promise: '送る', replyDue: '2026-11-30' })).toMatchObject({
      replyOwedBy: 'company',
    });
  });

  it('leaves no answer to anybody where nothing is said of one', () => {
    expect(recorded()).not.toHaveProperty('replyOwedBy');
  });

  it('is refused where its answer would have been due before today', () => {
    expect(recorded({ replyDue: '2026-11-26' })).toBe('in-the-past');
  });
});
