import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FactMetadata } from '#libs/kernel/fact';
import { settableClock } from '#libs/kernel/clock';
import { createProcessRunner } from '#libs/kernel/processes/process-runner';
import { asFact, memoryEventLog } from '#libs/kernel/testing/memory-event-log';
import { refusal, until } from '#libs/kernel/testing/process-room';
import { memoryProjectionStore } from '#libs/kernel/testing/memory-projection-store';
import { regionOf as customerFacts } from '#state-machines/customer/customer.events';
import { followUpRuleOf, followUpRules } from '#state-machines/follow-up/follow-up-rules';
import { regionOf as goodsFacts } from '#state-machines/goods-order/goods-order.events';
import { regionOf as serviceFacts } from '#state-machines/service-order/service-order.events';
import { regionOf as caseFacts } from '#state-machines/support-case/support-case.events';
import { usualCalendar } from '../desk/business-calendar.ts';
import { followUpId } from '../follow-up/follow-up.id.ts';
import { followUpProcess } from './follow-up.process.ts';
import { openFollowUpRoom, type FollowUpRoom } from './testing/follow-up-room.ts';

type Happening = readonly [stream: string, type: string, data?: object, stateAfter?: FactMetadata['stateAfter']];

const GOODS = 'goodsOrder-0b0f4a52-6f0d-5c39-9a55-0d0f0f3f7f11';
const SERVICE = 'serviceOrder-1b0f4a52-6f0d-5c39-9a55-0d0f0f3f7f11';
const CASE = 'supportCase-2b0f4a52-6f0d-5c39-9a55-0d0f0f3f7f11';
const CUSTOMER = 'customer-C-1';

/** A Wednesday, 14:00 in Japan. Thursday and Friday are business days, Monday 30 November is the next one. */
const WEDNESDAY = '2026-11-25T05:00:00.000Z';
const opening = (date: string): string => `${date}T00:00:00.000Z`;

const contact = (direction: 'inbound' | 'outbound', more: object = {}) => ({ medium: 'phone', direction, ...more });
const shipment = { shipmentId: 'S1' };
const atWork = { engagement: 'delivering.onTrack' };
const plan: Happening = [SERVICE, 'ProjectPlanned', { planNumber: 1, plan: { contactIntervalDays: 7 } }];

interface Expectation {
  readonly rule: string;
  /** What comes before, if anything has to. */
  readonly before?: Happening;
  readonly begins: Happening;
  /** When it shows up, and the last day on which it is in time. */
  readonly opensAt: string;
  readonly dueOn: string;
  readonly answers: readonly Happening[];
  /** What looks like an answer and is none. */
  readonly ignores?: readonly Happening[];
}

