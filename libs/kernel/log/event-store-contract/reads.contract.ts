import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { EventStore, RecordedEvent } from '../../event-store.ts';
import { START } from '../../event-store.ts';
import type { EventStoreHarness } from './harness.ts';
import { idsOf, readWholeLog, sampleEvent, sampleEvents, storeErrorOf, writeAtOnce } from './samples.ts';

const indexesOf = (events: readonly RecordedEvent[]): readonly unknown[] => events.map(({ data }) => data['index']);

/** Every stream's revisions, in the order of the log, must count from 0 without a gap. */
const expectGaplessStreams = (log: readonly RecordedEvent[]): void => {
  const next = new Map<string, bigint>();
  for (const { stream, revision } of log) {
    expect(revision).toBe(next.get(stream) ?? 0n);
    next.set(stream, revision + 1n);
  }
};

export const readsContract = (harness: EventStoreHarness, store: () => EventStore): void => {
  describe('reading a stream', () => {
    it('pages in both directions from any revision, inclusive', async () => {
      await store().append('sample-1', sampleEvents(10), 'noStream');
      await store().append('sample-2', sampleEvents(3), 'noStream');
      const read = async (options: Parameters<EventStore['readStream']>[1]) =>
        indexesOf(await store().readStream('sample-1', options));
      expect(await read({ max: 3 })).toEqual([0, 1, 2]);
      expect(await read({ from: 8n })).toEqual([8, 9]);
      expect(await read({ from: 10n })).toEqual([]);
      expect(await read({ direction: 'backwards', max: 2 })).toEqual([9, 8]);
      expect(await read({ direction: 'backwards', from: 1n })).toEqual([1, 0]);
      expect(await read({ direction: 'backwards', from: 2n ** 62n, max: 1 })).toEqual([9]);
      expect(await read({ from: 2n ** 62n })).toEqual([]);
    });

    it('finds nothing in a stream that does not exist', async () => {
      expect(await store().readStream('sample-none')).toEqual([]);
      expect(await store().readStream('sample-none', { direction: 'backwards' })).toEqual([]);
    });

    it('shows an append whole or not at all while writers are at work', async () => {
      const other = await harness.another(store());
      const written = new AbortController();
      const write = async (): Promise<void> => {
        let revision: bigint | 'noStream' = 'noStream';
        for (let index = 0; index < 60; index += 1) {
          ({ revision } = await other.append('sample-1', sampleEvents(5), revision));
        }
      };
      const writing = write().finally(() => written.abort());
      const lengths: number[] = [];
      while (!written.signal.aborted) lengths.push((await store().readStream('sample-1')).length);
      await writing;
      expect(lengths.every((length) => length % 5 === 0)).toBe(true);
    });

    it('refuses pages of no or too many events', async () => {
      for (const max of [0, -1, 1.5, 4097]) {
        expect(await storeErrorOf(store().readStream('sample-1', { max }))).toMatchObject({ code: 'invalidRequest' });
        expect(await storeErrorOf(store().readAll({ max }))).toMatchObject({ code: 'invalidRequest' });
      }
    });
  });

  describe('reading the whole log', () => {
    it('is empty at first', async () => {
      expect(await store().readAll()).toEqual({ events: [], next: START, end: true });
      expect(await store().readAll({ direction: 'backwards' })).toMatchObject({ events: [], end: true });
      expect(await store().head()).toBe(START);
    });

    it('has one total order, which every handle, direction and page size shows, also after a restart', async () => {
      const other = await harness.another(store());
      await writeAtOnce([store(), other], { writers: 4, appends: 9 });
      const log = await readWholeLog(store());
      expect(log).toHaveLength(2 * 4 * 18);
      expectGaplessStreams(log);
      const positions = log.map(({ position }) => position);
      expect(positions).toEqual([...new Set(positions)].sort());
      expect(positions.every((position) => position > START)).toBe(true);
      expect(await other.head()).toBe(positions.at(-1));
      expect(await readWholeLog(other, { max: 7 })).toEqual(log);
      expect(await readWholeLog(store(), { max: 7, direction: 'backwards' })).toEqual([...log].reverse());
      await other.close();
      expect(await readWholeLog(await harness.reopen(store()))).toEqual(log);
    });

    it('reads on after a position, exclusive, and says where the end is', async () => {
      await store().append('sample-1', sampleEvents(5), 'noStream');
      const page = await store().readAll({ max: 3 });
      expect([indexesOf(page.events), page.end]).toEqual([[0, 1, 2], false]);
      expect(page.next).toBe(page.events.at(-1)?.position);
      const rest = await store().readAll({ from: page.next, max: 2 });
      expect([indexesOf(rest.events), rest.end]).toEqual([[3, 4], true]);
      expect(await store().readAll({ from: rest.next })).toEqual({ events: [], next: rest.next, end: true });
      const back = await store().readAll({ from: page.next, direction: 'backwards' });
      expect([indexesOf(back.events), back.end]).toEqual([[1, 0], true]);
    });

    it('shows only the categories asked for, in log order, and passes over the others', async () => {
      for (let index = 0; index < 12; index += 1) {
        const category = ['order', 'orderLine', 'stock'][index % 3] ?? '';
        await store().append(`${category}-${index}`, [sampleEvent({ index })], 'noStream');
      }
      const filtered = async (...categories: string[]) =>
        indexesOf(await readWholeLog(store(), { filter: { categories } }));
      expect(await filtered('order')).toEqual([0, 3, 6, 9]);
      expect(await filtered('stock', 'order', 'none')).toEqual([0, 2, 3, 5, 6, 8, 9, 11]);
      expect(await filtered('none')).toEqual([]);
      expect(await filtered()).toEqual([]);
      const page = await store().readAll({ filter: { categories: ['order'] }, max: 3 });
      expect(page).toMatchObject({ next: page.events.at(-1)?.position, end: false });
      const last = await store().readAll({ filter: { categories: ['order'] }, from: page.next });
      expect(last).toMatchObject({ next: await store().head(), end: true });
    });

    it('skips no event while writers on several handles race the reader', async () => {
      const other = await harness.another(store());
      const writing = writeAtOnce([store(), other], { writers: 6, appends: 30 });
      const seen: RecordedEvent[] = [];
      const follow = async (next = START): Promise<void> => {
        while (seen.length < 2 * 6 * 60) {
          const page = await store().readAll({ from: next, max: 25 });
          seen.push(...page.events);
          next = page.next;
        }
      };
      await Promise.all([writing, follow()]);
      expect(idsOf(seen)).toEqual(idsOf(await readWholeLog(other)));
    });

    it('refuses a position that it never gave', async () => {
      expect(await storeErrorOf(store().readAll({ from: 'yesterday' }))).toMatchObject({ code: 'invalidRequest' });
    });
  });

  describe('finding a command', () => {
    it('answers with what it appended, however many events came after', async () => {
      const commandId = randomUUID();
      const events = sampleEvents(3, commandId);
      await store().append('sample-1', [sampleEvent()], 'noStream');
      await store().append('sample-1', events, 0n);
      let revision = 3n;
      while (revision < 5_000n) ({ revision } = await store().append('sample-1', sampleEvents(500), revision));
      const found = await store().findCommand('sample-1', commandId);
      expect(found?.events).toEqual(await store().readStream('sample-1', { from: 1n, max: 3 }));
      const reopened = await harness.reopen(store());
      expect(idsOf((await reopened.findCommand('sample-1', commandId))?.events ?? [])).toEqual(idsOf(events));
    });

    it('finds nothing in another stream, for another id, or where there is no stream', async () => {
      const commandId = randomUUID();
      await store().append('sample-1', [sampleEvent({}, commandId)], 'noStream');
      await store().append('sample-2', [sampleEvent()], 'noStream');
      expect(await store().findCommand('sample-2', commandId)).toBeUndefined();
      expect(await store().findCommand('sample-1', randomUUID())).toBeUndefined();
      expect(await store().findCommand('sample-none', commandId)).toBeUndefined();
    });

    it('finds it once where it was resent', async () => {
      const commandId = randomUUID();
      const events = sampleEvents(2, commandId);
      await store().append('sample-1', events, 'noStream');
      await store().append('sample-1', events, 'noStream');
      expect(idsOf((await store().findCommand('sample-1', commandId))?.events ?? [])).toEqual(idsOf(events));
    });
  });
};
