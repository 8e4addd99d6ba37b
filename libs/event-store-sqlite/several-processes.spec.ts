import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readWholeLog } from '#libs/kernel/log/event-store-contract/samples';
import type { RecordedEvent } from '#libs/kernel/event-store';
import { idsOf, logEvent, readWhole, written } from '#libs/kernel/log/event-log-contract/samples';
import { openSqliteEventLog } from './sqlite-event-log.ts';
import { type RunningProgram, runProgram } from '#libs/test-servers/program';
import { openSqliteEventStore } from './sqlite-event-store.ts';

const FIXTURE = join(import.meta.dirname, 'appending-process.fixture.ts');

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'juchu-processes-'));
  file = join(folder, 'events.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const startAppending = (inFlight: number, appends: number): RunningProgram =>
  runProgram(FIXTURE, [file, String(inFlight), String(appends)]);

/** What a process said was acknowledged: stream and event ids per append, until it ends or is killed after so many. */
const acknowledgedBy = async (
  { child, ended }: RunningProgram,
  killAfter = Infinity,
): Promise<readonly (readonly string[])[]> => {
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === killAfter) child.kill('SIGKILL');
  }
  const end = killAfter === Infinity ? { code: 0, signal: null } : { code: null, signal: 'SIGKILL' };
  expect(await ended).toMatchObject({ ...end, errors: '' });
  // A process that is killed may leave half a line.
  return lines.map((line) => line.split(' ')).filter((words) => words.length === 3 && words[2]?.length === 36);
};

const wholeLog = async (): Promise<readonly RecordedEvent[]> => {
  const store = await openSqliteEventStore({ file });
  const log = await readWholeLog(store);
  await store.close();
  return log;
};

/** Revisions of every stream, in log order. */
const revisionsByStream = (log: readonly RecordedEvent[]): ReadonlyMap<string, readonly bigint[]> => {
  const revisions = new Map<string, bigint[]>();
  for (const { stream, revision } of log) {
    const earlier = revisions.get(stream);
    if (earlier) earlier.push(revision);
    else revisions.set(stream, [revision]);
  }
  return revisions;
};

describe('several processes on one file', () => {
  it('make the store together, lose nothing, write nothing twice and leave no gap', async () => {
    const acknowledged = (
      await Promise.all(Array.from({ length: 4 }, () => acknowledgedBy(startAppending(16, 300))))
    ).flat();
    const log = await wholeLog();
    expect(acknowledged).toHaveLength(1_200);
    const ids = log.map(({ id }) => id);
    expect([...ids].sort()).toEqual(acknowledged.flatMap(([, ...both]) => both).sort());
    for (const revisions of revisionsByStream(log).values()) {
      expect(revisions).toEqual(revisions.map((_, index) => BigInt(index)));
    }
    expect(revisionsByStream(log).get('sample-shared')).toHaveLength(1_200);
  });

  it('append through the port and through the log of bytes at the same time', async () => {
    const log = await openSqliteEventLog({ file, timeoutMs: 30_000 });
    const appending = acknowledgedBy(startAppending(8, 200));
    const events = Array.from({ length: 200 }, () => logEvent());
    for (const event of events) await written(log.append('sample-shared', [event], 'any'));
    const ids = [...(await appending).flatMap(([, ...both]) => both), ...idsOf(events)];
    const all = await readWhole(log);
    await log.close();
    expect([...idsOf(all)].sort()).toEqual(ids.sort());
    const shared = all.filter(({ stream }) => stream === 'sample-shared');
    expect(shared.map(({ revision }) => revision)).toEqual(Array.from({ length: 400 }, (_, index) => BigInt(index)));
    expect((await wholeLog()).map(({ id }) => id)).toEqual(idsOf(all));
  });

  it('keep everything that was acknowledged when one is killed in the middle of writing, and go on', async () => {
    const survivor = acknowledgedBy(startAppending(8, 400));
    const killed = await acknowledgedBy(startAppending(32, 1_000_000), 500);
    const acknowledged = [...killed, ...(await survivor)];
    const log = await wholeLog();
    const positions = new Map(log.map(({ id, position }) => [id, position]));
    expect(positions.size).toBe(log.length);
    const missing = acknowledged.flatMap(([, ...ids]) => ids).filter((id) => !positions.has(id));
    expect(missing).toEqual([]);
    for (const revisions of revisionsByStream(log).values()) {
      expect(revisions).toEqual(revisions.map((_, index) => BigInt(index)));
      expect(revisions.length % 2).toBe(0); // both events of an append or none
    }
  });
});
