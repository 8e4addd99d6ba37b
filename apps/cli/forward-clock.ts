import type { Clock } from '#libs/kernel/clock';
import type { EventStore } from '#libs/kernel/event-store';
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

/** Moves the clock of a simulation on to where its log ends, so that time goes on where the last run left it. */
export const resumeClock = async (clock: ForwardClock, store: Pick<EventStore, 'readAll'>): Promise<void> => {
  const [last] = (await store.readAll({ direction: 'backwards', max: 1 })).events;
  const recordedAt = last?.metadata['recordedAt'];
  if (typeof recordedAt === 'string') clock.moveOnTo(recordedAt);
};
