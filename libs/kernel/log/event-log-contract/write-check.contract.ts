import { describe, expect, it } from '@jest/globals';
import type { EventLog, LogEvent, LogExpectation } from '../event-log.ts';
import { fill, idsOf, logEvent, logEvents, pageOf, revisionsOf, setMetadata, statusOf } from './samples.ts';

/** Every line of "Write check": what EventStoreDB does with each expectation. */
export const writeCheckContract = (log: () => EventLog): void => {
  describe('expecting a revision', () => {
    it('takes any and noStream for a stream that is not there, and nothing else', async () => {
      expect(await log().append('sample-1', [logEvent()], 'any')).toMatchObject({ status: 'written', revision: 0n });
      expect(await log().append('sample-2', [logEvent()], 'noStream')).toMatchObject({ revision: 0n });
      for (const expected of ['streamExists', 0n, 7n] as const) {
        expect(await log().append('sample-3', [logEvent()], expected)).toEqual({
          status: 'conflict',
          actual: 'noStream',
        });
      }
      expect(await statusOf(log(), 'sample-3')).toBe('missing');
    });

    it('takes any, streamExists and the exact revision for a stream that is there, and nothing else', async () => {
      await fill(log(), 'sample-1', 3);
      const conflict = { status: 'conflict', actual: 2n };
      for (const expected of ['noStream', 0n, 1n, 3n, 2n ** 62n + 1n] as const) {
        expect(await log().append('sample-1', [logEvent()], expected)).toEqual(conflict);
      }
      let revision = 2n;
      for (const expected of ['any', 'streamExists', 4n] as const) {
        expect(await log().append('sample-1', [logEvent()], expected)).toMatchObject({ revision: (revision += 1n) });
      }
      expect(await revisionsOf(log(), 'sample-1')).toHaveLength(6);
    });

    it('takes streamExists for a stream that has metadata and nothing else yet', async () => {
      await setMetadata(log(), 'sample-1', '{"owner":"clerk"}');
      expect(await log().append('sample-1', [logEvent()], 'streamExists')).toMatchObject({ revision: 0n });
    });
  });

  describe('a resend', () => {
    it('to an exact revision or none succeeds where the same events stand there, and changes nothing', async () => {
      const first = logEvents(2);
      const second = logEvents(3);
      const results = [await log().append('sample-1', first, 'noStream'), await log().append('sample-1', second, 1n)];
      expect(await log().append('sample-1', second, 1n)).toEqual(results[1]);
      await fill(log(), 'sample-1', 1, 4n);
      expect([await log().append('sample-1', first, 'noStream'), await log().append('sample-1', second, 1n)]).toEqual(
        results,
      );
      const upperCase = second.map((event) => ({ ...event, id: event.id.toUpperCase() }));
      expect(await log().append('sample-1', upperCase, 1n)).toEqual(results[1]);
      expect(await revisionsOf(log(), 'sample-1')).toHaveLength(6);
    });

    it('to an exact revision or none conflicts where other events stand there, or not all of them', async () => {
      const events = await fill(log(), 'sample-1', 3);
      const others: readonly (readonly [readonly LogEvent[], LogExpectation])[] = [
        [[...events].reverse(), 'noStream'],
        [[...events, logEvent()], 'noStream'],
        [[...events.slice(0, 1), logEvent()], 'noStream'],
        [events, 0n],
        [events.slice(0, 2), 0n],
        [events.slice(0, 1), 0n],
      ];
      for (const [resent, expected] of others) {
        expect(await log().append('sample-1', resent, expected)).toEqual({ status: 'conflict', actual: 2n });
      }
      expect(idsOf((await pageOf(log(), 'sample-1')).events)).toEqual(idsOf(events));
    });

    it.each(['any', 'streamExists'] as const)(
      'with %s succeeds where all its events are in the stream',
      async (expected) => {
        const first = logEvents(2);
        const [, last = logEvent()] = first;
        const result = await log().append('sample-1', first, 'noStream');
        const later = logEvents(2);
        const laterResult = await log().append('sample-1', later, expected);
        expect(await log().append('sample-1', first, expected)).toEqual(result);
        expect(await log().append('sample-1', [last], expected)).toEqual(result);
        expect(await log().append('sample-1', later, expected)).toEqual(laterResult);
        expect(await revisionsOf(log(), 'sample-1')).toHaveLength(4);
      },
    );

    it.each(['any', 'streamExists'] as const)(
      'with %s conflicts where some of its events are in the stream',
      async (expected) => {
        const [one = logEvent(), two = logEvent()] = await fill(log(), 'sample-1', 2);
        for (const mixed of [
          [one, logEvent()],
          [one, two, logEvent()],
        ]) {
          expect(await log().append('sample-1', mixed, expected)).toEqual({ status: 'conflict', actual: 1n });
        }
        expect(await log().append('sample-1', [logEvent(), two], expected)).toEqual({ status: 'conflict', actual: 1n });
        expect(await revisionsOf(log(), 'sample-1')).toHaveLength(2);
      },
    );

    it('with any is found in a long stream too', async () => {
      const events = await fill(log(), 'sample-1', 5);
      for (let index = 0; index < 4; index += 1) await fill(log(), 'sample-1', 500);
      expect(await log().append('sample-1', events, 'any')).toMatchObject({ status: 'written', revision: 4n });
    });

    it('with any answers with the last of two events of one id', async () => {
      const event = logEvent();
      expect(await log().append('sample-1', [event, event], 'noStream')).toMatchObject({ revision: 1n });
      for (const resent of [[event], [event, event]])
        expect(await log().append('sample-1', resent, 'any')).toMatchObject({ status: 'written', revision: 1n });
      expect(await revisionsOf(log(), 'sample-1')).toHaveLength(2);
    });

    it('to another stream is another event', async () => {
      const events = await fill(log(), 'sample-1', 2);
      for (const [stream, expected] of [
        ['sample-2', 'any'],
        ['sample-3', 'noStream'],
      ] as const) {
        expect(await log().append(stream, events, expected)).toMatchObject({ status: 'written', revision: 1n });
        expect(idsOf((await pageOf(log(), stream)).events)).toEqual(idsOf(events));
      }
    });
  });
};
