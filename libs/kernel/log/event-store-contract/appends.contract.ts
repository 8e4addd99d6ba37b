import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EventStore, EventToAppend } from '../../event-store.ts';
import { MAX_APPEND_BYTES, VersionConflict } from '../../event-store.ts';
import type { JsonObject } from '../../json.ts';
import type { EventStoreHarness } from './harness.ts';
import { idsOf, readWholeLog, sampleEvent, sampleEvents, storeErrorOf } from './samples.ts';

/** One event whose data and metadata (in UTF-8) and type (in UTF-16) take exactly so many bytes. */
const eventOfBytes = (bytes: number): EventToAppend => {
  const empty = { id: randomUUID(), type: 'Large', data: { text: '' }, metadata: {} };
  const rest =
    bytes - 2 * empty.type.length - JSON.stringify(empty.data).length - JSON.stringify(empty.metadata).length;
  return { ...empty, data: { text: '受'.repeat(Math.floor(rest / 3)) + '.'.repeat(rest % 3) } };
};

export const appendsContract = (harness: EventStoreHarness, store: () => EventStore): void => {
  describe('appending', () => {
    it('puts the events of one append at consecutive revisions and answers with the last', async () => {
      const events = sampleEvents(3);
      const first = await store().append('sample-1', events, 'noStream');
      const second = await store().append('sample-1', [sampleEvent()], first.revision);
      expect([first.revision, second.revision]).toEqual([2n, 3n]);
      const recorded = await store().readStream('sample-1');
      expect(recorded.map(({ revision }) => revision)).toEqual([0n, 1n, 2n, 3n]);
      expect(recorded.slice(0, 3)).toMatchObject(events);
      expect(recorded[2]?.position).toBe(first.position);
      expect(second.position > first.position).toBe(true);
    });

    it('gives back any JSON as it was', async () => {
      const values = fc.sample(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), { numRuns: 50, seed: 1 });
      const datas = [
        ...values.map((value) => JSON.parse(JSON.stringify(value)) as JsonObject),
        { text: '受注 🍵 \u0000 \ud800 "quoted" \\', large: 2 ** 53 - 1, small: 1e-7, none: null, nested: [[{}]] },
      ];
      const events = datas.map((data) => ({ ...sampleEvent(data), metadata: data }));
      await store().append('sample-1', events, 'noStream');
      const recorded = await store().readStream('sample-1');
      expect(recorded.map(({ data, metadata }) => [data, metadata])).toEqual(datas.map((data) => [data, data]));
    });

    it('keeps streams apart whatever their names hold', async () => {
      const names = ['stockItem-1.TEA%2F100', 'stockItem-1.TEA%2f100', "a-'; --", '受注-1', 'noHyphen', 'a-b-c', ' - '];
      for (const name of names) await store().append(name, [sampleEvent({ name })], 'noStream');
      for (const name of names) {
        expect((await store().readStream(name)).map(({ stream, data }) => [stream, data['name']])).toEqual([
          [name, name],
        ]);
      }
    });

    it('refuses a wrong expectation and names the actual revision', async () => {
      await store().append('sample-1', sampleEvents(3), 'noStream');
      const conflict = async (stream: string, expected: bigint | 'noStream') => {
        const error = await storeErrorOf(store().append(stream, [sampleEvent()], expected));
        return error instanceof VersionConflict ? [error.code, error.expected, error.actual] : error;
      };
      expect(await conflict('sample-1', 'noStream')).toEqual(['versionConflict', 'noStream', 2n]);
      expect(await conflict('sample-1', 1n)).toEqual(['versionConflict', 1n, 2n]);
      expect(await conflict('sample-1', 3n)).toEqual(['versionConflict', 3n, 2n]);
      expect(await conflict('sample-1', 2n ** 62n + 1n)).toEqual(['versionConflict', 2n ** 62n + 1n, 2n]);
      expect(await conflict('sample-2', 0n)).toEqual(['versionConflict', 0n, 'noStream']);
      expect(await readWholeLog(store())).toHaveLength(3);
    });

    it('writes nothing of an append that it refuses', async () => {
      const malformed = [sampleEvent(), sampleEvent(), { ...sampleEvent(), id: 'not a UUID' }];
      expect(await storeErrorOf(store().append('sample-1', malformed, 'noStream'))).toMatchObject({
        code: 'invalidRequest',
      });
      expect(await storeErrorOf(store().append('sample-1', [], 'noStream'))).toMatchObject({ code: 'invalidRequest' });
      expect(await readWholeLog(store())).toEqual([]);
    });

    it('lets exactly one of many writers have a revision', async () => {
      const other = await harness.another(store());
      const { revision } = await store().append('sample-1', [sampleEvent()], 'noStream');
      const attempts = Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? store() : other).append('sample-1', sampleEvents(2), revision),
      );
      const outcomes = await Promise.allSettled(attempts);
      const conflicts = outcomes.flatMap((outcome) =>
        outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
      );
      expect(conflicts).toHaveLength(19);
      for (const conflict of conflicts) expect(conflict).toMatchObject({ code: 'versionConflict', actual: 2n });
      expect(await store().readStream('sample-1')).toHaveLength(3);
    });

    it('keeps an append that conflicts from failing others made at the same time', async () => {
      await store().append('sample-0', [sampleEvent()], 'noStream');
      const outcomes = await Promise.allSettled(
        Array.from({ length: 30 }, (_, index) =>
          store().append(index % 3 === 0 ? 'sample-0' : `sample-${index}`, [sampleEvent()], 'noStream'),
        ),
      );
      expect(outcomes.map(({ status }) => status)).toEqual(
        Array.from({ length: 30 }, (_, index) => (index % 3 === 0 ? 'rejected' : 'fulfilled')),
      );
      expect(await readWholeLog(store())).toHaveLength(21);
    });

    it('answers a literal resend with the first result and changes nothing, also when the stream has gone on', async () => {
      const first = sampleEvents(2);
      const second = sampleEvents(3);
      const results = [
        await store().append('sample-1', first, 'noStream'),
        await store().append('sample-1', second, 1n),
      ];
      expect(await store().append('sample-1', second, 1n)).toEqual(results[1]);
      await store().append('sample-1', [sampleEvent()], 4n);
      expect([
        await store().append('sample-1', first, 'noStream'),
        await store().append('sample-1', second, 1n),
      ]).toEqual(results);
      expect(await readWholeLog(store())).toHaveLength(6);
    });

    it('takes nothing for a resend that is not one', async () => {
      const events = sampleEvents(3);
      await store().append('sample-1', events, 'noStream');
      const notResends: readonly (readonly [readonly EventToAppend[], bigint | 'noStream'])[] = [
        [[...events].reverse(), 'noStream'],
        [[...events, sampleEvent()], 'noStream'],
        [[...events.slice(0, 1), sampleEvent()], 'noStream'],
        [events, 0n],
        [events.slice(0, 2), 0n],
      ];
      for (const [other, expected] of notResends) {
        const error = await storeErrorOf(store().append('sample-1', other, expected));
        expect(error).toMatchObject({ code: 'versionConflict', actual: 2n });
      }
      expect(idsOf(await readWholeLog(store()))).toEqual(idsOf(events));
    });

    it('takes an append of exactly 1 MiB and refuses one of a byte more', async () => {
      const error = await storeErrorOf(store().append('sample-1', [eventOfBytes(MAX_APPEND_BYTES + 1)], 'noStream'));
      expect(error.code).toBe('appendTooLarge');
      const halves = [eventOfBytes(MAX_APPEND_BYTES / 2), eventOfBytes(MAX_APPEND_BYTES / 2)];
      const oneMore = [...halves, { ...sampleEvent(), type: 'T' }];
      expect((await storeErrorOf(store().append('sample-1', oneMore, 'noStream'))).code).toBe('appendTooLarge');
      await store().append('sample-1', halves, 'noStream');
      expect((await store().readStream('sample-1')).map(({ data }) => data)).toEqual(halves.map(({ data }) => data));
    });

    it('ends within its timeout while the store cannot write; a resend afterwards leaves one copy', async () => {
      await store().append('sample-0', [sampleEvent()], 'noStream');
      const release = await harness.stall(store());
      const events = sampleEvents(2);
      const error = await storeErrorOf(store().append('sample-1', events, 'noStream', { timeoutMs: 200 }));
      expect(['unavailable', 'outcomeUnknown']).toContain(error.code);
      await release();
      const { revision } = await store().append('sample-1', events, 'noStream');
      expect(revision).toBe(1n);
      expect(idsOf(await store().readStream('sample-1'))).toEqual(idsOf(events));
    });

    it('finishes what is pending when it is closed, and takes nothing more', async () => {
      const pending = Array.from({ length: 10 }, (_, index) =>
        store().append(`sample-${index}`, [sampleEvent()], 'noStream'),
      );
      const reopened = await harness.reopen(store());
      await Promise.all(pending);
      expect(await readWholeLog(reopened)).toHaveLength(10);
      expect(await storeErrorOf(store().append('sample-x', [sampleEvent()], 'noStream'))).toMatchObject({
        code: 'closed',
      });
      expect(await storeErrorOf(store().readAll())).toMatchObject({ code: 'closed' });
    });
  });
};
