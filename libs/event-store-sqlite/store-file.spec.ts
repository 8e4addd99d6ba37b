import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { readWholeLog, sampleEvents, storeErrorOf } from '#libs/kernel/log/event-store-contract/samples';
import { openSqliteEventStore } from './sqlite-event-store.ts';
import type { StoreOpenErrorCode } from '#libs/kernel/store-open-error';
import { StoreOpenError } from '#libs/kernel/store-open-error';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'juchu-file-'));
  file = join(folder, 'events.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const makeStore = async (options: { simulation?: boolean } = {}): Promise<void> => {
  const store = await openSqliteEventStore({ file, ...options });
  await store.append('sample-1', sampleEvents(500), 'noStream');
  await store.close();
};

const edit = (change: (database: Database.Database) => void): void => {
  const database = new Database(file);
  change(database);
  database.close();
};

const openingError = async (simulation?: boolean): Promise<StoreOpenError> => {
  try {
    await (await openSqliteEventStore({ file, simulation, timeoutMs: 300 })).close();
  } catch (error) {
    if (error instanceof StoreOpenError) return error;
    throw error;
  }
  throw new Error('it was opened');
};

const overwrite = (offset: number, length: number): void => {
  const bytes = readFileSync(file);
  bytes.fill(0x5a, offset, offset + length);
  writeFileSync(file, bytes);
};

interface BadFile {
  readonly what: string;
  readonly make: () => Promise<void> | void;
  /** What is asked for, where that matters. */
  readonly simulation?: boolean;
  readonly code: StoreOpenErrorCode;
  readonly says: RegExp;
}

/** A store that something was done to. */
const spoilt = (spoil: () => unknown) => async (): Promise<void> => {
  await makeStore();
  spoil();
};

const badFiles: readonly BadFile[] = [
  {
    what: 'a read-only file',
    make: spoilt(() => chmodSync(file, 0o444)),
    code: 'readOnly',
    says: /read-only; make it writable/,
  },
  {
    what: 'a text',
    make: () => writeFileSync(file, 'Dear customer,\n'.repeat(100)),
    code: 'corrupt',
    says: /is not an event store/,
  },
  {
    what: "another program's database",
    make: () => edit((other) => other.exec('CREATE TABLE notes (text)')),
    code: 'foreign',
    says: /another program's database/,
  },
  {
    what: 'a database with another application id',
    make: spoilt(() => edit((other) => other.pragma('application_id = 42'))),
    code: 'foreign',
    says: /another program's database/,
  },
  {
    what: 'a store of a newer version',
    make: spoilt(() => edit((newer) => newer.pragma('user_version = 99'))),
    code: 'newer',
    says: /newer Juchu.*update this program/,
  },
  {
    what: 'a store cut in half',
    make: spoilt(() => truncateSync(file, Math.floor(statSync(file).size / 2))),
    code: 'corrupt',
    says: /truncated; restore it from a backup/,
  },
  {
    what: 'a store cut within its header',
    make: spoilt(() => truncateSync(file, 60)),
    code: 'corrupt',
    says: /truncated; restore it from a backup/,
  },
  {
    what: 'a store whose first page is overwritten',
    make: spoilt(() => overwrite(100, 3_900)),
    code: 'corrupt',
    says: /damaged: restore it from a backup/,
  },
  {
    what: 'a store that lacks a table',
    make: spoilt(() => edit((store) => store.exec('DROP TABLE store'))),
    code: 'corrupt',
    says: /lacks tables: restore it from a backup/,
  },
  {
    what: 'a simulation where a real store is asked for',
    make: () => makeStore({ simulation: true }),
    simulation: false,
    code: 'mismatch',
    says: /is a simulation, but a real store was asked for/,
  },
  {
    what: 'a real store where a simulation is asked for',
    make: () => makeStore(),
    simulation: true,
    code: 'mismatch',
    says: /is a real store, but a simulation was asked for/,
  },
];

describe('a store file that cannot be opened', () => {
  it.each(badFiles)('$what: says so in one line and stays as it was', async ({ code, says, make, simulation }) => {
    await make();
    const before = readFileSync(file);
    const error = await openingError(simulation);
    expect(error).toMatchObject({ code, location: file });
    expect(error.message).toMatch(says);
    expect(error.message).toContain(file);
    expect(error.message).not.toContain('\n');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it.each([
    { what: 'cut in half', spoil: () => truncateSync(file, Math.floor(statSync(file).size / 2)) },
    { what: 'overwritten', spoil: () => overwrite(4_096, 4_096) },
  ])('one of a killed program, $what since: stays as it was, beside its write-ahead log', async ({ spoil }) => {
    await makeStore();
    const store = await openSqliteEventStore({ file });
    await store.append('sample-2', sampleEvents(1), 'noStream');
    const left = join(folder, 'left.db');
    for (const suffix of ['', '-wal']) copyFileSync(`${file}${suffix}`, `${left}${suffix}`);
    await store.close();
    file = left;
    spoil();
    const before = [readFileSync(file), readFileSync(`${file}-wal`)];
    expect(await openingError()).toMatchObject({ code: 'corrupt' });
    expect([readFileSync(file), readFileSync(`${file}-wal`)]).toEqual(before);
  });

  it('a folder in its place, or a file in place of its folder', async () => {
    mkdirSync(file);
    expect(await openingError()).toMatchObject({ code: 'unavailable' });
    rmSync(file, { recursive: true });
    writeFileSync(join(folder, 'file'), '');
    file = join(folder, 'file', 'events.db');
    expect(await openingError()).toMatchObject({ code: 'unavailable' });
  });

  it('one that another process keeps to itself', async () => {
    await makeStore();
    const other = new Database(file);
    other.pragma('locking_mode = EXCLUSIVE');
    other.exec('BEGIN EXCLUSIVE');
    expect(await openingError()).toMatchObject({ code: 'unavailable' });
    other.close();
    const store = await openSqliteEventStore({ file });
    expect(await readWholeLog(store)).toHaveLength(500);
    await store.close();
  });
});

describe('a store file that turns out to be damaged', () => {
  it('fails the read that meets the damage, and names the file', async () => {
    await makeStore();
    const somewhere = readFileSync(file).indexOf('{"index":100}');
    overwrite(somewhere - (somewhere % 4_096), 4_096);
    const store = await openSqliteEventStore({ file });
    const error = await storeErrorOf(readWholeLog(store));
    expect(error).toMatchObject({ code: 'unavailable' });
    expect(error.message).toContain(`${file} is damaged: stop the program and restore a backup`);
    await store.close();
  });
});

describe('a store file that is made', () => {
  it('comes with its folder, and an empty file becomes a store', async () => {
    file = join(folder, 'var', 'data', 'events.db');
    await makeStore();
    expect(existsSync(file)).toBe(true);
    file = join(folder, 'empty.db');
    writeFileSync(file, '');
    await makeStore();
  });

  it('keeps its identity and its kind for ever, and whoever does not ask gets either', async () => {
    const made = await openSqliteEventStore({ file, simulation: true });
    await made.close();
    const opened = await openSqliteEventStore({ file });
    expect(opened.identity).toEqual(made.identity);
    expect(opened.identity).toMatchObject({ simulation: true, id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    await opened.close();
  });

  it('is left alone, without a log beside it, once it is closed', async () => {
    await makeStore();
    expect([existsSync(`${file}-wal`), existsSync(`${file}-shm`)]).toEqual([false, false]);
  });
});
