import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { allOf, errorOf, revisionsOf, sample, samples } from '../testing/samples.ts';
import { serveLog, type ServedLog } from '../testing/served-log.ts';

describe('ending a stream', () => {
  let served: ServedLog;
  beforeEach(async () => {
    served = await serveLog();
    await served.client.appendToStream('tea-1', samples(3));
  });
  afterEach(() => served.close());

  describe('by deletion', () => {
    it('hides it, and it may begin anew and go on with its numbering', async () => {
      const { client } = served;
      const { position } = await client.deleteStream('tea-1', { expectedRevision: 2n });
      expect(await errorOf(allOf(client.readStream('tea-1')))).toMatchObject({ type: 'stream-not-found' });
      const [metadata] = await allOf(client.readStream('$$tea-1'));
      expect(metadata?.event).toMatchObject({ type: '$metadata', position });
      await client.appendToStream('tea-1', samples(2), { expectedRevision: 'no_stream' });
      expect(revisionsOf(await allOf(client.readStream('tea-1')))).toEqual([3n, 4n]);
      expect(await client.getStreamMetadata('tea-1')).toMatchObject({ metadata: { truncateBefore: 3 } });
    });

    it('refuses to append to it where it has to exist', async () => {
      await served.client.deleteStream('tea-1');
      const append = served.client.appendToStream('tea-1', sample(), { expectedRevision: 'stream_exists' });
      expect(await errorOf(append)).toMatchObject({ type: 'stream-deleted', streamName: 'tea-1' });
    });
  });

  describe('by a tombstone', () => {
    it('ends it for ever, with an event in the whole log', async () => {
      const { client } = served;
      const { position } = await client.tombstoneStream('tea-1', { expectedRevision: 2n });
      const [last] = await allOf(client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 1 }));
      expect(last?.event).toMatchObject({
        type: '$streamDeleted',
        streamId: 'tea-1',
        revision: 9_223_372_036_854_775_807n,
        position,
      });
      for (const refused of [
        () => allOf(client.readStream('tea-1')),
        () => client.appendToStream('tea-1', sample()),
        () => client.deleteStream('tea-1'),
        () => client.tombstoneStream('tea-1'),
      ])
        expect(await errorOf(refused())).toMatchObject({ type: 'stream-deleted', streamName: 'tea-1' });
    });
  });

  it.each([
    ['has spaces at its ends', ' tea ', '%20tea%20'],
    ['is longer than trailers may be', 'x'.repeat(300_000), `${'x'.repeat(500)}%E2%80%A6`],
  ])('is refused in a way that clients understand where the name of the stream %s', async (_what, name, told) => {
    const { client } = served;
    await client.appendToStream(name, sample());
    const refused = client.deleteStream(name, { expectedRevision: 7n });
    expect(await errorOf(refused)).toMatchObject({ type: 'wrong-expected-version', streamName: told });
  });

  it.each(['deleteStream', 'tombstoneStream'] as const)(
    'by %s is refused where the stream is elsewhere, with both versions in the trailers',
    async (end) => {
      const { client } = served;
      expect(await errorOf(client[end]('tea-1', { expectedRevision: 7n }))).toMatchObject({
        type: 'wrong-expected-version',
        streamName: 'tea-1',
        expectedVersion: 7n,
        actualVersion: 2n,
      });
      expect(await errorOf(client[end]('tea-1', { expectedRevision: 'no_stream' }))).toMatchObject({
        expectedVersion: -1n,
        actualVersion: 2n,
      });
      expect(await errorOf(client[end]('missing', { expectedRevision: 0n }))).toMatchObject({
        expectedVersion: 0n,
        actualVersion: -1n,
      });
      expect(await allOf(client.readStream('tea-1'))).toHaveLength(3);
    },
  );
});