const expectations: readonly Expectation[] = [
  {
    rule: 'clarification-unanswered',
    begins: [GOODS, 'ClarificationRequested', { clarificationId: 'c1', answerDue: '2026-11-30' }],
    opensAt: opening('2026-11-27'),
    dueOn: '2026-11-27',
    answers: [
      [GOODS, 'ClarificationReceived'],
      [GOODS, 'OrderCancelled'],
    ],
    ignores: [[GOODS.replace('0b', '0c'), 'ClarificationReceived']],
  },
  {
    rule: 'shortage-to-tell',
    begins: [GOODS, 'LineBackordered', { lineId: '1', quantity: 2 }, { fulfilment: 'allocating.dateToPropose' }],
    opensAt: WEDNESDAY,
    dueOn: '2026-11-25',
    answers: [
      [GOODS, 'DeliveryDateProposed'],
      [GOODS, 'StockAllocated', {}, { fulfilment: 'allocating.promised' }],
      [GOODS, 'CustomerContacted', contact('outbound')],
      [GOODS, 'OrderCancelled'],
    ],
    ignores: [
      [GOODS, 'StockAllocated', {}, { fulfilment: 'allocating.dateToPropose' }],
      [GOODS, 'CustomerContacted', contact('inbound')],
    ],
  },
  {
    rule: 'shortage-to-tell',
    begins: [GOODS, 'DeliveryDateDeclined', {}, { fulfilment: 'allocating.dateToPropose' }],
    opensAt: WEDNESDAY,
    dueOn: '2026-11-25',
    answers: [[GOODS, 'DeliveryDateProposed']],
  },
  {
    rule: 'delivery-date-changed',
    begins: [GOODS, 'DeliveryDateProposed', { proposedDate: '2026-12-10' }],
    opensAt: WEDNESDAY,
    dueOn: '2026-11-26',
    answers: [
      [GOODS, 'DeliveryDateAgreed'],
      [GOODS, 'DeliveryDateDeclined'],
      [GOODS, 'StockAllocated', {}, { fulfilment: 'registered' }],
    ],
  },
  {
    rule: 'suspected-duplicate',
    begins: [GOODS, 'OrderHeld', { reason: 'suspectedDuplicate' }],
    opensAt: WEDNESDAY,
    dueOn: '2026-11-25',
    answers: [
      [GOODS, 'HoldReleased', { reason: 'suspectedDuplicate' }],
      [GOODS, 'OrderCancelled'],
    ],
    ignores: [[GOODS, 'HoldReleased', { reason: 'credit' }]],
  },
  {
    rule: 'held-for-credit',
    begins: [GOODS, 'OrderHeld', { reason: 'credit' }],
    opensAt: WEDNESDAY,
    dueOn: '2026-11-25',
    answers: [
      [GOODS, 'HoldReleased', { reason: 'credit' }],
      [GOODS, 'OrderCancelled'],
      [GOODS, 'LineCancelled', {}, { fulfilment: 'cancelled' }],
      [GOODS, 'OrderCompleted', { completedOn: '2026-11-25' }],
    ],
    ignores: [
      [GOODS, 'HoldReleased', { reason: 'suspectedDuplicate' }],
      [GOODS, 'LineCancelled', {}, { fulfilment: 'registered' }],
    ],
  },
  {
    rule: 'held-for-credit',
    begins: [SERVICE, 'OrderHeld', { reason: 'credit' }],
    opensAt: WEDNESDAY,
    dueOn: '2026-11-25',
    answers: [
      [SERVICE, 'ProposalDeclined'],
      [SERVICE, 'ContractTerminated'],
      [SERVICE, 'EngagementCompleted', { completedOn: '2026-11-25' }],
    ],
  },
  {
    rule: 'delivery-unconfirmed',
    begins: [GOODS, 'ShipmentDispatched', { ...shipment, expectedOn: '2026-11-27' }],
    opensAt: opening('2026-11-30'),
    dueOn: '2026-11-30',
    answers: [
      [GOODS, 'ShipmentDelivered', shipment],
      [GOODS, 'DeliveryFailed', shipment],
      [GOODS, 'ShipmentReturnedToSender', shipment],
    ],
    ignores: [[GOODS, 'ShipmentDelivered', { shipmentId: 'S2' }]],
  },
  {
    rule: 'delivery-failed',
    begins: [GOODS, 'DeliveryFailed', shipment],
    opensAt: WEDNESDAY,
    dueOn: '2026-11-25',
    answers: [
      [GOODS, 'RedeliveryArranged', shipment],
      [GOODS, 'ShipmentDelivered', shipment],
    ],
  },
  {
    rule: 'acceptance-missing',
    begins: [GOODS, 'ShipmentDelivered', shipment],
    opensAt: opening('2026-11-30'),
    dueOn: '2026-11-30',
    answers: [
      [GOODS, 'DeliveryAccepted', shipment],
      [GOODS, 'DeliveryRefused', shipment],
    ],
    ignores: [[GOODS, 'DeliveryAccepted', { shipmentId: 'S2' }]],
  },
  {
    rule: 'proposal-unanswered',
    begins: [SERVICE, 'ProposalSubmitted', { version: 1, validUntil: '2026-12-25' }],
    opensAt: opening('2026-12-02'),
    dueOn: '2026-12-03',
    answers: [
      [SERVICE, 'ProposalAccepted'],
      [SERVICE, 'ProposalRevisionRequested'],
      [SERVICE, 'CustomerContacted', contact('inbound')],
    ],
    ignores: [[SERVICE, 'CustomerContacted', contact('outbound')]],
  },
  {
    rule: 'proposal-expiring',
    begins: [SERVICE, 'ProposalSubmitted', { version: 1, validUntil: '2026-12-11' }],
    opensAt: opening('2026-12-08'),
    dueOn: '2026-12-11',
    answers: [
      [SERVICE, 'ProposalDeclined'],
      [SERVICE, 'ProposalExpired'],
    ],
    ignores: [[SERVICE, 'CustomerContacted', contact('inbound')]],
  },
  {
    rule: 'contact-due',
    before: plan,
    begins: [SERVICE, 'ProjectKickedOff', {}, atWork],
    opensAt: opening('2026-12-02'),
    dueOn: '2026-12-02',
    answers: [[SERVICE, 'CompletionReported', {}, { engagement: 'finalising.awaitingAcceptance' }]],
    ignores: [[SERVICE, 'ProgressReported', {}, atWork]],
  },
  {
    rule: 'low-score',
    begins: [SERVICE, 'FeedbackReceived', { score: 2 }],
    opensAt: WEDNESDAY,
    dueOn: '2026-11-26',
    answers: [[SERVICE, 'CustomerContacted', contact('outbound')]],
    ignores: [[SERVICE, 'CustomerContacted', contact('inbound')]],
  },
  {
    rule: 'payment-overdue',
    begins: [SERVICE, 'InvoiceBecameOverdue', { invoiceNumber: 'INV-1' }],
    opensAt: WEDNESDAY,
    dueOn: '2026-11-26',
    answers: [
      [SERVICE, 'InvoicePaymentReceived', { invoiceNumber: 'INV-1', outstanding: 0 }],
      [SERVICE, 'InvoiceCancelled', { invoiceNumber: 'INV-1' }],
    ],
    ignores: [
      [SERVICE, 'InvoicePaymentReceived', { invoiceNumber: 'INV-1', outstanding: 1 }],
      [SERVICE, 'InvoicePaymentReceived', { invoiceNumber: 'INV-2', outstanding: 0 }],
    ],
  },
  {
    rule: 'payment-overdue',
    begins: [GOODS, 'PaymentBecameOverdue', {}, { payment: 'overdue' }],
    opensAt: WEDNESDAY,
    dueOn: '2026-11-26',
    answers: [
      [GOODS, 'PaymentReceived', {}, { payment: 'paid' }],
      [GOODS, 'PaymentFellDue', { dueOn: '2026-12-10' }, { payment: 'due' }],
    ],
    ignores: [[GOODS, 'PaymentReceived', {}, { payment: 'overdue' }]],
  },
  {
    rule: 'payment-overdue',
    begins: [GOODS, 'OrderAmended', {}, { payment: 'overdue' }],
    opensAt: WEDNESDAY,
    dueOn: '2026-11-26',
    answers: [[GOODS, 'RefusalSettled', {}, { payment: 'paid' }]],
  },
  {
    rule: 'after-service-7',
    begins: [GOODS, 'OrderCompleted', { completedOn: '2026-11-25' }],
    opensAt: opening('2026-12-02'),
    dueOn: '2026-12-04',
    answers: [],
  },
  {
    rule: 'after-service-30',
    begins: [SERVICE, 'EngagementCompleted', { completedOn: '2026-11-25' }],
    opensAt: opening('2026-12-25'),
    dueOn: '2027-01-04',
    answers: [],
  },
  {
    rule: 'next-proposal-90',
    begins: [SERVICE, 'EngagementCompleted', { completedOn: '2026-11-25' }],
    opensAt: opening('2027-02-24'),
    dueOn: '2027-03-03',
    answers: [],
  },
  {
    rule: 'reply-promised',
    begins: [CASE, 'CustomerContacted', contact('inbound', { replyOwedBy: 'company', replyDue: '2026-11-30' })],
    opensAt: WEDNESDAY,
    dueOn: '2026-11-30',
    answers: [
      [CASE, 'CustomerContacted', contact('outbound')],
      [CASE, 'CustomerContacted', contact('inbound', { replyOwedBy: 'customer', replyDue: '2026-12-01' })],
    ],
    ignores: [
      [CASE, 'CustomerContacted', contact('inbound')],
      [CUSTOMER, 'CustomerContacted', contact('outbound')],
    ],
  },
  {
    rule: 'customer-reply-missing',
    begins: [CUSTOMER, 'CustomerContacted', contact('outbound', { replyOwedBy: 'customer', replyDue: '2026-11-27' })],
    opensAt: opening('2026-11-30'),
    dueOn: '2026-12-01',
    answers: [
      [CUSTOMER, 'CustomerContacted', contact('inbound')],
      [CUSTOMER, 'CustomerContacted', contact('outbound', { replyOwedBy: 'company' })],
    ],
    ignores: [[CUSTOMER, 'CustomerContacted', contact('outbound')]],
  },
  {
    rule: 'case-unanswered',
    begins: [CASE, 'CaseOpened', { firstAnswerDue: '2026-11-26T05:00:00.000Z', resolutionDue: opening('2026-11-30') }],
    opensAt: WEDNESDAY,
    dueOn: '2026-11-26',
    answers: [
      [CASE, 'CaseAnswered'],
      [CASE, 'InformationRequested'],
      [CASE, 'CaseResolved'],
    ],
    ignores: [[CASE, 'CaseTaken', { assignee: 'sato' }]],
  },
  {
    rule: 'case-unanswered',
    begins: [CASE, 'CaseReopened', { resolutionDue: '2026-12-01T05:00:00.000Z' }],
    opensAt: WEDNESDAY,
    dueOn: '2026-11-26',
    answers: [[CASE, 'CaseAnswered']],
  },
  {
    rule: 'case-unresolved',
    begins: [CASE, 'CaseOpened', { firstAnswerDue: WEDNESDAY, resolutionDue: '2026-12-01T05:00:00.000Z' }],
    opensAt: opening('2026-11-30'),
    dueOn: '2026-12-01',
    answers: [[CASE, 'CaseResolved']],
    ignores: [[CASE, 'CaseAnswered']],
  },
  {
    rule: 'case-information-missing',
    begins: [CASE, 'InformationRequested', { answerDue: '2026-11-27' }],
    opensAt: opening('2026-11-30'),
    dueOn: '2026-12-01',
    answers: [
      [CASE, 'InformationReceived'],
      [CASE, 'CaseResolved'],
    ],
  },
];

