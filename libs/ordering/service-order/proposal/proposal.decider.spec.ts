import { describe, expect, it } from '@jest/globals';
import { isRefusal, type Refusal } from '#libs/kernel/decider';
import { given } from '#libs/kernel/testing/given-when-then';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import type { ProposalContent } from '#state-machines/service-order/service-order.terms';
import type { ProposalCommand } from './proposal.commands.ts';
import {
  accepted,
  confirmed,
  content,
  drafted,
  expired,
  fixedPrice,
  onDay,
  PROPOSAL_DAY,
  recorded,
  revised,
  revisionRequested,
  secondWithCustomer,
  submitted,
  VALID_UNTIL,
  withCustomer,
} from './proposal.story.ts';
import { serviceOrderStream } from '../service-order.stream.ts';

const today = onDay(PROPOSAL_DAY);
const lastDay = onDay(VALID_UNTIL);
const dayAfter = { ...lastDay, now: '2026-11-30T15:00:00.000Z' };

const draft = (more: Partial<ProposalContent> = {}) =>
  ({ type: 'DraftProposal', data: { ...content, ...more } }) as ProposalCommand;
const revise = (more: Partial<ProposalContent>) => ({ type: 'ReviseProposal', data: more }) as ProposalCommand;
const submit = (version?: number): ProposalCommand => ({ type: 'SubmitProposal', data: { version } });
const accept = (version: number, acceptedOn?: string): ProposalCommand => ({
  type: 'AcceptProposal',
  data: { version, acceptedOn },
});
const decline: ProposalCommand = { type: 'DeclineProposal', data: { reason: 'price' } };
const expire = (version: number): ProposalCommand => ({ type: 'ExpireProposal', data: { version } });

const refusalOf = (history: readonly ServiceOrderFact[], command: ProposalCommand, when = today): Refusal => {
  const { decider } = serviceOrderStream;
  const state = history.reduce((before, fact) => decider.evolve(before, fact), decider.initial);
  const decision = decider.decide(command, state, { ...when, id: 'order-1' });
  if (!isRefusal(decision)) throw new Error(`${command.type} was not refused`);
  return decision;
};

describe('drafting a proposal', () => {
  it('makes version 1 of what was confirmed as needed', () => {
    given(serviceOrderStream, confirmed)
      .when(draft(), today)
      .then([{ type: 'ProposalDrafted', data: { version: 1, proposal: content } }]);
  });

  it('waits for the needs to be confirmed', () => {
    given(serviceOrderStream, [recorded]).when(draft(), today).thenRefused('not-in-this-state');
  });

  it.each<[string, string, Partial<ProposalContent>]>([
    ['duplicate-id', 'items[1].itemId', { items: [fixedPrice('a', 1), fixedPrice('a', 2)] }],
    [
      'duplicate-id',
      'deliverables[1].deliverableId',
      { deliverables: [...content.deliverables, { deliverableId: 'D1', name: 'もう一つ' }] },
    ],
    [
      'schedule-ends-before-it-begins',
      'schedule.endsOn',
      { schedule: { startsOn: '2026-12-02', endsOn: '2026-12-01' } },
    ],
    ['in-the-past', 'validUntil', { validUntil: '2026-11-19' }],
  ])('refuses %s and names %s', (code, field, more) => {
    expect(refusalOf(confirmed, draft(more))).toMatchObject({ refused: 'rule', code, field });
  });

  it('takes a validity that ends today, and a schedule of one day', () => {
    const proposal = {
      ...content,
      validUntil: PROPOSAL_DAY,
      schedule: { startsOn: '2026-12-01', endsOn: '2026-12-01' },
    };
    given(serviceOrderStream, confirmed)
      .when(draft(proposal), today)
      .then([{ type: 'ProposalDrafted', data: { version: 1, proposal } }]);
  });
});

