import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedEvent } from '#libs/kernel/event-store';
import { START } from '#libs/kernel/event-store';
import { categoryOf } from '#libs/kernel/fact';
import type { Projection, Row } from '#libs/kernel/projection';
import { createProjectionWriter, type ProjectionWriter } from '#libs/kernel/projections/projection-writer';
import { openReadDatabase, type ReadDatabase } from '#libs/read-database/read-database';
import { toFact } from './given-log.ts';

/** A read database in a folder of its own, and projections that write to it as the engine has them do. */
export interface ReadModelsRoom {
  readonly database: ReadDatabase;
  /** Applies events to a projection's live build, `batchSize` at a time; a projection that stops throws what stopped it. */
  project(projection: Projection, events: readonly RecordedEvent[], batchSizes?: readonly number[]): Promise<void>;
  /** All rows of a table in the order of their keys. */
  rows(projection: Projection, table: string): Promise<readonly Row[]>;
  leave(): Promise<void>;
}

export const openReadModelsRoom = async (): Promise<ReadModelsRoom> => {
  const folder = mkdtempSync(join(tmpdir(), 'juchu-read-models-'));
  const database = await openReadDatabase(`sqlite:${join(folder, 'read-models.db')}`);
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
      const tables = database.db.$extendTables<Record<string, Record<string, string | number | null>>>();
      const stored = await tables.selectFrom(name).selectAll().orderBy(table.key).execute();
      return stored.map((row) => database.toRow(table, row));
    },
    leave: async () => {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
