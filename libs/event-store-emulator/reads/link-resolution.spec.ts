import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { binaryEvent } from '@eventstore/db-client';
import { allOf, firstOf, samples } from '../testing/samples.ts';
import { serveLog, type ServedLog } from '../testing/served-log.ts';

const link = (target: string) => binaryEvent({ type: '$>', data: new Uint8Array(Buffer.from(target)) });

describe('links', () => {
  let served: ServedLog;
  beforeEach(async () => {
    served = await serveLog();
    await served.client.appendToStream('tea-1@home', samples(2));
    await served.client.appendToStream('menu', [link('1@tea-1@home'), link('7@tea-1@home'), link('nowhere')]);
  });
  afterEach(() => served.close());

  it('come with the event they point at, where that is asked for', async () => {
    const [found, gone, malformed] = await allOf(served.client.readStream('menu', { resolveLinkTos: true }));
    expect(found).toMatchObject({
      event: { streamId: 'tea-1@home', revision: 1n },
      link: { streamId: 'menu', revision: 0n, type: '$>' },
    });
    expect(found?.commitPosition).toBe(found?.link?.position?.commit);
    for (const dangling of [gone, malformed]) {
      expect(dangling?.event).toBeUndefined();
      expect(dangling?.link).toMatchObject({ streamId: 'menu', type: '$>' });
    }
  });

  it('are events like others, where it is not', async () => {
    const events = await allOf(served.client.readStream('menu'));
    expect(events.map((read) => [read.event?.type, read.link])).toEqual(events.map(() => ['$>', undefined]));
  });

  it('do not come with another event where the one they point at was truncated', async () => {
    await served.client.appendToStream('menu-2', [link('0@tea-1@home')]);
    await served.client.setStreamMetadata('tea-1@home', { truncateBefore: 1 });
    const [read] = await allOf(served.client.readStream('menu-2', { resolveLinkTos: true }));
    expect([read?.event, read?.link?.type]).toEqual([undefined, '$>']);
  });

  it('are followed in subscriptions too', async () => {
    const subscription = served.client.subscribeToStream('menu', { resolveLinkTos: true });
    const [found] = await firstOf(subscription, 1);
    expect(found?.event).toMatchObject({ streamId: 'tea-1@home', revision: 1n });
  });
});
