import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { describeWithPostgres } from '#libs/test-servers/describe-with-postgres';
import { startPostgresServer, type PostgresServer } from '#libs/test-servers/postgres-server';
import { openReadDatabase } from './read-database.ts';
import { ReadDatabaseError } from './read-database-error.ts';
import { tally } from './testing/library-log.ts';

describeWithPostgres('a read database in PostgreSQL', () => {
  let server: PostgresServer;
  let url: string;
  let name: string;
  beforeAll(async () => {
    server = await startPostgresServer();
    await server.query('postgres', "create role guest login password 'spec-password'");
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    url = await server.createDatabase();
    name = new URL(url).pathname.slice(1);
  });

  const asGuest = () => url.replace('postgres:spec', 'guest:spec');
  const refusal = async (address = url): Promise<{ code: string; message: string }> => {
    const error = await openReadDatabase(address).then(
      async (database) => database.close().then(() => new Error('was opened')),
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof ReadDatabaseError)) throw new Error('no such error', { cause: error });
    expect(error.message).not.toContain('\n');
    expect(error.message).not.toContain('spec-password');
    return { code: error.code, message: error.message };
  };

  it('can be made by several programs at the same moment, and be used by all of them', async () => {
    const databases = await Promise.all(Array.from({ length: 8 }, () => openReadDatabase(url)));
    await Promise.all(databases.map(({ projectionStore }) => projectionStore.bindTo('one')));
    await Promise.all(databases.map(({ projectionStore }) => projectionStore.createBuild(tally)));
    const builds = await databases[0]!.projectionStore.builds();
    expect(builds.map(({ number, live }) => [number, live])).toEqual(
      Array.from({ length: 8 }, (_, index) => [index + 1, index === 0]),
    );
    for (const database of databases) await database.close();
  });

  it('can be made and used so where the database was told to isolate transactions more, or to read texts otherwise', async () => {
    await server.query(
      'postgres',
      `alter database ${name} set default_transaction_isolation = serializable;
       alter database ${name} set standard_conforming_strings = off;
       alter database ${name} set datestyle = German; alter database ${name} set timezone = 'Asia/Tokyo'`,
    );
    const databases = await Promise.all(Array.from({ length: 4 }, () => openReadDatabase(url)));
    await Promise.all(databases.map(({ projectionStore }) => projectionStore.createBuild(tally)));
    expect(await databases[0]!.projectionStore.builds()).toHaveLength(4);
    for (const database of databases) await database.close();
  });

  it('is refused where it cannot hold text in every script', async () => {
    await server.query('postgres', `create database latin_${name} template template0 encoding LATIN1`);
    expect(await refusal(server.url(`latin_${name}`))).toMatchObject({
      code: 'foreign',
      message: expect.stringMatching(/LATIN1.*UTF8/),
    });
  });

  it('is refused where nothing can be written, although everything is there', async () => {
    await (await openReadDatabase(url)).close();
    await server.query('postgres', `alter database ${name} set default_transaction_read_only = on`);
    expect(await refusal()).toMatchObject({ code: 'readOnly', message: expect.stringContaining('name the primary') });
  });

  it('gives queries connections that cannot write', async () => {
    const database = await openReadDatabase(url);
    await database.projectionStore.createBuild(tally);
    await expect(database.db.schema.dropView('tallies').execute()).rejects.toMatchObject({
      code: 'readOnly',
      message: expect.stringContaining('read-only'),
    });
    await database.close();
  });

  it('compares and sorts text as SQLite does, whatever the order of the database is', async () => {
    await server.query(
      'postgres',
      `create database other_${name} template template0 lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'`,
    );
    const database = await openReadDatabase(server.url(`other_${name}`));
    await database.projectionStore.createBuild(tally);
    const collations = await server.query(
      `other_${name}`,
      `select distinct collation_name from information_schema.columns where table_schema = 'public' and data_type = 'text'
       and table_name <> 'juchu_schema'`,
    );
    expect(collations).toEqual([{ collation_name: 'C' }]);
    await database.close();
  });

  it('lies in a schema of its own where the address names one', async () => {
    await server.query(name, 'create schema sales');
    const database = await openReadDatabase(`${url}?options=-c%20search_path%3Dsales`);
    await database.projectionStore.createBuild(tally);
    await database.close();
    expect(await server.query(name, 'select count(*) from sales.tallies')).toEqual([{ count: '0' }]);
    expect(await server.query(name, "select to_regclass('public.tallies') as found")).toEqual([{ found: null }]);
    expect(await server.query(name, 'select count(*) from sales_analytics.tallies')).toEqual([{ count: '0' }]);
  });

  it('is refused when a newer version made it, and stays as it was', async () => {
    await (await openReadDatabase(url)).close();
    await server.query(name, 'update juchu_schema set version = 99');
    expect(await refusal()).toMatchObject({ code: 'newerSchema', message: expect.stringContaining('rebuild') });
    expect(await server.query(name, 'select version from juchu_schema')).toEqual([{ version: 99 }]);
  });

  it('is refused to a user who may not make tables, and says which right is missing', async () => {
    expect(await refusal(asGuest())).toMatchObject({
      code: 'accessDenied',
      message: expect.stringMatching(/permission denied for schema public.*grant/),
    });
    expect(await server.query(name, "select to_regclass('projection_builds') as found")).toEqual([{ found: null }]);
  });

  it('is refused to a user whose tables it does not hold', async () => {
    await (await openReadDatabase(url)).close();
    expect(await refusal(asGuest())).toMatchObject({ code: 'accessDenied' });
  });

  it('belongs to one event store', async () => {
    const database = await openReadDatabase(url);
    await database.projectionStore.bindTo('one');
    await expect(database.projectionStore.bindTo('two')).rejects.toMatchObject({
      code: 'otherEventStore',
      message: expect.stringContaining('another database'),
    });
    await database.close();
  });

  it.each(['create table tallies (text text)', "create view tallies as select 'theirs' as text"])(
    'leaves alone what others have made: %s',
    async (theirs) => {
      await server.query(name, theirs);
      const database = await openReadDatabase(url);
      await expect(database.projectionStore.createBuild(tally)).rejects.toMatchObject({
        code: 'foreign',
        message: expect.stringMatching(/"tallies" already exists.*search_path/),
      });
      expect(await database.projectionStore.builds()).toEqual([]);
      await database.close();
      expect(await server.query(name, 'select text from tallies')).toHaveLength(theirs.includes('view') ? 1 : 0);
    },
  );

  it('is not looked for where the address is of something else', async () => {
    expect(await refusal(`${url}x`)).toMatchObject({ code: 'missing' });
    expect(await refusal(`${url}?options=-c%20search_path%3Dnone`)).toMatchObject({
      code: 'missing',
      message: expect.stringContaining('create the schema first'),
    });
    expect(await refusal(`${url}?sslmod=require`)).toMatchObject({ code: 'invalidUrl' });
    expect(await refusal(url.replace('spec-password', 'wrong'))).toMatchObject({ code: 'accessDenied' });
  });

  it('gives leases by its own clock, not by those of the machines', async () => {
    const [first, second] = [await openReadDatabase(url), await openReadDatabase(url)];
    expect(await first.projectionStore.acquireLease('tally', 'first', 60_000)).toBe(true);
    const anHourAhead = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_600_000);
    expect(await second.projectionStore.acquireLease('tally', 'second', 60_000)).toBe(false);
    anHourAhead.mockRestore();
    await first.close();
    await second.close();
  });
});