const ruleNamed = (id: string) => {
  const rule = followUpRuleOf(id);
  if (!rule) throw new Error(`there is no rule ${id}`);
  return rule;
};

let opened: FollowUpRoom[] = [];
afterEach(async () => {
  await Promise.all(opened.map((room) => room.leave()));
  opened = [];
});
const roomOf = async (id: string): Promise<FollowUpRoom> => {
  const room = await openFollowUpRoom(ruleNamed(id));
  opened.push(room);
  room.room.clock.set(WEDNESDAY);
  return room;
};
const justBefore = (instant: string): string => new Date(new Date(instant).getTime() - 1).toISOString();
const FAR = '2027-06-01T00:00:00.000Z';

describe('every rule', () => {
  it('is expected to do something below', () => {
    expect([...new Set(expectations.map(({ rule }) => rule))]).toEqual(followUpRules.map(({ id }) => id));
  });

  it('of a hold is begun by the hold, and not by what is said of one that stands already', () => {
    for (const reason of ['credit', 'suspectedDuplicate']) {
      const begun = (data: object) =>
        followUpRules.filter(({ begins }) =>
          begins.some(({ fact, when }) => fact === 'OrderHeld' && when?.({ reason, ...data }, {})),
        );
      expect([begun({}).length, begun({ again: true }).length]).toEqual([1, 0]);
    }
  });

  it('has an id of its own that fits the names of its tables, and words in both languages', () => {
    expect(new Set(followUpRules.map(({ id }) => id)).size).toBe(followUpRules.length);
    for (const { id, name, task } of followUpRules) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(id.length).toBeLessThanOrEqual(28);
      for (const text of [name, task]) {
        expect(text.ja).toMatch(/[ぁ-んァ-ヶ一-龠]/);
        expect(text.en).toMatch(/^[A-Z]/);
      }
    }
  });

  it('watches facts that there are', () => {
    const facts = {
      goodsOrder: goodsFacts,
      serviceOrder: serviceFacts,
      supportCase: caseFacts,
      customer: customerFacts,
    };
    for (const { begins, answers, remembers = [] } of followUpRules)
      for (const { of, fact } of [...begins, ...answers, ...remembers]) expect(facts[of]).toHaveProperty(fact);
  });
});

