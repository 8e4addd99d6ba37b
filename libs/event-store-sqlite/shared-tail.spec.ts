import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventStore } from '#libs/kernel/event-store';
import { sampleEvents, writeAtOnce } from '#libs/kernel/log/event-store-contract/samples';
import { subscriptionsContract } from '#libs/kernel/log/event-store-contract/subscriptions.contract';
import { shareTail } from '#libs/kernel/projections/log-tail';
import { openSqliteEventStore } from './sqlite-event-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'juchu-tail-'));
const opened = new Map<EventStore, { readonly file: string; readonly close: () => Promise<void> }>();

const open = async (file: string): Promise<EventStore> => {
  const store = await openSqliteEventStore({ file });
  const shared: EventStore = { ...store, subscribe: shareTail(store).subscribe };
  opened.set(shared, { file, close: () => store.close() });
  return shared;
};
const fileOf = (store: EventStore): string => opened.get(store)?.file ?? '';

describe('followers who share the tail of a log', () => {
  let present: EventStore;
  beforeEach(async () => {
    present = await open(join(folder, `${randomUUID()}.db`));
  });
  afterEach(async () => {
    for (const { close } of opened.values()) await close();
    opened.clear();
  });

  subscriptionsContract(
    {
      create: () => Promise.resolve(present),
      another: (store) => open(fileOf(store)),
      reopen: async (store) => {
        await store.close();
        return open(fileOf(store));
      },
      stall: () => Promise.reject(new Error('nothing is stalled here')),
      dispose: () => Promise.resolve(),
    },
    () => present,
  );

  it('each see every event once, however far some of them are behind', async () => {
    const total = 5 * 2 * 201;
    const follow = async (pauseAt: number): Promise<readonly string[]> => {
      const ids: string[] = [];
      for await (const { events } of present.subscribe({ max: 50 })) {
        ids.push(...events.map(({ id }) => id));
        if (ids.length >= pauseAt && ids.length < pauseAt + 50)
          await new Promise((resolve) => setTimeout(resolve, 150));
        if (ids.length >= total) break;
      }
      return ids;
    };
    const following = [follow(1), follow(100), follow(600), follow(2000)];
    await writeAtOnce([present], { writers: 5, appends: 201 });
    const log: string[] = [];
    for (let from = '', end = false; !end;) {
      const page = await present.readAll({ from, max: 4096 });
      log.push(...page.events.map(({ id }) => id));
      ({ next: from, end } = page);
    }
    for (const ids of await Promise.all(following)) expect(ids).toEqual(log);
  });

  it('read the log once for all of them', async () => {
    const store = await openSqliteEventStore({ file: join(folder, `${randomUUID()}.db`) });
    let reads = 0;
    const counting = {
      head: () => store.head(),
      subscribe: (options: Parameters<EventStore['subscribe']>[0]) => {
        reads += 1;
        return store.subscribe(options);
      },
    };
    const { subscribe } = shareTail(counting);
    const ending = new AbortController();
    const seen = Array.from({ length: 10 }, () => 0);
    const following = seen.map(async (_, place) => {
      for await (const { events } of subscribe({ signal: ending.signal, filter: { categories: ['sample'] } }))
        seen[place] = (seen[place] ?? 0) + events.length;
    });
    await store.append('sample-1', sampleEvents(2), 'noStream');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const before = reads;
    for (let index = 2; index < 40; index += 1) await store.append(`sample-${index}`, sampleEvents(2), 'noStream');
    await store.append('other-1', sampleEvents(2), 'noStream');
    while (seen.some((count) => count < 78)) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(reads).toBe(before);
    expect(seen).toEqual(seen.map(() => 78));
    ending.abort();
    await Promise.all(following);
    await store.close();
  });

  it('hear of it when the log cannot be read, and begin anew afterwards', async () => {
    let broken = false;
    const { subscribe } = shareTail({
      head: () => present.head(),
      async *subscribe(options) {
        for await (const message of present.subscribe(options)) {
          if (broken) throw new Error('the log is away');
          yield message;
        }
      },
    });
    const first = subscribe()[Symbol.asyncIterator]();
    await first.next();
    broken = true;
    await present.append('sample-1', sampleEvents(1), 'noStream');
    await expect(
      (async () => {
        for (;;) await first.next();
      })(),
    ).rejects.toThrow('the log is away');
    broken = false;
    const second = subscribe()[Symbol.asyncIterator]();
    expect((await second.next()).value).toMatchObject({
      events: [{ stream: 'sample-1' }],
    });
    await second.return?.();
  });
});

process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
