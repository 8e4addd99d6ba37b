import { describe, expect, it } from '@jest/globals';
import type { EventLog } from '../event-log.ts';
import {
  fill,
  logEvent,
  metadataEvent,
  pageOf,
  readWhole,
  revisionsOf,
  setMetadata,
  statusOf,
  textOf,
} from './samples.ts';

export const truncationContract = (log: () => EventLog): void => {
  describe('truncation by metadata', () => {
    it('leaves the newest events by $maxCount, in both directions, and counts its pages without the others', async () => {
      await fill(log(), 'sample-1', 10);
      await setMetadata(log(), 'sample-1', '{"$maxCount":3}');
      expect(await revisionsOf(log(), 'sample-1')).toEqual([7n, 8n, 9n]);
      expect(await revisionsOf(log(), 'sample-1', { from: 0n, max: 2 })).toEqual([7n, 8n]);
      expect(await revisionsOf(log(), 'sample-1', { from: 8n })).toEqual([8n, 9n]);
      expect(await revisionsOf(log(), 'sample-1', { from: 'end', direction: 'backwards' })).toEqual([9n, 8n, 7n]);
      const back = await pageOf(log(), 'sample-1', { from: 7n, direction: 'backwards', max: 1 });
      expect([back.events.length, back.end, back.lastRevision]).toEqual([1, true, 9n]);
      expect(await revisionsOf(log(), 'sample-1', { from: 6n, direction: 'backwards' })).toEqual([]);
      await fill(log(), 'sample-1', 2);
      expect(await revisionsOf(log(), 'sample-1')).toEqual([9n, 10n, 11n]);
    });

    it('leaves the events from $tb on, perhaps none, and goes on with the numbering', async () => {
      await fill(log(), 'sample-1', 5);
      await setMetadata(log(), 'sample-1', '{"$tb":3}');
      expect(await revisionsOf(log(), 'sample-1')).toEqual([3n, 4n]);
      await setMetadata(log(), 'sample-1', '{"$tb":5}');
      expect(await pageOf(log(), 'sample-1')).toEqual({ status: 'found', events: [], end: true, lastRevision: 4n });
      expect(await log().append('sample-1', [logEvent()], 4n)).toMatchObject({ revision: 5n });
      expect(await revisionsOf(log(), 'sample-1')).toEqual([5n]);
      await setMetadata(log(), 'sample-1', '{"$tb":9223372036854775806}');
      expect(await pageOf(log(), 'sample-1')).toMatchObject({ status: 'found', events: [], lastRevision: 5n });
    });

    it('leaves the events of the last $maxAge seconds', async () => {
      await fill(log(), 'sample-1', 2);
      await setMetadata(log(), 'sample-1', '{"$maxAge":3600}');
      expect(await revisionsOf(log(), 'sample-1')).toEqual([0n, 1n]);
      await setMetadata(log(), 'sample-1', '{"$maxAge":1}');
      while ((await revisionsOf(log(), 'sample-1')).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await pageOf(log(), 'sample-1')).toEqual({ status: 'found', events: [], end: true, lastRevision: 1n });
      await setMetadata(log(), 'sample-1', '{"$maxAge":3600}');
      expect(await revisionsOf(log(), 'sample-1')).toEqual([0n, 1n]);
    });

    it('takes the strictest of several', async () => {
      await fill(log(), 'sample-1', 10);
      await setMetadata(log(), 'sample-1', '{"$maxCount":5,"$tb":2,"$maxAge":3600}');
      expect(await revisionsOf(log(), 'sample-1')).toEqual([5n, 6n, 7n, 8n, 9n]);
      await setMetadata(log(), 'sample-1', '{"$maxCount":5,"$tb":8}');
      expect(await revisionsOf(log(), 'sample-1')).toEqual([8n, 9n]);
    });

    it('may be set before the stream is there, which is missing until its first event', async () => {
      await setMetadata(log(), 'sample-1', '{"$maxCount":1}');
      expect(await statusOf(log(), 'sample-1')).toBe('missing');
      expect(await log().append('sample-1', [logEvent(), logEvent()], 'noStream')).toMatchObject({ revision: 1n });
      expect(await revisionsOf(log(), 'sample-1')).toEqual([1n]);
    });

    it('ends when the metadata is cleared', async () => {
      await fill(log(), 'sample-1', 4);
      for (const limit of ['{"$maxCount":1}', '{"$tb":3}', '{"$maxAge":1,"$tb":4}']) {
        await setMetadata(log(), 'sample-1', limit);
        await setMetadata(log(), 'sample-1', '{}');
        expect(await revisionsOf(log(), 'sample-1')).toEqual([0n, 1n, 2n, 3n]);
      }
    });

    it('is not what metadata says that nobody can read', async () => {
      await fill(log(), 'sample-1', 3);
      const unreadable = ['', '{"$maxCount":1', '[1]', '"$tb"', 'null', '{"$maxCount":"1"}', '{"$maxCount":0}'];
      for (const metadata of [
        ...unreadable,
        '{"$tb":-1}',
        '{"$maxAge":0}',
        '{"$maxCount":1.5}',
        '{"$tb":1,"$maxCount":null}',
      ]) {
        await setMetadata(log(), 'sample-1', '{"$maxCount":1}');
        await setMetadata(log(), 'sample-1', metadata);
        expect([metadata, await revisionsOf(log(), 'sample-1')]).toEqual([metadata, [0n, 1n, 2n]]);
      }
      const binary = { ...metadataEvent('{"$maxCount":1}'), contentType: 'application/octet-stream' } as const;
      await log().append('$$sample-1', [binary], 'any');
      expect(await revisionsOf(log(), 'sample-1')).toEqual([0n, 1n, 2n]);
    });

    it('is what the last event of an append to the metadata says', async () => {
      await fill(log(), 'sample-1', 4);
      await log().append('$$sample-1', [metadataEvent('{"$maxCount":1}'), metadataEvent('{"$maxCount":2}')], 'any');
      expect(await revisionsOf(log(), 'sample-1')).toEqual([2n, 3n]);
      const resent = metadataEvent('{"$maxCount":3}');
      await log().append('$$sample-1', [resent], 'any');
      await setMetadata(log(), 'sample-1', '{"$maxCount":1}');
      await log().append('$$sample-1', [resent], 'any'); // already there: nothing is written
      expect(await revisionsOf(log(), 'sample-1')).toEqual([3n]);
    });

    it('shows of the metadata itself the newest, and leaves the whole log as it is', async () => {
      await fill(log(), 'sample-1', 2);
      await setMetadata(log(), 'sample-1', '{"$maxCount":1}');
      await setMetadata(log(), 'sample-1', '{"$tb":2}');
      const metadata = await pageOf(log(), '$$sample-1');
      expect(metadata.events.map(({ revision, data }) => [revision, textOf(data)])).toEqual([[1n, '{"$tb":2}']]);
      expect((await readWhole(log())).map(({ stream, revision }) => [stream, revision])).toEqual([
        ['sample-1', 0n],
        ['sample-1', 1n],
        ['$$sample-1', 0n],
        ['$$sample-1', 1n],
      ]);
    });

    it('works for system streams as for others', async () => {
      await fill(log(), '$system', 3);
      await setMetadata(log(), '$system', '{"$maxCount":1}');
      expect(await revisionsOf(log(), '$system')).toEqual([2n]);
    });
  });
};
