import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import type { KeyVault } from '#libs/kernel/personal-data';
import { runProgram } from '#libs/test-servers/program';
import { keyVaultContract, OTHER_STORE, refusalOf, STORE } from './key-vault.contract.ts';
import { openSqliteKeyVault } from './sqlite-key-vault.ts';

const FIXTURE = join(import.meta.dirname, 'key-making-process.fixture.ts');
const newFolder = (): string => mkdtempSync(join(tmpdir(), 'juchu-keys-'));

keyVaultContract('a SQLite file', () => {
  const folder = newFolder();
  const file = join(folder, 'keys.db');
  return Promise.resolve({
    open: (storeId, options) => openSqliteKeyVault(file, storeId, options),
    askApart: async (storeId, persons) => {
      const { output, errors } = await runProgram(FIXTURE, [`sqlite:${file}`, storeId, String(persons)]).ended;
      expect(errors).toBe('');
      return output.trim().split('\n');
    },
    consent: () => writeFile(file, ''),
    dispose: () => rm(folder, { recursive: true, force: true }),
  });
});

describe('the file of a key vault', () => {
  let folder: string;
  let file: string;
  let vaults: KeyVault[];
  let others: Database.Database[];
  beforeEach(() => {
    folder = newFolder();
    file = join(folder, 'keys.db');
    vaults = [];
    others = [];
  });
  afterEach(async () => {
    for (const database of others) database.close();
    for (const vault of vaults) await vault.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const open = async (storeId = STORE): Promise<KeyVault> => {
    const vault = await openSqliteKeyVault(file, storeId);
    vaults.push(vault);
    return vault;
  };
  const closeAll = async (): Promise<void> => {
    for (const vault of vaults.splice(0)) await vault.close();
  };
  /** Another program on the file. */
  const another = (): Database.Database => {
    const database = new Database(file, { timeout: 0 });
    others.push(database);
    return database;
  };
  const filesHold = (key: Uint8Array): boolean =>
    readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(Buffer.from(key)));

  it('holds no byte of a destroyed key', async () => {
    const vault = await open();
    const kept = await vault.keyFor('customer-1');
    const destroyed = await vault.keyFor('customer-2');
    expect(filesHold(destroyed)).toBe(true);
    await vault.destroyKey('customer-2');
    expect(filesHold(destroyed)).toBe(false);
    await closeAll();
    expect(filesHold(kept)).toBe(true);
  });

  it('says so where a reader keeps the bytes of a destroyed key, which opens nothing all the same', async () => {
    const vault = await open();
    const key = await vault.keyFor('customer-1');
    const reader = another();
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM persons').get();
    await expect(vault.destroyKey('customer-1', { timeoutMs: 100 })).rejects.toMatchObject({
      name: 'KeyVaultError',
      code: 'tracesLeft',
      message: expect.stringMatching(/^the key of customer-1 is destroyed, but .*: destroy it again/),
    });
    expect(await vault.findKeys(['customer-1'])).toEqual(new Map());
    expect(filesHold(key)).toBe(true);
    reader.exec('COMMIT');
    await vault.destroyKey('customer-1');
    expect(filesHold(key)).toBe(false);
  });

  it('leaves the program free for other work while another one has the lock, and then goes on', async () => {
    const vault = await open();
    const known = await vault.keyFor('customer-1');
    const writer = another();
    writer.exec('BEGIN IMMEDIATE');
    const waiting = vault.keyFor('customer-2');
    // Turns of the event loop go by, and a key that is there is given at once.
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(await vault.keyFor('customer-1')).toEqual(known);
    expect((await vault.findKeys(['customer-1'])).size).toBe(1);
    writer.exec('COMMIT');
    expect(await waiting).toHaveLength(32);
  });

  it('gives up in time where another program never gives the lock back', async () => {
    const vault = await open();
    const writer = another();
    writer.exec('BEGIN IMMEDIATE');
    await expect(vault.keyFor('customer-1', { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'unavailable',
      message: `the key vault ${file} did not answer in time`,
    });
    writer.exec('COMMIT');
    expect(await vault.keyFor('customer-1')).toHaveLength(32);
  });

  it('can be read by its owner only', async () => {
    await (await open()).keyFor('customer-1');
    const modes = readdirSync(folder).map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]);
    expect(modes).toEqual([
      ['keys.db', '600'],
      ['keys.db-shm', '600'],
      ['keys.db-wal', '600'],
    ]);
  });

  it('is not opened where it is another kind of file', async () => {
    writeFileSync(file, 'no vault');
    expect((await refusalOf(open())).message).toMatch(/is not a key vault/);
    expect(readFileSync(file, 'utf8')).toBe('no vault');
  });

  it("is left as it is where it is another store's", async () => {
    await (await open()).keyFor('customer-1');
    await closeAll();
    const before = readFileSync(file);
    expect(await refusalOf(open(OTHER_STORE))).toMatchObject({ code: 'otherStore', location: file });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('belongs to the first store that opens it where it was made before vaults knew theirs', async () => {
    const key = await (await open()).keyFor('customer-1');
    await closeAll();
    another().exec('DROP TABLE origin');
    others.pop()?.close();
    expect((await (await open()).findKeys(['customer-1'])).get('customer-1')).toEqual(key);
    await closeAll();
    expect((await refusalOf(open(OTHER_STORE))).code).toBe('otherStore');
  });

  it('begins anew where it is empty', async () => {
    writeFileSync(file, '');
    expect(await (await open()).keyFor('customer-1')).toHaveLength(32);
  });
});
