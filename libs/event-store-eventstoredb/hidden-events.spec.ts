import { randomUUID } from 'node:crypto';
import { binaryEvent, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startEmulator, type Emulator } from '#libs/event-store-emulator/emulator';
import { memoryEventLog } from '#libs/event-store-emulator/testing/memory-event-log';
import { type EventStore, START } from '#libs/kernel/event-store';
import {
  idsOf,
  readWholeLog,
  sampleEvent,
  sampleEvents,
  storeErrorOf,
} from '#libs/kernel/log/event-store-contract/samples';
import type { EventLog } from '#libs/kernel/log/event-log';
import { specStores } from './testing/spec-stores.ts';

const stores = specStores();
let emulators: Emulator[];
let client: EventStoreDBClient;
let connectionString: string;
let log: EventLog;

const serve = async (served: EventLog): Promise<string> => {
  const emulator = await startEmulator({ log: served, port: 0 });
  emulators.push(emulator);
  return `esdb://127.0.0.1:${emulator.port}?tls=false`;
};
beforeEach(async () => {
  emulators = [];
  log = memoryEventLog();
  connectionString = await serve(log);
  client = EventStoreDBClient.connectionString(connectionString);
});
afterEach(async () => {
  await stores.close();
  await client.dispose();
  for (const emulator of emulators) await emulator.close();
});

/** Everything that the store shows, by three ways. */
const shownBy = async (store: EventStore) => {
  const subscribed = [];
  for await (const { events, caughtUp } of store.subscribe()) {
    subscribed.push(...events);
    if (caughtUp) break;
  }
  const [forwards, backwards] = [
    await readWholeLog(store, { max: 2 }),
    await readWholeLog(store, { max: 2, direction: 'backwards' }),
  ];
  expect(subscribed).toEqual(forwards);
  expect([...backwards].reverse()).toEqual(forwards);
  return forwards;
};

describe('what others write to the same server', () => {
  it('is not shown where it is the server’s own, no JSON, or of another namespace; the head stands behind it', async () => {
    const store = await stores.open({ connectionString });
    const other = await stores.open({ connectionString, namespace: 'other' });
    const events = sampleEvents(3);
    await store.append('sample-1', events.slice(0, 1), 'noStream');
    await client.appendToStream('sample-1', binaryEvent({ type: 'Picture', data: Buffer.from([1, 2]) }));
    await client.appendToStream('sample-1', { ...jsonEvent({ type: 'List', data: {} }), data: [1, 2] });
    await store.append('sample-1', events.slice(1, 2), 2n);
    await client.setStreamMetadata('sample-1', { cacheControl: 7 });
    await other.append('sample-1', sampleEvents(2), 'noStream');
    await store.append('sample-1', events.slice(2), 3n);
    await client.appendToStream('$mine', jsonEvent({ type: 'Mine', data: {} }));

    const shown = await shownBy(store);
    expect(idsOf(shown)).toEqual(idsOf(events));
    expect(shown.map(({ revision }) => revision)).toEqual([0n, 3n, 4n]);
    expect(idsOf(await store.readStream('sample-1', { max: 2 }))).toEqual(idsOf(events.slice(0, 2)));
    expect(idsOf(await store.readStream('sample-1', { max: 2, direction: 'backwards' }))).toEqual(
      idsOf([...events].reverse().slice(0, 2)),
    );
    expect(await store.readStream('$mine')).toEqual([]);
    expect((await store.head()) > (shown.at(-1)?.position ?? '')).toBe(true);
    expect((await shownBy(other)).map(({ stream, revision }) => [stream, revision])).toEqual([
      ['sample-1', 0n],
      ['sample-1', 1n],
    ]);
  });

  it('that is JSON and has no metadata is shown without', async () => {
    const store = await stores.open({ connectionString });
    await client.appendToStream('sample-1', jsonEvent({ type: 'Noted', data: { by: 'a colleague' } }));
    expect(await shownBy(store)).toMatchObject([{ type: 'Noted', data: { by: 'a colleague' }, metadata: {} }]);
  });

  it('may be a deletion: what is deleted is not read, and a tombstone is told as such', async () => {
    const store = await stores.open({ connectionString });
    await store.append('sample-1', sampleEvents(2), 'noStream');
    await store.append('sample-2', sampleEvents(2), 'noStream');
    await client.deleteStream('sample-1');
    await client.tombstoneStream('sample-2');
    expect(await store.readStream('sample-1')).toEqual([]);
    expect(await storeErrorOf(store.readStream('sample-2'))).toMatchObject({ code: 'streamDeleted' });
    expect(await storeErrorOf(store.append('sample-2', [sampleEvent()], 1n))).toMatchObject({ code: 'streamDeleted' });
    expect(await shownBy(store)).toHaveLength(4);
  });
});

describe('the identity of a log on a server', () => {
  it('is made once, by whoever comes first, and stays', async () => {
    const opening = Array.from({ length: 5 }, () => stores.open({ connectionString, namespace: 'fresh' }));
    const identities = new Set((await Promise.all(opening)).map(({ identity }) => JSON.stringify(identity)));
    expect(identities.size).toBe(1);
    await expect(stores.open({ connectionString, namespace: 'fresh', simulation: true })).rejects.toMatchObject({
      code: 'mismatch',
    });
    const simulation = await stores.open({ connectionString, namespace: 'other', simulation: true });
    expect(simulation.identity).toMatchObject({ simulation: true });
    expect(identities).not.toContain(JSON.stringify(simulation.identity));
  });

  it('of a copy is that of the original, but for the log', async () => {
    const original = { id: randomUUID(), simulation: true };
    const { identity } = await stores.open({ connectionString, namespace: 'copy', copyOf: original });
    expect(identity).toMatchObject(original);
    const again = await stores.open({ connectionString, namespace: 'copy', copyOf: { ...original, id: randomUUID() } });
    expect(again.identity).toEqual(identity);
  });

  it('makes a log begin where it is, on a server that has others’ events', async () => {
    await client.appendToStream('sample-1', [jsonEvent({ type: 'Earlier', data: {} })]);
    const store = await stores.open({ connectionString, namespace: 'here' });
    expect([await store.head(), await store.readAll()]).toEqual([START, { events: [], next: START, end: true }]);
    await store.append('sample-1', sampleEvents(1), 'noStream');
    expect(await shownBy(store)).toHaveLength(1);
  });

  it('leaves a log that was there before it whole', async () => {
    const earlier = memoryEventLog();
    const nothing = new Uint8Array();
    const event = { id: randomUUID(), type: 'Earlier', contentType: 'application/json' as const, metadata: nothing };
    await earlier.append('sample-1', [{ ...event, data: new Uint8Array(Buffer.from('{}')) }], 'noStream');
    const store = await stores.open({ connectionString: await serve(earlier) });
    expect(store.identity.id).toBe(earlier.identity.id);
    expect(await shownBy(store)).toMatchObject([{ type: 'Earlier', revision: 0n }]);
  });
});
