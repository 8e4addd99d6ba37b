import { EventStoreError } from '#libs/kernel/event-store';

/** The port's longest page, also of a stream where nothing else is asked for. */
export const LONGEST_PAGE = 4096;
/** The port's page of the whole log where nothing else is asked for. */
export const USUAL_ALL_PAGE = 1024;

/** How many events are asked for; throws `invalidRequest` for none or too many. */
export const pageLength = (max: number | undefined, usual: number): number => {
  if (max === undefined) return usual;
  if (Number.isInteger(max) && max >= 1 && max <= LONGEST_PAGE) return max;
  throw new EventStoreError('invalidRequest', `max is ${max}; ask for 1 to ${LONGEST_PAGE} events`);
};
