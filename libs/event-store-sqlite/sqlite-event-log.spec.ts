import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventLog } from '#libs/kernel/log/event-log';
import { eventLogContract } from '#libs/kernel/log/event-log.contract';
import type { EventLogHarness } from '#libs/kernel/log/event-log-contract/harness';
import { openSqliteEventLog } from './sqlite-event-log.ts';

const files = new Map<EventLog, string>();
const fileOf = (log: EventLog): string => files.get(log) ?? '';

const sqliteHarness = (): EventLogHarness => {
  const folder = mkdtempSync(join(tmpdir(), 'juchu-log-'));
  const open = async (file: string): Promise<EventLog> => {
    const log = await openSqliteEventLog({ file });
    files.set(log, file);
    return log;
  };
  return {
    create: () => open(join(folder, `${randomUUID()}.db`)),
    another: (log) => open(fileOf(log)),
    reopen: async (log) => {
      await log.close();
      return open(fileOf(log));
    },
    dispose: async () => {
      for (const log of files.keys()) await log.close();
      files.clear();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

eventLogContract('SQLite', sqliteHarness());
