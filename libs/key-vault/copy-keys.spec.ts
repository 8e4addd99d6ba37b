import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { PersonErased } from '#libs/kernel/personal-data';
import { describeWithPostgres } from '#libs/test-servers/describe-with-postgres';
import { type PostgresServer, startPostgresServer } from '#libs/test-servers/postgres-server';
import { copyKeys } from './copy-keys.ts';
import { openPostgresKeyVault } from './postgres-key-vault.ts';
import { openSqliteKeyVault } from './sqlite-key-vault.ts';

const STORE = '0f4be0a2-6f0e-4f52-9c5f-2d0f7a9a1c01';
const PERSONS = Array.from({ length: 1_500 }, (_, index) => `customer-${index}`);

describeWithPostgres('keys that are copied to PostgreSQL', () => {
  let server: PostgresServer;
  let folder: string;
  let file: string;
  let url: string;
  beforeAll(async () => {
    server = await startPostgresServer();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'juchu-keys-'));
    file = path.join(folder, 'keys.db');
    url = await server.createDatabase();
    const vault = await openSqliteKeyVault(file, STORE);
    await Promise.all(PERSONS.map((person) => vault.keyFor(person)));
    await vault.destroyKey('customer-7');
    await vault.close();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const keysIn = async (open: typeof openPostgresKeyVault, place: string): Promise<unknown> => {
    const vault = await open(place, STORE);
    const keys = await vault.findKeys(PERSONS);
    await vault.close();
    return [...keys].map(([person, key]) => [person, Buffer.from(key).toString('hex')]).toSorted();
  };

  it('are the same, and who was erased stays so', async () => {
    expect(await copyKeys(file, url)).toEqual({ persons: 1_499, erased: 1 });
    expect(await keysIn(openPostgresKeyVault, url)).toEqual(await keysIn(openSqliteKeyVault, file));
    const vault = await openPostgresKeyVault(url, STORE);
    await expect(vault.keyFor('customer-7')).rejects.toThrow(PersonErased);
    await vault.close();
  });

  it('are on the disk of the server when they are copied, whatever the database has been told', async () => {
    await (await openPostgresKeyVault(url, STORE)).close();
    const name = new URL(url).pathname.slice(1);
    await server.query(
      name,
      `alter database ${name} set synchronous_commit = off;
       create table heard (setting text);
       create function hear() returns trigger language plpgsql as
         $$ begin insert into heard values (current_setting('synchronous_commit')); return null; end $$;
       create trigger hearing after insert on juchu_keys.persons for each statement execute function hear()`,
    );
    await copyKeys(file, url);
    expect(await server.query(name, 'select distinct setting from heard')).toEqual([{ setting: 'on' }]);
  });

  it('are added to when they are copied again, and nobody who was erased since comes back', async () => {
    await copyKeys(file, url);
    const [there, here] = [await openPostgresKeyVault(url, STORE), await openSqliteKeyVault(file, STORE)];
    await there.destroyKey('customer-8');
    await here.destroyKey('customer-9');
    await here.keyFor('customer-new');
    await Promise.all([there.close(), here.close()]);
    expect(await copyKeys(file, url)).toEqual({ persons: 1_498, erased: 3 });
  });

  it('leave a vault alone that has other keys of these persons', async () => {
    const vault = await openPostgresKeyVault(url, STORE);
    const own = await vault.keyFor('customer-1200');
    await expect(copyKeys(file, url)).rejects.toThrow(/has other keys of 1 of these persons: .*; nothing was copied$/);
    expect(await vault.findKeys(PERSONS)).toEqual(new Map([['customer-1200', own]]));
    await vault.close();
  });

  it('leave the vault of another log alone, and a file that is none', async () => {
    await (await openPostgresKeyVault(url, '0f4be0a2-6f0e-4f52-9c5f-2d0f7a9a1c02')).close();
    await expect(copyKeys(file, url)).rejects.toMatchObject({ code: 'otherStore' });
    const nowhere = path.join(folder, 'nowhere', 'keys.db');
    await expect(copyKeys(nowhere, url)).rejects.toThrow(`there is no key vault at ${nowhere}: check its path`);
  });

  it('say in one line what is wrong with the database, without its password', async () => {
    const failure = copyKeys(file, server.url('no_such_database'));
    await expect(failure).rejects.toMatchObject({
      name: 'StoreOpenError',
      message: expect.not.stringContaining('spec-password'),
    });
  });
});