describe('revising a proposal', () => {
  it('makes the next version in full: what is left out stays as it is in the newest one', () => {
    const scope = '設計だけ';
    given(serviceOrderStream, [...drafted, revised(2, { ...content, terms: '準委任契約' })])
      .when({ type: 'ReviseProposal', data: { scope, reason: '開発は別契約' } }, today)
      .then([
        {
          type: 'ProposalRevised',
          data: { version: 3, proposal: { ...content, terms: '準委任契約', scope }, reason: '開発は別契約' },
        },
      ]);
  });

  it('is possible while the customer has the proposal, or wants it otherwise', () => {
    for (const history of [withCustomer, [...withCustomer, revisionRequested(1)]])
      given(serviceOrderStream, history)
        .when(revise({ title: '二版' }), today)
        .then([revised(2, { ...content, title: '二版' })]);
  });

  it('to what it says already makes no version', () => {
    given(serviceOrderStream, withCustomer)
      .when(revise({ scope: content.scope, items: content.items }), today)
      .then([]);
    given(serviceOrderStream, withCustomer).when(revise({}), today).then([]);
  });

  it('holds the whole new version against the rules, what stays of the old one included', () => {
    expect(refusalOf(withCustomer, revise({ title: '二版' }), dayAfter)).toMatchObject({
      code: 'in-the-past',
      field: 'validUntil',
    });
    expect(
      refusalOf(withCustomer, revise({ schedule: { startsOn: '2027-04-01', endsOn: '2027-03-31' } })),
    ).toMatchObject({ code: 'schedule-ends-before-it-begins' });
  });

  it('brings an expired proposal back, with a new validity only', () => {
    expect(refusalOf(expired, revise({ title: '改めて' }), dayAfter)).toMatchObject({
      code: 'validity-needed',
      field: 'validUntil',
    });
    expect(refusalOf(expired, revise({ validUntil: VALID_UNTIL }), dayAfter)).toMatchObject({ field: 'validUntil' });
    given(serviceOrderStream, expired)
      .when(revise({ validUntil: '2026-12-24' }), dayAfter)
      .then([revised(2, { ...content, validUntil: '2026-12-24' })]);
  });

  it('is refused once a version was accepted', () => {
    given(serviceOrderStream, accepted)
      .when(revise({ title: '二版' }), today)
      .thenRefused('not-in-this-state');
  });
});

describe('submitting a proposal', () => {
  it('hands the newest version to the customer, and says until when it can be accepted', () => {
    given(serviceOrderStream, [...drafted, revised(2)])
      .when({ type: 'SubmitProposal', data: { submittedVia: 'email' } }, lastDay)
      .then([
        {
          type: 'ProposalSubmitted',
          data: { version: 2, submittedOn: VALID_UNTIL, validUntil: VALID_UNTIL, submittedVia: 'email' },
        },
      ]);
  });

  it('refuses another version than the newest', () => {
    const history = [...drafted, revised(2)];
    expect(refusalOf(history, submit(1))).toMatchObject({ code: 'proposal-superseded', field: 'version' });
    expect(refusalOf(history, submit(3))).toMatchObject({ code: 'unknown-proposal', field: 'version' });
  });

  it('refuses a version whose validity has passed', () => {
    given(serviceOrderStream, drafted).when(submit(), dayAfter).thenRefused('proposal-expired');
  });

  it('may be recorded later than it was done, but is neither of a day to come, nor of one before the order or the version before', () => {
    const submitOn = (submittedOn: string) => ({ type: 'SubmitProposal', data: { submittedOn } }) as const;
    given(serviceOrderStream, drafted)
      .when(submitOn(PROPOSAL_DAY), lastDay)
      .then([submitted(1)]);
    expect(refusalOf(drafted, submitOn('2026-11-21'))).toMatchObject({ code: 'in-the-future', field: 'submittedOn' });
    expect(refusalOf(drafted, submitOn('2026-11-09'))).toMatchObject({ code: 'before-receipt', field: 'submittedOn' });
    const secondDraft = [...withCustomer, revised(2, { ...content, scope: '設計' })];
    const refusal = refusalOf(secondDraft, submitOn('2026-11-19'));
    expect(refusal).toMatchObject({ code: 'before-earlier-version', field: 'submittedOn' });
    expect(refusal.message.en).toContain(`Version 1 was submitted on ${PROPOSAL_DAY}`);
  });
});

describe('a request for a revision', () => {
  it('keeps what the customer wants otherwise, of the newest version', () => {
    given(serviceOrderStream, withCustomer)
      .when({ type: 'RequestProposalRevision', data: { request: '保守を別にしてほしい。' } }, today)
      .then([revisionRequested(1)]);
    given(serviceOrderStream, secondWithCustomer)
      .when({ type: 'RequestProposalRevision', data: { version: 1, request: '?' } }, today)
      .thenRefused('proposal-superseded');
  });
});

