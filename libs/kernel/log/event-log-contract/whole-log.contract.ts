import { describe, expect, it } from '@jest/globals';
import { storeErrorOf } from '../event-store-contract/samples.ts';
import type { EventLog, LogAllRead, LogFilter, RecordedLogEvent } from '../event-log.ts';
import { fill, idsOf, logEvent, readWhole, setMetadata, written } from './samples.ts';

const namesOf = (events: readonly RecordedLogEvent[]): readonly string[] =>
  events.map(({ stream, type }) => `${stream}/${type}`);

export const wholeLogContract = (log: () => EventLog): void => {
  const read = (options: Partial<LogAllRead> = {}) =>
    log().readAll({ from: 'start', direction: 'forwards', max: 1_000, ...options });

  describe('reading the whole log', () => {
    it('finds nothing in an empty log, in either direction', async () => {
      expect(await read()).toEqual({ events: [], next: 'start', considered: 0, end: true });
      expect(await read({ from: 'end', direction: 'backwards' })).toMatchObject({
        events: [],
        considered: 0,
        end: true,
      });
      expect(await log().head()).toBeUndefined();
    });

    it('shows everything in the order of its writing: what was deleted, truncated and written by the log itself', async () => {
      await fill(log(), 'sample-1', 2);
      await setMetadata(log(), 'sample-1', '{"$maxCount":1}');
      await written(log().deleteStream('sample-1', 'any'));
      await fill(log(), 'sample-1', 1);
      await fill(log(), 'sample-2', 1);
      await written(log().tombstone('sample-2', 'any'));
      const events = await readWhole(log());
      expect([...namesOf(events)].sort()).toEqual([
        '$$sample-1/$metadata',
        '$$sample-1/$metadata',
        '$$sample-1/$metadata',
        'sample-1/SomethingHappened',
        'sample-1/SomethingHappened',
        'sample-1/SomethingHappened',
        'sample-2/$streamDeleted',
        'sample-2/SomethingHappened',
      ]);
      expect(await log().head()).toBe(events.at(-1)?.position);
      expect(idsOf(await readWhole(log(), { direction: 'backwards', max: 3 }))).toEqual([...idsOf(events)].reverse());
      expect(await readWhole(log(), { max: 3 })).toEqual(events);
    });

    it('reads on after a position, exclusive, and says where the end is', async () => {
      await fill(log(), 'sample-1', 5);
      const all = await readWhole(log());
      const page = await read({ max: 3 });
      expect(page).toEqual({ events: all.slice(0, 3), next: all[2]?.position, considered: 3, end: false });
      const rest = await read({ from: page.next, max: 2 });
      expect(rest).toEqual({ events: all.slice(3), next: all[4]?.position, considered: 2, end: true });
      expect(await read({ from: rest.next })).toEqual({ events: [], next: rest.next, considered: 0, end: true });
      expect(await read({ from: 'end' })).toEqual({ events: [], next: rest.next, considered: 0, end: true });
      const back = await read({ from: page.next, direction: 'backwards' });
      expect(back).toMatchObject({
        events: all.slice(0, 2).reverse(),
        next: all[0]?.position,
        considered: 2,
        end: true,
      });
      const start = await read({ from: 'start', direction: 'backwards' });
      expect(start).toEqual({ events: [], next: 'start', considered: 0, end: true });
      const last = await read({ from: 'end', direction: 'backwards', max: 1 });
      expect(last).toMatchObject({ events: all.slice(4), next: all[4]?.position, end: false });
    });

    it('refuses pages of no events, and none considered', async () => {
      const filter: LogFilter = { by: 'stream', match: { prefixes: ['a'] } };
      for (const max of [0, -1, 1.5]) {
        expect(await storeErrorOf(read({ max }))).toMatchObject({ code: 'invalidRequest' });
        expect(await storeErrorOf(read({ filter, maxConsidered: max }))).toMatchObject({ code: 'invalidRequest' });
      }
    });
  });

  describe('filtering the whole log', () => {
    const types = ['OrderReceived', 'StockCounted', 'OrderCancelled'];
    const writeSamples = async (count: number): Promise<void> => {
      for (let index = 0; index < count; index += 1) {
        const stream = ['order-1', 'orderLine-1', 'stock-1', '$system'][index % 4] ?? '';
        await written(log().append(stream, [logEvent({ type: types[index % 3] ?? '' })], 'any'));
      }
    };

    const filters: readonly { what: string; filter: LogFilter; matches: (event: RecordedLogEvent) => boolean }[] = [
      {
        what: 'a prefix of the stream',
        filter: { by: 'stream', match: { prefixes: ['order-'] } },
        matches: ({ stream }) => stream.startsWith('order-'),
      },
      {
        what: 'several prefixes of the stream',
        filter: { by: 'stream', match: { prefixes: ['stock', '$'] } },
        matches: ({ stream }) => stream.startsWith('stock') || stream.startsWith('$'),
      },
      {
        what: 'an expression for the stream',
        filter: { by: 'stream', match: { regex: /^[^$].*e-/ } },
        matches: ({ stream }) => stream === 'orderLine-1',
      },
      {
        what: 'prefixes of the event type',
        filter: { by: 'eventType', match: { prefixes: ['Order'] } },
        matches: ({ type }) => type.startsWith('Order'),
      },
      {
        what: 'an expression for the event type',
        filter: { by: 'eventType', match: { regex: /Counted$/ } },
        matches: ({ type }) => type === 'StockCounted',
      },
      {
        what: 'an expression that remembers where it was',
        filter: { by: 'eventType', match: { regex: /Order/g } },
        matches: ({ type }) => type.startsWith('Order'),
      },
      { what: 'no prefix', filter: { by: 'stream', match: { prefixes: [] } }, matches: () => false },
    ];

    it.each(filters)('by $what', async ({ filter, matches }) => {
      await writeSamples(24);
      const expected = (await readWhole(log())).filter(matches);
      for (const max of [1, 3, 1_000]) {
        expect(await readWhole(log(), { filter, max })).toEqual(expected);
        expect(await readWhole(log(), { filter, max, maxConsidered: 5 })).toEqual(expected);
        expect(await readWhole(log(), { filter, max, direction: 'backwards' })).toEqual([...expected].reverse());
      }
    });

    it('says how many events were considered and where the last of them was', async () => {
      await writeSamples(12);
      const positions = (await readWhole(log())).map(({ position }) => position);
      const filter: LogFilter = { by: 'stream', match: { prefixes: ['stock-'] } }; // the 3rd, the 7th and the 11th
      const page = async (options: Partial<LogAllRead>) => {
        const { events, next, considered, end } = await read({ filter, ...options });
        return [events.map(({ position }) => position), next, considered, end];
      };
      const [third, seventh, eleventh] = [positions[2], positions[6], positions[10]];
      expect(await page({})).toEqual([[third, seventh, eleventh], positions[11], 12, true]);
      expect(await page({ max: 1 })).toEqual([[third], third, 3, false]);
      expect(await page({ max: 1, from: third })).toEqual([[seventh], seventh, 4, false]);
      expect(await page({ maxConsidered: 2 })).toEqual([[], positions[1], 2, false]);
      expect(await page({ maxConsidered: 8 })).toEqual([[third, seventh], positions[7], 8, false]);
      expect(await page({ from: eleventh })).toEqual([[], positions[11], 1, true]);
      expect(await page({ from: eleventh, maxConsidered: 1 })).toEqual([[], positions[11], 1, true]);
      expect(await page({ from: positions[11] })).toEqual([[], positions[11], 0, true]);
      const backwards = { direction: 'backwards' } as const;
      expect(await page({ ...backwards, from: 'end', maxConsidered: 3 })).toEqual([[eleventh], positions[9], 3, false]);
      expect(await page({ ...backwards, from: seventh })).toEqual([[third], positions[0], 6, true]);
    });
  });
};
