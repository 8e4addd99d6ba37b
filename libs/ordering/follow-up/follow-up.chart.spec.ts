import { describe, expect, it } from '@jest/globals';
import { chartFingerprint, restingStatesOf } from '#libs/kernel/charts/chart-description';
import { CorruptStream, NewerProgram } from '#libs/kernel/decider';
import { regionOf, type FollowUpFact } from '#state-machines/follow-up/follow-up.events';
import { followUpMachine } from '#state-machines/follow-up/follow-up.machine';
import { followUpPath, followUpStateLabel } from './follow-up.state.ts';
import * as tales from './follow-up.story.ts';
import { followUpStream } from './follow-up.stream.ts';

/** One story for every state in which a follow-up can rest. */
const stories: Readonly<Record<string, tales.FollowUpStory>> = {
  unopened: { state: followUpStream.decider.initial, facts: [], refusal: undefined },
  open: tales.open,
  assigned: tales.assigned,
  snoozed: tales.snoozed,
  done: tales.done,
  dropped: tales.dropped,
};

const samples = [
  ...tales.answered.facts,
  ...tales.done.facts,
  ...tales.dropped.facts,
  { type: 'FollowUpReturned', data: {} },
  { type: 'FollowUpMovedToTeam', data: { team: 'support' } },
  { type: 'FollowUpRescheduled', data: { dueOn: '2026-12-08' } },
  { type: 'FollowUpAwoke', data: {} },
] satisfies readonly FollowUpFact[];

/** What each state takes. */
const taken: Readonly<Record<string, readonly FollowUpFact['type'][]>> = {
  unopened: ['FollowUpOpened'],
  open: [
    'FollowUpAssigned',
    'FollowUpMovedToTeam',
    'FollowUpRescheduled',
    'FollowUpDone',
    'FollowUpDropped',
    'FollowUpAnswered',
  ],
  assigned: [
    'FollowUpAssigned',
    'FollowUpReturned',
    'FollowUpMovedToTeam',
    'FollowUpRescheduled',
    'FollowUpSnoozed',
    'FollowUpDone',
    'FollowUpDropped',
    'FollowUpAnswered',
  ],
  snoozed: [
    'FollowUpAssigned',
    'FollowUpReturned',
    'FollowUpMovedToTeam',
    'FollowUpRescheduled',
    'FollowUpSnoozed',
    'FollowUpAwoke',
    'FollowUpDone',
    'FollowUpDropped',
    'FollowUpAnswered',
  ],
  done: [],
  dropped: [],
};

describe('the chart of a follow-up', () => {
  it('is the one whose version is in the name of the machine', () => {
    expect([followUpStream.machine, chartFingerprint(followUpMachine)]).toEqual([
      'followUp@1',
      'a9201bb1cc589c6c082779d281684503e721cd6feed0119eea65b98698e57aa0',
    ]);
  });

  it('has a story for each state in which a follow-up can rest', () => {
    const resting = restingStatesOf(followUpMachine);
    expect(
      Object.keys(stories)
        .map((state) => `state.${state}`)
        .toSorted(),
    ).toEqual([...resting].toSorted());
    for (const [state, { state: reached }] of Object.entries(stories)) expect(followUpPath(reached)).toBe(state);
  });

  it.each(Object.keys(stories))('takes in "%s" what belongs there, and calls the rest corrupt', (state) => {
    const { decider } = followUpStream;
    const before = stories[state]!.state;
    for (const type of Object.keys(regionOf) as FollowUpFact['type'][]) {
      const fact = samples.find((sample) => sample.type === type)!;
      if (taken[state]?.includes(type)) expect(() => decider.evolve(before, fact)).not.toThrow();
      else expect(() => decider.evolve(before, fact)).toThrow(CorruptStream);
    }
  });

  it('does not know the facts of newer programs', () => {
    const { decider } = followUpStream;
    expect(() => decider.evolve(decider.initial, { type: 'FollowUpPainted', data: {} } as never)).toThrow(NewerProgram);
  });

  it('says what people call each state', () => {
    expect(followUpStateLabel('snoozed')).toEqual({ ja: '保留中', en: 'Snoozed' });
  });

  it('tells readers where a follow-up is, who has it, and by when', () => {
    expect(followUpStream.stateAfter(tales.open.state)).toEqual({
      state: 'open',
      nextActor: 'backOffice',
      dueOn: '2026-11-27',
    });
    expect(followUpStream.stateAfter(tales.snoozed.state)).toMatchObject({ nextActor: 'nobody', assignee: 'sato' });
  });

  it('seals what is written about a customer under the key of that customer', () => {
    expect(followUpStream.personOf(tales.open.state, 'follow-up-1')).toBe('C-1');
  });
});
