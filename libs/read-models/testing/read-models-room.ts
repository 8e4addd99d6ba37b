import type { RecordedEvent } from '#libs/kernel/event-store';
import { START } from '#libs/kernel/event-store';
import { categoryOf } from '#libs/kernel/fact';
import type { Projection, Row } from '#libs/kernel/projection';
import { createProjectionWriter, type ProjectionWriter } from '#libs/kernel/projections/projection-writer';
import type { StoredRow } from '#libs/read-database/database-dialect';
import { openReadDatabase, type ReadDatabase } from '#libs/read-database/read-database';
import { describeOnEachDatabase, sqliteDatabase } from '#libs/read-database/testing/each-database';
import { toFact } from './given-log.ts';

/** A read database of its own, and projections that write to it as the engine has them do. */
export interface ReadModelsRoom {
  readonly database: ReadDatabase;
  /** Applies events to a projection's live build, `batchSize` at a time; a projection that stops throws what stopped it. */
  project(projection: Projection, events: readonly RecordedEvent[], batchSizes?: readonly number[]): Promise<void>;
  /** All rows of a table in the order of their keys. */
  rows(projection: Projection, table: string): Promise<readonly Row[]>;
  leave(): Promise<void>;
}

/** The same specs in rooms of each engine. */
export const describeInEachRoom = (title: string, specs: (openRoom: () => Promise<ReadModelsRoom>) => void): void =>
  describeOnEachDatabase(
    (engine) => `${title} in ${engine}`,
    (makeDatabase) => specs(() => openReadModelsRoom(makeDatabase)),
  );

export const openReadModelsRoom = async (makeDatabase = sqliteDatabase): Promise<ReadModelsRoom> => {
  const made = await makeDatabase();
  const database = await openReadDatabase(made.url);
  const writers = new Map<string, ProjectionWriter>();
  const writerOf = async (projection: Projection): Promise<ProjectionWriter> => {
    const known = writers.get(projection.name);
    if (known) return known;
    const { projectionStore } = database;
    const build = await projectionStore.createBuild(projection);
    const writer = await createProjectionWriter({ projection, projectionStore, toFact, build });
    writers.set(projection.name, writer);
    return writer;
  };
  return {
    database,
    project: async (projection, events, batchSizes = [1024]) => {
      const writer = await writerOf(projection);
      const seen = events.filter(({ stream }) => projection.categories.includes(categoryOf(stream)));
      for (let from = 0, batch = 0; from < seen.length; batch++) {
        const size = batchSizes[batch % batchSizes.length] ?? 1;
        const some = seen.slice(from, from + size);
        const { failure } = await writer.apply(some, some.at(-1)?.position ?? START);
        if (failure) throw new Error(failure.error);
        from += size;
      }
    },
    rows: async (projection, name) => {
      const table = projection.tables.find((candidate) => candidate.name === name);
      if (!table) throw new Error(`${projection.name} has no table ${name}`);
      const tables = database.db.$extendTables<Record<string, StoredRow>>();
      const stored = await tables.selectFrom(name).selectAll().orderBy(table.key).execute();
      return stored.map((row) => database.toRow(table, row));
    },
    leave: async () => {
      await database.close();
      made.remove();
    },
  };
};
