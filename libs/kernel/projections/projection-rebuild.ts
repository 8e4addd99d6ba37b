import { randomUUID } from 'node:crypto';
import type { EventStore, Position, RecordedEvent } from '../event-store.ts';
import type { RecordedFact } from '../fact.ts';
import type { Projection } from '../projection.ts';
import { holdLease, rebuildLease, type LeaseOptions } from './lease.ts';
import { pagesOf } from './log-pages.ts';
import type { BuildState, ProjectionFailure, ProjectionStore } from './projection-store.ts';
import { createProjectionWriter } from './projection-writer.ts';

export interface RebuildOptions extends LeaseOptions {
  readonly projection: Projection;
  readonly eventStore: Pick<EventStore, 'readAll' | 'subscribe'>;
  readonly projectionStore: ProjectionStore;
  readonly toFact: (event: RecordedEvent) => RecordedFact;
  /** At most this many events a batch. */
  readonly batchSize: number;
  /** Ends it before its time. */
  readonly signal?: AbortSignal;
}

export interface RebuildProgress {
  readonly projection: string;
  /** Events applied so far. */
  readonly events: number;
  readonly position: Position;
  readonly done: boolean;
}

/** A rebuild was not carried out; what queries read is as it was before. */
export class RebuildRefused extends Error {
  /** The fact that the projection could not handle, where that is the reason. */
  readonly failure: ProjectionFailure | undefined;
  constructor(message: string, failure?: ProjectionFailure) {
    super(message);
    this.name = 'RebuildRefused';
    this.failure = failure;
  }
}

/** Builds the projection anew beside the one that queries read, and swaps. Throws `RebuildRefused`. */
export const rebuildProjection = async (
  options: RebuildOptions,
  onProgress: (progress: RebuildProgress) => void = () => undefined,
): Promise<void> => {
  const { projection, projectionStore } = options;
  // A holder of its own: the follower of the same program must not take the lease, nor this build, for its own.
  const lease = await holdLease(projectionStore, rebuildLease(projection.name), { ...options, holder: randomUUID() });
  if (!lease) throw new RebuildRefused(`${projection.name} is being rebuilt already; wait until that has ended`);
  try {
    const build = await projectionStore.createBuild(projection);
    try {
      const signal = options.signal ? AbortSignal.any([lease.signal, options.signal]) : lease.signal;
      await fill(options, build, signal, onProgress);
    } catch (error) {
      await projectionStore.dropBuild(build);
      throw error;
    }
  } finally {
    await lease.release();
  }
};

const fill = async (
  { projection, projectionStore, eventStore, toFact, batchSize }: RebuildOptions,
  build: BuildState,
  signal: AbortSignal,
  onProgress: (progress: RebuildProgress) => void,
): Promise<void> => {
  const writer = await createProjectionWriter({ projection, projectionStore, toFact, build });
  const { categories } = projection;
  let events = 0;
  for await (const page of pagesOf(eventStore, { from: build.position, categories, max: batchSize, signal })) {
    const { failure } = await writer.apply(page.events, page.position);
    if (failure)
      throw new RebuildRefused(
        `${projection.name} cannot handle ${failure.type} at ${failure.position}: ${failure.error}`,
        failure,
      );
    events += page.events.length;
    if (page.caughtUp) await writer.flush();
    const done = page.caughtUp && (await projectionStore.goLive(build));
    onProgress({ projection: projection.name, events, position: page.position, done });
    if (done) return;
  }
  throw new RebuildRefused(`${projection.name} was not rebuilt: another process took over; try again`);
};
