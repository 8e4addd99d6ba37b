import type { EventStore, Position, RecordedEvent } from '#libs/kernel/event-store';

const PAGE_EVENTS = 2_048;

export type ReadableLog = Pick<EventStore, 'readAll'>;

/** The events after `from`, in order, up to and with the one at `until`; without it, up to where the log ends. The next page is read meanwhile. */
export const eventsOf = async function* (
  log: ReadableLog,
  from: Position,
  until?: Position,
): AsyncGenerator<RecordedEvent> {
  const read = (after: Position) => {
    const reading = log.readAll({ from: after, max: PAGE_EVENTS });
    // Whoever stops in the middle never asks for the page read ahead, nor for its failure.
    reading.catch(() => undefined);
    return reading;
  };
  for (let ahead = read(from); ;) {
    const { events, next, end } = await ahead;
    const isLast = end || (until !== undefined && next >= until);
    if (!isLast) ahead = read(next);
    for (const event of events) {
      if (until !== undefined && event.position > until) return;
      yield event;
    }
    if (isLast) return;
  }
};

/** How many events there are after `from`. */
export const countAfter = async (log: ReadableLog, from: Position): Promise<number> => {
  let count = 0;
  for (let after = from; ;) {
    const { events, next, end } = await log.readAll({ from: after, max: PAGE_EVENTS });
    count += events.length;
    if (end) return count;
    after = next;
  }
};
