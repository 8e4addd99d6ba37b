import { messageOf } from './error-message.ts';
import type { Position, RecordedEvent } from '../event-store.ts';
import type { RecordedFact } from '../fact.ts';
import type { Projection, ProjectionTables, RowKey } from '../projection.ts';
import {
  CheckpointMoved,
  type Build,
  type BuildState,
  type ProjectionFailure,
  type ProjectionStore,
  type TableChanges,
} from './projection-store.ts';
import { createRowBuffer } from './row-buffer.ts';
import { createRowCache } from './row-cache.ts';

/** What was committed. */
export interface AppliedBatch {
  readonly changes: readonly TableChanges[];
  /** The fact that the projection could not handle; everything before it is committed, and the build is stopped there. */
  readonly failure: ProjectionFailure | undefined;
}

/** Moves one build forward. Its calls run one after another; once one of them has failed, all do: read the checkpoint and begin again. */
export interface ProjectionWriter {
  readonly build: Build;
  /** Everything up to here is in the rows. The checkpoint in the database follows within a moment where there was nothing to write. */
  position(): Position;
  /** Writes the checkpoint where it lags behind. Throws `CheckpointMoved` where another writer was faster. */
  flush(): Promise<void>;
  /** False once one of its calls has failed. */
  usable(): boolean;
  /** Applies the events, and moves the checkpoint to `to`. Throws `CheckpointMoved` where another writer was faster. */
  apply(events: readonly RecordedEvent[], to: Position): Promise<AppliedBatch>;
  /** Writes rows that follow from no fact, at the present checkpoint. */
  write(touched: readonly RowKey[], task: (tables: ProjectionTables) => void): Promise<AppliedBatch>;
  /** Throws `CheckpointMoved` where another writer was faster, or the build was swapped out: for whoever finds its rows gone. */
  confirm(): Promise<void>;
  /** Says that another program may have written these rows beside this writer, without moving the checkpoint. What is called after it sees them anew. */
  forget(keys: readonly RowKey[]): void;
}

export interface ProjectionWriterOptions {
  readonly projection: Projection;
  readonly projectionStore: ProjectionStore;
  readonly toFact: (event: RecordedEvent) => RecordedFact;
  readonly build: BuildState;
  /** Called once, when the writer can no longer be used. */
  readonly onBroken?: (error: unknown) => void;
}

/** A checkpoint that moves over facts which change nothing is written so much later at most, in milliseconds: many followers are not to write for every fact. */
const LAZY_MS = 50;

/** Rows of each table kept in memory. */
const CACHED_ROWS = 20_000;

interface UnderstoodFact {
  readonly fact: RecordedFact;
  readonly touched: readonly RowKey[];
}

/** Some events as facts, up to the first that cannot be understood. */
interface Understood {
  readonly facts: readonly UnderstoodFact[];
  readonly failure: FailedAt | undefined;
}

interface FailedAt {
  readonly event: RecordedEvent | RecordedFact;
  readonly error: unknown;
}

