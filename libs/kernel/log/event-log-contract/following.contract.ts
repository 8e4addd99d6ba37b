import { describe, expect, it } from '@jest/globals';
import type { EventLog, LogAllRead } from '../event-log.ts';
import type { EventLogHarness } from './harness.ts';
import { fill, idsOf, logEvent, readWhole } from './samples.ts';

const never = new AbortController().signal;

export const followingContract = (harness: EventLogHarness, log: () => EventLog): void => {
  describe('following the log', () => {
    it('counts its changes and wakes who waits for one, whoever wrote', async () => {
      const other = await harness.another(log());
      for (const writer of [log(), other]) {
        const before = log().changeCount();
        const changed = log().changed(before, never);
        await fill(writer, 'sample-1', 1);
        await changed;
        expect(log().changeCount()).toBeGreaterThan(before);
        await log().changed(before, never);
      }
    });

    it('lets go of who waits when the signal says so', async () => {
      const stopping = new AbortController();
      const waiting = log().changed(log().changeCount(), stopping.signal);
      stopping.abort();
      await waiting;
      await log().changed(log().changeCount(), AbortSignal.abort());
    });

    it('skips no event and shows none twice while writers on two handles race the reader', async () => {
      const other = await harness.another(log());
      const total = 4 * 25 * 2;
      const write = async (handle: EventLog, stream: string): Promise<void> => {
        for (let index = 0; index < 25; index += 1) await handle.append(stream, [logEvent(), logEvent()], 'any');
      };
      const writing = [log(), other].flatMap((handle, index) => [
        write(handle, 'shared'),
        write(handle, `own-${index}`),
      ]);
      const seen: string[] = [];
      let from: LogAllRead['from'] = 'start';
      while (seen.length < total) {
        const count = log().changeCount();
        const page = await log().readAll({ from, direction: 'forwards', max: 7 });
        seen.push(...idsOf(page.events));
        from = page.next;
        if (page.end && seen.length < total) await log().changed(count, never);
      }
      await Promise.all(writing);
      expect(seen).toEqual(idsOf(await readWhole(other)));
    });
  });
};