describe('accepting a proposal', () => {
  it('is about the version that the customer names, on its last day too', () => {
    given(serviceOrderStream, secondWithCustomer)
      .when({ type: 'AcceptProposal', data: { version: 2, acceptedBy: '佐藤' } }, lastDay)
      .then([{ type: 'ProposalAccepted', data: { version: 2, acceptedOn: VALID_UNTIL, acceptedBy: '佐藤' } }]);
  });

  it('refuses a version that was superseded, and names the one to accept', () => {
    const refusal = refusalOf(secondWithCustomer, accept(1));
    expect(refusal).toMatchObject({ code: 'proposal-superseded', field: 'version' });
    expect(refusal.message.en).toBe('Version 1 was superseded by version 2; name that one.');
    expect(refusal.message.ja).toContain('第 2 版を指定');
  });

  it('refuses a version that there is not', () => {
    given(serviceOrderStream, withCustomer).when(accept(2), today).thenRefused('unknown-proposal');
  });

  it('refuses a version after its last day in Japan, even before anybody has recorded that it expired', () => {
    expect(refusalOf(withCustomer, accept(1), dayAfter)).toMatchObject({ code: 'proposal-expired', field: 'version' });
  });

  it('refuses one that has expired, and says what to do', () => {
    const refusal = refusalOf(expired, accept(1), dayAfter);
    expect(refusal).toMatchObject({ refused: 'state', code: 'proposal-expired' });
    expect(refusal.message.en).toBe('Version 1 expired after 2026-11-30; revise the proposal with a new validity.');
  });

  it.each([
    ['was not submitted yet', [...withCustomer, revised(2)]],
    ['is to be revised', [...withCustomer, revisionRequested(1)]],
  ])('is refused while the newest version %s, and says which that is', (_why, history) => {
    expect(refusalOf(history, accept(1))).toMatchObject({ refused: 'state', code: 'proposal-not-submitted' });
  });

  it('is refused before there is a proposal, and once there is an agreement', () => {
    given(serviceOrderStream, confirmed).when(accept(1), today).thenRefused('not-in-this-state');
    given(serviceOrderStream, accepted).when(accept(1), today).thenRefused('not-in-this-state');
  });

  it('refuses a day that has not come, or on which the customer did not have the version yet', () => {
    expect(refusalOf(withCustomer, accept(1, '2026-11-21'))).toMatchObject({
      code: 'in-the-future',
      field: 'acceptedOn',
    });
    expect(refusalOf(withCustomer, accept(1, '2026-11-19'))).toMatchObject({
      code: 'accepted-before-submitted',
      field: 'acceptedOn',
    });
  });
});

describe('declining a proposal', () => {
  it('keeps the reason, also where a revision was asked for', () => {
    const declined: ServiceOrderFact = { type: 'ProposalDeclined', data: { version: 1, reason: 'price' } };
    for (const history of [withCustomer, [...withCustomer, revisionRequested(1)]])
      given(serviceOrderStream, history).when(decline, today).then([declined]);
    given(serviceOrderStream, drafted).when(decline, today).thenRefused('not-in-this-state');
  });

  it('refuses another version than the newest', () => {
    given(serviceOrderStream, secondWithCustomer)
      .when({ type: 'DeclineProposal', data: { version: 1, reason: 'price' } }, today)
      .thenRefused('proposal-superseded');
  });
});

describe('the expiry of a proposal', () => {
  it('is recorded once its last day is over in Japan', () => {
    given(serviceOrderStream, withCustomer).when(expire(1), lastDay).thenRefused('proposal-still-valid');
    given(serviceOrderStream, withCustomer)
      .when(expire(1), dayAfter)
      .then([{ type: 'ProposalExpired', data: { version: 1, validUntil: VALID_UNTIL } }]);
  });

  it('again records nothing', () => given(serviceOrderStream, expired).when(expire(1), dayAfter).then([]));

  it('is refused for a version that is not with the customer', () => {
    given(serviceOrderStream, secondWithCustomer).when(expire(1), dayAfter).thenRefused('proposal-superseded');
    given(serviceOrderStream, [...withCustomer, revised(2)])
      .when(expire(1), dayAfter)
      .thenRefused('not-in-this-state');
    given(serviceOrderStream, accepted).when(expire(1), dayAfter).thenRefused('not-in-this-state');
  });

  it('does not come back for a version that was proposed anew', () => {
    const anew = [...expired, revised(2, { ...content, validUntil: '2026-12-24' }), submitted(2)];
    given(serviceOrderStream, anew).when(expire(2), dayAfter).thenRefused('proposal-still-valid');
  });
});
