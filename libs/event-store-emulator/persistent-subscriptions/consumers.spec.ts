import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  END,
  ErrorType,
  jsonEvent,
  PINNED,
  type EventStoreDBClient,
  type PersistentSubscriptionToAll,
} from '@eventstore/db-client';
import {
  acknowledge,
  allSettings,
  consume,
  countingEvents,
  eventually,
  keep,
  serveClient,
  streamSettings,
  type Consumer,
  type ServedClient,
} from './testing/group-client.ts';

let served: ServedClient;
let client: EventStoreDBClient;

beforeAll(async () => {
  served = await serveClient();
  client = served.client;
});
afterAll(() => served.close());

const counts = (...consumers: readonly Consumer[]) =>
  consumers.flatMap(({ received }) => received.map(({ count }) => count)).sort((one, other) => one! - other!);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

const makeGroup = async (stream: string, events: number, settings = streamSettings()) => {
  if (events > 0) await client.appendToStream(stream, countingEvents(events));
  await client.createPersistentSubscriptionToStream(stream, 'group', settings);
  return (handle = acknowledge, bufferSize = 10) =>
    consume(client.subscribeToPersistentSubscriptionToStream(stream, 'group', { bufferSize }), handle);
};

describe('the consumers of a group', () => {
  it('get what was there and what comes, in order where there is one', async () => {
    const join = await makeGroup('order-1', 60);
    const consumer = await join();
    await consumer.receives(60);
    await client.appendToStream('order-1', countingEvents(60, 60));
    await consumer.receives(120);
    expect(consumer.received.map(({ count }) => count)).toEqual(upTo(120));
    expect(consumer.received.every(({ retryCount }) => retryCount === 0)).toBe(true);
  });

  it('get what comes after the group was made where it begins at the end', async () => {
    const join = await makeGroup('order-2', 3, streamSettings({ startFrom: END }));
    await client.appendToStream('order-2', countingEvents(2, 3));
    const consumer = await join();
    expect((await consumer.receives(2)).map(({ count }) => count)).toEqual([3, 4]);
  });

  it('get the event at the revision where the group begins', async () => {
    const join = await makeGroup('order-3', 5, streamSettings({ startFrom: 3n }));
    expect((await (await join()).receives(2)).map(({ count }) => count)).toEqual([3, 4]);
  });

  it('wait for a stream that is not there yet, and for one that was deleted', async () => {
    const join = await makeGroup('order-4', 0);
    const consumer = await join();
    await client.appendToStream('order-4', countingEvents(1));
    await consumer.receives(1);
    await client.deleteStream('order-4');
    await client.appendToStream('order-4', countingEvents(1, 1));
    expect((await consumer.receives(2)).map(({ count }) => count)).toEqual([0, 1]);
  });

  it('hold no more unacknowledged messages than their buffers', async () => {
    const join = await makeGroup('order-5', 30);
    const consumer = await join(keep, 4);
    await consumer.receives(4);
    await consumer.subscription.ack(...consumer.messages.slice(0, 3));
    await consumer.receives(7);
    // A moment for what must not come.
    await delay(100);
    expect(counts(consumer)).toEqual(upTo(7));
  });

  it('share the messages', async () => {
    const join = await makeGroup('order-6', 0);
    const [first, second] = [await join(), await join()];
    await client.appendToStream('order-6', countingEvents(50));
    await eventually(() => expect(counts(first, second)).toEqual(upTo(50)));
    expect(first.received.length).toBeGreaterThan(10);
    expect(second.received.length).toBeGreaterThan(10);
  });

  it('keep to their streams where they are pinned', async () => {
    await client.createPersistentSubscriptionToAll('pinned', allSettings({ consumerStrategyName: PINNED }), {
      filter: { filterOn: 'streamName', prefixes: ['pinned-'], checkpointInterval: 1 },
    });
    const join = () => consume(client.subscribeToPersistentSubscriptionToAll('pinned'));
    const [first, second] = [await join(), await join()];
    for (let index = 0; index < 40; index += 1) {
      await client.appendToStream(`pinned-${index % 10}`, countingEvents(1));
    }
    await eventually(() => expect(first.received.length + second.received.length).toBe(40));
    const streamsOf = (consumer: Consumer) => new Set(consumer.received.map(({ stream }) => stream));
    expect(streamsOf(first).size + streamsOf(second).size).toBe(10);
  });

  it('leave to others what they had not acknowledged', async () => {
    const join = await makeGroup('order-7', 10);
    const leaving = await join(keep, 10);
    await leaving.receives(10);
    await leaving.subscription.ack(...leaving.messages.slice(0, 4));
    const other = await join();
    await leaving.subscription.unsubscribe();
    await other.receives(6);
    expect(other.received.map(({ count, retryCount }) => [count, retryCount])).toEqual(
      upTo(10)
        .slice(4)
        .map((count) => [count, 1]),
    );
  });

  it('are no more than the group allows', async () => {
    const join = await makeGroup('order-8', 0, streamSettings({ maxSubscriberCount: 1 }));
    const first = await join();
    await expect(join()).rejects.toMatchObject({ type: ErrorType.MAXIMUM_SUBSCRIBERS_REACHED, groupName: 'group' });
    await first.subscription.unsubscribe();
    await eventually(() => join());
  });

  it('get only what the filter of the group lets through', async () => {
    const filters: readonly (readonly [
      string,
      Parameters<EventStoreDBClient['createPersistentSubscriptionToAll']>[2],
    ])[] = [
      ['stream-prefix', { filter: { filterOn: 'streamName', prefixes: ['filtered-a'], checkpointInterval: 1 } }],
      ['stream-regex', { filter: { filterOn: 'streamName', regex: '^filtered-(a|c)$', checkpointInterval: 1 } }],
      ['type-prefix', { filter: { filterOn: 'eventType', prefixes: ['Filtered'], checkpointInterval: 1 } }],
      ['type-regex', { filter: { filterOn: 'eventType', regex: '^Filtered[BC]$', checkpointInterval: 1 } }],
    ];
    for (const name of ['a', 'b', 'c']) {
      await client.appendToStream(`filtered-${name}`, jsonEvent({ type: `Filtered${name.toUpperCase()}`, data: {} }));
    }
    const received: Record<string, unknown> = {};
    const expected = { 'stream-prefix': 'a', 'stream-regex': 'ac', 'type-prefix': 'abc', 'type-regex': 'bc' };
    for (const [group, options] of filters) {
      await client.createPersistentSubscriptionToAll(group, allSettings(), options);
      const subscription: PersistentSubscriptionToAll = client.subscribeToPersistentSubscriptionToAll(group);
      const consumer = await consume(subscription);
      await consumer.receives(expected[group as keyof typeof expected].length);
      received[group] = consumer.received.map(({ stream }) => stream?.slice('filtered-'.length)).join('');
    }
    expect(received).toEqual(expected);
  });

  it('get the events behind links where the group resolves them, and acknowledge the links', async () => {
    await client.appendToStream('order-9', countingEvents(2));
    const link = (target: string) =>
      ({
        ...jsonEvent({ type: '$>', data: {} }),
        contentType: 'application/octet-stream',
        data: Buffer.from(target),
      }) as const;
    await client.appendToStream('links-9', [link('0@order-9'), link('1@order-9'), link('0@gone-9')]);
    const resolving = await makeGroup('links-9', 0, streamSettings({ resolveLinkTos: true }));
    const consumer = await resolving();
    await consumer.receives(3);
    expect(consumer.received).toMatchObject([
      { count: 0, stream: 'order-9', link: 'links-9' },
      { count: 1, stream: 'order-9', link: 'links-9' },
      { stream: undefined, link: 'links-9' },
    ]);
    await eventually(async () => {
      const { stats } = await client.getPersistentSubscriptionToStreamInfo('links-9', 'group');
      expect(stats.outstandingMessagesCount).toBe(0);
    });
  });

  it('are refused without room for a message', async () => {
    const join = await makeGroup('order-10', 0);
    await expect(join(acknowledge, 0)).rejects.toThrow(/at least one/);
  });

  it('are told when the server goes', async () => {
    const another = await serveClient();
    await another.client.createPersistentSubscriptionToStream('order-1', 'group', streamSettings());
    const consumer = await consume(another.client.subscribeToPersistentSubscriptionToStream('order-1', 'group'));
    await another.close();
    expect(await consumer.failed).toMatchObject({ type: ErrorType.UNAVAILABLE });
  });

  it('are dropped when all groups are started anew, and go on after it', async () => {
    const join = await makeGroup('order-11', 2);
    const consumer = await join();
    await consumer.receives(2);
    await client.restartPersistentSubscriptionSubsystem();
    expect(await consumer.failed).toMatchObject({ type: ErrorType.PERSISTENT_SUBSCRIPTION_DROPPED });
    await client.appendToStream('order-11', countingEvents(1, 2));
    const [next] = await (await join()).receives(1);
    expect(next?.count).toBe(2);
  });
});
