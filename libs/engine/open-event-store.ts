import { openEventStoreDb } from '#libs/event-store-eventstoredb/eventstoredb-event-store';
import { openSqliteEventStore } from '#libs/event-store-sqlite/sqlite-event-store';
import type { SnapshotStore } from '#libs/kernel/command-loop/snapshot-store';
import type { CopiedIdentity, EventStore, StoreIdentity } from '#libs/kernel/event-store';
import type { EventStoreLocation } from './locations.ts';

export interface OpenEventStoreOptions {
  /** Asks for a simulation store or for a real one. Default: whatever it is; a new one is real. */
  readonly simulation: boolean | undefined;
  /** Makes a store that is not there as the copy of another. */
  readonly copyOf?: CopiedIdentity;
  /** The local cache of the store with this identity, where a store on a server keeps which commands it has seen. */
  readonly snapshots?: (identity: StoreIdentity) => SnapshotStore;
}

/** Opens the log where it is. Throws `StoreOpenError`. */
export const openEventStore = (
  location: EventStoreLocation,
  { simulation, copyOf, snapshots }: OpenEventStoreOptions,
): Promise<EventStore> => {
  switch (location.kind) {
    case 'sqlite':
      return openSqliteEventStore({ file: location.file, simulation, copyOf });
    case 'eventstoredb':
      return openEventStoreDb({ connectionString: location.connectionString, simulation, copyOf, snapshots });
  }
};
