import { describe, expect, it } from '@jest/globals';
import { supportCaseAvailability } from './support-case.availability.ts';
import type { SupportCaseCommand } from './support-case.commands.ts';
import {
  amend,
  answer,
  ask,
  calendar,
  close,
  contact,
  continued,
  inform,
  openCase,
  openOfInquiry,
  reopen,
  resolve,
  settle,
  story,
  STORY_TIME,
  take,
  tea,
  told,
  type Story,
} from './support-case.story.ts';
import { supportCaseStream } from './support-case.stream.ts';

const opened = story(openCase());
const inquiry = story(openOfInquiry());
const resolved = continued(opened, resolve);
const closed = continued(resolved, close);

/** The facts of one more command, or the code of its refusal with its field. */
const decided = (from: Story, command: SupportCaseCommand, now?: string) => {
  const { facts, refusal } = told(from, command, now);
  return refusal ? [refusal.code, refusal.field].filter(Boolean).join(' ') : facts.slice(from.facts.length);
};
const nothing: Story = { state: supportCaseStream.decider.initial, facts: [], refusal: undefined };

describe('a case that is opened', () => {
  it('is as the customer told it, of usual urgency, with what the company means to keep', () => {
    const command = openCase({
      category: 'complaint',
      description: '箱がつぶれていた',
      order: { ...tea, lineId: '1' },
    });
    expect(decided(nothing, command)).toEqual([
      {
        type: 'CaseOpened',
        data: {
          caseNumber: 'SC-2026-000001',
          category: 'complaint',
          priority: 'normal',
          customerId: 'C-1',
          openedVia: 'phone',
          openedAt: STORY_TIME,
          firstAnswerDue: '2026-11-27T07:00:00.000Z',
          resolutionDue: '2026-12-02T03:00:00.000Z',
          order: { ...tea, lineId: '1' },
          title: '請求書の宛名',
          description: '箱がつぶれていた',
        },
      },
    ]);
    expect(decided(opened, openCase())).toBe('already-opened');
  });

  it('of an inquiry is a question since the customer asked, whose words stay where they were said', () => {
    const command = openOfInquiry({ openedAt: '2026-11-27T10:30:00+09:00' });
    expect(decided(nothing, command)).toEqual([
      {
        type: 'CaseOpened',
        data: {
          caseNumber: 'SC-2026-000002',
          category: 'question',
          priority: 'normal',
          customerId: 'C-1',
          openedVia: 'email',
          openedAt: '2026-11-27T01:30:00.000Z',
          firstAnswerDue: '2026-11-30T01:30:00.000Z',
          resolutionDue: '2026-12-02T01:30:00.000Z',
          order: tea,
          inquiryId: 'i-1',
        },
      },
    ]);
    expect(decided(inquiry, openOfInquiry())).toEqual([]);
  });
});

describe('a case that is amended', () => {
  it('has other targets where its category or its priority is another one, reckoned from its opening', () => {
    expect(decided(opened, amend({ priority: 'urgent' }), '2026-11-30T00:00:00.000Z')).toEqual([
      {
        type: 'CaseAmended',
        data: {
          priority: 'urgent',
          firstAnswerDue: '2026-11-27T05:00:00.000Z',
          resolutionDue: '2026-11-30T03:00:00.000Z',
        },
      },
    ]);
    expect(decided(opened, amend({ category: 'repair', title: '修理' }))).toMatchObject([
      { data: { category: 'repair', title: '修理', firstAnswerDue: '2026-11-30T03:00:00.000Z' } },
    ]);
  });

  it('is judged by what was promised when the customer got the first answer', () => {
    expect(decided(continued(opened, answer), amend({ priority: 'low' }))).toEqual([
      { type: 'CaseAmended', data: { priority: 'low', resolutionDue: '2026-12-04T03:00:00.000Z' } },
    ]);
  });

  it('has its time to resolve since it was reopened', () => {
    const again = told(resolved, reopen, '2026-12-01T00:00:00.000Z');
    expect(decided(again, amend({ priority: 'urgent' }))).toMatchObject([
      { data: { resolutionDue: '2026-12-01T09:00:00.000Z', firstAnswerDue: '2026-11-27T05:00:00.000Z' } },
    ]);
  });

  it('says only what is new, and nothing where nothing is', () => {
    expect(decided(opened, amend({ category: 'question', priority: 'normal' }))).toEqual([]);
    expect(decided(opened, amend({ category: 'question', order: tea }))).toEqual([
      { type: 'CaseAmended', data: { order: tea } },
    ]);
    expect(decided(inquiry, amend({ order: tea }))).toEqual([]);
    expect(decided(inquiry, amend({ order: { ...tea, shipmentId: 'S1' } }))).toMatchObject([
      { data: { order: { shipmentId: 'S1' } } },
    ]);
  });

  it('is refused where nothing is given to amend, and where an inquiry would belong to another order', () => {
    expect(decided(opened, amend({}))).toBe('nothing-to-amend category');
    expect(decided(inquiry, amend({ order: { ...tea, orderId: 'order-2' } }))).toBe(
      'inquiry-of-another-order order.orderId',
    );
  });
});

