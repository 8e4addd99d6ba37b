import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventStore } from '#libs/kernel/event-store';
import { START } from '#libs/kernel/event-store';
import type { EventLog } from '#libs/kernel/log/event-log';
import {
  bytesOf,
  contentOf,
  fill,
  logEvent,
  pageOf,
  readWhole,
  setMetadata,
  textOf,
  written,
} from '#libs/kernel/log/event-log-contract/samples';
import { readWholeLog, sampleEvent, sampleEvents, storeErrorOf } from '#libs/kernel/log/event-store-contract/samples';
import { verifyStream } from '#libs/kernel/log/hash-chain';
import { openSqliteEventLog } from './sqlite-event-log.ts';
import { openSqliteEventStore } from './sqlite-event-store.ts';

let folder = '';
let store: EventStore;
let log: EventLog;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'juchu-one-file-'));
  const file = join(folder, 'events.db');
  [store, log] = await Promise.all([openSqliteEventStore({ file }), openSqliteEventLog({ file })]);
});
afterEach(async () => {
  await Promise.all([store.close(), log.close()]);
  rmSync(folder, { recursive: true, force: true });
});

const jsonEvent = (data: string, metadata = '') => logEvent({ data: bytesOf(data), metadata: bytesOf(metadata) });

describe('the store and the log of bytes on one file', () => {
  it('are one store', () => {
    expect(log.identity).toEqual(store.identity);
  });

  it('show each other what they append, in one order and one numbering', async () => {
    const event = sampleEvent({ cups: 2, 受注: '🍵' });
    await store.append('order-1', [event], 'noStream');
    await written(log.append('order-1', [jsonEvent('{ "cups" : 3 }', '{"note":"as sent"}')], 0n));
    await store.append('order-1', [sampleEvent({ cups: 4 })], 1n);
    expect((await store.readStream('order-1')).map(({ data, revision }) => [data, revision])).toEqual([
      [event.data, 0n],
      [{ cups: 3 }, 1n],
      [{ cups: 4 }, 2n],
    ]);
    const { events } = await pageOf(log, 'order-1');
    expect(events.map(({ revision, contentType }) => [revision, contentType])).toEqual(
      [0n, 1n, 2n].map((revision) => [revision, 'application/json']),
    );
    expect([textOf(events[0]?.data ?? new Uint8Array()), textOf(events[1]?.data ?? new Uint8Array())]).toEqual([
      JSON.stringify(event.data),
      '{ "cups" : 3 }',
    ]);
    expect(textOf(events[0]?.metadata ?? new Uint8Array())).toBe(JSON.stringify(event.metadata));
    expect((await readWholeLog(store)).map(({ id, position }) => [id, BigInt(position)])).toEqual(
      (await readWhole(log)).map(({ id, position }) => [id, position]),
    );
  });

  it('find a command whichever of them appended it', async () => {
    const commandId = randomUUID();
    const metadata = JSON.stringify({ actor: 'clerk', commandId });
    const events = [jsonEvent('{"index":0}', metadata), jsonEvent('{"index":1}', metadata)];
    await fill(log, 'order-1', 1);
    await written(log.append('order-1', events, 0n));
    await written(log.append('order-1', events, 0n));
    await fill(log, 'order-1', 1);
    const found = await store.findCommand('order-1', commandId);
    expect(found?.events.map(({ id, data }) => [id, data])).toEqual(events.map(({ id }, index) => [id, { index }]));
  });

  it('know each other’s resends', async () => {
    const events = sampleEvents(2);
    const result = await store.append('order-1', events, 'noStream');
    const asBytes = (await pageOf(log, 'order-1')).events;
    for (const expected of ['noStream', 'any', 'streamExists'] as const) {
      expect(await log.append('order-1', asBytes, expected)).toMatchObject({
        status: 'written',
        revision: 1n,
        position: BigInt(result.position),
      });
    }
    await fill(log, 'order-1', 1);
    expect(await store.append('order-1', events, 'noStream')).toEqual(result);
    expect(await log.append('order-1', asBytes.slice(0, 1), 'any')).toMatchObject({ revision: 0n });
    expect((await pageOf(log, 'order-1')).events).toHaveLength(3);
  });

  it('hide from the store what is not for it: system streams, its own notes, and what is no JSON object', async () => {
    const shown = sampleEvent({ shown: true });
    await fill(log, '$system', 2);
    await fill(log, 'juchuStore-identity', 1);
    await store.append('order-1', [shown], 'noStream');
    await setMetadata(log, 'order-1', '{"owner":"clerk"}');
    const foreign = [
      logEvent({ contentType: 'application/octet-stream', data: bytesOf('{}') }),
      logEvent({ contentType: 'application/octet-stream', data: Uint8Array.of(0xff, 0x00) }),
      ...['', '[1]', '"text"', 'null', '{"half":', '7'].map((data) => jsonEvent(data)),
      ...['[1]', '{"half":', 'null'].map((metadata) => jsonEvent('{}', metadata)),
      jsonEvent('{}', '\ufeff{}'),
      logEvent({ data: Uint8Array.of(0x7b, 0xff, 0x7d) }),
    ];
    await written(log.append('order-1', foreign, 0n));
    const end = await written(log.append('other-1', [jsonEvent('{"shown":true}')], 'any'));
    await fill(log, '$system', 1);

    const last = String(await log.head()).padStart(20, '0');
    const expected = [
      ['order-1', 0n],
      ['other-1', 0n],
    ];
    const placesOf = (events: readonly { stream: string; revision: bigint }[]) =>
      events.map(({ stream, revision }) => [stream, revision]);
    for (const max of [1, 2, 1_000]) {
      expect(placesOf(await readWholeLog(store, { max }))).toEqual(expected);
      expect(placesOf(await readWholeLog(store, { max, direction: 'backwards' }))).toEqual([...expected].reverse());
      const filter = { categories: ['order', 'juchuStore', '$system', '$$order'] };
      expect(placesOf(await readWholeLog(store, { max, filter }))).toEqual([['order-1', 0n]]);
    }
    expect(placesOf(await store.readStream('order-1'))).toEqual([['order-1', 0n]]);
    expect(await store.readStream('$system')).toEqual([]);
    expect(await store.readStream('$$order-1')).toEqual([]);
    expect(await store.readStream('juchuStore-identity')).toEqual([]);
    for await (const { events, position, caughtUp } of store.subscribe()) {
      expect([placesOf(events), position, caughtUp]).toEqual([expected, last, true]);
      break;
    }
    expect(await store.head()).toBe(last);
    expect(BigInt(await store.head())).toBeGreaterThan(end.position);
    const { events } = await pageOf(log, 'order-1', { from: 1n });
    expect(events.map(contentOf)).toEqual(foreign.map(contentOf));
  });

  it('leave a log empty for the store as long as there is nothing for it to see', async () => {
    await fill(log, 'juchuStore-identity', 1);
    expect([await store.head(), await store.readAll()]).toEqual([START, { events: [], next: START, end: true }]);
    await written(log.append('order-1', [logEvent({ contentType: 'application/octet-stream' })], 'any'));
    expect([await store.head(), await store.readAll()]).toEqual([START, { events: [], next: START, end: true }]);
    const { position } = await store.append('order-2', [sampleEvent()], 'noStream');
    expect(await store.head()).toBe(position);
    // What a reader has come to is never beyond the head, whatever comes after.
    await fill(log, '$system', 1);
    const { next } = await store.readAll({ from: position });
    expect([next, next > position]).toEqual([await store.head(), true]);
  });

  it('keep the store from names that it would not see again', async () => {
    for (const stream of ['$system', '$$order-1', 'juchuStore-identity', 'juchuStore']) {
      const refused = store.append(stream, [sampleEvent()], 'noStream');
      expect(await storeErrorOf(refused)).toMatchObject({ code: 'invalidRequest' });
    }
    await store.append('juchuStores-1', [sampleEvent()], 'noStream');
    expect(await readWholeLog(store)).toHaveLength(1);
  });

  it('name an event of another program in a stream of ours as a gap', async () => {
    await store.append('order-1', [sampleEvent()], 'noStream');
    await written(log.append('order-1', [logEvent({ contentType: 'application/octet-stream' })], 0n));
    await store.append('order-1', [sampleEvent()], 1n);
    const findings = verifyStream(await store.readStream('order-1')).filter(({ problem }) => problem === 'revision');
    expect(findings).toEqual([{ stream: 'order-1', revision: 2n, problem: 'revision', expected: '1', found: '2' }]);
  });

  it('apply to the store what was done to its streams', async () => {
    await store.append('order-1', sampleEvents(4), 'noStream');
    await setMetadata(log, 'order-1', '{"$maxCount":2}');
    const revisions = async () => (await store.readStream('order-1')).map(({ revision }) => revision);
    expect(await revisions()).toEqual([2n, 3n]);
    await written(log.deleteStream('order-1', 'any'));
    expect(await revisions()).toEqual([]);
    expect(await store.append('order-1', [sampleEvent()], 'noStream')).toMatchObject({ revision: 4n });
    expect(await revisions()).toEqual([4n]);
    await written(log.tombstone('order-1', 'any'));
    expect(await storeErrorOf(store.readStream('order-1'))).toMatchObject({ code: 'streamDeleted' });
    const appending = store.append('order-1', [sampleEvent()], 4n);
    expect(await storeErrorOf(appending)).toMatchObject({ code: 'streamDeleted' });
    expect(await readWholeLog(store)).toHaveLength(5);
  });

  it('write at the same time without a gap, and wake each other’s readers', async () => {
    const append = async (index: number): Promise<void> => {
      const stream = `order-${index % 3}`;
      for (;;) {
        const [last] = await store.readStream(stream, { direction: 'backwards', max: 1 });
        const error = await store.append(stream, [sampleEvent({ index })], last?.revision ?? 'noStream').then(
          () => undefined,
          (reason: unknown) => reason,
        );
        if (error === undefined) return;
        expect(error).toMatchObject({ code: 'versionConflict' });
      }
    };
    const seen: string[] = [];
    const follow = async (): Promise<void> => {
      for await (const { events } of store.subscribe({ max: 7 })) {
        seen.push(...events.map(({ id }) => id));
        if (seen.length >= 60) return;
      }
    };
    await Promise.all([
      follow(),
      ...Array.from({ length: 30 }, (_, index) => append(index)),
      ...Array.from({ length: 30 }, (_, index) => written(log.append(`order-${index % 3}`, [logEvent()], 'any'))),
    ]);
    const all = await readWhole(log);
    expect(seen).toEqual(all.map(({ id }) => id));
    for (const stream of ['order-0', 'order-1', 'order-2']) {
      const revisions = all.filter((event) => event.stream === stream).map(({ revision }) => revision);
      expect(revisions).toEqual(revisions.map((_, index) => BigInt(index)));
    }
  });
});
