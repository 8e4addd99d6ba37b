import { foldChart, type ChartState } from '#libs/kernel/charts/chart-fold';
import type { StateAfter } from '#libs/kernel/fact';
import { reduceFollowUp, type FollowUpData } from '#state-machines/follow-up/follow-up.data';
import { regionOf, type FollowUpFact } from '#state-machines/follow-up/follow-up.events';
import { followUpMachine } from '#state-machines/follow-up/follow-up.machine';
import type { Bilingual } from '#state-machines/vocabulary/labels';
import { chartWords, pathIn } from '../chart-words.ts';

export type FollowUpState = ChartState<FollowUpData>;

/** The fold of a follow-up: its chart with its reducer. */
export const followUpFold = foldChart<typeof followUpMachine, FollowUpFact>({
  machine: followUpMachine,
  reduce: reduceFollowUp,
  regionOf,
});

const words = chartWords(followUpMachine);

/** What people call a state of a follow-up. */
export const followUpStateLabel = (path: string): Bilingual => words.labelOf('state', path);

/** Where a follow-up is. */
export const followUpPath = (state: FollowUpState): string => pathIn(followUpFold.stateAfter(state), 'state');

/** State, who acts next, and until when it is to be done. */
export const followUpStateAfter = (state: FollowUpState): StateAfter => {
  const path = followUpPath(state);
  const { assignee, dueOn } = state.data;
  return {
    state: path,
    nextActor: words.metaOf('state', path)?.nextActor ?? 'nobody',
    dueOn,
    ...(assignee === null ? {} : { assignee }),
  };
};
