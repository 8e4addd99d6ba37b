import { describe, expect, it } from '@jest/globals';
import { describeChart } from '#libs/kernel/charts/chart-description';
import { serviceOrderMachine } from '#state-machines/service-order/service-order.machine';
import { nextActionOf } from './next-action.ts';

describe('the next action', () => {
  it('is named for every state that an engagement can rest in', () => {
    const engagement = describeChart(serviceOrderMachine).regions.find(({ name }) => name === 'engagement')!;
    const resting = engagement.states.filter(({ path, type }) => type !== 'compound' && path !== engagement.initial);
    expect(resting.length).toBeGreaterThan(15);
    expect(resting.map(({ path }) => path).filter((path) => nextActionOf(path) === null)).toEqual([]);
  });

  it('is none for a state that this program does not know', () => {
    expect(nextActionOf('teleported')).toBeNull();
  });
});
