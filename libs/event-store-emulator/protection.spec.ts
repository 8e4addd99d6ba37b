import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ANY, binaryEvent, jsonEvent, NO_STREAM, STREAM_EXISTS, type EventData } from '@eventstore/db-client';
import { allOf, errorOf, sample } from './testing/samples.ts';
import { sampleFact, sampleFacts } from './testing/sample-facts.ts';
import { serveLog, type ServedLog } from './testing/served-log.ts';

const denied = { type: 'access-denied' };
const stream = 'loan-1';

/** The two forms of an append: one of many in a call, and one in a call of its own. */
const forms = [
  ['batched', {}],
  ['unary', { credentials: { username: 'clerk', password: 'tea' } }],
] as const;

describe('the streams of a protected category', () => {
  let served: ServedLog;
  beforeEach(async () => {
    served = await serveLog({ protection: { categories: ['loan', 'borrower'] } });
  });
  afterEach(() => served.close());
  const count = async (name = stream): Promise<number> => (await allOf(served.client.readStream(name))).length;

  describe.each(forms)('to a %s append', (_form, form) => {
    it('take facts that begin and continue the hash chain, one by one and several at once', async () => {
      const [one, two, three, four] = sampleFacts(stream, 4).map(({ event }) => event);
      if (!one || !two || !three || !four) throw new Error('four facts were made');
      await served.client.appendToStream(stream, [one, two], { ...form, expectedRevision: NO_STREAM });
      await served.client.appendToStream(stream, three, { ...form, expectedRevision: 1n });
      await served.client.appendToStream(stream, four, { ...form, expectedRevision: 2n });
      expect(await count()).toBe(4);
    });

    it('take a literal resend of any of their appends', async () => {
      const [one, two, three] = sampleFacts(stream, 3).map(({ event }) => event);
      if (!one || !two || !three) throw new Error('three facts were made');
      const appends = [
        [one, NO_STREAM],
        [two, 0n],
        [three, 1n],
      ] as const;
      const append = (fact: EventData, expectedRevision: typeof NO_STREAM | bigint) =>
        served.client.appendToStream(stream, fact, { ...form, expectedRevision });
      const results = [];
      for (const [fact, expected] of appends) results.push(await append(fact, expected));
      for (const [index, [fact, expected]] of appends.entries())
        expect(await append(fact, expected)).toEqual(results[index]);
      expect(await count()).toBe(3);
    });

    it('answer a fact that comes too late with the conflict that it is', async () => {
      const [first, second] = sampleFacts(stream, 2);
      if (!first || !second) throw new Error('two facts were made');
      await served.client.appendToStream(stream, [first.event, second.event], { ...form, expectedRevision: NO_STREAM });
      const other = sampleFact(stream, 1n, first.hash, { other: true }).event;
      const late = served.client.appendToStream(stream, other, { ...form, expectedRevision: 0n });
      expect(await errorOf(late)).toMatchObject({ type: 'wrong-expected-version', actualVersion: 1n });
      const early = sampleFact(stream, 8n, second.hash).event;
      const beyond = served.client.appendToStream(stream, early, { ...form, expectedRevision: 7n });
      expect(await errorOf(beyond)).toMatchObject({ type: 'wrong-expected-version', actualVersion: 1n });
    });

    const fact = sampleFact(stream, 0n, null).event;
    const foreign: readonly (readonly [string, EventData])[] = [
      ['that is no fact', jsonEvent({ type: 'Note', data: {} })],
      ['of bytes', binaryEvent({ type: 'Scan', data: Uint8Array.from([1]) })],
      ['whose data was changed', { ...fact, data: { changed: true } }],
      ['with an id of its own', { ...fact, id: crypto.randomUUID() }],
      ['made for another stream', sampleFact('loan-2', 0n, null).event],
      ['made for another revision', sampleFact(stream, 1n, null).event],
      ['that follows another fact', sampleFact(stream, 0n, 'f'.repeat(64)).event],
    ];
    it.each(foreign)('are closed to an event %s', async (_what, event) => {
      const append = served.client.appendToStream(stream, event, { ...form, expectedRevision: NO_STREAM });
      expect(await errorOf(append)).toMatchObject(denied);
      expect(await errorOf(allOf(served.client.readStream(stream)))).toMatchObject({ type: 'stream-not-found' });
    });

    it('are closed to a fact that does not follow the last one', async () => {
      const [first] = sampleFacts(stream, 1);
      if (!first) throw new Error('a fact was made');
      await served.client.appendToStream(stream, first.event, { ...form, expectedRevision: NO_STREAM });
      const unlinked = sampleFact(stream, 1n, 'f'.repeat(64)).event;
      const append = served.client.appendToStream(stream, unlinked, { ...form, expectedRevision: 0n });
      expect(await errorOf(append)).toMatchObject(denied);
    });

    it.each([ANY, STREAM_EXISTS] as const)('are closed to a fact at %s revision', async (expectedRevision) => {
      const append = served.client.appendToStream(stream, fact, { ...form, expectedRevision });
      expect(await errorOf(append)).toMatchObject(denied);
    });

    it('are closed to metadata, and so to truncation', async () => {
      const metadata = jsonEvent({ type: '$metadata', data: { $maxCount: 1 } });
      expect(await errorOf(served.client.appendToStream(`$$${stream}`, metadata, form))).toMatchObject(denied);
    });
  });

  it('take the next fact before the one it follows is acknowledged', async () => {
    const facts = sampleFacts(stream, 20).map(({ event }) => event);
    // A client that has just begun does not keep the order.
    await served.client.appendToStream('tea-1', sample());
    await Promise.all(
      facts.map((event, index) =>
        served.client.appendToStream(stream, event, { expectedRevision: index === 0 ? NO_STREAM : BigInt(index - 1) }),
      ),
    );
    expect(await count()).toBe(20);
  });

  it('are neither deleted nor tombstoned', async () => {
    const [first] = sampleFacts(stream, 1);
    if (!first) throw new Error('a fact was made');
    await served.client.appendToStream(stream, first.event, { expectedRevision: NO_STREAM });
    for (const refused of [
      () => served.client.deleteStream(stream),
      () => served.client.tombstoneStream(stream),
      () => served.client.tombstoneStream('borrower-1'),
      () => served.client.setStreamMetadata(stream, { maxCount: 1 }),
      () => served.client.deleteStream('loan'),
    ])
      expect(await errorOf(refused())).toMatchObject(denied);
    expect(await count()).toBe(1);
  });

  it('do not keep anybody from the streams beside them', async () => {
    for (const other of ['loans-1', 'tea-1', '$loan', 'Loan-1']) {
      await served.client.appendToStream(other, sample());
      await served.client.setStreamMetadata(other, { maxCount: 5 });
      await served.client.deleteStream(other);
      await served.client.tombstoneStream(other);
    }
  });

  it('take the identity of the store once, and leave it as it is', async () => {
    const identity = {
      id: crypto.randomUUID(),
      logId: crypto.randomUUID(),
      simulation: false,
      logBegins: 'here',
    } as const;
    const made = jsonEvent({ type: 'StoreCreated', data: identity });
    await served.client.appendToStream('juchuStore-identity', made, { expectedRevision: NO_STREAM });
    const append = (name: string, event: EventData) =>
      errorOf(served.client.appendToStream(name, event, { expectedRevision: NO_STREAM }));
    const another = jsonEvent({ type: 'StoreCreated', data: identity });
    expect(await append('juchuStore-identity', another)).toMatchObject({ type: 'wrong-expected-version' });
    expect(await append('juchuStore-other', another)).toMatchObject(denied);
    expect(await append('juchuStore-identity', sample())).toMatchObject(denied);
    const malformed = jsonEvent({ type: 'StoreCreated', data: { ...identity, logBegins: 'somewhere' } });
    expect(await append('juchuStore-identity', malformed)).toMatchObject(denied);
    expect(await errorOf(served.client.tombstoneStream('juchuStore-identity'))).toMatchObject(denied);
  });

  it('are open to everything where nothing is protected', async () => {
    const open = await serveLog();
    await open.client.appendToStream(stream, sample());
    await open.client.setStreamMetadata(stream, { maxCount: 5 });
    await open.client.deleteStream(stream);
    await open.client.tombstoneStream(stream);
    await open.close();
  });
});
