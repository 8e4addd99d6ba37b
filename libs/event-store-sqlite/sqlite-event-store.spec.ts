import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { EventStore } from '#libs/kernel/event-store';
import { eventStoreContract } from '#libs/kernel/event-store.contract';
import type { EventStoreHarness } from '#libs/kernel/event-store-contract/harness';
import { openSqliteEventStore } from './sqlite-event-store.ts';

const sqliteHarness = (): EventStoreHarness => {
  const folder = mkdtempSync(join(tmpdir(), 'juchu-store-'));
  const files = new Map<EventStore, string>();
  const open = async (file: string): Promise<EventStore> => {
    const store = await openSqliteEventStore({ file });
    files.set(store, file);
    return store;
  };
  const fileOf = (store: EventStore): string => files.get(store) ?? '';
  return {
    create: () => open(join(folder, `${randomUUID()}.db`)),
    another: (store) => open(fileOf(store)),
    reopen: async (store) => {
      await store.close();
      return open(fileOf(store));
    },
    stall: (store) => {
      const locking = new Database(fileOf(store));
      locking.exec('BEGIN IMMEDIATE');
      return Promise.resolve(() => {
        locking.close();
        return Promise.resolve();
      });
    },
    dispose: async () => {
      for (const store of files.keys()) await store.close();
      files.clear();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

eventStoreContract('SQLite', sqliteHarness());
