import type { TableDefinition } from '#libs/kernel/projection';
import { projectionStoreContract } from '#libs/kernel/projections/projection-store.contract';
import type { StoredRow } from './database-dialect.ts';
import { openReadDatabase, type ReadDatabase } from './read-database.ts';
import { describeOnEachDatabase } from './testing/each-database.ts';

describeOnEachDatabase(
  (engine) => engine,
  (makeDatabase, engine) =>
    projectionStoreContract(engine, async () => {
      const made = await makeDatabase();
      const opened: ReadDatabase[] = [];
      const open = async () => {
        const database = await openReadDatabase(made.url);
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
          made.remove();
        },
      };
    }),
);
