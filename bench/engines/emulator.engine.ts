import { join } from 'node:path';
import { localSnapshots } from '#libs/engine/local-snapshots';
import { openEventStoreDb } from '#libs/event-store-eventstoredb/eventstoredb-event-store';
import { logFileIn, SQLITE_SETTINGS } from './embedded.engine.ts';
import { withEmulator } from './emulator-server.ts';
import type { LogEngine } from './log-engine.ts';

/** The adapter of EventStoreDB with its local cache of commands, as an installation has it, and the emulator in a process of its own. */
export const emulatorEngine: LogEngine = {
  suffix: '-emulator',
  how: ' through the EventStoreDB adapter',
  settings: { server: 'emulator, protected, on SQLite', pragmas: SQLITE_SETTINGS },
  use: (folder, work) =>
    withEmulator({ protectedFile: logFileIn(folder) }, async (connectionString) => {
      const cache = localSnapshots(join(folder, 'snapshots.db'));
      try {
        const store = await openEventStoreDb({ connectionString, snapshots: (identity) => cache.of(identity) });
        try {
          return await work(store);
        } finally {
          await store.close();
        }
      } finally {
        await cache.close();
      }
    }),
};
