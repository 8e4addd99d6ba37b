import { describe, expect, it } from '@jest/globals';
import { storeErrorOf } from '../event-store-contract/samples.ts';
import type { EventLog, RecordedLogEvent } from '../event-log.ts';
import { TOMBSTONE_REVISION } from '../event-log.ts';
import {
  fill,
  idsOf,
  logEvent,
  metadataEvent,
  pageOf,
  readWhole,
  revisionsOf,
  setMetadata,
  statusOf,
  textOf,
  written,
} from './samples.ts';

const lastOf = async (log: EventLog, stream: string): Promise<RecordedLogEvent | undefined> =>
  (await pageOf(log, stream, { from: 'end', direction: 'backwards', max: 1 })).events[0];

/** The metadata of a stream that has some. */
const metadataTextOf = async (log: EventLog, stream: string): Promise<string> => {
  const event = await lastOf(log, `$$${stream}`);
  return textOf(event?.data ?? new Uint8Array());
};

export const deletionContract = (log: () => EventLog): void => {
  describe('deleting a stream', () => {
    it('hides its events from reads of the stream, through its metadata, and keeps them in the log', async () => {
      const events = await fill(log(), 'sample-1', 3);
      const { revision, position } = await written(log().deleteStream('sample-1', 2n));
      expect(revision).toBe(2n);
      expect(await statusOf(log(), 'sample-1')).toBe('missing');
      const deletion = await lastOf(log(), '$$sample-1');
      expect(deletion).toMatchObject({ type: '$metadata', contentType: 'application/json', revision: 0n, position });
      expect(textOf(deletion?.data ?? new Uint8Array())).toBe('{"$tb":9223372036854775807}');
      expect(idsOf(await readWhole(log()))).toEqual([...idsOf(events), deletion?.id]);
    });

    it('is checked like an append', async () => {
      await fill(log(), 'sample-1', 3);
      for (const expected of ['noStream', 1n, 3n] as const) {
        expect(await log().deleteStream('sample-1', expected)).toEqual({ status: 'conflict', actual: 2n });
      }
      for (const expected of ['streamExists', 0n] as const) {
        expect(await log().deleteStream('sample-2', expected)).toEqual({ status: 'conflict', actual: 'noStream' });
      }
      expect(await revisionsOf(log(), 'sample-1')).toHaveLength(3);
      for (const expected of ['any', 'streamExists', 2n] as const) {
        const stream = `deleted-${String(expected)}`;
        await fill(log(), stream, 3);
        expect(await log().deleteStream(stream, expected)).toMatchObject({ status: 'written', revision: 2n });
        expect(await statusOf(log(), stream)).toBe('missing');
      }
    });

    it('may be done before the stream is there', async () => {
      expect(await log().deleteStream('sample-1', 'noStream')).toMatchObject({ status: 'written', revision: -1n });
      expect(await log().deleteStream('sample-2', 'any')).toMatchObject({ status: 'written', revision: -1n });
      expect(await statusOf(log(), 'sample-1')).toBe('missing');
      expect(await log().append('sample-1', [logEvent()], 'noStream')).toMatchObject({ revision: 0n });
      expect(await revisionsOf(log(), 'sample-1')).toEqual([0n]);
    });

    it('replaces the metadata that was there', async () => {
      await setMetadata(log(), 'sample-1', '{"$maxCount":2,"owner":"clerk"}');
      await fill(log(), 'sample-1', 3);
      await written(log().deleteStream('sample-1', 'any'));
      expect(await metadataTextOf(log(), 'sample-1')).toBe('{"$tb":9223372036854775807}');
      await fill(log(), 'sample-1', 3);
      expect(await revisionsOf(log(), 'sample-1')).toEqual([3n, 4n, 5n]);
    });

    it('may be done again, but not to a stream that is expected to exist', async () => {
      await fill(log(), 'sample-1', 1);
      await written(log().deleteStream('sample-1', 'any'));
      expect(await log().deleteStream('sample-1', 'streamExists')).toEqual({ status: 'deleted' });
      for (const expected of ['any', 'noStream', 0n] as const) {
        expect(await log().deleteStream('sample-1', expected)).toMatchObject({ status: 'written', revision: 0n });
      }
    });

    it('says deleted to an append that expects the stream to exist', async () => {
      await fill(log(), 'sample-1', 2);
      await written(log().deleteStream('sample-1', 'any'));
      expect(await log().append('sample-1', [logEvent()], 'streamExists')).toEqual({ status: 'deleted' });
      expect(await statusOf(log(), 'sample-1')).toBe('missing');
    });

    it.each(['noStream', 'any', 1n] as const)(
      'lets an append with %s go on with the numbering, from its first revision on',
      async (expected) => {
        await fill(log(), 'sample-1', 2);
        await written(log().deleteStream('sample-1', 'any'));
        const again = await fill(log(), 'sample-1', 2, expected);
        expect(idsOf((await pageOf(log(), 'sample-1')).events)).toEqual(idsOf(again));
        expect(await revisionsOf(log(), 'sample-1')).toEqual([2n, 3n]);
        expect(await metadataTextOf(log(), 'sample-1')).toBe('{"$tb":2}');
        expect(await log().append('sample-1', [logEvent()], 'noStream')).toEqual({ status: 'conflict', actual: 3n });
        expect(await log().append('sample-1', [logEvent()], 'streamExists')).toMatchObject({ revision: 4n });
        expect(await revisionsOf(log(), 'sample-1')).toEqual([2n, 3n, 4n]);
      },
    );

    it('knows a resend of what the stream had, and does not bring it back for that', async () => {
      const events = await fill(log(), 'sample-1', 2, 'noStream');
      await written(log().deleteStream('sample-1', 'any'));
      expect(await log().append('sample-1', events, 'noStream')).toMatchObject({ status: 'written', revision: 1n });
      expect(await log().append('sample-1', [...events, logEvent()], 'noStream')).toMatchObject({ status: 'conflict' });
      expect(await log().append('sample-1', events, 'any')).toMatchObject({ status: 'written', revision: 1n });
      expect(await statusOf(log(), 'sample-1')).toBe('missing');
    });

    it('conflicts with a revision that the stream never had, or has no more as its last', async () => {
      await fill(log(), 'sample-1', 3);
      await written(log().deleteStream('sample-1', 'any'));
      for (const expected of [1n, 3n] as const) {
        expect(await log().append('sample-1', [logEvent()], expected)).toEqual({ status: 'conflict', actual: 2n });
      }
    });

    it('may be written by hand, and keeps what else that metadata says', async () => {
      await fill(log(), 'sample-1', 2);
      const large = '{"owner":"clerk","large":9007199254740993,"$tb":9223372036854775807}';
      await setMetadata(log(), 'sample-1', large);
      expect(await statusOf(log(), 'sample-1')).toBe('missing');
      await fill(log(), 'sample-1', 1, 'noStream');
      expect(await revisionsOf(log(), 'sample-1')).toEqual([2n]);
      expect(await metadataTextOf(log(), 'sample-1')).toBe('{"owner":"clerk","large":9007199254740993,"$tb":2}');
    });

    it('is not undone by metadata that is set afterwards: the stream is live again, without what was deleted', async () => {
      await fill(log(), 'sample-1', 2);
      await written(log().deleteStream('sample-1', 'any'));
      await setMetadata(log(), 'sample-1', '{"owner":"clerk"}');
      expect(await metadataTextOf(log(), 'sample-1')).toBe('{"owner":"clerk","$tb":2}');
      expect(await pageOf(log(), 'sample-1')).toEqual({ status: 'found', events: [], end: true, lastRevision: 1n });
      expect(await log().append('sample-1', [logEvent()], 'noStream')).toEqual({ status: 'conflict', actual: 1n });
      await fill(log(), 'sample-1', 1, 1n);
      expect(await revisionsOf(log(), 'sample-1')).toEqual([2n]);
      await written(log().deleteStream('sample-2', 'noStream'));
      await setMetadata(log(), 'sample-2', '{}');
      expect(await metadataTextOf(log(), 'sample-2')).toBe('{"$tb":0}');
      expect(await statusOf(log(), 'sample-2')).toBe('missing');
    });

    it('is not possible for the stream of metadata itself', async () => {
      await setMetadata(log(), 'sample-1', '{"$maxCount":2}');
      for (const refused of [
        log().deleteStream('$$sample-1', 'any'),
        log().tombstone('$$sample-1', 'any'),
        log().append('$$$$sample-1', [metadataEvent('{}')], 'any'),
      ]) {
        expect(await storeErrorOf(refused)).toMatchObject({ code: 'invalidRequest' });
      }
    });
  });

  describe('a tombstone', () => {
    it('is the last event of its stream, at a revision that no float holds', async () => {
      await fill(log(), 'sample-1', 2);
      const { revision, position } = await written(log().tombstone('sample-1', 1n));
      expect(revision).toBe(TOMBSTONE_REVISION);
      expect((await readWhole(log())).at(-1)).toMatchObject({
        stream: 'sample-1',
        type: '$streamDeleted',
        revision: TOMBSTONE_REVISION,
        position,
      });
      expect(await readWhole(log())).toHaveLength(3);
    });

    it('ends the stream and its metadata for ever', async () => {
      await setMetadata(log(), 'sample-1', '{"$maxCount":2}');
      await fill(log(), 'sample-1', 2);
      await written(log().tombstone('sample-1', 'any'));
      expect([await statusOf(log(), 'sample-1'), await statusOf(log(), '$$sample-1')]).toEqual([
        'tombstoned',
        'tombstoned',
      ]);
      for (const expected of ['any', 'noStream', 'streamExists', 1n] as const) {
        for (const refused of [
          log().append('sample-1', [logEvent()], expected),
          log().append('$$sample-1', [metadataEvent('{}')], expected),
          log().deleteStream('sample-1', expected),
          log().tombstone('sample-1', expected),
        ]) {
          expect(await refused).toEqual({ status: 'deleted' });
        }
      }
      expect(await readWhole(log())).toHaveLength(4);
    });

    it('says deleted to a resend too', async () => {
      const events = await fill(log(), 'sample-1', 2);
      await written(log().tombstone('sample-1', 'any'));
      for (const expected of ['any', 'noStream'] as const) {
        expect(await log().append('sample-1', events, expected)).toEqual({ status: 'deleted' });
      }
    });

    it('is checked like an append, and may stand where there was no stream, or a deleted one', async () => {
      await fill(log(), 'sample-1', 2);
      for (const expected of ['noStream', 0n, 2n] as const) {
        expect(await log().tombstone('sample-1', expected)).toEqual({ status: 'conflict', actual: 1n });
      }
      expect(await log().tombstone('sample-2', 'streamExists')).toEqual({ status: 'conflict', actual: 'noStream' });
      await written(log().tombstone('sample-2', 'noStream'));
      await written(log().deleteStream('sample-1', 'any'));
      expect(await log().tombstone('sample-1', 'streamExists')).toEqual({ status: 'deleted' });
      await written(log().tombstone('sample-1', 'any'));
      expect([await statusOf(log(), 'sample-1'), await statusOf(log(), 'sample-2')]).toEqual([
        'tombstoned',
        'tombstoned',
      ]);
    });
  });
};
