import { describe, expect, it } from '@jest/globals';
import { storeErrorOf } from '../event-store-contract/samples.ts';
import type { EventLog } from '../event-log.ts';
import { fill, pageOf, revisionsOf, statusOf } from './samples.ts';

export const streamReadsContract = (log: () => EventLog): void => {
  describe('reading a stream', () => {
    it('pages in both directions from any revision, inclusive', async () => {
      await fill(log(), 'sample-1', 10);
      await fill(log(), 'sample-2', 3);
      const read = (from: bigint | 'start' | 'end', direction: 'forwards' | 'backwards', max = 1_000) =>
        revisionsOf(log(), 'sample-1', { from, direction, max });
      expect(await read('start', 'forwards', 3)).toEqual([0n, 1n, 2n]);
      expect(await read(8n, 'forwards')).toEqual([8n, 9n]);
      expect(await read(10n, 'forwards')).toEqual([]);
      expect(await read(2n ** 62n, 'forwards')).toEqual([]);
      expect(await read('end', 'forwards')).toEqual([]);
      expect(await read('end', 'backwards', 2)).toEqual([9n, 8n]);
      expect(await read(1n, 'backwards')).toEqual([1n, 0n]);
      expect(await read(2n ** 62n, 'backwards', 1)).toEqual([9n]);
      expect(await read('start', 'backwards')).toEqual([0n]);
    });

    it('says where the stream ends now, in either direction, and what its last revision is', async () => {
      await fill(log(), 'sample-1', 4);
      const read = async (from: bigint, direction: 'forwards' | 'backwards', max: number) => {
        const { end, lastRevision } = await pageOf(log(), 'sample-1', { from, direction, max });
        return [end, lastRevision];
      };
      expect(await read(0n, 'forwards', 3)).toEqual([false, 3n]);
      expect(await read(0n, 'forwards', 4)).toEqual([true, 3n]);
      expect(await read(3n, 'forwards', 4)).toEqual([true, 3n]);
      expect(await read(9n, 'forwards', 4)).toEqual([true, 3n]);
      expect(await read(3n, 'backwards', 3)).toEqual([false, 3n]);
      expect(await read(3n, 'backwards', 4)).toEqual([true, 3n]);
    });

    it('knows a stream that was never written', async () => {
      await fill(log(), 'sample-1', 1);
      expect([await statusOf(log(), 'sample-2'), await statusOf(log(), '$$sample-1')]).toEqual(['missing', 'missing']);
    });

    it('refuses pages of no events', async () => {
      for (const max of [0, -1, 1.5]) {
        const read = log().readStream('sample-1', { from: 'start', direction: 'forwards', max });
        expect(await storeErrorOf(read)).toMatchObject({ code: 'invalidRequest' });
      }
    });
  });
};
