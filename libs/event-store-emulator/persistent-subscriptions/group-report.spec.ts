import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventStoreDBClient } from '@eventstore/db-client';
import {
  allSettings,
  consume,
  countingEvents,
  eventually,
  keep,
  serveClient,
  streamSettings,
  type ServedClient,
} from './testing/group-client.ts';

let served: ServedClient;
let client: EventStoreDBClient;

beforeAll(async () => {
  served = await serveClient();
  client = served.client;
});
afterAll(() => served.close());

describe('what a group says of itself', () => {
  it('before anything happens is that nothing did', async () => {
    await client.createPersistentSubscriptionToStream('order-1', 'group', streamSettings());
    const { stats, connections } = await client.getPersistentSubscriptionToStreamInfo('order-1', 'group');
    expect(connections).toEqual([]);
    expect(stats).toEqual({
      averagePerSecond: 0,
      totalItems: 0n,
      countSinceLastMeasurement: 0n,
      readBufferCount: 0,
      liveBufferCount: 0n,
      retryBufferCount: 0,
      totalInFlightMessages: 0,
      outstandingMessagesCount: 0,
      parkedMessageCount: 0n,
      lastCheckpointedEventRevision: undefined,
      lastKnownEventRevision: undefined,
    });
  });

  it('names its consumers, and what each has', async () => {
    await client.appendToStream('order-2', countingEvents(9));
    await client.createPersistentSubscriptionToStream('order-2', 'group', streamSettings({ extraStatistics: true }));
    const subscription = client.subscribeToPersistentSubscriptionToStream('order-2', 'group', { bufferSize: 5 });
    const consumer = await consume(subscription, keep);
    await consumer.receives(5);
    await subscription.ack(...consumer.messages.slice(0, 2));
    await consumer.receives(7);
    const info = await client.getPersistentSubscriptionToStreamInfo('order-2', 'group');
    expect(info.connections).toMatchObject([
      {
        connectionName: 'specs',
        username: 'anonymous',
        availableSlots: 0,
        inFlightMessages: 5,
        totalItems: 7n,
        countSinceLastMeasurement: 7n,
      },
    ]);
    const [connection] = info.connections;
    expect(connection?.from).toMatch(/^127\.0\.0\.1:\d+$/);
    expect([...(connection?.extraStatistics?.keys() ?? [])]).toEqual(
      expect.arrayContaining(['mean', 'median', 'fastest', 'quintile 1', '90%', '99.9%', 'highest']),
    );
    expect(info.stats).toMatchObject({
      totalItems: 7n,
      totalInFlightMessages: 5,
      outstandingMessagesCount: 5,
      readBufferCount: 2,
      lastKnownEventRevision: 8n,
    });
    const later = await client.getPersistentSubscriptionToStreamInfo('order-2', 'group');
    expect(later.stats).toMatchObject({ totalItems: 7n, countSinceLastMeasurement: 0n });
  });

  it('holds the place up to which everything is done: after enough messages', async () => {
    await client.appendToStream('order-3', countingEvents(7));
    const settings = streamSettings({ checkPointUpperBound: 3, checkPointLowerBound: 1, checkPointAfter: 60_000 });
    await client.createPersistentSubscriptionToStream('order-3', 'group', settings);
    const subscription = client.subscribeToPersistentSubscriptionToStream('order-3', 'group');
    const consumer = await consume(subscription, keep);
    await consumer.receives(7);
    await subscription.ack(...consumer.messages.slice(1));
    await subscription.ack(consumer.messages[0]!);
    await eventually(async () => {
      const { stats } = await client.getPersistentSubscriptionToStreamInfo('order-3', 'group');
      expect(stats.lastCheckpointedEventRevision).toBe(6n);
    });
  });

  it('holds the place up to which everything is done: after enough time, in the whole log too', async () => {
    const settings = allSettings({ checkPointUpperBound: 1000, checkPointLowerBound: 2, checkPointAfter: 20 });
    await client.createPersistentSubscriptionToAll('group', settings, {
      filter: { filterOn: 'streamName', prefixes: ['order-4'], checkpointInterval: 1 },
    });
    const consumer = await consume(client.subscribeToPersistentSubscriptionToAll('group'));
    const { position } = await client.appendToStream('order-4', countingEvents(2));
    await consumer.receives(2);
    await eventually(async () => {
      const { stats, status } = await client.getPersistentSubscriptionToAllInfo('group');
      expect(status).toBe('Live');
      expect(stats.lastCheckpointedEventPosition?.commit).toBeGreaterThanOrEqual(position!.commit);
      expect(stats.lastKnownEventPosition?.commit).toBeGreaterThanOrEqual(position!.commit);
    });
  });

  it('moves on over many events that its filter leaves out', async () => {
    const settings = allSettings({ checkPointAfter: 20 });
    await client.createPersistentSubscriptionToAll('idle', settings, {
      filter: { filterOn: 'streamName', prefixes: ['nothing-'], checkpointInterval: 1 },
    });
    const { position } = await client.appendToStream('order-5', countingEvents(1500));
    await eventually(async () => {
      const { stats } = await client.getPersistentSubscriptionToAllInfo('idle');
      expect(stats.lastCheckpointedEventPosition?.commit).toBeGreaterThanOrEqual(position!.commit - 1000n);
    });
  });
});
