import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import type { Snapshot, SnapshotStore } from '#libs/kernel/command-loop/snapshot-store';
import { openSqliteSnapshotStore } from './snapshot-store.sqlite.ts';

let folder = '';
let file = '';
const open = (storeId = 'store-1'): SnapshotStore => openSqliteSnapshotStore({ file, storeId });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'juchu-snapshots-'));
  file = join(folder, 'snapshots.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const snapshot = (revision: bigint, note = ''): Snapshot => ({
  stream: 'stockItem-1.TEA',
  revision,
  position: '00000000000000000007',
  hash: 'abc',
  machine: 'stockItem@1',
  state: { onHand: 12, note: `受 ${note}` },
});

/** Saves a snapshot, lets `spoil` at the closed file, and looks what a new store makes of it. */
const afterSpoiling = async (spoil: () => void): Promise<void> => {
  const before = open();
  for (let index = 0n; index < 200n; index += 1n) await before.save({ ...snapshot(index), stream: `sample-${index}` });
  await before.close();
  spoil();
  const after = open();
  expect(await after.load('sample-1')).toBeUndefined();
  await after.save(snapshot(3n));
  expect(await after.load(snapshot(3n).stream)).toEqual(snapshot(3n));
  await after.close();
};

describe('snapshots', () => {
  it('come back as they were saved, also after a restart', async () => {
    const far = snapshot(2n ** 60n + 1n);
    const before = open();
    expect(await before.load(far.stream)).toBeUndefined();
    await before.save(far);
    expect(await before.load(far.stream)).toEqual(far);
    await before.close();
    const after = open();
    expect(await after.load(far.stream)).toEqual(far);
    await after.close();
  });

  it('give way to a later one but not to an earlier one', async () => {
    const store = open();
    await store.save(snapshot(10n, 'first'));
    await store.save(snapshot(9n, 'late'));
    expect(await store.load(snapshot(10n).stream)).toEqual(snapshot(10n, 'first'));
    await store.save(snapshot(11n));
    expect(await store.load(snapshot(11n).stream)).toEqual(snapshot(11n));
    await store.close();
  });

  it('of another event store are thrown away', async () => {
    const before = open('store-1');
    await before.save(snapshot(10n));
    await before.close();
    const after = open('store-2');
    expect(await after.load(snapshot(10n).stream)).toBeUndefined();
    await after.close();
  });

  it('start anew where their file is damaged', async () => {
    await afterSpoiling(() => writeFileSync(file, 'rubbish'.repeat(2_000)));
    await afterSpoiling(() => truncateSync(file, 5_000));
    await afterSpoiling(() => writeFileSync(file, readFileSync(file).fill(0x5a, 100)));
    await afterSpoiling(() => rmSync(file));
  });

  it('start anew where damage shows while they are used', async () => {
    const store = open();
    await store.save(snapshot(10n));
    const other = new Database(file);
    other.exec('DROP TABLE snapshots');
    other.close();
    expect(await store.load(snapshot(10n).stream)).toBeUndefined();
    await store.save(snapshot(11n));
    expect(await store.load(snapshot(11n).stream)).toEqual(snapshot(11n));
    await store.close();
  });

  it('are not kept, and nothing fails, while another process holds the file', async () => {
    const store = open();
    await store.save(snapshot(10n));
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    await store.save(snapshot(11n));
    other.close();
    expect(await store.load(snapshot(10n).stream)).toEqual(snapshot(10n));
    await store.close();
  });

  it('are done without while another process keeps the file to itself, and kept from then on', async () => {
    const before = open();
    await before.save(snapshot(10n));
    await before.close();
    const other = new Database(file);
    other.pragma('locking_mode = EXCLUSIVE');
    other.exec('BEGIN EXCLUSIVE');
    const store = open();
    await store.save(snapshot(11n));
    expect(await store.load(snapshot(10n).stream)).toBeUndefined();
    other.close();
    await store.save(snapshot(12n));
    expect(await store.load(snapshot(10n).stream)).toEqual(snapshot(12n));
    await store.close();
  });

  it("never take another program's file", () => {
    const other = new Database(file);
    other.exec('CREATE TABLE notes (text)');
    other.close();
    const before = readFileSync(file);
    expect(() => open()).toThrow(/another program's database/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});
