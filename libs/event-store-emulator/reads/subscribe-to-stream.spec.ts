import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ResolvedEvent } from '@eventstore/db-client';
import { firstOf, revisionsOf, sample, samples } from '../testing/samples.ts';
import { serveLog, type ServedLog } from '../testing/served-log.ts';

describe('a subscription to a stream', () => {
  let served: ServedLog;
  beforeEach(async () => {
    served = await serveLog();
    await served.client.appendToStream('tea-1', samples(3));
  });
  afterEach(() => served.close());

  it('confirms, sends what is there, says that it has caught up, and goes on live', async () => {
    const subscription = served.client.subscribeToStream('tea-1');
    const seen: string[] = [];
    subscription.on('confirmation', () => seen.push('confirmed'));
    subscription.on('caughtUp', () => seen.push('caught up'));
    subscription.on('data', ({ event }: ResolvedEvent) => seen.push(String(event?.revision)));
    await once(subscription, 'caughtUp');
    expect(subscription.id).toMatch(/^[0-9a-f-]{36}$/);
    await served.client.appendToStream('tea-2', sample());
    await served.client.appendToStream('tea-1', samples(2));
    while (seen.length < 7) await once(subscription, 'data');
    expect(seen).toEqual(['confirmed', '0', '1', '2', 'caught up', '3', '4']);
  });

  it('begins after a revision, exclusive, or at the end', async () => {
    expect(revisionsOf(await firstOf(served.client.subscribeToStream('tea-1', { fromRevision: 0n }), 2))).toEqual([
      1n,
      2n,
    ]);
    const subscription = served.client.subscribeToStream('tea-1', { fromRevision: 'end' });
    await once(subscription, 'confirmation');
    await served.client.appendToStream('tea-1', sample());
    expect(revisionsOf(await firstOf(subscription, 1))).toEqual([3n]);
  });

  it('sees each event once through the switch to live, while others write', async () => {
    const writing = (async () => {
      for (let index = 0; index < 200; index += 1) await served.client.appendToStream('tea-1', samples(3));
    })();
    const events = await firstOf(served.client.subscribeToStream('tea-1'), 603);
    await writing;
    expect(revisionsOf(events)).toEqual(events.map((_, index) => BigInt(index)));
  });

  it('waits for a stream that is not there, and for one that was deleted', async () => {
    await served.client.deleteStream('tea-1');
    const waiting = ['tea-1', 'tea-2'].map((stream) => served.client.subscribeToStream(stream));
    const caughtUp = waiting.map((subscription) => once(subscription, 'caughtUp'));
    const first = waiting.map((subscription) => firstOf(subscription, 1));
    await Promise.all(caughtUp);
    for (const stream of ['tea-1', 'tea-2']) await served.client.appendToStream(stream, sample());
    expect((await Promise.all(first)).map(revisionsOf)).toEqual([[3n], [0n]]);
  });

  /** What a subscription sends before it fails, and its error. */
  const untilError = async (subscription: AsyncIterable<ResolvedEvent>) => {
    const types: (string | undefined)[] = [];
    try {
      for await (const { event } of subscription) types.push(event?.type);
      return { types, error: undefined };
    } catch (error) {
      return { types, error };
    }
  };

  it('ends with the tombstone of its stream', async () => {
    const subscription = served.client.subscribeToStream('tea-1', { fromRevision: 1n });
    const ending = untilError(subscription);
    await once(subscription, 'caughtUp');
    await served.client.tombstoneStream('tea-1');
    expect(await ending).toMatchObject({
      types: ['TeaServed', '$streamDeleted'],
      error: { type: 'stream-deleted', streamName: 'tea-1' },
    });
  });

  it('shows what was written just before the tombstone', async () => {
    const subscription = served.client.subscribeToStream('tea-1', { fromRevision: 'end' });
    const ending = untilError(subscription);
    await once(subscription, 'caughtUp');
    // In one turn, so that the subscription cannot look in between.
    await Promise.all([
      served.log.append('tea-10', [eventOf('elsewhere')], 'any'),
      served.log.append('tea-1', [eventOf('LastCup')], 'any'),
      served.log.tombstone('tea-1', 'any'),
    ]);
    expect(await ending).toMatchObject({ types: ['LastCup', '$streamDeleted'], error: { type: 'stream-deleted' } });
  });

  it('of a stream that is tombstoned already fails at once', async () => {
    await served.client.tombstoneStream('tea-1');
    expect(await untilError(served.client.subscribeToStream('tea-1'))).toMatchObject({
      types: [],
      error: { type: 'stream-deleted' },
    });
  });
});

const eventOf = (type: string) => ({
  id: crypto.randomUUID(),
  type,
  contentType: 'application/json' as const,
  data: new Uint8Array(Buffer.from('{}')),
  metadata: new Uint8Array(),
});
