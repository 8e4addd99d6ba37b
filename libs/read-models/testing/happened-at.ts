import type { GivenLog } from './given-log.ts';

/** Lets the newest fact of a log have happened at another time than when it was recorded. */
export const happenedAt = ({ events }: GivenLog, occurredAt: string): void => {
  const newest = events.pop();
  if (!newest) throw new Error('the log is empty');
  events.push({ ...newest, metadata: { ...newest.metadata, occurredAt } });
};
