import type { EventStore } from '../../event-store.ts';

/** What the contract suite needs to know about an adapter. */
export interface EventStoreHarness {
  /** A store with an empty log. */
  create(): Promise<EventStore>;
  /** A second handle on the same log, such as another server has. */
  another(store: EventStore): Promise<EventStore>;
  /** A restart: closes the store and opens its log again. */
  reopen(store: EventStore): Promise<EventStore>;
  /** Keeps the store from writing until the function that it answers with is called. */
  stall(store: EventStore): Promise<() => Promise<void>>;
  /** Closes every store that is still open and removes what they left. */
  dispose(): Promise<void>;
}
