import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PARK, type EventStoreDBClient } from '@eventstore/db-client';
import { openSqliteEventLog } from '#libs/event-store-sqlite/sqlite-event-log';
import { runProgram, type RunningProgram } from '#libs/test-servers/program';
import { startEmulator } from '../emulator.ts';
import {
  acknowledge,
  clientOf,
  consume,
  countingEvents,
  eventually,
  keep,
  streamSettings,
} from './testing/group-client.ts';

const program = join(import.meta.dirname, '../testing/emulator.process.ts');

let folder: string;
let file: string;
const running: RunningProgram[] = [];
const clients: EventStoreDBClient[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'juchu-groups-'));
  file = join(folder, 'store.db');
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.kill()));
  await Promise.all(clients.splice(0).map((client) => client.dispose()));
  await rm(folder, { recursive: true });
});

const connect = (port: number): EventStoreDBClient => {
  const client = clientOf(port);
  clients.push(client);
  return client;
};

/** A server in a process of its own over the file. */
const startServer = async () => {
  const server = runProgram(program, [file, '0', '--unprotected']);
  running.push(server);
  const [, port = ''] = await server.says(/listening (\d+)/);
  return { server, client: connect(Number(port)) };
};

const subscribe = (client: EventStoreDBClient, handle = acknowledge, bufferSize = 10) =>
  consume(client.subscribeToPersistentSubscriptionToStream('order-1', 'group', { bufferSize }), handle);

const infoOf = (client: EventStoreDBClient) => client.getPersistentSubscriptionToStreamInfo('order-1', 'group');

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('a group whose server', () => {
  it('was shut down goes on where it was', async () => {
    const serve = async () => {
      const log = await openSqliteEventLog({ file });
      const emulator = await startEmulator({ log, port: 0 });
      const close = async () => {
        await emulator.close();
        await log.close();
      };
      return { client: connect(emulator.port), close };
    };
    const before = await serve();
    await before.client.appendToStream('order-1', countingEvents(8));
    const settings = streamSettings({ maxRetryCount: 3, extraStatistics: true });
    await before.client.createPersistentSubscriptionToStream('order-1', 'group', settings);
    const consumer = await subscribe(before.client, keep);
    await consumer.receives(8);
    await consumer.subscription.ack(...consumer.messages.slice(0, 5));
    await eventually(async () => expect((await infoOf(before.client)).stats.totalInFlightMessages).toBe(3));
    await before.close();

    const after = await serve();
    const { settings: kept, stats } = await infoOf(after.client);
    expect(kept).toEqual(settings);
    expect(stats.lastCheckpointedEventRevision).toBe(4n);
    const next = await subscribe(after.client);
    await next.receives(3);
    expect(next.received.map(({ count }) => count)).toEqual([5, 6, 7]);
    await after.close();
  });

  it('was killed goes on from its checkpoint, and loses nothing', async () => {
    const acknowledged = new Set<number>();
    const noting: typeof acknowledge = (message, subscription) => {
      acknowledged.add(Number(message.event?.revision));
      return subscription.ack(message);
    };
    const before = await startServer();
    await before.client.appendToStream('order-1', countingEvents(600));
    const settings = streamSettings({ checkPointLowerBound: 1, checkPointUpperBound: 20 });
    await before.client.createPersistentSubscriptionToStream('order-1', 'group', settings);
    await subscribe(before.client, (message, subscription) =>
      message.event!.revision < 200n ? noting(message, subscription) : keep(message, subscription),
    );
    await eventually(async () => {
      const { stats } = await infoOf(before.client);
      expect(stats.lastCheckpointedEventRevision).toBeGreaterThan(100n);
    });
    await before.server.kill();

    const after = await startServer();
    const checkpoint = (await infoOf(after.client)).stats.lastCheckpointedEventRevision!;
    expect(checkpoint).toBeGreaterThan(100n);
    const next = await subscribe(after.client, noting);
    await eventually(() => expect(acknowledged.size).toBe(600));
    expect(next.received[0]?.count).toBe(Number(checkpoint) + 1);
  });

  it('was killed still has what was parked, also in the middle of a replay', async () => {
    const first = await startServer();
    await first.client.appendToStream('order-1', countingEvents(4));
    await first.client.createPersistentSubscriptionToStream('order-1', 'group', streamSettings());
    await subscribe(first.client, (message, subscription) => subscription.nack(PARK, 'broken', message));
    await eventually(async () => expect((await infoOf(first.client)).stats.parkedMessageCount).toBe(4n));
    await first.server.kill();

    const second = await startServer();
    expect((await infoOf(second.client)).stats.parkedMessageCount).toBe(4n);
    // The checkpoint had not moved: what was parked comes once more, too, and is done then.
    const holding = await subscribe(second.client, (message, subscription) =>
      message.link === undefined ? subscription.ack(message) : keep(message, subscription),
    );
    await second.client.replayParkedMessagesToStream('order-1', 'group');
    await eventually(() => expect(holding.messages.filter(({ link }) => link !== undefined)).toHaveLength(4));
    await second.server.kill();

    const third = await startServer();
    expect((await infoOf(third.client)).stats.parkedMessageCount).toBe(4n);
    const last = await subscribe(third.client);
    await third.client.replayParkedMessagesToStream('order-1', 'group');
    await eventually(async () => {
      const replayed = last.received.filter(({ link }) => link !== undefined);
      expect(replayed.map(({ count }) => count)).toEqual(upTo(4));
      expect((await infoOf(third.client)).stats).toMatchObject({ parkedMessageCount: 0n, outstandingMessagesCount: 0 });
    });
  });

  it('was killed after a group was deleted does not know it any more', async () => {
    const before = await startServer();
    await before.client.createPersistentSubscriptionToStream('order-1', 'group', streamSettings());
    await before.client.createPersistentSubscriptionToStream('order-1', 'other', streamSettings());
    await before.client.deletePersistentSubscriptionToStream('order-1', 'group');
    await before.server.kill();
    const after = await startServer();
    const left = await after.client.listAllPersistentSubscriptions();
    expect(left.map(({ groupName }) => groupName)).toEqual(['other']);
  });
});
