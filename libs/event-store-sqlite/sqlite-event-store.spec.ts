import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import type { EventStore } from '#libs/kernel/event-store';
import { eventStoreContract } from '#libs/kernel/log/event-store.contract';
import type { EventStoreHarness } from '#libs/kernel/log/event-store-contract/harness';
import { sampleEvent } from '#libs/kernel/log/event-store-contract/samples';
import { openSqliteEventStore } from './sqlite-event-store.ts';

const files = new Map<EventStore, string>();
const fileOf = (store: EventStore): string => files.get(store) ?? '';

const sqliteHarness = (): EventStoreHarness => {
  const folder = mkdtempSync(join(tmpdir(), 'juchu-store-'));
  const open = async (file: string): Promise<EventStore> => {
    const store = await openSqliteEventStore({ file });
    files.set(store, file);
    return store;
  };
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

const harness = sqliteHarness();
eventStoreContract('SQLite', harness);

describe('the embedded event store', () => {
  afterEach(() => harness.dispose());

  it('keeps its write-ahead log bounded while readers and a subscription are at work', async () => {
    const store = await harness.create();
    const text = 'x'.repeat(500_000);
    const reading = new AbortController();
    const read = async (): Promise<void> => {
      while (!reading.signal.aborted) await store.readAll({ direction: 'backwards', max: 3 });
    };
    const follow = async (): Promise<number> => {
      let seen = 0;
      for await (const { events } of store.subscribe({ signal: reading.signal })) seen += events.length;
      return seen;
    };
    const readers = [read(), follow()];
    for (let index = 0; index < 200; index += 1) {
      await store.append(`sample-${index}`, [sampleEvent({ text })], 'noStream');
    }
    reading.abort();
    await Promise.all(readers);
    expect(statSync(`${fileOf(store)}-wal`).size).toBeLessThan(64 * 1024 * 1024);
  });

  it('gives timers their turn while somebody reads page after page', async () => {
    const store = await harness.create();
    await store.append('sample-1', [sampleEvent()], 'noStream');
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    while (turns < 3) await store.readAll();
    clearInterval(timer);
    expect(turns).toBe(3);
  });
});
