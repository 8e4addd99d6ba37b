import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteSnapshotStore } from '#libs/event-store-sqlite/snapshot-store.sqlite';
import type { SnapshotStore } from '#libs/kernel/command-loop/snapshot-store';
import type { EventToAppend, ReadStreamOptions, RecordedEvent } from '#libs/kernel/event-store';
import { sampleEvent, sampleEvents } from '#libs/kernel/log/event-store-contract/samples';
import { type CommandFinder, createCommandFinder } from './command-finder.ts';

const STREAM = 'sample-1';

/** A stream in memory, and how many of its events were read. */
const streamOf = (...commands: readonly (readonly EventToAppend[])[]) => {
  const events: RecordedEvent[] = [];
  const record = (...more: readonly EventToAppend[]) => {
    for (const event of more) {
      const revision = BigInt(events.length);
      events.push({ ...event, stream: STREAM, revision, position: String(revision), created: '' });
    }
    return { revision: BigInt(events.length - 1), position: String(events.length - 1) };
  };
  for (const command of commands) record(...command);
  let read = 0;
  const readStream = (_stream: string, { from = 0n, max = 4096 }: ReadStreamOptions) => {
    const page = events.slice(Number(from), Number(from) + max);
    read += page.length;
    return Promise.resolve(page);
  };
  const takeRead = (): number => {
    const before = read;
    read = 0;
    return before;
  };
  return { events, record, readStream, takeRead };
};

const idOf = ([event]: readonly EventToAppend[]): string => {
  const commandId = event?.metadata['commandId'];
  return typeof commandId === 'string' ? commandId : '';
};

describe('finding commands by their digests', () => {
  let folder: string;
  let snapshots: SnapshotStore;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'juchu-digests-'));
    snapshots = openSqliteSnapshotStore({ file: join(folder, 'snapshots.db'), storeId: randomUUID() });
  });
  afterEach(async () => {
    await snapshots.close();
    rmSync(folder, { recursive: true });
  });

  const finderOn = (
    { readStream }: Pick<ReturnType<typeof streamOf>, 'readStream'>,
    kept: SnapshotStore | undefined = snapshots,
  ): CommandFinder => createCommandFinder({ readStream, snapshots: kept, timeoutMs: 10_000 });

  it('finds the first command of a stream of 100,000 events, after a restart without going through the stream', async () => {
    const first = sampleEvents(3);
    const stream = streamOf(first, ...Array.from({ length: 50_000 }, () => sampleEvents(2)));
    const finder = finderOn(stream);
    expect(await finder.find(STREAM, randomUUID())).toBeUndefined();
    expect(stream.takeRead()).toBe(100_003);
    await finder.idle();
    stream.record(...sampleEvents(2));

    const restarted = finderOn(stream);
    expect((await restarted.find(STREAM, idOf(first)))?.events).toEqual(stream.events.slice(0, 3));
    expect(await restarted.find(STREAM, randomUUID())).toBeUndefined();
    expect(stream.takeRead()).toBeLessThan(5_000);
  });

  it('goes through the stream where there are no snapshots, once', async () => {
    const first = sampleEvents(1);
    const stream = streamOf(first, ...Array.from({ length: 9_999 }, () => sampleEvents(1)));
    const finder = createCommandFinder({ readStream: stream.readStream, timeoutMs: 10_000 });
    expect((await finder.find(STREAM, idOf(first)))?.events).toHaveLength(1);
    stream.takeRead();
    expect(await finder.find(STREAM, randomUUID())).toBeUndefined();
    expect(stream.takeRead()).toBe(0);
  });

  it('finds what others appended since, and what was appended here without reading it first', async () => {
    const stream = streamOf(sampleEvents(1));
    const finder = finderOn(stream);
    await finder.find(STREAM, randomUUID());
    const [here, elsewhere] = [sampleEvents(2), sampleEvents(3)];
    finder.appended(STREAM, here, stream.record(...here));
    stream.takeRead();
    expect((await finder.find(STREAM, idOf(here)))?.events).toHaveLength(2);
    expect(stream.takeRead()).toBe(2);
    stream.record(...elsewhere);
    expect((await finder.find(STREAM, idOf(elsewhere)))?.events).toHaveLength(3);
  });

  it('takes a command that shares a digest with another for what it is', async () => {
    const one = '12345678-1234-4123-8123-000000000001';
    const other = '12345678-1234-4123-8123-000000000002';
    const none = '12345678-1234-4123-8123-000000000003';
    const stream = streamOf(sampleEvents(2, one), sampleEvents(1), sampleEvents(3, other));
    const finder = finderOn(stream);
    expect((await finder.find(STREAM, other))?.events).toEqual(stream.events.slice(3));
    expect((await finder.find(STREAM, one))?.events).toEqual(stream.events.slice(0, 2));
    expect(await finder.find(STREAM, none)).toBeUndefined();
  });

  it('makes the digests anew where the snapshot is of another log, of another version, or damaged', async () => {
    const first = sampleEvents(1);
    const stream = streamOf(first, ...Array.from({ length: 500 }, () => sampleEvents(1)));
    const finder = finderOn(stream);
    await finder.find(STREAM, randomUUID());
    await finder.idle();
    const kept = await snapshots.load(`commands of ${STREAM}`);
    expect(kept).toMatchObject({ machine: 'command-digests@1' });
    for (const change of [{ hash: 'other' }, { machine: 'command-digests@0' }, { state: {} }, { revision: 9_999n }]) {
      const lying: SnapshotStore = {
        load: () => Promise.resolve(kept && { ...kept, ...change }),
        save: () => Promise.resolve(),
        close: () => Promise.resolve(),
      };
      expect((await finderOn(stream, lying).find(STREAM, idOf(first)))?.events).toEqual(stream.events.slice(0, 1));
    }
  });

  it('finds a command of more events than a page', async () => {
    const long = sampleEvents(700);
    const stream = streamOf([sampleEvent()], long, [sampleEvent()]);
    expect((await finderOn(stream).find(STREAM, idOf(long)))?.events).toEqual(stream.events.slice(1, 701));
  });
});
