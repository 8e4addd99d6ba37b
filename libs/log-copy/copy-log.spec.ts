import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { openSqliteEventStore } from '#libs/event-store-sqlite/sqlite-event-store';
import { type EventStore, EventStoreError } from '#libs/kernel/event-store';
import { idsOf, readWholeLog, sampleEvents } from '#libs/kernel/log/event-store-contract/samples';
import { runProgram } from '#libs/test-servers/program';
import { copyLog } from './copy-log.ts';
import { appendChained, sampleCommands } from './testing/chained-log.ts';
import { contentOf, openTwoLogs, type TwoLogs } from './testing/two-logs.ts';

const COPYING = join(import.meta.dirname, 'testing/copying.process.ts');

let logs: TwoLogs;
beforeEach(async () => {
  logs = await openTwoLogs();
});
afterEach(() => logs.close());

/** Copies to a target that other appends may reach before; the line it is refused with, and what the target holds then. */
const refusalOf = async (target: EventStore): Promise<string> => {
  const before = await contentOf(target);
  const refusal = await copyLog(logs.source, target).then(
    () => 'it was copied',
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
  );
  expect(await contentOf(target)).toEqual(before);
  return refusal;
};

describe('a copy of a log', () => {
  it('holds the same events in the same order, and what one command appended is found by it', async () => {
    await appendChained(logs.source, sampleCommands(300));
    const target = await logs.openTarget();
    const told = { found: 0, written: 0 };
    const copy = await copyLog(logs.source, target, { onEvents: (events, what) => (told[what] += events) });
    const content = await contentOf(logs.source);
    expect(await contentOf(target)).toEqual(content);
    expect(copy).toEqual({ until: await logs.source.head(), events: content.length, found: 0 });
    expect(told).toEqual({ found: 0, written: content.length });
    for (const { stream = '', metadata } of content.slice(0, 12)) {
      const [original, copied] = await Promise.all(
        [logs.source, target].map((store) => store.findCommand(stream, metadata?.['commandId'] as string)),
      );
      expect(idsOf(copied?.events ?? [])).toEqual(idsOf(original?.events ?? []));
    }
  });

  it('is of the same installation, and a log of its own for as long as it exists', async () => {
    const first = await logs.openTarget();
    const { id, logId, simulation } = logs.source.identity;
    expect(first.identity).toEqual({ id, simulation, logId: expect.not.stringMatching(logId) });
    await first.close();
    const again = await openSqliteEventStore({ file: logs.targetFile });
    expect(again.identity).toEqual(first.identity);
    await again.close();
  });

  it('asks a source that cannot be read for the moment again and again, with pauses', async () => {
    await appendChained(logs.source, sampleCommands(3));
    let asked = 0;
    const failing: Pick<EventStore, 'identity' | 'readAll' | 'readStream' | 'head'> = {
      identity: logs.source.identity,
      readStream: (...words) => logs.source.readStream(...words),
      head: () => logs.source.head(),
      // The first page shows that the target has nothing of it yet.
      readAll: (...words) =>
        asked++ === 0
          ? logs.source.readAll(...words)
          : Promise.reject(new EventStoreError('unavailable', 'the source is busy')),
    };
    await expect(copyLog(failing, await logs.openTarget(), { patienceMs: 300 })).rejects.toThrow('the source is busy');
    expect(asked).toBeLessThan(10);
  });

  it('is nothing where nothing is in the source', async () => {
    expect(await copyLog(logs.source, await logs.openTarget())).toMatchObject({ events: 0, found: 0 });
  });

  it('ends where the source ended when it began; run again, it goes on with what came later', async () => {
    const target = await logs.openTarget();
    await appendChained(logs.source, sampleCommands(40));
    const first = await contentOf(logs.source);
    let late: Promise<void> | undefined;
    const copy = await copyLog(logs.source, target, {
      inFlight: 1,
      onEvents: () => {
        late ??= appendChained(logs.source, sampleCommands(10));
      },
    });
    await late;
    expect(copy.events).toBe(first.length);
    expect(await contentOf(target)).toEqual(first);
    expect(await copyLog(logs.source, target)).toMatchObject({ found: first.length });
    expect(await contentOf(target)).toEqual(await contentOf(logs.source));
  });

  it('comes out the same wherever an earlier copy had ended', async () => {
    await appendChained(logs.source, sampleCommands(60));
    const content = await contentOf(logs.source);
    const endsOfAppends = content.flatMap(({ metadata }, index) =>
      content[index + 1]?.metadata?.['commandId'] === metadata?.['commandId'] ? [] : [index + 1],
    );
    const property = fc.asyncProperty(
      fc.constantFrom(0, ...endsOfAppends),
      fc.constantFrom(1, 3, 64),
      async (held, inFlight) => {
        const half = await openTwoLogs();
        const file = `${half.targetFile}-${randomUUID()}`;
        const target = await openSqliteEventStore({ file, copyOf: logs.source.identity });
        try {
          for (const { stream = '', revision = 0n, ...event } of content.slice(0, held)) {
            const { id = '', type = '', data = {}, metadata = {} } = event;
            await target.append(stream, [{ id, type, data, metadata }], revision === 0n ? 'noStream' : revision - 1n);
          }
          expect(await copyLog(logs.source, target, { inFlight })).toMatchObject({ found: held });
          expect(await contentOf(target)).toEqual(content);
        } finally {
          await target.close();
          await half.close();
        }
      },
    );
    await fc.assert(property, { numRuns: 12 });
  });

  it('goes on where it was after each of several kill -9', async () => {
    await appendChained(logs.source, sampleCommands(4_000, 50));
    const { length: events } = await readWholeLog(logs.source);
    const held: number[] = [0];
    for (const after of [700, 900, 2_000]) {
      const { signal } = await runProgram(COPYING, [logs.sourceFile, logs.targetFile, String(after)]).ended;
      expect(signal).toBe('SIGKILL');
      const target = await logs.openTarget();
      held.push((await readWholeLog(target)).length);
      await target.close();
    }
    for (const [index, after] of [700, 900, 2_000].entries())
      expect(held[index + 1]).toBeGreaterThanOrEqual((held[index] ?? 0) + after);
    const target = await logs.openTarget();
    expect(await copyLog(logs.source, target)).toMatchObject({ events, found: held.at(-1) });
    expect(await contentOf(target)).toEqual(await contentOf(logs.source));
  });

  it('waits for a target that cannot write for a while', async () => {
    await appendChained(logs.source, sampleCommands(600));
    const target = await logs.openTarget();
    const lock = new Database(logs.targetFile);
    let written = 0;
    let released: Promise<void> | undefined;
    await copyLog(logs.source, target, {
      onEvents: (events) => {
        written += events;
        if (written < 100 || released) return;
        lock.exec('begin immediate');
        released = new Promise((resolve) => setTimeout(resolve, 300)).then(() => void lock.exec('rollback'));
      },
    });
    await released;
    lock.close();
    expect(await contentOf(target)).toEqual(await contentOf(logs.source));
  });

  it('gives up, with what the target said, where it cannot write for longer than that', async () => {
    await appendChained(logs.source, sampleCommands(10));
    const target = await logs.openTarget();
    const lock = new Database(logs.targetFile);
    lock.exec('begin immediate');
    // Which of the two depends on whether the writing thread still had the time to say that nothing was written.
    await expect(copyLog(logs.source, target, { timeoutMs: 50, patienceMs: 300 })).rejects.toMatchObject({
      code: expect.stringMatching(/^(unavailable|outcomeUnknown)$/),
    });
    lock.exec('rollback');
    lock.close();
    await copyLog(logs.source, target);
    expect(await contentOf(target)).toEqual(await contentOf(logs.source));
  });
});

