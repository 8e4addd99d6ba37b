import type { Clock } from '#libs/kernel/clock';
import type { Instant } from '#state-machines/vocabulary/dates';

/** The clock of a simulation: it stands still until it is moved on, and never goes back, also not when a demo is run again. */
export interface ForwardClock extends Clock {
  /** Nothing where it is later already. */
  moveOnTo(instant: Instant): void;
}

export const forwardClock = (start: Instant): ForwardClock => {
  let present = start;
  return {
    now: () => present,
    moveOnTo: (instant) => {
      if (instant > present) present = instant;
    },
  };
};
