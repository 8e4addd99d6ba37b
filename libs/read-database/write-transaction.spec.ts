import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { DatabaseDialect } from './database-dialect.ts';
import { openSqlite } from './sqlite-dialect.ts';
import { writeTransaction } from './write-transaction.ts';

describe('a write transaction', () => {
  let folder = '';
  let dialect: DatabaseDialect;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'juchu-write-'));
    dialect = openSqlite(join(folder, 'read-models.db'));
  });
  afterEach(async () => {
    await dialect.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const allowPages = (pages: number) => sql`pragma max_page_count = ${sql.lit(pages)}`.execute(dialect.writer);
  const insert = () =>
    writeTransaction(dialect, (transaction) => sql`insert into notes values (zeroblob(100000))`.execute(transaction));

  it('says that the disk is full, and writes again when there is room', async () => {
    await writeTransaction(dialect, (transaction) => sql`create table notes (text)`.execute(transaction));
    await allowPages(4);
    for (let attempt = 0; attempt < 2; attempt++)
      await expect(insert()).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringMatching(/read-models\.db cannot be written: the disk is full or failing$/),
      });
    await allowPages(1_000);
    await insert();
    const { rows } = await sql`select text from notes`.execute(dialect.reader);
    expect(rows).toHaveLength(1);
  });
});