const titled = expectations.map((expectation) => ({
  ...expectation,
  title: `${expectation.rule} after ${expectation.begins[1]}`,
}));
/** Each expectation with each of its answers, or of what it ignores. */
const withEach = (happenings: 'answers' | 'ignores') =>
  titled.flatMap((expectation) =>
    (expectation[happenings] ?? []).map((other) => ({ ...expectation, other, what: other[1] })),
  );

const begun = async ({ rule, before, begins }: Expectation) => {
  const room = await roomOf(rule);
  if (before) room.happens(...before);
  const cause = room.happens(...begins);
  await room.settled();
  return { room, cause };
};
/** Until it has shown up. */
const shown = async (expectation: Expectation) => {
  const { room, cause } = await begun(expectation);
  if (expectation.opensAt !== WEDNESDAY) await room.at(expectation.opensAt);
  return { room, cause };
};

describe('a follow-up', () => {
  it.each(titled)('of $title shows up in time, once, with its day', async (expectation) => {
    const { rule, opensAt, dueOn } = expectation;
    const { room, cause } = await begun(expectation);
    if (opensAt !== WEDNESDAY) {
      await room.at(justBefore(opensAt));
      expect(room.followUps()).toEqual([]);
      await room.at(opensAt);
    }
    const origin = { rule, causeId: cause.id, causeType: expectation.begins[1], causedAt: WEDNESDAY };
    const opened = { origin, opensAt, dueOn, priority: ruleNamed(rule).priority };
    expect(room.followUps()).toMatchObject([{ id: followUpId(rule, cause.id), state: 'open', opened }]);
    await room.at(FAR);
    expect(room.followUps()).toHaveLength(1);
  });

  it.each(withEach('answers').filter(({ opensAt }) => opensAt !== WEDNESDAY))(
    'of $title never shows up where $what comes first',
    async ({ other, ...expectation }) => {
      const { room } = await begun(expectation);
      room.happens(...other);
      await room.at(FAR);
      expect(room.followUps()).toEqual([]);
    },
  );

  it.each(withEach('answers'))('of $title is closed at once by $what', async ({ other, ...expectation }) => {
    const { room } = await shown(expectation);
    const { id } = room.happens(...other);
    await room.settled();
    expect(room.followUps()).toMatchObject([{ state: 'done' }]);
    expect(room.answers()).toEqual([{ answeredBy: id, answeredWith: other[1] }]);
  });

  it.each(withEach('ignores'))('of $title is not closed by another $what', async ({ other, ...expectation }) => {
    const { room } = await shown(expectation);
    room.happens(...other);
    await room.settled();
    expect(room.followUps()[0]).toMatchObject({ state: 'open' });
  });
});

