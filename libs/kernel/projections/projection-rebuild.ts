import { randomUUID } from 'node:crypto';
import type { EventStore, Position, RecordedEvent } from '../event-store.ts';
import type { RecordedFact } from '../fact.ts';
import type { Projection } from '../projection.ts';
import { holdLease, rebuildLease, type LeaseOptions } from './lease.ts';
import { pagesOf } from './log-pages.ts';
import { CheckpointMoved, type BuildState, type ProjectionFailure, type ProjectionStore } from './projection-store.ts';
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

/** How often a rebuild begins, where another process takes its build for one that was left behind. */
const ATTEMPTS = 3;

/** Builds the projection anew beside the one that queries read, and swaps. Throws `RebuildRefused`. */
export const rebuildProjection = async (
  options: RebuildOptions,
  onProgress: (progress: RebuildProgress) => void = () => undefined,
): Promise<void> => {
  const { projection, projectionStore } = options;
  const lease = await holdLease(projectionStore, rebuildLease(projection.name), {
    ...options,
    // A holder of its own: the follower of the same program must not take the lease, nor this build, for its own.
    holder: randomUUID(),
    // A database that is slow is no reason to begin again; whoever takes over meanwhile is seen by the build.
    whenUnsure: 'goOn',
  });
  if (!lease) throw new RebuildRefused(`${projection.name} is being rebuilt already; wait until that has ended`);
  try {
    const signal = options.signal ? AbortSignal.any([lease.signal, options.signal]) : lease.signal;
    for (let attempt = 1; attempt <= ATTEMPTS && !signal.aborted; attempt++)
      if (await buildAnew(options, signal, onProgress)) return;
  } finally {
    await lease.release();
  }
  throw new RebuildRefused(`${projection.name} was not rebuilt: another process took over; try again`);
};

/** False where `signal` aborted first, or another process dropped the build or swapped a newer one in. */
const buildAnew = async (
  options: RebuildOptions,
  signal: AbortSignal,
  onProgress: (progress: RebuildProgress) => void,
): Promise<boolean> => {
  const { projection, projectionStore } = options;
  const build = await projectionStore.createBuild(projection);
  let live = false;
  try {
    live = await fill(options, build, signal, onProgress);
  } catch (error) {
    if (!(error instanceof CheckpointMoved)) throw error;
  } finally {
    if (!live) await projectionStore.dropBuild(build);
  }
  return live;
};

const fill = async (
  { projection, projectionStore, eventStore, toFact, batchSize }: RebuildOptions,
  build: BuildState,
  signal: AbortSignal,
  onProgress: (progress: RebuildProgress) => void,
): Promise<boolean> => {
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
    if (done) return true;
    // What is not further on than the live build may as well be gone: no page need come to show it.
    if (page.caughtUp) await writer.confirm();
  }
  return false;
};
