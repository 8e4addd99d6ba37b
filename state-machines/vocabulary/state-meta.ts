import type { NextActor, StateMeta } from './labels.ts';

/** A state's `meta`: who acts next, then label and description, Japanese before English; `step` for states of the main region. */
export const meta = (
  nextActor: NextActor,
  [labelJa, labelEn]: readonly [string, string],
  [descriptionJa, descriptionEn]: readonly [string, string],
  step?: number,
): StateMeta => ({
  label: { ja: labelJa, en: labelEn },
  description: { ja: descriptionJa, en: descriptionEn },
  nextActor,
  ...(step === undefined ? {} : { step }),
});
