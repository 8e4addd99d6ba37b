import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { credentials } from '@grpc/grpc-js';
import persistentService from '@eventstore/db-client/generated/persistent_grpc_pb.js';
import persistent, { type SubscriptionInfo } from '@eventstore/db-client/generated/persistent_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import { countingEvents, serveClient, type ServedClient } from './testing/group-client.ts';

/** Clients in other languages use members of the requests that this one's own client leaves out. */
describe('requests for a group', () => {
  let served: ServedClient;
  let service: InstanceType<typeof persistentService.PersistentSubscriptionsClient>;

  beforeAll(async () => {
    served = await serveClient();
    const address = `127.0.0.1:${served.port}`;
    service = new persistentService.PersistentSubscriptionsClient(address, credentials.createInsecure());
    await served.client.appendToStream('order-1', countingEvents(3));
  });
  afterAll(async () => {
    service.close();
    await served.close();
  });

  const stream = () => new shared.StreamIdentifier().setStreamName(Buffer.from('order-1').toString('base64'));
  const settings = () => new persistent.CreateReq.Settings().setMessageTimeoutMs(1000).setHistoryBufferSize(10);

  const create = (options: InstanceType<typeof persistent.CreateReq.Options>) =>
    new Promise<void>((resolve, reject) => {
      service.create(new persistent.CreateReq().setOptions(options), (error) =>
        error === null ? resolve() : reject(error),
      );
    });

  const info = (group: string) =>
    new Promise<SubscriptionInfo.AsObject | undefined>((resolve, reject) => {
      const options = new persistent.GetInfoReq.Options().setStreamIdentifier(stream()).setGroupName(group);
      service.getInfo(new persistent.GetInfoReq().setOptions(options), (error, response) =>
        error === null ? resolve(response.getSubscriptionInfo()?.toObject()) : reject(error),
      );
    });

  it('may say in the newer form where it starts', async () => {
    const starts = {
      beginning: new persistent.CreateReq.StreamOptions().setStart(new shared.Empty()),
      ending: new persistent.CreateReq.StreamOptions().setEnd(new shared.Empty()),
      between: new persistent.CreateReq.StreamOptions().setRevision('2'),
    };
    const found: Record<string, string | undefined> = {};
    for (const [group, options] of Object.entries(starts)) {
      options.setStreamIdentifier(stream());
      await create(new persistent.CreateReq.Options().setStream(options).setGroupName(group).setSettings(settings()));
      found[group] = (await info(group))?.startFrom;
    }
    expect(found).toEqual({ beginning: '0', ending: '-1', between: '2' });
  });

  it('may name the strategy, and give times in ticks', async () => {
    const named = settings()
      .setConsumerStrategy('PinnedByCorrelation')
      .setMessageTimeoutTicks('25000000')
      .setCheckpointAfterTicks('10000');
    const options = new persistent.CreateReq.Options().setStreamIdentifier(stream()).setGroupName('named');
    await create(options.setSettings(named));
    expect(await info('named')).toMatchObject({
      namedConsumerStrategy: 'PinnedByCorrelation',
      messageTimeoutMilliseconds: 2500,
      checkPointAfterMilliseconds: 1,
    });
  });

  it('are refused where they name a strategy that is none', async () => {
    const named = settings().setConsumerStrategy('Random');
    const options = new persistent.CreateReq.Options().setStreamIdentifier(stream()).setGroupName('random');
    await expect(create(options.setSettings(named))).rejects.toThrow(/strategy Random does not exist/);
  });

  it('are refused where they leave out what is needed', async () => {
    await expect(create(new persistent.CreateReq.Options().setGroupName('g'))).rejects.toThrow(/stream needs a name/);
    const options = new persistent.CreateReq.Options().setStreamIdentifier(stream()).setGroupName('g');
    await expect(create(options)).rejects.toThrow(/needs settings/);
  });
});
