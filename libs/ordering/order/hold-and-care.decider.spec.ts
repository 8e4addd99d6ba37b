import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '#libs/kernel/decider';
import { initialOrderDeskData, type OrderDeskData, reduceOrderDesk } from '#state-machines/order/order.data';
import { holdAndCareAvailability } from './hold-and-care.availability.ts';
import { decideHoldAndCare, type HoldAndCareCommand } from './hold-and-care.decider.ts';

const context = { now: '2026-11-22T03:00:00.000Z', id: 'order-1', commandId: 'c-1' };

const order = (more: Partial<OrderDeskData> = {}) => ({
  data: { orderNumber: 'XX-2026-000001' as string | null, ...initialOrderDeskData, ...more },
});

/** The facts of a command, or the code of its refusal. */
const decided = (command: HoldAndCareCommand, state = order()) => {
  const decision = decideHoldAndCare(command, state, context);
  return isRefusal(decision) ? decision.code : decision;
};

const hold = (reason: 'credit' | 'price'): HoldAndCareCommand => ({ type: 'HoldOrder', data: { reason } });
const release = (reason: 'credit' | 'price'): HoldAndCareCommand => ({ type: 'ReleaseHold', data: { reason } });
const answer = (inquiryId?: string): HoldAndCareCommand => ({
  type: 'ResolveInquiry',
  data: { answer: '明日です', ...(inquiryId === undefined ? {} : { inquiryId }) },
});

describe('an order of either kind', () => {
  it('is held for each reason once', () => {
    expect(decided(hold('credit'))).toEqual([{ type: 'OrderHeld', data: { reason: 'credit' } }]);
    expect(decided(hold('credit'), order({ holds: ['credit'] }))).toEqual([]);
    expect(decided(hold('price'), order({ holds: ['credit'] }))).toEqual([
      { type: 'OrderHeld', data: { reason: 'price' } },
    ]);
  });

  it('keeps what is said of it, also where it is held for this reason already', () => {
    const held = order({ holds: ['credit'] });
    const told: HoldAndCareCommand = { type: 'HoldOrder', data: { reason: 'credit', note: '出荷しないこと' } };
    expect(decided(told, held)).toEqual([
      { type: 'OrderHeld', data: { reason: 'credit', note: '出荷しないこと', again: true } },
    ]);
    const checked = {
      type: 'HoldOrder',
      data: { reason: 'credit', grounds: 'beyond the limit' },
    } as HoldAndCareCommand;
    const facts = [
      { type: 'OrderHeld', data: { reason: 'credit', grounds: 'beyond the limit', again: true } },
    ] as const;
    expect(decided(checked, held)).toEqual(facts);
    expect(reduceOrderDesk(held.data, facts[0]).holds).toEqual(['credit']);
  });

  it('is released for the reasons that it is held for, and for no other', () => {
    const held = order({ holds: ['credit'] });
    expect(decided(release('credit'), held)).toEqual([{ type: 'HoldReleased', data: { reason: 'credit' } }]);
    expect(decided(release('price'), held)).toBe('not-held-for-this');
  });

  it('keeps an inquiry under the id of the command that opened it', () => {
    const question = { about: '納期', question: 'いつ?', askedVia: 'phone' } as const;
    expect(decided({ type: 'OpenInquiry', data: question })).toEqual([
      { type: 'InquiryOpened', data: { ...question, inquiryId: 'c-1' } },
    ]);
  });

  it('has its only open inquiry answered without naming it, and one of several by its id', () => {
    const resolved = (inquiryId: string) => [{ type: 'InquiryResolved', data: { inquiryId, answer: '明日です' } }];
    const [one, two] = [
      order({ openInquiries: ['i-1'], inquiryIds: ['i-1'] }),
      order({ openInquiries: ['i-1', 'i-2'], inquiryIds: ['i-0', 'i-1', 'i-2'] }),
    ];
    expect(decided(answer(), one)).toEqual(resolved('i-1'));
    expect(decided(answer(), two)).toBe('which-inquiry');
    expect(decided(answer('i-2'), two)).toEqual(resolved('i-2'));
    expect(decided(answer('i-0'), two)).toEqual([]);
    expect(decided(answer('i-9'), two)).toBe('unknown-inquiry');
  });

  it('keeps contacts and feedback as they were told', () => {
    const contact = { medium: 'phone', direction: 'inbound', summary: '確認' } as const;
    expect(decided({ type: 'RecordContact', data: contact })).toEqual([
      { type: 'CustomerContacted', data: { contactId: 'c-1', ...contact } },
    ]);
    expect(decided({ type: 'RecordFeedback', data: { score: 4 } })).toEqual([
      { type: 'FeedbackReceived', data: { score: 4 } },
    ]);
  });
});

describe('what every order takes', () => {
  const allowed = holdAndCareAvailability(() => undefined);
  const codes = (state: ReturnType<typeof order>) =>
    Object.fromEntries(Object.entries(allowed).map(([type, condition]) => [type, condition(state)?.code]));

  it('is nothing before there is an order', () => {
    const none = { data: { ...order().data, orderNumber: null } };
    expect(new Set(Object.values(codes(none)))).toEqual(new Set(['no-such-order']));
  });

  it('is a release where something is held, and an answer where something was asked', () => {
    expect(codes(order())).toMatchObject({ ReleaseHold: 'not-held', ResolveInquiry: 'no-open-inquiry' });
    const busy = order({ holds: ['credit'], openInquiries: ['i-1'], inquiryIds: ['i-1'] });
    expect(Object.values(codes(busy)).filter((code) => code !== undefined)).toEqual([]);
  });

  it('is a hold only where the kind of order can be held', () => {
    const refusal = { refused: 'state', code: 'over', message: { ja: '終了', en: 'over' } } as const;
    const over = holdAndCareAvailability<ReturnType<typeof order>>(() => refusal);
    expect(over.HoldOrder(order())).toBe(refusal);
    expect(over.RecordContact(order())).toBeUndefined();
  });
});
