import { jsonEvent, type ResolvedEvent } from '@eventstore/db-client';

/** An event of no meaning, with a fresh id. */
export const sample = (cups = 1) => jsonEvent({ type: 'TeaServed', data: { cups } });

export const samples = (count: number) => Array.from({ length: count }, (_, index) => sample(index));

/** Everything that a read finds. */
export const allOf = async (read: AsyncIterable<ResolvedEvent>): Promise<readonly ResolvedEvent[]> => {
  const events: ResolvedEvent[] = [];
  for await (const event of read) events.push(event);
  return events;
};

/** The first events of a subscription, which is then left. */
export const firstOf = async (
  subscription: AsyncIterable<ResolvedEvent>,
  count: number,
): Promise<readonly ResolvedEvent[]> => {
  const events: ResolvedEvent[] = [];
  if (count > 0)
    for await (const event of subscription) {
      events.push(event);
      if (events.length === count) break;
    }
  return events;
};

export const revisionsOf = (events: readonly ResolvedEvent[]): readonly (bigint | undefined)[] =>
  events.map(({ event }) => event?.revision);

/** What a promise rejects with; undefined where it does not. */
export const errorOf = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error;
  }
};
