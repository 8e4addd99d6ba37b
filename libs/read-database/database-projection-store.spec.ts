import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TableDefinition } from '#libs/kernel/projection';
import { projectionStoreContract } from '#libs/kernel/projections/projection-store.contract';
import type { StoredRow } from './database-dialect.ts';
import { openReadDatabase, type ReadDatabase } from './read-database.ts';

projectionStoreContract('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'read-database-'));
  const opened: ReadDatabase[] = [];
  const open = async () => {
    const database = await openReadDatabase(`sqlite:${join(folder, 'read-models.db')}`);
    opened.push(database);
    return database;
  };
  const database = await open();
  const query = async (table: TableDefinition) => {
    const rows = database.db.$extendTables<Record<string, StoredRow>>();
    const stored = await rows.selectFrom(table.name).selectAll().orderBy(table.key).execute();
    return stored.map((row) => database.toRow(table, row));
  };
  return {
    store: database.projectionStore,
    another: async () => (await open()).projectionStore,
    query,
    async close() {
      for (const each of opened) await each.close();
      rmSync(folder, { recursive: true });
    },
  };
});