const ask = (room: FollowUpRoom, order = GOODS) =>
  room.happens(order, 'ClarificationRequested', { clarificationId: 'c' });
const states = (room: FollowUpRoom) => room.followUps().map(({ state }) => state);

describe('a rule', () => {
  it('counts business days over the New Year holidays', async () => {
    const room = await roomOf('clarification-unanswered');
    room.room.clock.set('2026-12-28T05:00:00.000Z');
    ask(room);
    await room.at('2027-01-04T23:59:59.999Z');
    expect(room.followUps()).toEqual([]);
    await room.at(opening('2027-01-05'));
    expect(room.followUps()).toMatchObject([{ opened: { dueOn: '2027-01-05', opensAt: opening('2027-01-05') } }]);
  });

  it('goes by the calendar that the desk has set by then', async () => {
    const room = await roomOf('clarification-unanswered');
    ask(room);
    room.happens('desk-company', 'CalendarSet', {
      calendar: { ...usualCalendar, closedDays: ['2026-11-26'], opensAt: '10:00' },
    });
    ask(room, GOODS.replace('0b', '0c'));
    await room.at(FAR);
    expect(room.followUps().map(({ opened: { opensAt } }) => opensAt)).toEqual([
      opening('2026-11-27'),
      '2026-11-30T01:00:00.000Z',
    ]);
  });

  it('goes by the newest promise, and not by a word that names no day', async () => {
    const room = await roomOf('reply-promised');
    const promise = (more: object) =>
      room.happens(CUSTOMER, 'CustomerContacted', contact('inbound', { replyOwedBy: 'company', ...more }));
    promise({ replyDue: '2026-11-30' });
    await room.settled();
    promise({});
    await room.settled();
    expect(room.followUps()).toMatchObject([{ data: { dueOn: '2026-11-30' } }]);
    promise({ replyDue: '2026-11-27' });
    await room.settled();
    expect(room.followUps()).toMatchObject([{ state: 'open', data: { dueOn: '2026-11-27' } }]);
  });

  it('has the day that it would have had, however late it shows up', async () => {
    const room = await roomOf('clarification-unanswered');
    await room.room.leave();
    ask(room);
    room.room.clock.set('2026-12-10T00:00:00.000Z');
    await room.restart();
    expect(room.followUps()).toMatchObject([{ opened: { dueOn: '2026-11-27', opensAt: opening('2026-11-27') } }]);
  });

  it('opens nothing twice when it starts again, is rebuilt, or has lost its database', async () => {
    const room = await roomOf('clarification-unanswered');
    ask(room);
    await room.at(opening('2026-11-27'));
    ask(room, GOODS.replace('0b', '0c'));
    await room.restart();
    await room.rebuild();
    room.room.store = memoryProjectionStore();
    await room.restart();
    await room.at(FAR);
    await room.rebuild();
    expect(states(room)).toEqual(['open', 'open']);
    expect(room.room.sent.map(({ type }) => type)).toEqual(['OpenFollowUp', 'OpenFollowUp']);
  });

  it('waits anew where the matter begins anew before it has shown up', async () => {
    const room = await roomOf('clarification-unanswered');
    ask(room);
    await room.at('2026-11-26T05:00:00.000Z');
    const second = ask(room);
    await room.at(FAR);
    expect(room.followUps()).toMatchObject([
      { opened: { origin: { causeId: second.id }, opensAt: opening('2026-11-30') } },
    ]);
  });

  it('has one follow-up for a matter that begins anew while it is open, and another one after it was seen to', async () => {
    const room = await roomOf('shortage-to-tell');
    const short = () => room.happens(GOODS, 'LineBackordered', { lineId: '1', quantity: 1 });
    short();
    await room.settled();
    short();
    await room.settled();
    expect(states(room)).toEqual(['open']);
    room.act(room.followUps()[0]!.id, { type: 'CompleteFollowUp', data: { outcome: 'reached' } });
    short();
    await room.settled();
    expect(states(room)).toEqual(['done', 'open']);
    room.happens(GOODS, 'DeliveryDateProposed', {});
    await room.settled();
    expect(states(room)).toEqual(['done', 'done']);
  });

  it('moves the day of a follow-up that is open where the matter is due on another one, and leaves it with whoever has it', async () => {
    const room = await roomOf('case-unanswered');
    room.happens(CASE, 'CaseOpened', { firstAnswerDue: '2026-11-27T05:00:00.000Z' });
    await room.settled();
    const id = room.followUps()[0]!.id;
    room.act(id, { type: 'AssignFollowUp', data: { assignee: 'sato' } });
    room.happens(CASE, 'CaseAmended', { firstAnswerDue: '2026-11-25T07:00:00.000Z' });
    room.happens(CASE, 'CaseAmended', { category: 'question' });
    await room.settled();
    expect(room.followUps()).toMatchObject([
      { id, state: 'assigned', data: { assignee: 'sato', dueOn: '2026-11-25' } },
    ]);
  });

  it('has one follow-up for all that one request begins at once, from the first of it on', async () => {
    const room = await roomOf('shortage-to-tell');
    const short = (lineId: string) =>
      room.happens(GOODS, 'LineBackordered', { lineId, quantity: 1 }, {}, 'the confirmation');
    const first = short('1');
    short('2');
    await room.settled();
    expect(room.followUps()).toMatchObject([{ state: 'open', opened: { origin: { causeId: first.id } } }]);
  });

  it('leaves alone what somebody has dropped', async () => {
    const room = await roomOf('clarification-unanswered');
    ask(room);
    await room.at(opening('2026-11-27'));
    room.act(room.followUps()[0]!.id, { type: 'DropFollowUp', data: { reason: '不要' } });
    room.happens(GOODS, 'ClarificationReceived');
    await room.settled();
    expect(states(room)).toEqual(['dropped']);
  });

  it('closes at once what shows up in the moment in which it is answered', async () => {
    const room = await roomOf('clarification-unanswered');
    const cause = ask(room);
    room.happens(GOODS, 'ClarificationReceived');
    await room.settled();
    const data = {
      origin: {
        rule: 'clarification-unanswered',
        matter: GOODS,
        causeId: cause.id,
        causeType: 'ClarificationRequested',
        causedAt: WEDNESDAY,
      },
      subject: { customerId: 'C-1' },
      priority: 'high',
      opensAt: WEDNESDAY,
      dueOn: '2026-11-27',
    } as const;
    room.act(followUpId('clarification-unanswered', cause.id), { type: 'OpenFollowUp', data });
    await room.settled();
    expect(states(room)).toEqual(['done']);
  });

  it('opens nothing while it is off, and what begins after that it does', async () => {
    const room = await roomOf('clarification-unanswered');
    const off = refusal('rule-is-off');
    room.refusing = off.accepted ? off : { ...off, refusal: { ...off.refusal, refused: 'state' } };
    ask(room);
    await room.at(opening('2026-11-27'));
    expect(room.followUps()).toEqual([]);
    room.refusing = undefined;
    await room.restart();
    expect(room.followUps()).toEqual([]);
    ask(room);
    await room.at(FAR);
    expect(states(room)).toEqual(['open']);
  });

  it('opens the past where it is rebuilt after it was switched on for it, and only what is still unanswered', async () => {
    const room = await roomOf('clarification-unanswered');
    const off = refusal('before-the-rule');
    room.refusing = off.accepted ? off : { ...off, refusal: { ...off.refusal, refused: 'state' } };
    ask(room);
    ask(room, GOODS.replace('0b', '0c'));
    await room.at('2026-12-10T00:00:00.000Z');
    room.happens(GOODS, 'ClarificationReceived');
    await room.settled();
    room.refusing = undefined;
    await room.rebuild();
    await room.settled();
    expect(room.followUps()).toMatchObject([
      { state: 'open', opened: { origin: { matter: GOODS.replace('0b', '0c') }, dueOn: '2026-11-27' } },
    ]);
  });

  it('does not begin to wait for a contact where no interval was agreed, or where no work is under way', async () => {
    const room = await roomOf('contact-due');
    room.happens(SERVICE, 'ProjectKickedOff', {}, atWork);
    await room.at(FAR);
    room.happens(...plan);
    room.happens(SERVICE, 'CompletionAccepted', {}, { engagement: 'completed' });
    await room.at('2028-01-01T00:00:00.000Z');
    expect(room.followUps()).toEqual([]);
  });

  it('waits for the next contact after each contact', async () => {
    const room = await roomOf('contact-due');
    room.happens(...plan);
    room.happens(SERVICE, 'ProjectKickedOff', {}, atWork);
    await room.at('2026-11-30T05:00:00.000Z');
    room.happens(SERVICE, 'CustomerContacted', contact('inbound'), atWork);
    await room.at('2026-12-06T23:59:59.999Z');
    expect(room.followUps()).toEqual([]);
    await room.at(opening('2026-12-07'));
    expect(states(room)).toEqual(['open']);
    room.happens(SERVICE, 'CustomerContacted', contact('outbound'), atWork);
    await room.at(opening('2026-12-14'));
    expect(states(room)).toEqual(['done', 'open']);
  });

  it('lets only what is said after it has shown up count as after-service', async () => {
    const room = await roomOf('after-service-7');
    room.happens(GOODS, 'OrderCompleted', {});
    room.happens(GOODS, 'CustomerContacted', contact('outbound'));
    await room.at(opening('2026-12-02'));
    expect(states(room)).toEqual(['open']);
    room.happens(GOODS, 'CustomerContacted', contact('outbound'));
    await room.settled();
    expect(states(room)).toEqual(['done']);
  });

  it('stops alone at a fact that it cannot make sense of, and the others go on', async () => {
    const log = memoryEventLog();
    const store = memoryProjectionStore();
    const clock = settableClock(WEDNESDAY);
    const sent: string[] = [];
    const runner = createProcessRunner({
      eventStore: log,
      projectionStore: store,
      processes: ['delivery-failed', 'shortage-to-tell'].map((id) => followUpProcess(ruleNamed(id))),
      toFact: asFact,
      clock,
      leaseMs: 90,
      send: ({ id, command }) => {
        sent.push(`${command.type} ${id}`);
        const answer = { id, stream: `followUp-${id}`, revision: 0n, position: undefined, state: {}, facts: [] };
        return Promise.resolve({ ...answer, accepted: true, repeated: false });
      },
    });
    await runner.start();
    log.record(GOODS, 'DeliveryFailed', {}, { recordedAt: WEDNESDAY });
    const { id } = log.record(GOODS, 'LineBackordered', { lineId: '1', quantity: 1 }, { recordedAt: WEDNESDAY });
    await until(() => sent.length > 0);
    expect(sent).toEqual([`OpenFollowUp ${followUpId('shortage-to-tell', id)}`]);
    await until(async () => (await runner.status())[0]?.status === 'stopped');
    expect(await runner.status()).toMatchObject([
      {
        name: 'follow-up-delivery-failed',
        status: 'stopped',
        failure: { type: 'DeliveryFailed', error: expect.stringContaining('names no shipmentId') },
      },
      { name: 'follow-up-shortage-to-tell', status: 'running' },
    ]);
    await runner.stop();
  });
});

