import { sql } from 'kysely';
import type { Engine } from '#libs/engine/engine';
import { projections } from '#libs/read-models/catalogue';

/** How long a read model may take to get to the end of the log, in milliseconds. */
const CATCH_UP_MS = 30_000;

/** Every row of every read model by table, when all of them have reached the log's end. */
export const readModelRows = async (engine: Engine): Promise<Readonly<Record<string, readonly unknown[]>>> => {
  const head = await engine.store.head();
  const tables: Record<string, readonly unknown[]> = {};
  for (const projection of projections) {
    if (!(await engine.projections.waitFor(projection.name, head, CATCH_UP_MS)))
      throw new Error(`${projection.name} does not get to ${head}`);
    for (const { name, key } of projection.tables) {
      const select = sql`select * from ${sql.table(name)} order by ${sql.ref(key)}`;
      tables[name] = (await select.execute(engine.readDatabase.db)).rows;
    }
  }
  return tables;
};
