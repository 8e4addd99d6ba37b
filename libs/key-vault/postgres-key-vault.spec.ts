import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { KeyVault } from '#libs/kernel/personal-data';
import { describeWithPostgres } from '#libs/test-servers/describe-with-postgres';
import { startPostgresServer, type PostgresServer } from '#libs/test-servers/postgres-server';
import { runProgram } from '#libs/test-servers/program';
import { startTcpProxy, type TcpProxy } from '#libs/test-servers/tcp-proxy';
import { keyVaultContract, OTHER_STORE, refusalOf, STORE } from './key-vault.contract.ts';
import { openPostgresKeyVault } from './postgres-key-vault.ts';

const FIXTURE = join(import.meta.dirname, 'key-making-process.fixture.ts');

describeWithPostgres('PostgreSQL with a key vault', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgresServer();
  });
  afterAll(() => server.stop());

  keyVaultContract('a PostgreSQL database', async () => {
    const url = await server.createDatabase();
    return {
      open: (storeId, options) => openPostgresKeyVault(url, storeId, options),
      askApart: async (storeId, persons) => {
        const { output, errors } = await runProgram(FIXTURE, [url, storeId, String(persons)]).ended;
        expect(errors).toBe('');
        return output.trim().split('\n');
      },
      consent: async () => {
        await server.query(nameOf(url), 'create schema juchu_keys');
      },
      dispose: () => Promise.resolve(),
    };
  });

  let url: string;
  let proxy: TcpProxy;
  let vaults: KeyVault[];
  beforeEach(async () => {
    url = await server.createDatabase();
    proxy = await startTcpProxy({ port: server.port });
    vaults = [];
  });
  afterEach(async () => {
    for (const vault of vaults) await vault.close();
    await proxy.close();
  });
  const nameOf = (address: string): string => new URL(address).pathname.slice(1);
  const throughProxy = (address = url): string => {
    const proxied = new URL(address);
    proxied.port = String(proxy.port);
    return proxied.href;
  };
  const asUser = (user: string, address = url): string => {
    const other = new URL(address);
    other.username = user;
    other.password = 'secret-of-the-user';
    return other.href;
  };
  const open = async (address = url, storeId = STORE): Promise<KeyVault> => {
    const vault = await openPostgresKeyVault(address, storeId);
    vaults.push(vault);
    return vault;
  };

  it('goes on by itself after all its connections were cut', async () => {
    const vault = await open(throughProxy());
    const key = await vault.keyFor('customer-1');
    for (let round = 0; round < 5; round++) {
      const asked = Promise.all([vault.findKeys(['customer-1']), vault.keyFor(`new-${round}`)]);
      proxy.cut();
      const [found, made] = await asked;
      expect(found.get('customer-1')).toEqual(key);
      expect((await vault.findKeys([`new-${round}`])).get(`new-${round}`)).toEqual(made);
    }
  });

  it('keeps every key it gave when the server is killed, and waits until it is there again', async () => {
    const vault = await open();
    const key = await vault.keyFor('customer-1');
    await server.kill();
    const waiting = [
      vault.keyFor('customer-2', { timeoutMs: 60_000 }),
      vault.keyFor('customer-1', { timeoutMs: 60_000 }),
    ];
    await server.restart();
    const [made, found] = await Promise.all(waiting);
    expect(found).toEqual(key);
    expect((await vault.findKeys(['customer-2'])).get('customer-2')).toEqual(made);
  });

  it('answers in time where the server does not, and works again when it does', async () => {
    const vault = await open(throughProxy());
    const key = await vault.keyFor('customer-1');
    proxy.stall();
    const calls = [
      vault.keyFor('customer-1', { timeoutMs: 100 }),
      vault.findKeys(['customer-1'], { timeoutMs: 100 }),
      vault.destroyKey('customer-2', { timeoutMs: 100 }),
    ];
    for (const call of calls) {
      await expect(call).rejects.toMatchObject({
        name: 'KeyVaultError',
        code: 'unavailable',
        message: expect.stringMatching(/^the key vault postgres:\/\/127\.0\.0\.1:\d+\/\w+ did not answer in time$/),
      });
    }
    proxy.resume();
    expect(await vault.keyFor('customer-1')).toEqual(key);
  });

  it('says why a key could not be made', async () => {
    const vault = await open(throughProxy());
    proxy.refuse();
    proxy.cut();
    await expect(vault.keyFor('customer-1')).rejects.toMatchObject({
      name: 'KeyVaultError',
      message: expect.stringMatching(/cannot be used now: .* nothing listens there/),
    });
    await proxy.allow();
  });

  it('goes on over a new connection where the present ones have fallen silent', async () => {
    const vault = await open(throughProxy());
    const key = await vault.keyFor('customer-1');
    proxy.silence();
    expect(await vault.keyFor('customer-1')).toEqual(key);
    expect(await vault.keyFor('customer-2')).toHaveLength(32);
  });

  it('writes durably whatever the database has been told', async () => {
    await server.query(nameOf(url), `alter database ${nameOf(url)} set synchronous_commit = off`);
    await server.query(
      nameOf(url),
      `create table heard (setting text);
       create function hear() returns trigger language plpgsql as
         $$ begin insert into heard values (current_setting('synchronous_commit')); return new; end $$`,
    );
    const vault = await open();
    await server.query(
      nameOf(url),
      'create trigger hearing before insert or update on juchu_keys.persons for each row execute function hear()',
    );
    await vault.keyFor('customer-1');
    await vault.destroyKey('customer-1');
    expect(await server.query(nameOf(url), 'select distinct setting from heard')).toEqual([{ setting: 'on' }]);
  });

  it('shows nothing to others who may use the database', async () => {
    await (await open()).keyFor('customer-1');
    await server.query(nameOf(url), "create role reader login password 'secret-of-the-user'");
    await server.query(nameOf(url), 'grant pg_monitor to reader');
    const refusal = await refusalOf(openPostgresKeyVault(asUser('reader'), STORE));
    expect(refusal.code).toBe('accessDenied');
    expect(refusal.message).not.toContain('secret');
    const seen = await server.query(
      nameOf(url),
      `select has_schema_privilege('reader', 'juchu_keys', 'usage') as schema,
              has_table_privilege('reader', 'juchu_keys.persons', 'select') as keys`,
    );
    expect(seen).toEqual([{ schema: false, keys: false }]);
  });

  it('is used by one who may write its tables and make none', async () => {
    const key = await (await open()).keyFor('customer-1');
    await server.query(
      nameOf(url),
      `create role keeper login password 'secret-of-the-user';
       grant usage on schema juchu_keys to keeper;
       grant select on all tables in schema juchu_keys to keeper`,
    );
    expect(await refusalOf(openPostgresKeyVault(asUser('keeper'), STORE))).toMatchObject({
      code: 'accessDenied',
      message: expect.stringMatching(/grant it insert and update$/),
    });
    await server.query(nameOf(url), 'grant insert, update on juchu_keys.persons to keeper');
    const vault = await open(asUser('keeper'));
    expect(await vault.keyFor('customer-1')).toEqual(key);
    await vault.destroyKey('customer-1');
  });

  it('is not opened where it cannot be written, is of a newer version, or is something else', async () => {
    await (await open()).keyFor('customer-1');
    const name = nameOf(url);
    const readOnly = `${url}?options=${encodeURIComponent('-c default_transaction_read_only=on')}`;
    expect((await refusalOf(openPostgresKeyVault(readOnly, STORE))).code).toBe('readOnly');
    await server.query(name, 'update juchu_keys.origin set schema_version = 2');
    expect((await refusalOf(openPostgresKeyVault(url, STORE))).code).toBe('newer');
    await server.query(name, 'drop table juchu_keys.origin');
    expect((await refusalOf(openPostgresKeyVault(url, STORE))).code).toBe('foreign');
    expect(await server.query(name, 'select person from juchu_keys.persons')).toEqual([{ person: 'customer-1' }]);
  });

  it('says in one line what is wrong with its address', async () => {
    const wrong = new URL(url);
    wrong.password = 'wrong-secret';
    const refusals = [
      await refusalOf(openPostgresKeyVault(wrong.href, STORE)),
      await refusalOf(openPostgresKeyVault(`${url}_not_there`, STORE)),
      await refusalOf(openPostgresKeyVault(`${url}?sslmoed=require`, OTHER_STORE)),
    ];
    expect(refusals.map(({ code }) => code)).toEqual(['accessDenied', 'missing', 'invalidAddress']);
    for (const { message } of refusals) {
      expect(message).toMatch(/\(JUCHU_KEY_VAULT\)$/);
      expect(message).not.toContain('secret');
    }
  });
});
