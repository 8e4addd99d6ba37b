import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { START } from '#libs/kernel/event-store';
import type { Row, TableDefinition } from '#libs/kernel/projection';
import { describeWithPostgres } from '#libs/test-servers/describe-with-postgres';
import { startPostgresServer, type PostgresServer } from '#libs/test-servers/postgres-server';
import { openPostgresPool } from '#libs/postgres/postgres-pool';
import { openReadDatabase, type ReadDatabase } from './read-database.ts';

const loans: TableDefinition = {
  name: 'loans',
  comment: "Who's got what",
  key: 'loan_id',
  columns: {
    loan_id: { type: 'text', comment: 'Key' },
    copies: { type: 'integer', comment: 'How many' },
    overdue: { type: 'boolean', comment: 'Past its date' },
    opened_at: { type: 'instant', comment: "When it began, in the reader's own words" },
    due_on: { type: 'date', nullable: true, comment: '返却日' },
    remarks: { type: 'json', comment: 'Anything' },
    reader_name: { type: 'text', personal: true, comment: 'Sealed' },
    memory: { type: 'json', internal: true, comment: 'What the projection remembers' },
  },
};
const owed: TableDefinition = {
  name: 'loans_owed',
  comment: 'Commands',
  key: 'id',
  internal: true,
  columns: { id: { type: 'text', comment: 'Key' } },
};
const row = {
  loan_id: 'a',
  copies: 2,
  overdue: false,
  opened_at: '2026-01-05T10:00:00.000Z',
  due_on: '2026-02-28',
  remarks: ['fragile'],
  reader_name: 'sealed.x',
  memory: {},
};
const shape = (version: number, table = loans) => ({ name: 'loan-list', version, tables: [table, owed] });

