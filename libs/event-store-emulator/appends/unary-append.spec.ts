import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { status, type ServiceError } from '@grpc/grpc-js';
import streams, { type AppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { allOf, errorOf, revisionsOf, sample, samples } from '../testing/samples.ts';
import { serveLog, type ServedLog } from '../testing/served-log.ts';
import { wireEmpty, wireStream, wireUuid } from '../wire/wire-values.ts';

/** Credentials of a call make the client append in this form. */
const credentials = { username: 'clerk', password: 'tea' };

describe('an append in a call of its own', () => {
  let served: ServedLog;
  beforeAll(async () => {
    served = await serveLog();
  });
  afterAll(() => served.close());

  it('writes its events in order and says where the last one is', async () => {
    const { client } = served;
    const result = await client.appendToStream('own-1', samples(3), { credentials, expectedRevision: 'no_stream' });
    expect(result).toMatchObject({ success: true, nextExpectedRevision: 2n });
    const events = await allOf(client.readStream('own-1'));
    expect(revisionsOf(events)).toEqual([0n, 1n, 2n]);
    expect(events.at(-1)?.event?.position).toEqual(result.position);
  });

  it.each([
    ['a revision', 7n, 7n],
    ['no stream', 'no_stream', 'no_stream'],
  ] as const)('conflicts with %s and says where the stream is', async (_what, expectedRevision, expectedVersion) => {
    const { client } = served;
    await client.appendToStream('own-2', sample(), { credentials });
    const error = await errorOf(client.appendToStream('own-2', sample(), { credentials, expectedRevision }));
    expect(error).toMatchObject({ type: 'wrong-expected-version', streamName: 'own-2', expectedVersion });
  });

  it('conflicts with a stream that has to exist and does not', async () => {
    const append = served.client.appendToStream('own-3', sample(), { credentials, expectedRevision: 'stream_exists' });
    expect(await errorOf(append)).toMatchObject({
      type: 'wrong-expected-version',
      expectedVersion: 'stream_exists',
      actualVersion: 'no_stream',
    });
  });

  it('knows a literal resend', async () => {
    const events = samples(2);
    const options = { credentials, expectedRevision: 'no_stream' } as const;
    const first = await served.client.appendToStream('own-4', events, options);
    expect(await served.client.appendToStream('own-4', events, options)).toEqual(first);
    expect(await allOf(served.client.readStream('own-4'))).toHaveLength(2);
  });

  it('refuses more than a mebibyte, and names the limit', async () => {
    const large = Array.from({ length: 11 }, () => ({ ...sample(), data: { text: 'x'.repeat(100_000) } }));
    expect(await errorOf(served.client.appendToStream('own-5', large, { credentials }))).toMatchObject({
      type: 'maximum-append-size-exceeded',
      maxAppendSize: 1_048_576,
    });
  });

  it('says that a tombstoned stream is deleted', async () => {
    await served.client.tombstoneStream('名前-6');
    expect(await errorOf(served.client.appendToStream('名前-6', sample(), { credentials }))).toMatchObject({
      type: 'stream-deleted',
      streamName: encodeURIComponent('名前') + '-6',
    });
  });

  const appendRaw = (parts: readonly streams.AppendReq[]): Promise<AppendResp> =>
    new Promise((resolve, reject) => {
      const call = served.streams.append((error, response) => (error ? reject(error) : resolve(response)));
      for (const part of parts) call.write(part);
      call.end();
    });
  const options = (stream: string) =>
    new streams.AppendReq().setOptions(
      new streams.AppendReq.Options().setStreamIdentifier(wireStream(stream)).setAny(wireEmpty()),
    );

  it.each(['type', 'content-type'])('refuses an event without %s, and names what is required', async (missing) => {
    const proposal = new streams.AppendReq.ProposedMessage().setId(wireUuid(crypto.randomUUID()));
    proposal.getMetadataMap().set('type', 'TeaServed').set('content-type', 'application/json').del(missing);
    const error = (await errorOf(
      appendRaw([options('own-7'), new streams.AppendReq().setProposedMessage(proposal)]),
    )) as ServiceError;
    expect(error.code).toBe(status.INVALID_ARGUMENT);
    expect(error.metadata.getMap()).toMatchObject({
      exception: 'missing-required-metadata-property',
      'required-metadata-properties': 'type,content-type',
    });
  });

  it('takes an event of any other content type as bytes', async () => {
    const proposal = new streams.AppendReq.ProposedMessage().setId(wireUuid(crypto.randomUUID()));
    proposal.getMetadataMap().set('type', 'TeaServed').set('content-type', 'application/x-protobuf');
    proposal.setData(new Uint8Array([1, 2, 255]));
    await appendRaw([options('own-10'), new streams.AppendReq().setProposedMessage(proposal)]);
    const [read] = await allOf(served.client.readStream('own-10'));
    expect(read?.event).toMatchObject({ isJson: false, data: new Uint8Array([1, 2, 255]) });
  });

  it('refuses a request that names no stream, no expectation or no options', async () => {
    const nameless = new streams.AppendReq().setOptions(new streams.AppendReq.Options().setAny(wireEmpty()));
    const anywhere = new streams.AppendReq().setOptions(
      new streams.AppendReq.Options().setStreamIdentifier(wireStream('own-8')),
    );
    for (const parts of [[], [nameless], [anywhere]])
      expect(await errorOf(appendRaw(parts))).toMatchObject({ code: status.INVALID_ARGUMENT });
  });

  it('without events is checked and writes nothing', async () => {
    expect((await appendRaw([options('own-9')])).getSuccess()?.hasNoStream()).toBe(true);
    await served.client.appendToStream('own-9', samples(2));
    const success = (await appendRaw([options('own-9')])).getSuccess();
    expect([success?.getCurrentRevision(), success?.hasNoPosition()]).toEqual(['1', true]);
    expect(await allOf(served.client.readStream('own-9'))).toHaveLength(2);
  });
});
