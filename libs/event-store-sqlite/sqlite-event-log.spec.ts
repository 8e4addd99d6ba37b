import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { EventLog } from '#libs/kernel/log/event-log';
import { eventLogContract } from '#libs/kernel/log/event-log.contract';
import type { EventLogHarness } from '#libs/kernel/log/event-log-contract/harness';
import { logEvent } from '#libs/kernel/log/event-log-contract/samples';
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

it('ends a page of large events after a mebibyte, so that a thousand slow readers fit into memory', async () => {
  const harness = sqliteHarness();
  const log = await harness.create();
  for (let index = 0; index < 5; index += 1)
    await log.append('sample-1', [logEvent({ data: new Uint8Array(600_000) })], 'any');
  const read = { from: 'start', direction: 'forwards', max: 100 } as const;
  const filter = { by: 'stream', match: { prefixes: ['sample'] } } as const;
  for (const page of [
    await log.readStream('sample-1', read),
    await log.readAll(read),
    await log.readAll({ ...read, filter }),
  ])
    expect(page).toMatchObject({ events: [{ revision: 0n }, { revision: 1n }], end: false });
  await harness.dispose();
});
