import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_APPEND_BYTES } from '../../event-store.ts';
import { storeErrorOf } from '../event-store-contract/samples.ts';
import type { EventLog, LogEvent } from '../event-log.ts';
import type { EventLogHarness } from './harness.ts';
import {
  bytesOf,
  contentOf,
  fill,
  idsOf,
  logEvent,
  logEvents,
  pageOf,
  readWhole,
  revisionsOf,
  statusOf,
  written,
} from './samples.ts';

export const writesContract = (harness: EventLogHarness, log: () => EventLog): void => {
  describe('writing', () => {
    it('puts the events of one append at consecutive revisions and answers with the last', async () => {
      const events = logEvents(3);
      const first = await written(log().append('sample-1', events, 'noStream'));
      const second = await written(log().append('sample-1', [logEvent()], 2n));
      expect([first.revision, second.revision]).toEqual([2n, 3n]);
      const recorded = (await pageOf(log(), 'sample-1')).events;
      expect(recorded.map(({ stream, revision }) => [stream, revision])).toEqual([
        ['sample-1', 0n],
        ['sample-1', 1n],
        ['sample-1', 2n],
        ['sample-1', 3n],
      ]);
      expect(recorded.slice(0, 3).map(contentOf)).toEqual(events.map(contentOf));
      expect([recorded[2]?.position, recorded[3]?.position]).toEqual([first.position, second.position]);
      expect(second.position > first.position && first.position >= 1n).toBe(true);
    });

    it('says when each event was written', async () => {
      const before = Date.now();
      await fill(log(), 'sample-1', 2);
      const { events } = await pageOf(log(), 'sample-1');
      for (const { created } of events) {
        expect(Number.isInteger(created)).toBe(true);
        expect(created).toBeGreaterThanOrEqual(before - 1);
        expect(created).toBeLessThanOrEqual(Date.now() + 1);
      }
    });

    it('gives back any bytes as they were, in data and in metadata, whatever the content type says', async () => {
      const bytes = fc.sample(fc.uint8Array({ maxLength: 300 }), { numRuns: 40, seed: 1 });
      const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
      const texts = ['', '{"commandId":', '[1, 2]', ' {"a" : 1.0} ', '\ufeff{}', '\0', '受注 🍵', '{"a":"\\u0000"}'];
      const contents = [...bytes, everyByte, ...texts.map(bytesOf)];
      const events = contents.flatMap((data, index): readonly LogEvent[] => {
        const metadata = contents.at(-index) ?? data;
        return [
          logEvent({ contentType: 'application/octet-stream', data, metadata }),
          logEvent({ contentType: 'application/json', data, metadata }),
        ];
      });
      await written(log().append('sample-1', events, 'noStream'));
      expect((await pageOf(log(), 'sample-1')).events.map(contentOf)).toEqual(events.map(contentOf));
      expect((await readWhole(log())).map(contentOf)).toEqual(events.map(contentOf));
    });

    it('keeps what it was given, whatever the caller does to those bytes afterwards', async () => {
      const data = bytesOf('{"cups":1}');
      const appending = log().append('sample-1', [logEvent({ data })], 'any');
      data.fill(0);
      await appending;
      const [event] = (await pageOf(log(), 'sample-1')).events;
      expect(event && Buffer.from(event.data).toString()).toBe('{"cups":1}');
    });

    it('keeps streams apart whatever their names and their types hold', async () => {
      const names = ['a-1', 'A-1', "a-'; --", '受注-1', 'noHyphen', 'a-b-c', ' - ', '$system', '$$a-1', '-', '%2F'];
      for (const name of names) await written(log().append(name, [logEvent({ type: `Type ${name}` })], 'noStream'));
      for (const name of names) {
        const { events } = await pageOf(log(), name);
        expect(events.map(({ stream, type }) => [stream, type])).toEqual([[name, `Type ${name}`]]);
      }
    });

    it('takes an append of exactly 1 MiB of data, metadata and twice the length of its types, and none of a byte more', async () => {
      const type = '大きい';
      const ofBytes = (bytes: number): LogEvent => {
        const rest = bytes - 2 * type.length;
        const metadata = new Uint8Array(Math.floor(rest / 3)).fill(7);
        const contentType = 'application/octet-stream';
        return logEvent({ type, contentType, metadata, data: new Uint8Array(rest - metadata.length).fill(9) });
      };
      const tooLarge = [ofBytes(MAX_APPEND_BYTES / 2), ofBytes(MAX_APPEND_BYTES / 2 + 1)];
      expect(await storeErrorOf(log().append('sample-1', tooLarge, 'any'))).toMatchObject({ code: 'appendTooLarge' });
      expect(await statusOf(log(), 'sample-1')).toBe('missing');
      const halves = [ofBytes(MAX_APPEND_BYTES / 2), ofBytes(MAX_APPEND_BYTES / 2)];
      await written(log().append('sample-1', halves, 'any'));
      expect((await pageOf(log(), 'sample-1')).events.map(contentOf)).toEqual(halves.map(contentOf));
    });

    it('refuses what is no append, and writes nothing of it', async () => {
      const malformed: readonly (readonly [string, readonly LogEvent[]])[] = [
        ['', [logEvent()]],
        ['sample-1', []],
        ['sample-1', [logEvent(), logEvent({ id: 'not a UUID' })]],
        ['sample-1', [logEvent(), logEvent({ type: '' })]],
      ];
      for (const [stream, events] of malformed) {
        expect(await storeErrorOf(log().append(stream, events, 'any'))).toMatchObject({ code: 'invalidRequest' });
      }
      expect(await storeErrorOf(log().append('sample-1', [logEvent()], -1n))).toMatchObject({ code: 'invalidRequest' });
      expect(await readWhole(log())).toEqual([]);
    });

    it('leaves no gap and no double where many write to one stream and to many at the same time', async () => {
      const other = await harness.another(log());
      const appends = Array.from({ length: 60 }, (_, index) => ({
        handle: index % 2 === 0 ? log() : other,
        stream: index % 3 === 0 ? 'own-' + String(index) : 'shared',
        events: logEvents(1 + (index % 3)),
      }));
      const results = await Promise.all(
        appends.map(({ handle, stream, events }) => written(handle.append(stream, events, 'any'))),
      );
      const all = await readWhole(log());
      expect([...idsOf(all)].sort()).toEqual([...appends.flatMap(({ events }) => idsOf(events))].sort());
      const positions = all.map(({ position }) => position);
      expect(positions.every((position, index) => index === 0 || position > (positions[index - 1] ?? position))).toBe(
        true,
      );
      const shared = all.filter(({ stream }) => stream === 'shared');
      expect(shared.map(({ revision }) => revision)).toEqual(shared.map((_, index) => BigInt(index)));
      expect(idsOf((await pageOf(other, 'shared')).events)).toEqual(idsOf(shared));
      for (const [index, { events }] of appends.entries()) {
        const places = idsOf(events).map((id) => all.findIndex((event) => event.id === id));
        expect(places).toEqual(places.map((_, offset) => (places[0] ?? -1) + offset));
        const { revision, position } = all[places.at(-1) ?? -1] ?? {};
        expect(results[index]).toMatchObject({ revision, position });
      }
    });

    it('lets exactly one of many writers have a revision', async () => {
      await fill(log(), 'sample-1', 1);
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => log().append('sample-1', logEvents(2), 0n)));
      expect(outcomes.filter(({ status }) => status === 'written')).toHaveLength(1);
      expect(outcomes.filter(({ status }) => status === 'conflict')).toHaveLength(19);
      expect(await revisionsOf(log(), 'sample-1')).toEqual([0n, 1n, 2n]);
    });

    it('finishes what is pending when it is closed, and takes nothing more', async () => {
      const pending = Array.from({ length: 10 }, (_, index) => log().append(`sample-${index}`, [logEvent()], 'any'));
      await log().close();
      expect((await Promise.all(pending)).map(({ status }) => status)).toEqual(pending.map(() => 'written'));
      expect(await storeErrorOf(log().append('sample-x', [logEvent()], 'any'))).toMatchObject({ code: 'closed' });
      const read = log().readAll({ from: 'start', direction: 'forwards', max: 1 });
      expect(await storeErrorOf(read)).toMatchObject({ code: 'closed' });
    });

    const { reopen } = harness;
    if (reopen) {
      it('holds after a restart all that it held before, and numbers on from there', async () => {
        await fill(log(), 'live-1', 2);
        await fill(log(), 'deleted-1', 3);
        await written(log().deleteStream('deleted-1', 'any'));
        await fill(log(), 'ended-1', 1);
        await written(log().tombstone('ended-1', 'any'));
        const before = await readWhole(log());
        const { identity } = log();
        const reopened = await reopen(log());
        expect(await readWhole(reopened)).toEqual(before);
        expect(reopened.identity).toEqual(identity);
        expect(await reopened.head()).toBe(before.at(-1)?.position);
        expect([await statusOf(reopened, 'deleted-1'), await statusOf(reopened, 'ended-1')]).toEqual([
          'missing',
          'tombstoned',
        ]);
        expect(await written(reopened.append('live-1', [logEvent()], 1n))).toMatchObject({ revision: 2n });
        expect(await written(reopened.append('deleted-1', [logEvent()], 'noStream'))).toMatchObject({ revision: 3n });
      });
    }
  });
};
