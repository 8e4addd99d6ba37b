import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  DISPATCH_TO_SINGLE,
  END,
  ErrorType,
  PersistentSubscriptionDoesNotExistError,
  PersistentSubscriptionExistsError,
  START,
  type EventStoreDBClient,
} from '@eventstore/db-client';
import {
  allSettings,
  consume,
  countingEvents,
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

describe('a group of consumers', () => {
  it('has the settings with which it was made', async () => {
    const settings = streamSettings({
      startFrom: 3n,
      resolveLinkTos: true,
      extraStatistics: true,
      messageTimeout: 1234,
      maxRetryCount: 7,
      checkPointAfter: 4321,
      checkPointLowerBound: 3,
      checkPointUpperBound: 30,
      maxSubscriberCount: 5,
      liveBufferSize: 51,
      readBatchSize: 11,
      historyBufferSize: 52,
      consumerStrategyName: DISPATCH_TO_SINGLE,
    });
    await client.createPersistentSubscriptionToStream('order-1', 'settings', settings);
    const info = await client.getPersistentSubscriptionToStreamInfo('order-1', 'settings');
    expect(info.settings).toEqual(settings);
    expect(info).toMatchObject({ eventSource: 'order-1', groupName: 'settings', connections: [] });
  });

  it('may begin anywhere in the whole log, but not beyond its end', async () => {
    const { position } = await client.appendToStream('order-2', countingEvents(1));
    for (const [group, startFrom] of [
      ['start', START],
      ['end', END],
      ['between', position!],
    ] as const) {
      await client.createPersistentSubscriptionToAll(group, allSettings({ startFrom }));
      expect((await client.getPersistentSubscriptionToAllInfo(group)).settings.startFrom).toEqual(startFrom);
    }
    const beyond = allSettings({ startFrom: { commit: 1_000_000n, prepare: 1_000_000n } });
    await expect(client.createPersistentSubscriptionToAll('beyond', beyond)).rejects.toThrow(/beyond the end/);
  });

  it('is made once', async () => {
    await client.createPersistentSubscriptionToStream('order-3', 'once', streamSettings());
    const again = client.createPersistentSubscriptionToStream('order-3', 'once', streamSettings());
    await expect(again).rejects.toBeInstanceOf(PersistentSubscriptionExistsError);
    await expect(again).rejects.toMatchObject({ streamName: 'order-3', groupName: 'once' });
    await client.createPersistentSubscriptionToAll('once', allSettings());
    await expect(client.createPersistentSubscriptionToAll('once', allSettings())).rejects.toMatchObject({
      type: ErrorType.PERSISTENT_SUBSCRIPTION_EXISTS,
      streamName: '$all',
    });
  });

  it('may have names in any script', async () => {
    await client.createPersistentSubscriptionToStream('受注-1', '出荷係', streamSettings());
    const [found] = await client.listPersistentSubscriptionsToStream('受注-1');
    expect(found).toMatchObject({ eventSource: '受注-1', groupName: '出荷係' });
    const again = client.createPersistentSubscriptionToStream('受注-1', '出荷係', streamSettings());
    await expect(again).rejects.toBeInstanceOf(PersistentSubscriptionExistsError);
  });

  it('is made by one of several that want to make it at once', async () => {
    const attempts = Array.from({ length: 5 }, (_, index) =>
      client.createPersistentSubscriptionToStream('order-4', index === 4 ? 'other' : 'same', streamSettings()),
    );
    const results = await Promise.allSettled(attempts);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(await client.listPersistentSubscriptionsToStream('order-4')).toHaveLength(2);
  });

  it('gets other settings and lets go of its consumers', async () => {
    await client.createPersistentSubscriptionToStream('order-5', 'changing', streamSettings());
    const consumer = await consume(client.subscribeToPersistentSubscriptionToStream('order-5', 'changing'));
    const settings = streamSettings({ startFrom: END, maxRetryCount: 1, checkPointLowerBound: 2 });
    await client.updatePersistentSubscriptionToStream('order-5', 'changing', settings);
    expect(await consumer.failed).toMatchObject({
      type: ErrorType.PERSISTENT_SUBSCRIPTION_DROPPED,
      streamName: 'order-5',
      groupName: 'changing',
    });
    expect((await client.getPersistentSubscriptionToStreamInfo('order-5', 'changing')).settings).toEqual(settings);
  });

  it('keeps its filter and what is done when it gets other settings', async () => {
    await client.createPersistentSubscriptionToAll('changing', allSettings(), {
      filter: { filterOn: 'streamName', prefixes: ['order-6'], checkpointInterval: 1 },
    });
    await client.appendToStream('order-6', countingEvents(2));
    await (await consume(client.subscribeToPersistentSubscriptionToAll('changing'))).receives(2);
    await client.updatePersistentSubscriptionToAll('changing', allSettings({ maxRetryCount: 1 }));
    await client.appendToStream('other-6', countingEvents(1));
    await client.appendToStream('order-6', countingEvents(1, 2));
    const consumer = await consume(client.subscribeToPersistentSubscriptionToAll('changing'));
    const [first] = await consumer.receives(1);
    expect(first).toMatchObject({ stream: 'order-6', count: 2 });
  });

  it('ends with its consumers when it is deleted, and begins anew when it is made again', async () => {
    await client.appendToStream('order-7', countingEvents(3));
    const make = () => client.createPersistentSubscriptionToStream('order-7', 'passing', streamSettings());
    await make();
    const consumer = await consume(client.subscribeToPersistentSubscriptionToStream('order-7', 'passing'));
    await consumer.receives(3);
    await client.deletePersistentSubscriptionToStream('order-7', 'passing');
    expect(await consumer.failed).toMatchObject({
      type: ErrorType.PERSISTENT_SUBSCRIPTION_DOES_NOT_EXIST,
      streamName: 'order-7',
      groupName: 'passing',
    });
    await make();
    const another = await consume(client.subscribeToPersistentSubscriptionToStream('order-7', 'passing'));
    expect((await another.receives(3)).map(({ count }) => count)).toEqual([0, 1, 2]);
  });

  it('is missed by everything that is asked of it where it is not', async () => {
    const missing = { streamName: 'order-8', groupName: 'none' };
    const calls = [
      client.updatePersistentSubscriptionToStream('order-8', 'none', streamSettings()),
      client.deletePersistentSubscriptionToStream('order-8', 'none'),
      client.getPersistentSubscriptionToStreamInfo('order-8', 'none'),
      client.replayParkedMessagesToStream('order-8', 'none'),
    ];
    for (const call of await Promise.allSettled(calls)) {
      expect(call).toMatchObject({ status: 'rejected', reason: missing });
    }
    await expect(client.deletePersistentSubscriptionToAll('none')).rejects.toBeInstanceOf(
      PersistentSubscriptionDoesNotExistError,
    );
    const subscription = client.subscribeToPersistentSubscriptionToStream('order-8', 'none');
    await expect(consume(subscription)).rejects.toMatchObject(missing);
  });

  it('is listed, alone, by stream, and with all others', async () => {
    await client.createPersistentSubscriptionToStream('order-9', 'first', streamSettings());
    await client.createPersistentSubscriptionToStream('order-9', 'second', streamSettings());
    await client.createPersistentSubscriptionToAll('third', allSettings());
    const ofStream = await client.listPersistentSubscriptionsToStream('order-9');
    expect(ofStream.map(({ groupName }) => groupName)).toEqual(['first', 'second']);
    const ofAll = await client.listPersistentSubscriptionsToAll();
    expect(ofAll.map(({ groupName }) => groupName)).toContain('third');
    const all = (await client.listAllPersistentSubscriptions()).map((info) => `${info.eventSource}::${info.groupName}`);
    expect(all).toEqual(expect.arrayContaining(['order-9::first', 'order-9::second', '$all::third']));
    await expect(client.listPersistentSubscriptionsToStream('order-10')).rejects.toBeInstanceOf(
      PersistentSubscriptionDoesNotExistError,
    );
  });

  it('is refused with settings that cannot be', async () => {
    const negative = client.createPersistentSubscriptionToStream(
      'order-11',
      'g',
      streamSettings({ maxRetryCount: -1 }),
    );
    await expect(negative).rejects.toMatchObject({
      type: ErrorType.PERSISTENT_SUBSCRIPTION_FAILED,
      reason: 'maxRetryCount must not be negative',
    });
    const all = client.createPersistentSubscriptionToStream('$all', 'g', streamSettings());
    await expect(all).rejects.toMatchObject({ type: ErrorType.PERSISTENT_SUBSCRIPTION_FAILED });
    const filter = { filterOn: 'streamName', regex: '(', checkpointInterval: 1 } as const;
    await expect(client.createPersistentSubscriptionToAll('g', allSettings(), { filter })).rejects.toThrow(
      /not a regular expression/,
    );
    await expect(client.createPersistentSubscriptionToStream('order-11', '', streamSettings())).rejects.toThrow(
      /needs a name/,
    );
  });

  it('keeps its state in streams of the log, out of sight of groups on the whole log', async () => {
    await client.appendToStream('order-12', countingEvents(2));
    const settings = streamSettings({ checkPointUpperBound: 1 });
    await client.createPersistentSubscriptionToStream('order-12', 'kept', settings);
    await (await consume(client.subscribeToPersistentSubscriptionToStream('order-12', 'kept'))).receives(2);
    await client.createPersistentSubscriptionToAll('watching', allSettings());
    await client.appendToStream('order-12-end', countingEvents(1));
    const watching = await consume(client.subscribeToPersistentSubscriptionToAll('watching'));
    const streams = new Set<string | undefined>();
    while (!streams.has('order-12-end')) {
      await watching.receives(watching.received.length + 1);
      watching.received.forEach(({ stream }) => streams.add(stream));
    }
    expect(streams).toContain('$persistentSubscriptionConfig');
    expect([...streams].filter((stream) => stream?.startsWith('$persistentsubscription-'))).toEqual([]);
  });

  it('is told apart from what another program wrote into the stream of all groups', async () => {
    const another = await serveClient();
    await another.client.createPersistentSubscriptionToStream('order-1', 'group', streamSettings());
    await another.client.appendToStream('$persistentSubscriptionConfig', countingEvents(1));
    const restarted = another.client.restartPersistentSubscriptionSubsystem();
    await expect(restarted).rejects.toThrow(/\$persistentSubscriptionConfig cannot be read: version/);
    await expect(another.client.listAllPersistentSubscriptions()).rejects.toThrow(/delete that stream/);
    await another.client.deleteStream('$persistentSubscriptionConfig');
    expect(await another.client.listAllPersistentSubscriptions()).toEqual([]);
    await another.client.createPersistentSubscriptionToStream('order-1', 'group', streamSettings());
    await another.client.restartPersistentSubscriptionSubsystem();
    expect(await another.client.listAllPersistentSubscriptions()).toHaveLength(1);
    await another.close();
  });
});
