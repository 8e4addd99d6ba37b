import { describe, expect, it } from '@jest/globals';
import { given } from '#libs/kernel/testing/given-when-then';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import type { NeedsCommand, PreparedRecordNeeds } from './needs.commands.ts';
import {
  accepted,
  confirmed,
  drafted,
  expired,
  onDay,
  PROPOSAL_DAY,
  recorded,
  revisionRequested,
  withCustomer,
} from './proposal.story.ts';
import { regionPath, serviceOrderFold } from '../service-order.state.ts';
import { serviceOrderStream } from '../service-order.stream.ts';

const today = onDay(PROPOSAL_DAY);
const record = (more: Partial<PreparedRecordNeeds> = {}): NeedsCommand => ({
  type: 'RecordNeeds',
  data: {
    orderNumber: 'SO-2026-000001',
    channel: 'visit',
    customer: { id: 'C-1', name: 'さくら商店', contact: { name: '田中 花子' } },
    title: '刷新',
    needs: '一つにまとめたい。',
    ...more,
  },
});
const revise: NeedsCommand = { type: 'ReviseNeeds', data: { title: '刷新', needs: '在庫も見たい。' } };
const confirm: NeedsCommand = { type: 'ConfirmNeeds', data: { confirmedVia: 'visit' } };
const estimate = (percent: number): NeedsCommand => ({ type: 'EstimateWinProbability', data: { percent } });
const giveUp: NeedsCommand = { type: 'GiveUpEngagement', data: { by: 'customer', reason: 'budget' } };

const placeAfter = (facts: readonly ServiceOrderFact[]): string =>
  regionPath(
    facts.reduce((state, fact) => serviceOrderFold.evolve(state, fact), serviceOrderFold.initial),
    'engagement',
  );

describe('recording needs', () => {
  it('keeps them as the customer said them, in yen and received now where nothing else is said', () => {
    given(serviceOrderStream, [])
      .when(record({ budget: 8_000_000, decisionMaker: '佐藤', desiredDate: '2027-03-31' }), today)
      .then([
        {
          type: 'NeedsRecorded',
          data: {
            orderNumber: 'SO-2026-000001',
            channel: 'visit',
            customerId: 'C-1',
            customerName: 'さくら商店',
            contact: { name: '田中 花子' },
            receivedAt: today.now,
            currency: 'JPY',
            title: '刷新',
            needs: '一つにまとめたい。',
            budget: 8_000_000,
            decisionMaker: '佐藤',
            desiredDate: '2027-03-31',
          },
        },
      ]);
  });

  it('refuses needs that are said to have come in the future, by the instant and not by its text', () => {
    given(serviceOrderStream, [])
      .when(record({ receivedAt: '2026-11-19T23:00:00-05:00' }), today)
      .thenRefused('in-the-future');
  });

  it('refuses a wish for a day that has passed', () => {
    given(serviceOrderStream, [])
      .when(record({ desiredDate: '2026-11-19' }), today)
      .thenRefused('in-the-past');
  });

  it('refuses to record an order twice', () => {
    given(serviceOrderStream, [recorded]).when(record(), today).thenRefused('already-received');
  });
});

describe('revising needs', () => {
  it('records them in full, and asks for their confirmation again', () => {
    const facts: readonly ServiceOrderFact[] = [
      { type: 'NeedsRevised', data: { title: '刷新', needs: '在庫も見たい。' } },
    ];
    given(serviceOrderStream, confirmed).when(revise, today).then(facts);
    expect(placeAfter([...confirmed, ...facts])).toBe('hearing.gathering');
  });

  it('is possible while a proposal is drafted, or is to be revised', () => {
    for (const history of [drafted, [...withCustomer, revisionRequested(1)]])
      given(serviceOrderStream, history)
        .when(revise, today)
        .then([{ type: 'NeedsRevised', data: { title: '刷新', needs: '在庫も見たい。' } }]);
  });

  it('is refused while the customer has the proposal, and after it was accepted', () => {
    given(serviceOrderStream, withCustomer).when(revise, today).thenRefused('not-in-this-state');
    given(serviceOrderStream, accepted).when(revise, today).thenRefused('not-in-this-state');
  });

  it('refuses a wish for a day that has passed', () => {
    given(serviceOrderStream, [recorded])
      .when({ type: 'ReviseNeeds', data: { title: '刷新', needs: '急ぎ', desiredDate: '2026-11-19' } }, today)
      .thenRefused('in-the-past');
  });
});

describe('confirming needs', () => {
  it('keeps how the customer confirmed them', () => {
    given(serviceOrderStream, [recorded])
      .when(confirm, today)
      .then([{ type: 'NeedsConfirmed', data: { confirmedVia: 'visit' } }]);
  });

  it('is refused where they are confirmed, and where there is no such order', () => {
    given(serviceOrderStream, confirmed).when(confirm, today).thenRefused('not-in-this-state');
    given(serviceOrderStream, []).when(confirm, today).thenRefused('no-such-order');
  });
});

describe('the chance of winning', () => {
  it('is kept with each estimate; the same percentage again changes nothing', () => {
    const estimated: ServiceOrderFact = { type: 'WinProbabilityEstimated', data: { percent: 60 } };
    given(serviceOrderStream, [recorded]).when(estimate(60), today).then([estimated]);
    given(serviceOrderStream, [recorded, estimated]).when(estimate(60), today).then([]);
    given(serviceOrderStream, [recorded, estimated])
      .when(estimate(0), today)
      .then([{ type: 'WinProbabilityEstimated', data: { percent: 0 } }]);
  });

  it('is not estimated any more for what is lost', () => {
    given(serviceOrderStream, expired).when(estimate(10), today).thenRefused('not-in-this-state');
  });
});

describe('giving an engagement up', () => {
  it.each([
    ['during the hearing', [recorded], {}],
    ['while the customer has the proposal, which falls with it', withCustomer, { version: 1 }],
    ['after the proposal has expired, and nothing falls with it', expired, {}],
    ['after the agreement, as long as there is no contract', accepted, { version: 1 }],
  ])('is possible %s, and keeps who gave it up and why', (_when, history, falls) => {
    const lost: ServiceOrderFact = { type: 'EngagementLost', data: { by: 'customer', reason: 'budget', ...falls } };
    given(serviceOrderStream, history).when(giveUp, today).then([lost]);
    expect(placeAfter([...history, lost])).toBe('lost.withdrawn');
  });

  it('is refused for what is lost already', () => {
    const lost: ServiceOrderFact = { type: 'EngagementLost', data: { by: 'customer', reason: 'budget' } };
    given(serviceOrderStream, [...expired, lost])
      .when(giveUp, today)
      .thenRefused('not-in-this-state');
    expect(placeAfter([...expired, lost])).toBe('lost.withdrawn');
  });
});
