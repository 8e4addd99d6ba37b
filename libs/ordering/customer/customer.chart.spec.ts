import { describe, expect, it } from '@jest/globals';
import { chartFingerprint, describeChart, restingStatesOf } from '#libs/kernel/charts/chart-description';
import { CorruptStream, NewerProgram } from '#libs/kernel/decider';
import { regionOf, type CustomerFact } from '#state-machines/customer/customer.events';
import { customerMachine } from '#state-machines/customer/customer.machine';
import { createStoryTeller } from '../story-teller.ts';
import { customerStream } from './customer.stream.ts';

const { decider, stateAfter } = customerStream;
const { story, continued } = createStoryTeller(customerStream, '2026-11-27T03:00:00.000Z', 'C-1');

const active = story({ type: 'RegisterCustomer', data: { customerNumber: 'C-1', name: 'さくら商店' } });
const held = continued(active, { type: 'HoldCustomer', data: { reason: 'credit' } });
const furtherStories = [
  continued(held, { type: 'ReleaseCustomerHold', data: {} }),
  continued(active, { type: 'AmendCustomer', data: { note: '午前のみ' } }),
  continued(active, { type: 'RecordContact', data: { medium: 'phone', direction: 'outbound', summary: '挨拶' } }),
];

/** One story for every state in which a customer can rest. */
const stories = { unregistered: story(), active, held } as const;

const samples = new Map(
  [...Object.values(stories), ...furtherStories].flatMap(({ facts }) => facts.map((fact) => [fact.type, fact])),
);
const { states } = describeChart(customerMachine).regions[0]!;

describe('the chart of a customer', () => {
  it.each(Object.entries(stories))('reaches %s', (state, told) => {
    expect(stateAfter(told.state)).toEqual({ state });
  });

  it('has no resting state that no story reaches', () => {
    const resting = restingStatesOf(customerMachine).map((state) => state.replace(/^state\./, ''));
    expect(resting.sort()).toEqual(Object.keys(stories).sort());
  });

  it('is told with every fact there is', () => {
    expect([...samples.keys()].sort()).toEqual(Object.keys(regionOf).sort());
  });

  it.each(Object.entries(stories))('refuses, in %s, every fact that its table does not list', (state, told) => {
    const listed = states.find(({ path }) => path === state)!.transitions.map(({ on }) => on);
    const foreign = [...samples.values()].filter(({ type }) => !listed.includes(type));
    expect(foreign).not.toHaveLength(0);
    for (const fact of foreign) expect(() => decider.evolve(told.state, fact)).toThrow(CorruptStream);
  });

  it('says that a newer program is needed for a fact it has never heard of', () => {
    const unheard = { type: 'CustomerMerged', data: {} } as unknown as CustomerFact;
    expect(() => decider.evolve(active.state, unheard)).toThrow(NewerProgram);
  });

  it('keeps nothing about a person in its data', () => {
    const named = story({
      type: 'RegisterCustomer',
      data: {
        customerNumber: 'C-1',
        name: '山田花子',
        phone: '山田花子',
        note: '山田花子',
        matchKeys: { name: ['n'] },
      },
    });
    expect(JSON.stringify(named.state)).not.toContain('山田花子');
  });

  // Where this fails, raise `machine`, keep the old chart for verification, then pin the new fingerprint.
  it('changes only together with its version', () => {
    expect([customerStream.machine, chartFingerprint(customerMachine)]).toEqual([
      'customer@1',
      '58a0ffdd336222a956e76c5291e31faf6e61fc7f1104bac8cb6f1a70a45fea5a',
    ]);
  });
});

describe('a customer', () => {
  it('is sealed under the number that orders are sealed under', () => {
    expect(customerStream.personOf(active.state, '%E5%BE%97%2F1%2E5')).toBe('得/1.5');
  });
});