describeWithPostgres('analysts', () => {
  let server: PostgresServer;
  let url: string;
  let database: ReadDatabase;
  beforeAll(async () => {
    server = await startPostgresServer();
    // The first database that is opened makes the role.
    await (await openReadDatabase(await server.createDatabase())).close();
    await server.query('postgres', "create role tanaka login password 'spec-password' in role analyst");
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    url = await server.createDatabase();
    database = await openReadDatabase(url);
  });
  afterEach(() => database.close());

  const fill = async (version = 1, table = loans, change: Row = {}) => {
    const { projectionStore } = database;
    const build = await projectionStore.createBuild(shape(version, table));
    const changes = [{ table, puts: [{ ...row, ...change }], deletes: [] }];
    await projectionStore.commit(build, { from: START, to: '1', changes });
    expect(await projectionStore.goLive(build)).toBe(true);
  };
  const asAnalyst = async (statement: string) => {
    const pool = openPostgresPool(url.replace('postgres:spec', 'tanaka:spec'));
    try {
      return (await pool.run(statement)).rows;
    } finally {
      await pool.close();
    }
  };
  const asOwner = (statement: string) => server.query(new URL(url).pathname.slice(1), statement);
  const columns = () =>
    asAnalyst(
      `select attname::text as name, format_type(atttypid, atttypmod) as type, col_description(attrelid, attnum) as comment
       from pg_attribute where attrelid = 'analytics.loans'::regclass and attnum > 0 and not attisdropped order by attnum`,
    );

  it('share a role that cannot log in itself', async () => {
    expect(await asOwner("select rolcanlogin from pg_roles where rolname = 'analyst'")).toEqual([
      { rolcanlogin: false },
    ]);
    expect(database.hints).toEqual([]);
  });

  it('see no personal data, times as times, and every column explained', async () => {
    await fill();
    expect(await columns()).toEqual([
      { name: 'loan_id', type: 'text', comment: 'Key' },
      { name: 'copies', type: 'bigint', comment: 'How many' },
      { name: 'overdue', type: 'boolean', comment: 'Past its date' },
      { name: 'opened_at', type: 'timestamp with time zone', comment: "When it began, in the reader's own words" },
      { name: 'due_on', type: 'date', comment: '返却日' },
      { name: 'remarks', type: 'jsonb', comment: 'Anything' },
    ]);
    expect(await asAnalyst("select obj_description('analytics.loans'::regclass) as comment")).toEqual([
      { comment: "Who's got what" },
    ]);
    expect(
      await asAnalyst(
        "select loan_id, extract(year from opened_at) as year, due_on - date '2026-02-01' as days from analytics.loans",
      ),
    ).toEqual([{ loan_id: 'a', year: 2026, days: 27 }]);
  });

  it.each([
    'insert into analytics.loans (loan_id) values (1)',
    'delete from analytics.loans',
    'select * from loans',
    'select * from loans__v1_1',
    'select * from loans_owed',
    'select * from projection_builds',
    'select * from analytics.loans_owed',
    'create table analytics.own (text text)',
    'drop view analytics.loans',
  ])('may not: %s', async (statement) => {
    await fill();
    await expect(asAnalyst(statement)).rejects.toThrow(/permission denied|must be owner|does not exist/);
  });

  it('read on through a rebuild, with what was granted and built on their views', async () => {
    await fill();
    await asOwner('create role bookkeeper; grant select on analytics.loans to bookkeeper');
    await asOwner('create view copies_out as select sum(copies) as copies from analytics.loans');
    await fill();
    expect(await asAnalyst('select copies from analytics.loans')).toEqual([{ copies: 2 }]);
    expect(await asOwner('select copies from copies_out')).toEqual([{ copies: '2' }]);
    expect(await asOwner("select has_table_privilege('bookkeeper', 'analytics.loans', 'select') as may")).toEqual([
      { may: true },
    ]);
  });

  it('read the columns of a new version once it is live', async () => {
    await fill();
    const { remarks: _, ...others } = loans.columns;
    await fill(2, { ...loans, columns: { ...others, remarks: { type: 'text', nullable: true, comment: 'Now text' } } });
    expect(await columns()).toContainEqual({ name: 'remarks', type: 'text', comment: 'Now text' });
    expect(await asAnalyst('select copies from analytics.loans')).toEqual([{ copies: 2 }]);
  });

  it.each([
    ['0000-02-29', '0000-01-01T00:00:00.000Z'],
    ['9999-12-31', '+010000-01-01T00:00:00.000Z'],
    ['2026-02-28', '-000001-12-31T23:59:59.999Z'],
  ])('can read on where a row says %s and %s, which PostgreSQL does not', async (due_on, opened_at) => {
    await fill(1, loans, { due_on, opened_at });
    expect(await asAnalyst('select loan_id, opened_at from analytics.loans order by due_on')).toEqual([
      { loan_id: 'a', opened_at: null },
    ]);
  });

  it('may have tables of others beside their views', async () => {
    await fill();
    await server.query('postgres', "create role keeper login password 'spec-password'");
    await asOwner('alter schema public owner to keeper; alter schema analytics owner to keeper');
    for (const { tablename } of await asOwner("select tablename from pg_tables where schemaname = 'public'"))
      await asOwner(`alter table "${String(tablename)}" owner to keeper`);
    await asOwner('alter view loans owner to keeper; alter view loans_owed owner to keeper');
    await asOwner('alter view analytics.loans owner to keeper; create table analytics.budgets (yen bigint)');
    const asKeeper = await openReadDatabase(url.replace('postgres:spec', 'keeper:spec'));
    expect(asKeeper.hints).toEqual([]);
    await asKeeper.close();
  });

  it('are told what they have built on columns that change', async () => {
    await fill();
    await asOwner('create view first_opening as select min(opened_at) as at from analytics.loans');
    const { opened_at: _, ...others } = loans.columns;
    const changed = { ...loans, columns: { ...others, opened_at: { type: 'text', comment: 'Now text' } as const } };
    await expect(fill(2, changed)).rejects.toMatchObject({
      message: expect.stringMatching(/^postgres:.*\(view first_opening depends on view analytics\.loans\); drop that/),
    });
    await asOwner('drop view first_opening');
    await fill(2, changed);
  });

  it('are told of what has to be done where the program may not do it, and get it at the next start', async () => {
    const name = new URL(url).pathname.slice(1);
    await server.query('postgres', "create role clerk login password 'spec-password'");
    await asOwner(
      'drop schema analytics; grant create, usage on schema public to clerk; alter schema public owner to clerk',
    );
    await asOwner('drop table projection_builds, skipped_facts, projection_leases, projection_source, juchu_schema');
    await database.close();
    const asClerk = url.replace('postgres:spec', 'clerk:spec');
    database = await openReadDatabase(asClerk);
    expect(database.hints).toEqual([
      `analysts cannot query: let a database administrator run "create schema if not exists "analytics"; grant usage, create on schema "analytics" to "clerk"" in "${name}" and start again`,
    ]);
    await fill();
    await asOwner('create schema analytics; grant usage, create on schema analytics to clerk');
    await asOwner('grant usage on schema analytics to analyst');
    await database.close();
    database = await openReadDatabase(asClerk);
    expect(database.hints).toEqual([]);
    expect(await asAnalyst('select copies from analytics.loans')).toEqual([{ copies: 2 }]);
  });
});
