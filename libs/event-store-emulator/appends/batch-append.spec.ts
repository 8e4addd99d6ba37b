import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { status } from '@grpc/grpc-js';
import type { LogOutcome } from '#libs/kernel/log/event-log';
import { openBatch, type BatchCall } from '../testing/batch-call.ts';
import { memoryEventLog } from '../testing/memory-event-log.ts';
import { allOf, errorOf, revisionsOf, sample, samples } from '../testing/samples.ts';
import { serveLog, type ServedLog } from '../testing/served-log.ts';

const [first, second, third] = [
  '00000000-0000-4000-8000-000000000001',
  '00000000-0000-4000-8000-000000000002',
  '00000000-0000-4000-8000-000000000003',
] as const;

describe('appends in one call', () => {
  let served: ServedLog;
  let batch: BatchCall;
  beforeEach(async () => {
    served = await serveLog();
    batch = openBatch(served.streams);
  });
  afterEach(async () => {
    batch.call.cancel();
    await served.close();
  });
  const cupsIn = async (stream: string): Promise<readonly string[]> =>
    (await allOf(served.client.readStream(stream))).map(({ event }) => JSON.stringify(event?.data));

  describe('of the official client', () => {
    it('are each answered with revision and position', async () => {
      const results = await Promise.all(
        Array.from({ length: 200 }, (_, index) => served.client.appendToStream(`many-${index % 20}`, samples(2))),
      );
      expect(new Set(results.map(({ position }) => position?.commit)).size).toBe(200);
      for (let index = 0; index < 20; index += 1)
        expect(await allOf(served.client.readStream(`many-${index}`))).toHaveLength(20);
    });

    it('arrive whole where they go in several parts', async () => {
      const events = Array.from({ length: 30 }, () => ({ ...sample(), data: { text: 'x'.repeat(20_000) } }));
      const result = await served.client.appendToStream('parts-1', events, { batchAppendSize: 50_000 });
      expect(result.nextExpectedRevision).toBe(29n);
      expect(revisionsOf(await allOf(served.client.readStream('parts-1')))).toHaveLength(30);
    });

    it.each([
      ['no_stream', 'no_stream'],
      ['stream_exists', 'stream_exists'],
      [4n, 4n],
    ] as const)('conflict with %s where the stream is elsewhere', async (expectedRevision, expectedVersion) => {
      const stream = expectedRevision === 'stream_exists' ? 'missing-1' : 'there-1';
      await served.client.appendToStream('there-1', sample());
      expect(await errorOf(served.client.appendToStream(stream, sample(), { expectedRevision }))).toMatchObject({
        type: 'wrong-expected-version',
        streamName: stream,
        expectedVersion,
        actualVersion: stream === 'there-1' ? 0n : 'no_stream',
      });
    });

    it('are told apart from literal resends', async () => {
      const events = samples(2);
      const options = { expectedRevision: 'no_stream' } as const;
      const result = await served.client.appendToStream('again-1', events, options);
      expect(await served.client.appendToStream('again-1', events, options)).toEqual(result);
      const mixed = served.client.appendToStream('again-1', [...events, sample()], options);
      expect(await errorOf(mixed)).toMatchObject({ type: 'wrong-expected-version' });
    });

    it('are refused where the stream is tombstoned, or they are too large', async () => {
      await served.client.tombstoneStream('ended-1');
      const late = served.client.appendToStream('ended-1', sample());
      expect(await errorOf(late)).toMatchObject({ type: 'stream-deleted', streamName: 'ended-1' });
      const large = { ...sample(), data: { text: 'x'.repeat(1_100_000) } };
      expect(await errorOf(served.client.appendToStream('large-1', large))).toMatchObject({
        type: 'maximum-append-size-exceeded',
        maxAppendSize: 1_048_576,
      });
    });
  });

  it('keep their parts apart where those of several come in turn', async () => {
    batch.send({ id: first, stream: 'a-1', events: [{ text: '1' }] });
    batch.send({ id: second, stream: 'b-1', events: [{ text: '10' }] });
    batch.send({ id: first, events: [{ text: '2' }] });
    batch.send({ id: third, stream: 'c-1', events: [{ text: '100' }], isFinal: true });
    batch.send({ id: second, events: [{ text: '20' }], isFinal: true });
    batch.send({ id: first, events: [{ text: '3' }], isFinal: true });
    expect([...(await batch.replied(3))].sort((one, other) => (one.id < other.id ? -1 : 1))).toEqual([
      { id: first, stream: 'a-1', outcome: '2' },
      { id: second, stream: 'b-1', outcome: '1' },
      { id: third, stream: 'c-1', outcome: '0' },
    ]);
    expect([await cupsIn('a-1'), await cupsIn('b-1'), await cupsIn('c-1')]).toEqual([
      ['1', '2', '3'],
      ['10', '20'],
      ['100'],
    ]);
  });

  it('are answered at once where a part is wrong, and what still comes of them is left aside', async () => {
    batch.send({ id: first, stream: 'a-1', events: [{}] });
    batch.send({ id: first, events: [{ type: '' }] });
    expect(await batch.replied(1)).toEqual([{ id: first, stream: 'a-1', outcome: 'BadRequest' }]);
    batch.send({ id: first, events: [{ type: '' }] });
    batch.send({ id: first, events: [{}], isFinal: true });
    batch.send({ id: second, stream: 'b-1', events: [{}], isFinal: true });
    await batch.replied(2);
    // The id is free again.
    batch.send({ id: first, stream: 'a-1', events: [{}], isFinal: true });
    expect((await batch.replied(3)).slice(1)).toEqual([
      { id: second, stream: 'b-1', outcome: '0' },
      { id: first, stream: 'a-1', outcome: '0' },
    ]);
  });

  it('are refused without options or a known form of them, and the others go on', async () => {
    batch.send({ id: first, events: [{}], isFinal: true });
    batch.send({ id: second, stream: '', events: [{}], isFinal: true });
    batch.send({ id: third, stream: 'c-1', events: [{}], isFinal: true });
    expect((await batch.replied(3)).map(({ outcome }) => outcome)).toEqual(['BadRequest', 'BadRequest', '0']);
  });

  it('end their call where nobody could be answered', async () => {
    batch.send({ id: 'not a UUID', stream: 'a-1', events: [{}], isFinal: true });
    expect(await batch.ended).toBe(status.INVALID_ARGUMENT);
  });

  it('that grow beyond a mebibyte are refused before their last part', async () => {
    const text = JSON.stringify('x'.repeat(400_000));
    batch.send({ id: first, stream: 'a-1', events: [{ text }, { text }] });
    batch.send({ id: first, events: [{ text }] });
    expect(await batch.replied(1)).toEqual([{ id: first, stream: 'a-1', outcome: 'MaximumAppendSizeExceeded' }]);
  });

  it('whose deadline has passed are not written', async () => {
    batch.send({ id: first, stream: 'a-1', deadline: Date.now() - 1, events: [{}], isFinal: true });
    expect(await batch.replied(1)).toEqual([{ id: first, stream: 'a-1', outcome: 'Timeout' }]);
    expect(await errorOf(allOf(served.client.readStream('a-1')))).toMatchObject({ type: 'stream-not-found' });
  });

  it('whose last part does not come are answered at their deadline, once', async () => {
    batch.send({ id: first, stream: 'a-1', deadline: Date.now() + 50, events: [{}] });
    expect(await batch.replied(1)).toEqual([{ id: first, stream: 'a-1', outcome: 'Timeout' }]);
    batch.send({ id: first, isFinal: true });
    batch.send({ id: second, stream: 'a-1', events: [{}], isFinal: true });
    expect((await batch.replied(2)).slice(1)).toEqual([{ id: second, stream: 'a-1', outcome: '0' }]);
  });

  it('are all answered when the client has ended its half, and then the call ends well', async () => {
    for (const id of [first, second]) batch.send({ id, stream: 'a-1', events: [{}], isFinal: true });
    batch.send({ id: third, stream: 'a-1', events: [{}] });
    batch.call.end();
    expect(await batch.ended).toBe(status.OK);
    expect(batch.replies.map(({ outcome }) => outcome).sort()).toEqual(['0', '1', 'BadRequest']);
  });

  it('that are large are left with the client while as much is unanswered as fits, and all are answered in the end', async () => {
    const { log, release, count } = slowLog();
    const slow = await serveLog({ log });
    const calls = openBatch(slow.streams);
    const text = JSON.stringify('x'.repeat(900_000));
    const ids = Array.from({ length: 60 }, () => crypto.randomUUID());
    for (const id of ids) calls.send({ id, stream: 'a-1', events: [{ text }], isFinal: true });
    while (count() < 18) await delay(5);
    await delay(300);
    expect(count()).toBeLessThan(25);
    release.now();
    expect(new Set((await calls.replied(60)).map(({ id }) => id))).toEqual(new Set(ids));
    calls.call.cancel();
    await slow.close();
  });

  it('that are pending when the server closes are answered, and then the call ends as unavailable', async () => {
    const { log, release } = slowLog();
    const slow = await serveLog({ log });
    const calls = openBatch(slow.streams);
    calls.send({ id: first, stream: 'a-1', events: [{}], isFinal: true });
    calls.send({ id: second, stream: 'a-1', events: [{}] });
    await release.asked;
    const closing = slow.close();
    release.now();
    expect(await calls.ended).toBe(status.UNAVAILABLE);
    expect(calls.replies).toEqual([{ id: first, stream: 'a-1', outcome: '0' }]);
    await closing;
  });
});

/** A log that keeps appends to one stream waiting until it is told, and counts them. */
const slowLog = () => {
  const log = memoryEventLog();
  let appends = 0;
  let now = (): void => undefined;
  let ask = (): void => undefined;
  const released = new Promise<void>((resolve) => (now = resolve));
  const asked = new Promise<void>((resolve) => (ask = resolve));
  const append = async (...request: Parameters<typeof log.append>): Promise<LogOutcome> => {
    if (request[0] === 'a-1') {
      appends += 1;
      ask();
      await released;
    }
    return log.append(...request);
  };
  return { log: { ...log, append }, release: { asked, now: () => now() }, count: () => appends };
};
