import { foldChart, type ChartState } from '#libs/kernel/charts/chart-fold';
import type { StateAfter } from '#libs/kernel/fact';
import { reduceSupportCase, wasOpened, type SupportCaseData } from '#state-machines/support-case/support-case.data';
import { regionOf, type SupportCaseFact } from '#state-machines/support-case/support-case.events';
import { supportCaseMachine } from '#state-machines/support-case/support-case.machine';
import type { Bilingual } from '#state-machines/vocabulary/labels';
import { chartWords, pathIn } from '../chart-words.ts';

export type SupportCaseState = ChartState<SupportCaseData>;

/** The fold of a support case. */
export const supportCaseFold = foldChart<typeof supportCaseMachine, SupportCaseFact>({
  machine: supportCaseMachine,
  reduce: reduceSupportCase,
  regionOf,
});

const words = chartWords(supportCaseMachine);

/** What people call a state of a support case. */
export const supportCaseStateLabel = (path: string): Bilingual => words.labelOf('state', path);

/** The state as the chart says, with who acts next, and once there is a case: how urgent it is, what was promised, and whether the customer has heard something. */
export const supportCaseStateAfter = (state: SupportCaseState): StateAfter => {
  const place = supportCaseFold.stateAfter(state);
  const nextActor = words.metaOf('state', pathIn(place, 'state'))?.nextActor ?? 'nobody';
  const { data } = state;
  if (!wasOpened(data)) return { ...place, nextActor };
  const { category, priority, firstAnswered, firstAnswerDue, resolutionDue, reopened } = data;
  return {
    ...place,
    nextActor,
    category,
    priority,
    firstAnswered: firstAnswered ? 'yes' : 'no',
    firstAnswerDue,
    resolutionDue,
    reopened,
  };
};
