import { describe, expect, it } from '@jest/globals';
import { chartFingerprint, describeChart, restingStatesOf } from '#libs/kernel/charts/chart-description';
import { CorruptStream, NewerProgram } from '#libs/kernel/decider';
import { exploreStates } from '#libs/kernel/testing/reachability';
import { regionOf, type ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import { serviceOrderMachine } from '#state-machines/service-order/service-order.machine';
import { furtherStories, milestoneStories, stories } from './every-state.story.ts';
import { serviceOrderStateAfter, type ServiceOrderState } from './service-order.state.ts';
import { serviceOrderStream } from './service-order.stream.ts';
import { startedOrder } from './service-order.story.ts';

const { decider } = serviceOrderStream;
const { regions } = describeChart(serviceOrderMachine);

/** Before `NeedsRecorded` nothing is known. */
const passing = regions.map(({ name }) => `${name}.unknown`);

const everyStory = [...Object.values(stories), ...furtherStories];
const facts = [
  ...new Map(everyStory.flatMap((story) => story.facts).map((fact) => [JSON.stringify(fact), fact])).values(),
];

/** The states that the stories go through, as texts. */
const passed = new Set(
  everyStory
    .flatMap((story) =>
      story.facts.reduce<readonly ServiceOrderState[]>(
        (states, fact) => [...states, decider.evolve(states.at(-1)!, fact)],
        [decider.initial],
      ),
    )
    .map((state) => JSON.stringify(state)),
);

/** In every state that the stories go through, every fact that any of them tells was tried. */
const walk = exploreStates(serviceOrderStream, (state) => (passed.has(JSON.stringify(state)) ? facts : []), 100_000);

/** The facts of a region that its table does not list for a state, nor for one around it. */
const foreignTo = (resting: string): readonly string[] => {
  const [name = '', ...inside] = resting.split('.');
  const around = regions
    .find((region) => region.name === name)!
    .states.filter(({ path }) => `${inside.join('.')}.`.startsWith(`${path}.`));
  const listed = around.flatMap(({ transitions }) => transitions.map(({ on }) => on));
  return Object.entries(regionOf).flatMap(([type, owner]) => (owner === name && !listed.includes(type) ? [type] : []));
};

describe('the chart of a service order', () => {
  it.each(Object.entries(stories))('reaches %s', (state, { state: present }) => {
    const [region = '', ...path] = state.split('.');
    expect(serviceOrderStateAfter(present)[region]).toBe(path.join('.'));
  });

  it.each(Object.entries(milestoneStories))('has a milestone that is %s', (state, [story, milestoneId]) => {
    expect(serviceOrderStateAfter(story.state)['milestones']).toMatchObject({ [milestoneId]: state });
  });

  it('has no resting state that no story reaches', () => {
    expect([...Object.keys(stories), ...passing].sort()).toEqual([...restingStatesOf(serviceOrderMachine)].sort());
  });

  it('is told with every fact there is', () => {
    const told = new Set(facts.map(({ type }) => type));
    expect(Object.keys(regionOf).filter((type) => !told.has(type as ServiceOrderFact['type']))).toEqual([]);
  });

  it('is walked through to the end of what the stories lead to', () => expect(walk.complete).toBe(true));

  it.each(restingStatesOf(serviceOrderMachine))(
    'refuses, in %s, every fact of that region that its table does not list, whatever has come before',
    (resting) => {
      const { accepted, refused } = walk.states.get(resting)!;
      const foreign = foreignTo(resting);
      expect(foreign.filter((type) => accepted.has(type))).toEqual([]);
      expect(foreign.filter((type) => !refused.has(type))).toEqual([]);
    },
  );

  it('takes nothing but needs that are recorded before there is an order', () => {
    for (const fact of facts)
      if (fact.type !== 'NeedsRecorded') expect(() => decider.evolve(decider.initial, fact)).toThrow(CorruptStream);
  });

  it('says that a newer program is needed for a fact it has never heard of', () => {
    const unheard = { type: 'EngagementTeleported', data: {} } as unknown as ServiceOrderFact;
    expect(() => decider.evolve(startedOrder().state, unheard)).toThrow(NewerProgram);
  });

  // Where this fails, raise `machine`, keep the old chart for verification, then pin the new fingerprint.
  it('changes only together with its version', () => {
    expect([serviceOrderStream.machine, chartFingerprint(serviceOrderMachine)]).toEqual([
      'serviceOrder@1',
      '80de9c980dd6332df07bb3fd47b9dc0f76d24fd2314ca1c979f0f8c12a8bbcb4',
    ]);
  });
});