/** Throws where the store cannot be read. */
export const createProjectionWriter = async (options: ProjectionWriterOptions): Promise<ProjectionWriter> => {
  const { projection, projectionStore, toFact, build } = options;
  const cache = createRowCache(projection.tables, CACHED_ROWS);
  const skipped = new Set(
    (await projectionStore.skipped(projection.name))
      .filter(({ version }) => version === projection.version)
      .map(({ eventId }) => eventId),
  );
  let position = build.position;
  /** The checkpoint in the database. */
  let stored = build.position;
  let lazily: NodeJS.Timeout | undefined;
  let latest: Promise<unknown> = Promise.resolve();
  let broken: { readonly error: unknown } | undefined;

  const inTurn = <Result>(task: () => Promise<Result>): Promise<Result> => {
    const run = latest.then(async () => {
      if (broken) throw broken.error;
      try {
        return await task();
      } catch (error) {
        broken = { error };
        options.onBroken?.(error);
        throw error;
      }
    });
    latest = run.catch(() => undefined);
    return run;
  };

  const understand = (events: readonly RecordedEvent[]): Understood => {
    const facts: UnderstoodFact[] = [];
    for (const event of events) {
      if (skipped.has(event.id)) continue;
      try {
        const fact = toFact(event);
        facts.push({ fact, touched: projection.touches(fact) });
      } catch (error) {
        return { facts, failure: { event, error } };
      }
    }
    return { facts, failure: undefined };
  };

  const confirm = async (): Promise<void> => {
    const actual = (await projectionStore.findBuild(build))?.position;
    if (actual !== stored) throw new CheckpointMoved(build, stored, actual);
  };

  const fetch = async (touched: Iterable<RowKey>): Promise<void> => {
    try {
      for (const [table, keys] of cache.unknown(touched))
        cache.learn(table, keys, await projectionStore.readRows(build, table, keys));
    } catch (error) {
      // Another program may have swapped the build out since the last commit, and its tables are gone with it.
      await confirm();
      throw error;
    }
  };

  const reduce = async (facts: readonly UnderstoodFact[]) => {
    const buffer = createRowBuffer(projection.tables, cache);
    for (const [index, { fact, touched }] of facts.entries()) {
      let further: readonly RowKey[];
      try {
        buffer.allow(touched);
        further = projection.touchesThen?.(buffer, fact) ?? [];
      } catch (error) {
        return { applied: index, buffer, failure: { event: fact, error } };
      }
      // Only here is it known what it points to: a fact before it in the batch may have said so.
      if (further.length > 0) await fetch(further);
      try {
        if (further.length > 0) buffer.allow([...touched, ...further]);
        projection.apply(buffer, fact);
      } catch (error) {
        return { applied: index, buffer, failure: { event: fact, error } };
      }
    }
    return { applied: facts.length, buffer, failure: undefined };
  };

  const store = async (changes: readonly TableChanges[], to: Position): Promise<void> => {
    clearTimeout(lazily);
    lazily = undefined;
    if (changes.length === 0 && to === stored) return;
    await projectionStore.commit(build, { from: stored, to, changes });
    stored = to;
    position = to;
    cache.absorb(changes);
  };
  const flush = (): Promise<void> => inTurn(() => store([], position));
  const commit = async (changes: readonly TableChanges[], to: Position): Promise<void> => {
    if (changes.length > 0) {
      await store(changes, to);
      return;
    }
    position = to;
    if (to !== stored) lazily ??= setTimeout(() => void flush().catch(() => undefined), LAZY_MS);
  };

  return {
    build,
    position: () => position,
    usable: () => broken === undefined,
    flush,

    apply: (events, to) =>
      inTurn(async () => {
        const understood = understand(events);
        await fetch(understood.facts.flatMap(({ touched }) => touched));
        let reduced = await reduce(understood.facts);
        const failed = reduced.failure ?? understood.failure;
        // What a failing fact wrote before it failed is in the buffer: apply the good ones again without it.
        if (reduced.failure) reduced = await reduce(understood.facts.slice(0, reduced.applied));
        const changes = reduced.buffer.changes();
        await commit(changes, failed ? positionBefore(failed, events, position) : to);
        if (!failed) return { changes, failure: undefined };
        const failure = failureOf(failed);
        await store([], position);
        await projectionStore.stop(build, failure);
        return { changes, failure };
      }),

    confirm: () => inTurn(confirm),
    // In its turn: a batch that has fetched its rows must find them when it applies its facts.
    forget(keys) {
      const forgetting = inTurn(() => {
        cache.forget(keys);
        return Promise.resolve();
      });
      forgetting.catch(() => undefined);
    },
    write: (touched, task) =>
      inTurn(async () => {
        await fetch(touched);
        const buffer = createRowBuffer(projection.tables, cache);
        buffer.allow(touched);
        task(buffer);
        const changes = buffer.changes();
        await commit(changes, position);
        return { changes, failure: undefined };
      }),
  };
};

/** The position of the event before the failed one; `start` where the failed one is the first. */
const positionBefore = ({ event }: FailedAt, events: readonly RecordedEvent[], start: Position): Position =>
  events[events.findIndex(({ position }) => position === event.position) - 1]?.position ?? start;

const failureOf = ({ event, error }: FailedAt): ProjectionFailure => ({
  eventId: event.id,
  position: event.position,
  stream: event.stream,
  type: event.type,
  error: messageOf(error),
});
