import { openSqliteEventStore } from '#libs/event-store-sqlite/sqlite-event-store';
import type { EventStore } from '#libs/kernel/event-store';
import { StoreOpenError } from '#libs/kernel/store-open-error';
import type { EventStoreLocation } from './locations.ts';

export interface OpenEventStoreOptions {
  /** Asks for a simulation store or for a real one. Default: whatever it is; a new one is real. */
  readonly simulation: boolean | undefined;
}

/** Opens the log where it is. Throws `StoreOpenError`. */
export const openEventStore = (
  location: EventStoreLocation,
  { simulation }: OpenEventStoreOptions,
): Promise<EventStore> => {
  switch (location.kind) {
    case 'sqlite':
      return openSqliteEventStore({ file: location.file, simulation });
    case 'eventstoredb':
      throw new StoreOpenError('unavailable', 'esdb', 'EventStoreDB is not here yet');
  }
};