describe('work on a case', () => {
  it('is taken up by somebody, and given to another', () => {
    expect(decided(opened, take())).toEqual([{ type: 'CaseTaken', data: { assignee: 'sato' } }]);
    const taken = continued(opened, take());
    expect(decided(taken, take())).toEqual([]);
    expect(decided(taken, take('mori'))).toEqual([{ type: 'CaseTaken', data: { assignee: 'mori' } }]);
  });

  it('tells the customer, and asks them', () => {
    expect(decided(opened, answer)).toEqual([
      { type: 'CaseAnswered', data: { answer: '本日お直しします', answeredVia: 'phone' } },
    ]);
    expect(decided(opened, ask)).toEqual([
      { type: 'InformationRequested', data: { question: '宛名は?', askedVia: 'email', answerDue: '2026-12-01' } },
    ]);
    expect(decided(opened, ask, '2026-12-02T00:00:00.000Z')).toBe('in-the-past answerDue');
    expect(decided(continued(opened, ask), inform)).toEqual([
      { type: 'InformationReceived', data: { answer: '株式会社さくら商店', answeredVia: 'email' } },
    ]);
    expect(decided(opened, inform)).toBe('nothing-asked');
  });

  it('keeps contacts also after it is over', () => {
    for (const from of [opened, resolved, closed])
      expect(decided(from, contact)).toMatchObject([{ type: 'CustomerContacted', data: { direction: 'inbound' } }]);
  });
});

describe('the end of a case', () => {
  it('is what came of it, once', () => {
    expect(decided(opened, resolve)).toEqual([
      { type: 'CaseResolved', data: { outcome: 'other', resolution: '再発行した' } },
    ]);
    expect(decided(resolved, resolve)).toBe('case-over');
    expect(decided(opened, close)).toBe('not-resolved');
    expect(decided(resolved, close)).toEqual([{ type: 'CaseClosed', data: {} }]);
    expect(decided(closed, close)).toEqual([]);
  });

  it('is settled where its order was answered, and left alone where it is resolved', () => {
    expect(decided(inquiry, settle)).toMatchObject([{ type: 'CaseResolved', data: { outcome: 'answered' } }]);
    expect(decided(continued(inquiry, ask), settle)).toHaveLength(1);
    expect(decided(resolved, settle)).toEqual([]);
    expect(decided(closed, settle)).toEqual([]);
  });

  it('is the first answer too where the customer was told, as a question back is', () => {
    const firstAnswered = (command: SupportCaseCommand) => continued(opened, command).state.data.firstAnswered;
    expect(firstAnswered(ask)).toBe(true);
    const resolving = (more: object) =>
      ({ type: 'ResolveCase', data: { outcome: 'withdrawn', resolution: '取り下げ', ...more } }) as const;
    expect(firstAnswered(resolving({}))).toBe(false);
    expect(firstAnswered(resolving({ answeredVia: 'phone' }))).toBe(true);
    expect(firstAnswered(resolving({ outcome: 'answered' }))).toBe(true);
    expect(firstAnswered(settle)).toBe(true);
  });

  it('is none where the customer comes back: the time to resolve it begins anew', () => {
    const later = '2026-12-01T00:00:00.000Z';
    for (const from of [resolved, closed])
      expect(decided(from, reopen, later)).toEqual([
        {
          type: 'CaseReopened',
          data: { reason: '宛名がまだ違う', reopenedAt: later, resolutionDue: '2026-12-03T09:00:00.000Z' },
        },
      ]);
    expect(decided(opened, reopen)).toBe('not-over');
    expect(continued(resolved, reopen).state.data).toMatchObject({ outcome: null, reopened: 1 });
  });

  it('does not come back before it was opened, whatever the caller says of the time', () => {
    expect(decided(resolved, reopen, '2026-11-20T00:00:00.000Z')).toMatchObject([
      { data: { reopenedAt: STORY_TIME, resolutionDue: '2026-12-02T03:00:00.000Z' } },
    ]);
  });
});

describe('what a case takes', () => {
  const codes = ({ state }: Story) =>
    Object.fromEntries(Object.entries(supportCaseAvailability).map(([type, refusal]) => [type, refusal(state)?.code]));

  it('is nothing before it is opened', () => {
    const { OpenCase, OpenCaseOfInquiry, ...others } = codes(nothing);
    expect([OpenCase, OpenCaseOfInquiry]).toEqual([undefined, undefined]);
    expect(new Set(Object.values(others))).toEqual(new Set(['no-such-case']));
  });

  it('is neither work nor another resolution once it is over', () => {
    const work = ['AmendCase', 'TakeCase', 'AnswerCase', 'RequestInformation', 'RecordInformation', 'ResolveCase'];
    for (const over of [resolved, closed]) {
      for (const type of work) expect(codes(over)).toMatchObject({ [type]: 'case-over' });
      expect(codes(over)).toMatchObject({ ReopenCase: undefined, CloseCase: undefined, RecordContact: undefined });
    }
  });

  it('is decided by the calendar of the company', () => {
    const closedMonday = { ...calendar, closedDays: ['2026-11-30'] };
    expect(decided(nothing, openCase({ calendar: closedMonday }))).toMatchObject([
      { data: { firstAnswerDue: '2026-12-01T03:00:00.000Z' } },
    ]);
  });
});
