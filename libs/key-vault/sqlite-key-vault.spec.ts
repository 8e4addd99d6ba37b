import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { StoreOpenError } from '#libs/kernel/store-open-error';
import type { KeyVault } from '#libs/kernel/personal-data';
import { PersonErased } from '#libs/kernel/personal-data';
import { openSqliteKeyVault } from './sqlite-key-vault.ts';

const run = promisify(execFile);
const STORE = '8f7e6f51-0000-4000-8000-000000000001';
const OTHER_STORE = '8f7e6f51-0000-4000-8000-000000000002';
const FIXTURE = join(import.meta.dirname, 'key-making-process.fixture.ts');

let folder = '';
let file = '';
let vaults: KeyVault[] = [];
const open = (storeId = STORE): KeyVault => {
  const vault = openSqliteKeyVault(file, storeId);
  vaults.push(vault);
  return vault;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'juchu-keys-'));
  file = join(folder, 'keys.db');
});
afterEach(() => {
  for (const vault of vaults) vault.close();
  vaults = [];
  rmSync(folder, { recursive: true, force: true });
});

const filesHold = (key: Uint8Array): boolean =>
  readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(Buffer.from(key)));

describe('the key vault', () => {
  it('makes one 32-byte key for a person and keeps it through a restart', () => {
    const vault = open();
    expect(vault.findKey('customer-1')).toBeUndefined();
    const key = vault.keyFor('customer-1');
    expect(key).toHaveLength(32);
    expect(vault.keyFor('customer-1')).toEqual(key);
    expect(vault.keyFor('customer-2')).not.toEqual(key);
    vault.close();
    expect(open().findKey('customer-1')).toEqual(key);
  });

  it('gives processes that ask for the same persons at once the same keys', async () => {
    const processes = Array.from({ length: 3 }, () =>
      run(process.execPath, ['--conditions=source', '--no-warnings', FIXTURE, file, STORE, '100']),
    );
    const [first, ...others] = (await Promise.all(processes)).map(({ stdout }) => stdout.trim().split('\n'));
    expect(new Set(first).size).toBe(100);
    for (const other of others) expect(other).toEqual(first);
  });

  it('destroys a key for ever, in every process that had it in memory', () => {
    const [one, other] = [open(), open()];
    const key = one.keyFor('customer-1');
    expect(other.findKey('customer-1')).toEqual(key);
    one.destroyKey('customer-1');
    for (const vault of [one, other, open()]) {
      expect(vault.findKey('customer-1')).toBeUndefined();
      expect(() => vault.keyFor('customer-1')).toThrow(PersonErased);
    }
  });

  it('remembers an erasure of a person who had no key yet, and a second one changes nothing', () => {
    const vault = open();
    vault.destroyKey('customer-1');
    vault.destroyKey('customer-1');
    expect(() => vault.keyFor('customer-1')).toThrow(PersonErased);
    expect(vault.findKey('customer-1')).toBeUndefined();
  });

  it('leaves no byte of a destroyed key in its files', () => {
    const vault = open();
    const kept = vault.keyFor('customer-1');
    const destroyed = vault.keyFor('customer-2');
    expect(filesHold(destroyed)).toBe(true);
    vault.destroyKey('customer-2');
    expect(filesHold(destroyed)).toBe(false);
    vault.close();
    expect(filesHold(kept)).toBe(true);
  });

  it('can be read by its owner only', () => {
    const vault = open();
    vault.keyFor('customer-1');
    const modes = readdirSync(folder).map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]);
    expect(modes).toEqual([
      ['keys.db', '600'],
      ['keys.db-shm', '600'],
      ['keys.db-wal', '600'],
    ]);
  });

  it('does not open another kind of file', () => {
    writeFileSync(file, 'no vault');
    expect(() => open()).toThrow(/is not a key vault/);
    expect(readFileSync(file, 'utf8')).toBe('no vault');
  });

  const expectOtherStore = (): void => {
    let thrown: unknown;
    try {
      open(OTHER_STORE);
    } catch (error) {
      thrown = error;
    }
    if (!(thrown instanceof StoreOpenError)) throw new Error('it was opened');
    expect(thrown).toMatchObject({ code: 'otherStore', location: file });
    expect(thrown.message).toMatch(/keys\.db holds the keys of another event store: [^\n]+JUCHU_KEY_VAULT$/);
  };

  it('does not open for another store than its own, and stays as it was', () => {
    const vault = open();
    const key = vault.keyFor('customer-1');
    vault.close();
    const before = readFileSync(file);
    expectOtherStore();
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(open().findKey('customer-1')).toEqual(key);
  });

  it('belongs to the first store that opens it where it was made before vaults knew theirs', () => {
    const vault = open();
    const key = vault.keyFor('customer-1');
    vault.close();
    const database = new Database(file);
    database.exec('DROP TABLE origin');
    database.close();
    const adopted = open();
    expect(adopted.findKey('customer-1')).toEqual(key);
    adopted.close();
    expectOtherStore();
  });

  it('begins anew in an empty file', () => {
    writeFileSync(file, '');
    expect(open().keyFor('customer-1')).toHaveLength(32);
  });
});
