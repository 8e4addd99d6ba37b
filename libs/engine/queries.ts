import type { Clock } from '#libs/kernel/clock';
import type { KeyVault } from '#libs/kernel/personal-data';
import type { ProjectionRunner } from '#libs/kernel/projections/projection-runner';
import { type EventStore, type Position, START } from '#libs/kernel/event-store';
import type { ReadDatabase } from '#libs/read-database/read-database';
import { type EnginePorts, PositionBeyondLog, ReadModelBehind } from './engine-ports.ts';

export interface ReadModelOptions {
  readonly store: Pick<EventStore, 'head'>;
  readonly readDatabase: ReadDatabase;
  readonly clock: Clock;
  readonly vault: KeyVault;
  readonly projections: Pick<ProjectionRunner, 'waitFor'>;
  /** How long a query with `after` waits. */
  readonly readWaitMs: number;
}

/** Asks a read model, once it has got to where the caller wants it. */
export const askReadModel = ({
  store,
  readDatabase,
  clock,
  vault,
  projections,
  readWaitMs,
}: ReadModelOptions): EnginePorts['query'] => {
  /** Undefined before the read model was ever built. */
  const reached = async (projection: string): Promise<Position | undefined> =>
    (await readDatabase.projectionStore.builds()).find((build) => build.live && build.projection === projection)
      ?.position;

  return async (description, parameters, after) => {
    const projectionsRead = [description.projection, ...(description.besides ?? [])];
    if (after !== undefined) {
      const head = await store.head();
      if (after > head) throw new PositionBeyondLog(after, head);
      for (const projection of projectionsRead)
        if (!(await projections.waitFor(projection, after, readWaitMs)))
          throw new ReadModelBehind(projection, after, (await reached(projection)) ?? START);
    }
    // Before the rows are read: they hold at least everything up to here.
    let readPosition: Position | undefined;
    for (const projection of projectionsRead) {
      const position = await reached(projection);
      if (position === undefined) throw new ReadModelBehind(projection, after ?? START, START);
      if (readPosition === undefined || position < readPosition) readPosition = position;
    }
    return {
      answer: await description.run({ database: readDatabase, vault, now: clock.now() }, parameters),
      // The checkpoint in the database may lag a moment behind the rows.
      readPosition: after !== undefined && (readPosition ?? START) < after ? after : (readPosition ?? START),
    };
  };
};
