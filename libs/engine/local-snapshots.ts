import { openSqliteSnapshotStore } from '#libs/event-store-sqlite/snapshot-store.sqlite';
import type { SnapshotStore } from '#libs/kernel/command-loop/snapshot-store';
import type { StoreIdentity } from '#libs/kernel/event-store';

/** The cache of snapshots in the data folder, whatever the log is on. */
export interface LocalSnapshots {
  /** Opens it at the first call: whose snapshots they are is known only when the log is open. Throws `StoreOpenError`. */
  readonly of: (identity: StoreIdentity) => SnapshotStore;
  close(): Promise<void>;
}

export const localSnapshots = (file: string): LocalSnapshots => {
  let opened: SnapshotStore | undefined;
  return {
    of: ({ id }) => (opened ??= openSqliteSnapshotStore({ file, storeId: id })),
    close: async () => opened?.close(),
  };
};
