import type { EventStore, Position } from '#libs/kernel/event-store';

const PAGE = 4096;

/** How many events the log holds, of all categories or of some. */
export const countEvents = async (
  { store }: { readonly store: Pick<EventStore, 'readAll'> },
  categories?: readonly string[],
): Promise<number> => {
  let events = 0;
  let from: Position | undefined;
  for (;;) {
    const page = await store.readAll({ from, max: PAGE, ...(categories ? { filter: { categories } } : {}) });
    events += page.events.length;
    if (page.end) return events;
    from = page.next;
  }
};
