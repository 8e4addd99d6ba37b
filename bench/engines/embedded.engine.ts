import { join } from 'node:path';
import { openSqliteEventStore } from '#libs/event-store-sqlite/sqlite-event-store';
import { STORE_PRAGMAS } from '#libs/event-store-sqlite/store-connection';
import type { LogEngine } from './log-engine.ts';

/** How the embedded store sets its files. */
export const SQLITE_SETTINGS = ['journal_mode = WAL', ...STORE_PRAGMAS].join('; ');

/** The log's file in a folder, whoever serves it. */
export const logFileIn = (folder: string): string => join(folder, 'events.db');

export const embeddedEngine: LogEngine = {
  suffix: '',
  how: '',
  settings: { pragmas: SQLITE_SETTINGS },
  async use(folder, work) {
    const store = await openSqliteEventStore({ file: logFileIn(folder) });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  },
};
