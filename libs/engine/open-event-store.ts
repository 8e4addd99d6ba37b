import { openSqliteEventStore } from '#libs/event-store-sqlite/sqlite-event-store';
import type { CopiedIdentity, EventStore } from '#libs/kernel/event-store';
import { StoreOpenError } from '#libs/kernel/store-open-error';
import type { EventStoreLocation } from './locations.ts';

export interface OpenEventStoreOptions {
  /** Asks for a simulation store or for a real one. Default: whatever it is; a new one is real. */
  readonly simulation: boolean | undefined;
  /** Makes a store that is not there as the copy of another. */
  readonly copyOf?: CopiedIdentity;
}

/** Opens the log where it is. Throws `StoreOpenError`. */
export const openEventStore = (
  location: EventStoreLocation,
  { simulation, copyOf }: OpenEventStoreOptions,
): Promise<EventStore> => {
  switch (location.kind) {
    case 'sqlite':
      return openSqliteEventStore({ file: location.file, simulation, copyOf });
    case 'eventstoredb':
      throw new StoreOpenError('unavailable', 'esdb', 'EventStoreDB is not here yet');
  }
};
