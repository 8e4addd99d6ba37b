import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { START } from '#libs/kernel/event-store';
import type { TableDefinition } from '#libs/kernel/projection';
import { describeWithPostgres } from '#libs/test-servers/describe-with-postgres';
import { startPostgresServer, type PostgresServer } from '#libs/test-servers/postgres-server';
import type { StoredRow } from './database-dialect.ts';
import { openReadDatabase, type ReadDatabase } from './read-database.ts';

const table = (name: string): TableDefinition => ({
  name,
  comment: name,
  key: 'id',
  columns: { id: { type: 'text', comment: 'Key' }, number: { type: 'integer', comment: 'Of the build' } },
});
const shape = { name: 'pairs', version: 1, tables: [table('left_hands'), table('right_hands')] };

describeWithPostgres('the swap to a rebuilt read model in PostgreSQL', () => {
  let server: PostgresServer;
  let url: string;
  let database: ReadDatabase;
  beforeAll(async () => {
    server = await startPostgresServer();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    url = await server.createDatabase();
    database = await openReadDatabase(url);
  });
  afterEach(() => database.close());

  const rebuild = async () => {
    const { projectionStore } = database;
    const build = await projectionStore.createBuild(shape);
    const puts = [{ id: 'a', number: build.number }];
    const changes = shape.tables.map((each) => ({ table: each, puts, deletes: [] }));
    await projectionStore.commit(build, { from: START, to: '1', changes });
    expect(await projectionStore.goLive(build)).toBe(true);
  };
  const pairs = () =>
    database.db
      .$extendTables<Record<string, StoredRow>>()
      .selectFrom('right_hands')
      .innerJoin('left_hands', 'left_hands.id', 'right_hands.id')
      .select(['left_hands.number as left', 'right_hands.number as right'])
      .execute();

  it('leaves no gap and no deadlock to queries that read several views at once', async () => {
    await rebuild();
    let swapping = true;
    const reading = Array.from({ length: 6 }, async () => {
      while (swapping) {
        const [pair] = await pairs();
        expect(pair?.left).toBe(pair?.right);
      }
    });
    for (let swap = 0; swap < 8; swap++) await rebuild();
    swapping = false;
    await Promise.all(reading);
    expect(await pairs()).toEqual([{ left: 9, right: 9 }]);
  });

  it('brings back a view that a person has dropped', async () => {
    await rebuild();
    await server.query(new URL(url).pathname.slice(1), 'drop view left_hands; drop schema analytics cascade');
    await rebuild();
    expect(await pairs()).toEqual([{ left: 2, right: 2 }]);
  });

  it('waits for a long query without making others wait for it', async () => {
    await rebuild();
    const report = new Client(url);
    await report.connect();
    await report.query('begin; select * from left_hands');
    let swapped = false;
    const swap = rebuild().then(() => (swapped = true));
    while (
      (await server.query('postgres', "select from pg_locks where not granted and mode = 'AccessExclusiveLock'"))
        .length === 0
    );
    expect(await pairs()).toEqual([{ left: 1, right: 1 }]);
    expect(swapped).toBe(false);
    await report.query('commit');
    await swap;
    expect(await pairs()).toEqual([{ left: 2, right: 2 }]);
    await report.end();
  });
});
