import { randomUUID } from 'node:crypto';
import type { EventFilter, EventStore, EventToAppend, RecordedEvent } from '../../event-store.ts';
import { EventStoreError } from '../../event-store.ts';
import type { JsonObject } from '../../json.ts';

/** An event of no meaning, with a fresh id, as a command of its own. */
export const sampleEvent = (data: JsonObject = {}, commandId: string = randomUUID()): EventToAppend => ({
  id: randomUUID(),
  type: 'SomethingHappened',
  data,
  metadata: { commandId },
});

export const sampleEvents = (count: number, commandId: string = randomUUID()): readonly EventToAppend[] =>
  Array.from({ length: count }, (_, index) => sampleEvent({ index }, commandId));

/** The whole log, page by page. */
export const readWholeLog = async (
  store: EventStore,
  options: { readonly max?: number; readonly filter?: EventFilter; readonly direction?: 'forwards' | 'backwards' } = {},
): Promise<readonly RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  let page = await store.readAll(options);
  events.push(...page.events);
  while (!page.end) {
    page = await store.readAll({ ...options, from: page.next });
    events.push(...page.events);
  }
  return events;
};

export const idsOf = (events: readonly EventToAppend[]): readonly string[] => events.map(({ id }) => id);

/** The store's error that `promise` fails with; fails itself where it does not. */
export const storeErrorOf = async (promise: Promise<unknown>): Promise<EventStoreError> => {
  try {
    await promise;
  } catch (error) {
    if (error instanceof EventStoreError) return error;
    throw error;
  }
  throw new Error('the call succeeded');
};

/** A handful of writers, each appending `appends` times to streams of its own, some of them several events at once. */
export const writeAtOnce = async (
  stores: readonly EventStore[],
  { writers, appends, category = 'sample' }: { writers: number; appends: number; category?: string },
): Promise<void> => {
  const write = async (store: EventStore): Promise<void> => {
    const stream = `${category}-${randomUUID()}`;
    let revision: bigint | 'noStream' = 'noStream';
    for (let index = 0; index < appends; index += 1) {
      ({ revision } = await store.append(stream, sampleEvents(1 + (index % 3)), revision));
    }
  };
  await Promise.all(stores.flatMap((store) => Array.from({ length: writers }, () => write(store))));
};