describe('a target that writes what it is sent in another order', () => {
  it('is noticed at once, and served by one append at a time', async () => {
    await appendChained(logs.source, sampleCommands(500));
    const swapping = (store: EventStore): EventStore => {
      let count = 0;
      return {
        ...store,
        append: async (...append) => {
          count += 1;
          if (count % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
          return store.append(...append);
        },
      };
    };
    const target = await logs.openTarget();
    await expect(copyLog(logs.source, swapping(target))).rejects.toThrow(
      /^the target does not keep the order .* \(--in-flight 1\)$/,
    );
    expect((await readWholeLog(target)).length).toBeLessThan(500);
    await target.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${logs.targetFile}${suffix}`, { force: true });
    const empty = await logs.openTarget();
    await copyLog(logs.source, swapping(empty), { inFlight: 1 });
    expect(await contentOf(empty)).toEqual(await contentOf(logs.source));
  });
});

describe('a target that is refused, and left as it was', () => {
  beforeEach(() => appendChained(logs.source, sampleCommands(20)));

  it('holds events of its own', async () => {
    const target = await logs.openTarget();
    await target.append('sample-1', sampleEvents(2), 'noStream');
    expect(await refusalOf(target)).toBe(
      'CopyRefused: what the target holds is not the beginning of the source: sample-1 at revision 1 is not in the source; name a target that is empty',
    );
  });

  it('holds a copy that somebody has gone on with', async () => {
    const target = await logs.openTarget();
    await copyLog(logs.source, target);
    await target.append('sample-new', sampleEvents(1), 'noStream');
    expect(await refusalOf(target)).toMatch(/sample-new at revision 0 is not in the source/);
  });

  it('holds the right events in another order', async () => {
    const target = await logs.openTarget();
    const [first, ...rest] = await readWholeLog(logs.source);
    const other = rest.find(({ stream }) => stream !== first?.stream);
    for (const event of [other, first])
      await target.append(event?.stream ?? '', [event ?? sampleEvents(1)[0]!], 'noStream');
    expect(await refusalOf(target)).toBe(
      'CopyRefused: what the target holds is not the beginning of the source: sample-0 at revision 0 is not in its place in the target; name a target that is empty',
    );
  });

  it('was made for another installation', async () => {
    const target = await openSqliteEventStore({ file: logs.targetFile });
    expect(await refusalOf(target)).toBe(
      `CopyRefused: the target belongs to another installation (${target.identity.id}, not ${logs.source.identity.id}): name a target that is empty`,
    );
    await target.close();
  });

  it('is a simulation where the source is real', async () => {
    const { id } = logs.source.identity;
    const target = await openSqliteEventStore({ file: logs.targetFile, copyOf: { id, simulation: true } });
    expect(await refusalOf(target)).toMatch(/one of source and target is a simulation/);
    await target.close();
  });

  it('is the source', async () => {
    const same = await openSqliteEventStore({ file: logs.sourceFile });
    expect(await refusalOf(same)).toMatch(/one and the same log/);
    await same.close();
  });
});