describe('whatever happens', () => {
  const step = fc.oneof(
    fc.constantFrom('short', 'told', 'dateAgreed').map((what) => ({ what, order: GOODS })),
    fc.constantFrom('short', 'told').map((what) => ({ what, order: GOODS.replace('0b', '0c') })),
    fc.constantFrom('complete', 'drop', 'rebuild').map((what) => ({ what, order: GOODS })),
  );

  it('a matter has one open follow-up at most, and none once it is answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const room = await openFollowUpRoom(ruleNamed('shortage-to-tell'));
        room.room.clock.set(WEDNESDAY);
        const ofOrder = (order: string) =>
          room.followUps().filter(({ state, data }) => state === 'open' && data.origin?.matter === order);
        for (const { what, order } of steps) {
          if (what === 'short') room.happens(order, 'LineBackordered', { lineId: '1', quantity: 1 });
          else if (what === 'told') room.happens(order, 'CustomerContacted', contact('outbound'));
          else if (what === 'dateAgreed') room.happens(order, 'DeliveryDateAgreed', {});
          else if (what === 'rebuild') await room.rebuild();
          else
            for (const { id } of ofOrder(order))
              room.act(
                id,
                what === 'drop'
                  ? { type: 'DropFollowUp', data: { reason: '不要' } }
                  : { type: 'CompleteFollowUp', data: { outcome: 'reached' } },
              );
          await room.settled();
          expect(ofOrder(order).length).toBe(what === 'short' ? 1 : ofOrder(order).length);
          expect(ofOrder(order).length).toBeLessThanOrEqual(1);
          if (['told', 'dateAgreed', 'complete', 'drop'].includes(what)) expect(ofOrder(order)).toEqual([]);
        }
        const before = room.followUps();
        room.room.store = memoryProjectionStore();
        await room.restart();
        expect(room.followUps()).toEqual(before);
        await room.leave();
      }),
      { numRuns: 25 },
    );
  });
});
