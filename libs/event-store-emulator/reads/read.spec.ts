import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { binaryEvent, jsonEvent } from '@eventstore/db-client';
import streams, { type ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { status } from '@grpc/grpc-js';
import { allOf, errorOf, revisionsOf, sample, samples } from '../testing/samples.ts';
import { serveLog, type ServedLog } from '../testing/served-log.ts';
import { wireEmpty } from '../wire/wire-values.ts';

describe('reading', () => {
  let served: ServedLog;
  beforeEach(async () => {
    served = await serveLog();
  });
  afterEach(() => served.close());

  describe('a stream', () => {
    it('goes from a revision, inclusive, in both directions', async () => {
      const { client } = served;
      await client.appendToStream('tea-1', samples(10));
      const read = async (options: Parameters<typeof client.readStream>[1]) =>
        revisionsOf(await allOf(client.readStream('tea-1', options)));
      expect(await read({})).toEqual([0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n]);
      expect(await read({ fromRevision: 7n })).toEqual([7n, 8n, 9n]);
      expect(await read({ fromRevision: 7n, maxCount: 2 })).toEqual([7n, 8n]);
      expect(await read({ fromRevision: 2n, direction: 'backwards' })).toEqual([2n, 1n, 0n]);
      expect(await read({ fromRevision: 'end', direction: 'backwards', maxCount: 1 })).toEqual([9n]);
      expect(await read({ fromRevision: 'start', direction: 'backwards' })).toEqual([0n]);
      expect(await read({ fromRevision: 99n })).toEqual([]);
      expect(await read({ fromRevision: 2n ** 64n - 1n, direction: 'backwards', maxCount: 1 })).toEqual([9n]);
      expect(await read({ maxCount: 0 })).toEqual([]);
    });

    it('goes on over as many pages as it needs', async () => {
      for (let index = 0; index < 4; index += 1) await served.client.appendToStream('tea-1', samples(400));
      const forwards = revisionsOf(await allOf(served.client.readStream('tea-1')));
      expect(forwards).toEqual(forwards.map((_, index) => BigInt(index)));
      expect(forwards).toHaveLength(1600);
      const backwards = await allOf(served.client.readStream('tea-1', { direction: 'backwards', fromRevision: 'end' }));
      expect(revisionsOf(backwards)).toEqual([...forwards].reverse());
      const some = await allOf(served.client.readStream('tea-1', { maxCount: 1100 }));
      expect(some).toHaveLength(1100);
    });

    it('gives events back as they were written, with the time of the writing', async () => {
      const before = Date.now();
      const json = jsonEvent({ type: 'TeaServed', data: { cups: 2, kind: '煎茶' }, metadata: { table: 7 } });
      const bytes = Uint8Array.from([0, 255, 128, 7]);
      const binary = binaryEvent({ type: 'Scan', data: bytes, metadata: Uint8Array.from([9]) });
      await served.client.appendToStream('茶-1', [json, binary]);
      const [first, second] = await allOf(served.client.readStream('茶-1'));
      const { id, type, data, metadata } = json;
      expect(first?.event).toMatchObject({ id, type, data, metadata, isJson: true, streamId: '茶-1', revision: 0n });
      expect(first?.event?.created.getTime()).toBeGreaterThanOrEqual(before);
      expect(first?.event?.created.getTime()).toBeLessThanOrEqual(Date.now());
      expect(first?.commitPosition).toBe(first?.event?.position?.commit);
      expect(first?.event?.position?.prepare).toBe(first?.event?.position?.commit);
      expect(second?.event).toMatchObject({ id: binary.id, isJson: false });
      expect([...((second?.event?.data as Uint8Array | undefined) ?? [])]).toEqual([...bytes]);
    });

    it('says what is not there, what was deleted, and what has ended', async () => {
      const { client } = served;
      expect(await errorOf(allOf(client.readStream('tea-1')))).toMatchObject({
        type: 'stream-not-found',
        streamName: 'tea-1',
      });
      await client.appendToStream('tea-1', samples(2));
      await client.deleteStream('tea-1');
      expect(await errorOf(allOf(client.readStream('tea-1')))).toMatchObject({ type: 'stream-not-found' });
      await client.tombstoneStream('tea-1');
      expect(await errorOf(allOf(client.readStream('tea-1')))).toMatchObject({
        type: 'stream-deleted',
        streamName: 'tea-1',
      });
    });

    it('leaves out what its metadata hides', async () => {
      const { client } = served;
      await client.appendToStream('tea-1', samples(10));
      await client.setStreamMetadata('tea-1', { maxCount: 4 });
      expect(revisionsOf(await allOf(client.readStream('tea-1')))).toEqual([6n, 7n, 8n, 9n]);
      await client.setStreamMetadata('tea-1', { truncateBefore: 8 });
      expect(revisionsOf(await allOf(client.readStream('tea-1')))).toEqual([8n, 9n]);
      expect(await client.getStreamMetadata('tea-1')).toMatchObject({ metadata: { truncateBefore: 8 } });
    });
  });

  describe('the whole log', () => {
    const positionsOf = async (options: Parameters<ServedLog['client']['readAll']>[0]) =>
      (await allOf(served.client.readAll(options))).map(({ commitPosition }) => commitPosition);

    it('goes forwards from a position, inclusive, and backwards from before one', async () => {
      for (const stream of ['tea-1', 'tea-2', 'tea-1', 'tea-3']) await served.client.appendToStream(stream, sample());
      const all = await positionsOf({});
      const [one, two, three, four] = all;
      expect(all).toHaveLength(4);
      const at = (commit = 0n) => ({ commit, prepare: commit });
      expect(await positionsOf({ fromPosition: at(two) })).toEqual([two, three, four]);
      expect(await positionsOf({ fromPosition: at(two), maxCount: 1 })).toEqual([two]);
      expect(await positionsOf({ fromPosition: at(three), direction: 'backwards' })).toEqual([two, one]);
      expect(await positionsOf({ fromPosition: 'end', direction: 'backwards' })).toEqual([four, three, two, one]);
      expect(await positionsOf({ fromPosition: 'end' })).toEqual([]);
      expect(await positionsOf({ fromPosition: at(0n) })).toEqual(all);
      expect(await positionsOf({ fromPosition: at(0n), direction: 'backwards' })).toEqual([]);
    });

    it('shows system streams and deletions too', async () => {
      await served.client.appendToStream('tea-1', sample());
      await served.client.deleteStream('tea-1');
      await served.client.tombstoneStream('tea-1');
      expect((await allOf(served.client.readAll())).map(({ event }) => event?.type)).toEqual([
        'TeaServed',
        '$metadata',
        '$streamDeleted',
      ]);
    });

    it('refuses a position beyond its end', async () => {
      const beyond = served.client.readAll({ fromPosition: { commit: 99n, prepare: 99n } });
      expect(await errorOf(allOf(beyond))).toMatchObject({ code: status.INVALID_ARGUMENT });
    });
  });

  describe('by the bare protocol', () => {
    const read = (options?: streams.ReadReq.Options): Promise<readonly ReadResp[]> =>
      new Promise((resolve, reject) => {
        const responses: ReadResp[] = [];
        const call = served.streams.read(new streams.ReadReq().setOptions(options));
        call.on('data', (response: ReadResp) => responses.push(response));
        call.on('error', reject);
        call.on('end', () => resolve(responses));
      });
    const all = () => new streams.ReadReq.Options.AllOptions().setStart(wireEmpty());

    it('looks at stream names or event types, where other clients filter a read', async () => {
      for (const stream of ['tea-1', 'coffee-1', 'tea-2']) await served.client.appendToStream(stream, sample());
      const filter = new streams.ReadReq.Options.FilterOptions()
        .setStreamIdentifier(new streams.ReadReq.Options.FilterOptions.Expression().setPrefixList(['tea-']))
        .setMax(1)
        .setCheckpointintervalmultiplier(1);
      const responses = await read(new streams.ReadReq.Options().setAll(all()).setCount('10').setFilter(filter));
      expect(responses.map((response) => response.getEvent()?.getEvent()?.getStreamRevision())).toEqual(['0', '0']);
    });

    it('refuses what says neither what to read, nor how much, nor from where', async () => {
      const nowhere = new streams.ReadReq.Options().setAll(new streams.ReadReq.Options.AllOptions()).setCount('1');
      const nameless = new streams.ReadReq.Options()
        .setStream(new streams.ReadReq.Options.StreamOptions().setStart(wireEmpty()))
        .setCount('1');
      const endless = new streams.ReadReq.Options().setAll(all());
      const senseless = new streams.ReadReq.Options()
        .setAll(all())
        .setCount('1')
        .setFilter(
          new streams.ReadReq.Options.FilterOptions().setEventType(
            new streams.ReadReq.Options.FilterOptions.Expression().setRegex('('),
          ),
        );
      for (const options of [undefined, nowhere, nameless, endless, senseless])
        expect(await errorOf(read(options))).toMatchObject({ code: status.INVALID_ARGUMENT });
    });
  });
});
