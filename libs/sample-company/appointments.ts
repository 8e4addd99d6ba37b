import type { Instant } from '#state-machines/vocabulary/dates';
import { CLOSES_AT, instantOfDay, OPENS_AT } from './business-days.ts';
import type { Wait } from './journey.ts';
import { seededRandom } from './seeded-random.ts';

/** A step on its day; `step` is undefined for what begins it all. */
export interface TimedStep<Step> {
  /** The place among all steps: 0 for the beginning. */
  readonly place: number;
  readonly step: Exclude<Step, Wait> | undefined;
  readonly day: number;
  readonly at: Instant;
}

/** Steps on their days. Those of a day follow each other by some minutes and are done before the company closes. */
export const timedSteps = <Step extends { readonly kind: string }>(
  steps: readonly (Step | Wait)[],
  beginsOnDay: number,
  seed: string,
): readonly TimedStep<Step>[] => {
  const random = seededRandom(seed);
  const morning = (): number => OPENS_AT + random.between(0, 180);
  let day = beginsOnDay;
  let minutes = morning();
  const timed: TimedStep<Step>[] = [{ place: 0, step: undefined, day, at: instantOfDay(day, minutes) }];
  for (const [index, step] of steps.entries()) {
    if (isWait(step)) {
      day += step.days;
      minutes = morning();
    } else {
      minutes = Math.min(minutes + random.between(5, 25), CLOSES_AT);
      timed.push({ place: index + 1, step: step as Exclude<Step, Wait>, day, at: instantOfDay(day, minutes) });
    }
  }
  return timed;
};

const isWait = (step: { readonly kind: string }): step is Wait => step.kind === 'wait';
