import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openStoreHandle } from './store-handle.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'juchu-handle-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('opening a store file', () => {
  it('leaves nothing open where it can be written but not be read', async () => {
    const file = join(folder, 'events.db');
    const opening = openStoreHandle({ file }, (database) => {
      expect(existsSync(`${file}-wal`)).toBe(true); // the writing thread has the file open
      const lost = database.prepare<[], number>('SELECT version FROM lost_table').pluck();
      return { dataVersion: () => lost.get() };
    });
    await expect(opening).rejects.toMatchObject({ name: 'StoreOpenError', location: file });
    // The last connection that closes a file takes its log with it.
    expect([existsSync(`${file}-wal`), existsSync(`${file}-shm`)]).toEqual([false, false]);
  });
});
