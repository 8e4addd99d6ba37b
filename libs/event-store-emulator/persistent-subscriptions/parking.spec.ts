import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ErrorType, PARK, RETRY, SKIP, STOP, type EventStoreDBClient } from '@eventstore/db-client';
import {
  acknowledge,
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

const makeGroup = async (stream: string, events: number, settings = streamSettings()) => {
  await client.appendToStream(stream, countingEvents(events));
  await client.createPersistentSubscriptionToStream(stream, 'group', settings);
  const parkedStream = `$persistentsubscription-${stream}::group-parked`;
  return {
    join: (handle = acknowledge, bufferSize = 20) =>
      consume(client.subscribeToPersistentSubscriptionToStream(stream, 'group', { bufferSize }), handle),
    stats: async () => (await client.getPersistentSubscriptionToStreamInfo(stream, 'group')).stats,
    parksUntil: (count: bigint) =>
      eventually(async () => {
        const { stats } = await client.getPersistentSubscriptionToStreamInfo(stream, 'group');
        expect(stats).toMatchObject({ parkedMessageCount: count, outstandingMessagesCount: 0 });
      }),
    /** What readers of the parked messages see: their revisions and what they point at. */
    parked: async () => {
      const found: string[] = [];
      for await (const { event } of client.readStream(parkedStream)) {
        found.push(`${String(event?.revision)}: ${Buffer.from(event?.data as Uint8Array).toString()}`);
      }
      return found;
    },
    replay: (stopAt?: number) => client.replayParkedMessagesToStream(stream, 'group', { stopAt }),
    parkedStream,
  };
};

describe('what a consumer could not process', () => {
  it('comes again with a higher count when it asks for a retry', async () => {
    const { join } = await makeGroup('order-1', 2);
    const consumer = await join((message, subscription) =>
      message.retryCount < 2 ? subscription.nack(RETRY, 'later', message) : subscription.ack(message),
    );
    await consumer.receives(6);
    const ofFirst = consumer.received.filter(({ count }) => count === 0);
    expect(ofFirst.map(({ retryCount }) => retryCount)).toEqual([0, 1, 2]);
  });

  it('is parked after as many retries as the group allows, with the reason', async () => {
    const { join, parksUntil, parked, parkedStream } = await makeGroup(
      'order-2',
      1,
      streamSettings({ maxRetryCount: 2 }),
    );
    const consumer = await join((message, subscription) => subscription.nack(RETRY, 'later', message));
    await parksUntil(1n);
    expect(consumer.received.map(({ retryCount }) => retryCount)).toEqual([0, 1, 2]);
    expect(await parked()).toEqual(['0: 0@order-2']);
    for await (const { event } of client.readStream(parkedStream, { resolveLinkTos: true, maxCount: 1 })) {
      expect(event).toMatchObject({ streamId: 'order-2', data: { count: 0 } });
    }
    for await (const { event } of client.readStream(parkedStream, { maxCount: 1 })) {
      expect(event).toMatchObject({ type: '$>', metadata: { reason: 'Reached retry count of 2' } });
    }
  });

  it('comes again when it takes longer than the group allows, and is parked in the end', async () => {
    const settings = streamSettings({ messageTimeout: 50, maxRetryCount: 1 });
    const { join, parksUntil } = await makeGroup('order-3', 3, settings);
    const consumer = await join((message, subscription) =>
      message.event?.revision === 1n ? keep(message, subscription) : subscription.ack(message),
    );
    await parksUntil(1n);
    const ofSecond = consumer.received.filter(({ count }) => count === 1);
    expect(ofSecond.map(({ retryCount }) => retryCount)).toEqual([0, 1]);
  });

  it('is parked at once, skipped, or tried again, as the consumer says', async () => {
    const { join, parksUntil, parked } = await makeGroup('order-4', 6);
    const actions = [PARK, SKIP, RETRY] as const;
    const consumer = await join((message, subscription) => {
      const action = actions[Number(message.event?.revision) % 3]!;
      return message.retryCount > 0 ? subscription.ack(message) : subscription.nack(action, 'why', message);
    });
    await consumer.receives(8);
    await parksUntil(2n);
    expect(await parked()).toEqual(['0: 0@order-4', '1: 3@order-4']);
    const again = consumer.received.filter(({ retryCount }) => retryCount > 0);
    expect(again.map(({ count }) => count).sort()).toEqual([2, 5]);
  });

  it('goes to others when the consumer says that it stops', async () => {
    const { join } = await makeGroup('order-5', 3);
    const stopping = await join((message, subscription) => subscription.nack(STOP, 'broken', message), 3);
    expect(await stopping.failed).toMatchObject({ type: ErrorType.PERSISTENT_SUBSCRIPTION_DROPPED });
    const other = await join();
    expect((await other.receives(3)).map(({ count }) => count)).toEqual([0, 1, 2]);
  });
});

describe('parked messages', () => {
  const parkAll = async (stream: string, events: number) => {
    const group = await makeGroup(stream, events);
    const parking = await group.join((message, subscription) => subscription.nack(PARK, 'broken', message));
    await group.parksUntil(BigInt(events));
    await parking.subscription.unsubscribe();
    await eventually(async () => {
      const { connections } = await client.getPersistentSubscriptionToStreamInfo(stream, 'group');
      expect(connections).toEqual([]);
    });
    return group;
  };

  it('come again when they are replayed, as links, and are gone from their stream when they are done', async () => {
    const { join, replay, parked, stats } = await parkAll('order-6', 3);
    await replay();
    expect((await stats()).parkedMessageCount).toBe(0n);
    const consumer = await join();
    await consumer.receives(3);
    expect(consumer.received).toMatchObject([0, 1, 2].map((count) => ({ count, stream: 'order-6' })));
    expect(consumer.received[0]?.link).toBe('$persistentsubscription-order-6::group-parked');
    await eventually(async () => expect(await parked()).toEqual([]));
  });

  it('are replayed up to a revision of their stream', async () => {
    const { join, replay, parked, stats } = await parkAll('order-7', 5);
    const consumer = await join();
    await replay(2);
    await consumer.receives(2);
    await eventually(async () => expect(await parked()).toEqual(['2: 2@order-7', '3: 3@order-7', '4: 4@order-7']));
    expect((await stats()).parkedMessageCount).toBe(3n);
    await replay();
    expect((await consumer.receives(5)).map(({ count }) => count)).toEqual([0, 1, 2, 3, 4]);
    await eventually(async () => expect(await parked()).toEqual([]));
  });

  it('stay in their stream until the replayed message is settled', async () => {
    const { join, replay, parked } = await parkAll('order-8', 2);
    const holding = await join(keep);
    await replay();
    await holding.receives(2);
    await holding.subscription.ack(holding.messages[1]!);
    expect(await parked()).toEqual(['0: 0@order-8', '1: 1@order-8']);
    await holding.subscription.ack(holding.messages[0]!);
    await eventually(async () => expect(await parked()).toEqual([]));
  });

  it('are parked anew where they fail again', async () => {
    const { join, replay, parked, parksUntil } = await parkAll('order-9', 1);
    await join((message, subscription) => subscription.nack(PARK, 'still broken', message));
    await replay();
    await eventually(async () => expect(await parked()).toEqual(['1: 0@order-9']));
    await parksUntil(1n);
  });

  it('that are none are replayed without more ado', async () => {
    const { replay, stats } = await makeGroup('order-10', 1);
    await replay();
    expect((await stats()).parkedMessageCount).toBe(0n);
  });

  it('go with their group', async () => {
    const { parkedStream } = await parkAll('order-11', 1);
    await client.deletePersistentSubscriptionToStream('order-11', 'group');
    await client.createPersistentSubscriptionToStream('order-11', 'group', streamSettings());
    const { stats } = await client.getPersistentSubscriptionToStreamInfo('order-11', 'group');
    expect(stats.parkedMessageCount).toBe(0n);
    const read = async () => {
      for await (const _ of client.readStream(parkedStream)) throw new Error('something is left');
    };
    await expect(read()).rejects.toMatchObject({ type: ErrorType.STREAM_NOT_FOUND });
  });
});
