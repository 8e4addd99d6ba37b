import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { START } from '#libs/kernel/event-store';
import type { StoredRow } from './database-dialect.ts';
import { openReadDatabase } from './read-database.ts';
import { tally } from './testing/library-log.ts';

describe('the read database', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'read-database-'));
    file = join(folder, 'read-models.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const open = () => openReadDatabase(`sqlite:${file}`);
  const filled = async () => {
    const database = await open();
    const build = await database.projectionStore.createBuild(tally);
    const puts = Array.from({ length: 500 }, (_, index) => ({ stream: `loan-${index}`, facts: 1, history: [] }));
    const changes = [{ table: tally.tables[0]!, puts, deletes: [] }];
    await database.projectionStore.commit(build, { from: START, to: '1', changes });
    await database.close();
  };
  /** What the start of a program would say, after making sure that the refusal left the file as it was. */
  const refusal = async (): Promise<{ code: unknown; message: string }> => {
    const before = readFileSync(file);
    const error = await open().then(
      () => new Error('was opened'),
      (thrown: unknown) => thrown,
    );
    expect(readFileSync(file).equals(before)).toBe(true);
    if (!(error instanceof Error)) throw new Error('threw something else');
    expect(error.message).not.toContain('\n');
    expect(error.message).toContain(file);
    return { code: 'code' in error ? error.code : undefined, message: error.message };
  };

  it('makes its file and the folder around it, and keeps what is in it', async () => {
    file = join(folder, 'deep', 'er', 'read-models.db');
    await filled();
    const database = await open();
    expect(await database.projectionStore.builds()).toMatchObject([{ projection: 'tally', position: '1' }]);
    await database.close();
  });

  it('gives queries a connection that cannot write', async () => {
    await filled();
    const database = await open();
    await expect(database.db.schema.dropView('tallies').execute()).rejects.toThrow(/readonly/);
    await database.close();
  });

  it('can be made by several programs at the same moment', async () => {
    const databases = await Promise.all(Array.from({ length: 8 }, open));
    await Promise.all(databases.map(({ projectionStore }) => projectionStore.bindTo('one')));
    for (const database of databases) await database.close();
  });

  it('brings the file of an earlier version forward, and rebuilds beside its rows', async () => {
    await filled();
    const earlier = new Database(file);
    earlier.exec(`update projection_builds set tables = '["tallies"]'`);
    earlier.pragma('user_version = 1');
    earlier.close();
    const database = await open();
    const { projectionStore } = database;
    const rows = () =>
      database.db.$extendTables<Record<string, StoredRow>>().selectFrom('tallies').selectAll().execute();
    expect(await rows()).toHaveLength(500);
    const build = await projectionStore.createBuild(tally);
    await projectionStore.commit(build, { from: START, to: '2', changes: [] });
    expect(await projectionStore.goLive(build)).toBe(true);
    expect(await rows()).toEqual([]);
    await database.close();
  });

  it("refuses another program's database and leaves it as it is", async () => {
    const foreign = new Database(file);
    foreign.exec('create table customers (id integer primary key)');
    foreign.close();
    expect(await refusal()).toMatchObject({ code: 'foreign', message: expect.stringMatching(/another program/) });
  });

  it('refuses a file that is no database', async () => {
    writeFileSync(file, 'ordered: 12 boxes of tea\n'.repeat(100));
    expect(await refusal()).toMatchObject({ code: 'foreign', message: expect.stringMatching(/JUCHU_READ_DATABASE/) });
  });

  it('refuses the file of a newer version, and says that it may be rebuilt', async () => {
    await filled();
    const newer = new Database(file);
    newer.pragma('user_version = 99');
    newer.close();
    expect(await refusal()).toMatchObject({ code: 'newerSchema', message: expect.stringMatching(/rebuild/) });
  });

  it('refuses a file that lost its end, and says that it may be deleted', async () => {
    await filled();
    truncateSync(file, 3 * 4096);
    expect(await refusal()).toMatchObject({ code: 'corrupt', message: expect.stringMatching(/may be deleted/) });
  });

  it('refuses a file whose first page is damaged', async () => {
    await filled();
    const bytes = readFileSync(file);
    bytes.fill(0xff, 100, 4096);
    writeFileSync(file, bytes);
    expect(await refusal()).toMatchObject({ code: 'corrupt', message: expect.stringMatching(/damaged/) });
  });

  it('refuses a folder in the place of the file', async () => {
    mkdirSync(file);
    await expect(open()).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining(file) });
  });

  it('refuses a file that nobody may write, although root could', async () => {
    await filled();
    chmodSync(file, 0o444);
    expect(await refusal()).toMatchObject({ code: 'readOnly', message: expect.stringMatching(/cannot be written/) });
  });

  it('refuses a file that it may not write', async () => {
    await filled();
    chmodSync(folder, 0o755);
    chmodSync(file, 0o444);
    // Root may write everything, so another user tries.
    const script = `
      const { openReadDatabase } = await import(${JSON.stringify(join(import.meta.dirname, 'read-database.ts'))});
      if (process.getuid() === 0) process.setuid(65534);
      const error = await openReadDatabase(${JSON.stringify(`sqlite:${file}`)}).catch((thrown) => thrown);
      console.log(error.code, error.message);`;
    const { stdout } = spawnSync(
      process.execPath,
      ['--conditions=source', '--no-warnings', '--input-type=module', '-e', script],
      { encoding: 'utf8', env: {} },
    );
    expect(stdout).toMatch(/^(readOnly|unavailable) .*read-models\.db cannot be/);
  });

  it.each(['mysql://localhost/juchu', 'sqlite:', 'sqlite::memory:', 'var/read-models.db'])(
    'refuses %s as the name of a database',
    async (url) => {
      await expect(openReadDatabase(url)).rejects.toMatchObject({
        code: 'invalidUrl',
        message: expect.stringContaining(`not ${url}`),
      });
    },
  );
});
