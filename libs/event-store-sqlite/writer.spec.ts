import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { sampleEvent, storeErrorOf } from '#libs/kernel/log/event-store-contract/samples';
import { encodeAppend } from '#libs/kernel/log/append-encoding';
import { launchWriterThread } from './writer-thread.ts';
import type { Writer } from './writer.ts';
import { startWriter } from './writer.ts';

let folder = '';
let file = '';
let writer: Writer;
const threads: Worker[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'juchu-writer-'));
  file = join(folder, 'events.db');
  const launch = (): Worker => {
    const thread = launchWriterThread({ file, simulation: undefined, timeoutMs: 1_000 });
    threads.push(thread);
    return thread;
  };
  ({ writer } = await startWriter(launch, () => undefined));
});
afterEach(async () => {
  await writer.close();
  rmSync(folder, { recursive: true, force: true });
});

const appendTo = (stream: string, timeoutMs = 10_000) =>
  writer.write(encodeAppend(stream, [sampleEvent()], 'noStream'), 'noStream', timeoutMs);

describe('the writing thread', () => {
  it('leaves the outcome unknown of what was pending when it died, and another takes the next append', async () => {
    await appendTo('sample-1');
    const locking = new Database(file);
    locking.exec('BEGIN IMMEDIATE');
    const pending = [storeErrorOf(appendTo('sample-2')), storeErrorOf(appendTo('sample-3'))];
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve))); // both are on their way
    await threads.at(-1)?.terminate();
    expect((await Promise.all(pending)).map(({ code }) => code)).toEqual(['outcomeUnknown', 'outcomeUnknown']);
    locking.close();
    expect(await appendTo('sample-4')).toMatchObject({ revision: 0 });
    expect(threads).toHaveLength(2);
  });

  it('says that nothing was written where its successor cannot open the file', async () => {
    await threads.at(-1)?.terminate();
    for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
    writeFileSync(file, 'no longer a store');
    expect(await storeErrorOf(appendTo('sample-1'))).toMatchObject({ code: 'unavailable' });
  });

  it('gives up while another process holds the lock, and says that nothing was written', async () => {
    const locking = new Database(file);
    locking.exec('BEGIN IMMEDIATE');
    expect(await storeErrorOf(appendTo('sample-1', 300))).toMatchObject({ code: 'unavailable' });
    locking.close();
    expect(await appendTo('sample-1')).toMatchObject({ revision: 0, position: 1 });
  });
});
