import { describe, expect, it } from '@jest/globals';
import { createMachine } from 'xstate';
import { chartFingerprint, describeChart, restingStatesOf } from './chart-description.ts';
import { copyMachine, loanMachine } from '../testing/loan.machine.ts';

describe('the description of a chart', () => {
  it('tells regions, states, guards and targets as plain data', () => {
    const { regions, transitions } = describeChart(loanMachine);
    expect(regions.map(({ name, initial }) => [name, initial])).toEqual([
      ['lending', 'new'],
      ['fee', 'none'],
      ['pause', 'running'],
      ['contact', 'quiet'],
    ]);
    expect(transitions).toEqual([{ on: 'NoteTaken' }]);
    expect(regions[0]?.states.find(({ path }) => path === 'open.handingOut')).toEqual({
      path: 'open.handingOut',
      parent: 'open',
      type: 'atomic',
      meta: { step: 2 },
      transitions: [
        { on: 'CopyAdded' },
        { on: 'CopyHandedOut' },
        { on: 'always', guard: 'everyCopyOut', target: 'lent' },
      ],
    });
    expect(JSON.parse(JSON.stringify(describeChart(loanMachine)))).toEqual(describeChart(loanMachine));
  });

  it('names the region of a chart without parallel ones `state`', () => {
    expect(restingStatesOf(copyMachine)).toEqual(['state.shelved', 'state.out', 'state.back.fine', 'state.back.torn']);
  });
});

describe('the fingerprint of a chart', () => {
  const door = (open: object, states: object = {}) =>
    chartFingerprint(createMachine({ id: 'door', initial: 'open', states: { open, shut: {}, ...states } }));
  const original = door({ on: { Shut: 'shut' }, meta: { label: 'open', step: 1 } });

  it('is the same for the same structure, whatever its labels say', () => {
    expect(door({ on: { Shut: 'shut' }, meta: { label: 'not shut', step: 1 } })).toBe(original);
  });

  it.each([
    ['another target', door({ on: { Shut: 'open' }, meta: { step: 1 } })],
    ['another guard', door({ on: { Shut: { target: 'shut', guard: 'quiet' } }, meta: { step: 1 } })],
    ['another step', door({ on: { Shut: 'shut' }, meta: { step: 2 } })],
    ['another state', door({ on: { Shut: 'shut' }, meta: { step: 1 } }, { locked: {} })],
    ['a transition more', door({ on: { Shut: 'shut', Slam: 'shut' }, meta: { step: 1 } })],
  ])('changes with %s', (_what, fingerprint) => {
    expect(fingerprint).not.toBe(original);
  });
});
