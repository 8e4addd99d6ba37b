import { messageOf } from './error-message.ts';
import type { Position, RecordedEvent } from '../event-store.ts';
import { createBell } from './bell.ts';
import { holdLease, rebuildLease } from './lease.ts';
import { pagesOf } from './log-pages.ts';
import type { Projection } from '../projection.ts';
import { RebuildRefused, rebuildProjection, type RebuildOptions } from './projection-rebuild.ts';
import { CheckpointMoved, type BuildState, type TableChanges } from './projection-store.ts';
import { createProjectionWriter, type ProjectionWriter } from './projection-writer.ts';

/** Watches what a follower commits; the process runner sends its commands from here. */
export interface ProjectionObserver {
  /** This process applies the projection's facts from now on. */
  leading?(projection: Projection, writer: ProjectionWriter): void;
  /** Awaited before the next batch. `caughtUp`: the live build had seen the whole log. */
  committed?(projection: Projection, changes: readonly TableChanges[], caughtUp: boolean): Promise<void> | void;
  /** It no longer does: another process took over, the projection stopped, or the runner ends. */
  standingBy?(projection: Projection): Promise<void> | void;
  /** What keeps it from its work has changed; undefined: it has passed. */
  troubled?(projection: Projection, trouble: string | undefined): void;
}

export interface FollowerOptions extends RebuildOptions {
  readonly observer: ProjectionObserver;
}

/** Keeps one projection up with the log for as long as it runs, in whichever process has the lease. */
export interface ProjectionFollower {
  /** Looks at the state in the database again at once. */
  wake(): void;
  /** True while this process applies the facts. */
  leading(): boolean;
  /** Everything up to here is in the rows that queries read, by what this process has written; undefined where another one does, or it was not at the log's end yet. */
  reached(): Position | undefined;
  /** What keeps it from its work although the projection is in order: the database or the log cannot be reached. */
  trouble(): string | undefined;
  /** Finishes the present batch, and gives the lease up. */
  stop(): Promise<void>;
}

/** After a swap there is a new build to follow, at once. */
const AFTER_SWAP_MS = 10;

export const startFollower = (options: FollowerOptions): ProjectionFollower => {
  const { projection, leaseMs, observer } = options;
  const stopping = new AbortController();
  const bell = createBell();
  let leading = false;
  let writer: ProjectionWriter | undefined;
  let reached: Position | undefined;
  let trouble: string | undefined;

  const setTrouble = (cause: string | undefined): void => {
    if (cause === trouble) return;
    trouble = cause;
    observer.troubled?.(projection, cause);
  };
  const working: FollowerOptions = {
    ...options,
    observer: {
      ...observer,
      leading(led, itsWriter) {
        writer = itsWriter;
        observer.leading?.(led, itsWriter);
      },
      committed(led, changes, caughtUp) {
        setTrouble(undefined);
        if (caughtUp) reached = writer?.position();
        return observer.committed?.(led, changes, caughtUp);
      },
      standingBy(led) {
        writer = undefined;
        reached = undefined;
        return observer.standingBy?.(led);
      },
    },
  };

  const term = async (): Promise<void> => {
    const lease = await holdLease(options.projectionStore, projection.name, options);
    if (!lease) return;
    leading = true;
    try {
      await followUnder(working, AbortSignal.any([stopping.signal, lease.signal]));
    } finally {
      leading = false;
      await lease.release();
    }
  };

  const isStopping = () => stopping.signal.aborted;
  const run = async (): Promise<void> => {
    while (!isStopping()) {
      let pauseMs = leaseMs / 3;
      try {
        await term();
        setTrouble(undefined);
      } catch (error) {
        if (error instanceof CheckpointMoved) pauseMs = AFTER_SWAP_MS;
        else setTrouble(messageOf(error));
      }
      if (!isStopping()) await bell.next(pauseMs);
    }
  };

  const ended = run();
  return {
    wake: () => bell.ring(),
    leading: () => leading,
    reached: () => reached,
    trouble: () => trouble,
    async stop() {
      stopping.abort();
      bell.ring();
      await ended;
    },
  };
};

/** Follows the build that this program is to keep up, until it is stopped, swapped out, or `signal` aborts. */
const followUnder = async (options: FollowerOptions, signal: AbortSignal): Promise<void> => {
  const { projection, projectionStore } = options;
  const builds = (await projectionStore.builds()).filter((build) => build.projection === projection.name);
  const live = builds.find((build) => build.live);
  if (!live) {
    await follow(options, await projectionStore.createBuild(projection), signal);
    return;
  }
  if (live.version === projection.version) {
    await dropAbandoned(options, builds);
    await follow(options, live, signal);
    return;
  }
  // A newer program keeps it up: this one must not take the tables away from under its queries.
  if (live.version > projection.version) return;
  const lease = await holdLease(projectionStore, rebuildLease(projection.name), options);
  if (!lease) return;
  let wentLive: boolean;
  try {
    const begun = builds.find((build) => !build.live && build.version === projection.version);
    const build = begun ?? (await projectionStore.createBuild(projection));
    wentLive = await follow(options, build, AbortSignal.any([signal, lease.signal]), 'untilLive');
  } finally {
    await lease.release();
  }
  // From here on it is followed as any other: whoever wants to rebuild it may.
  if (wentLive) await followUnder(options, signal);
};

/** Drops what a rebuild left behind whose process died. */
const dropAbandoned = async (options: FollowerOptions, builds: readonly BuildState[]): Promise<void> => {
  const { projection, projectionStore } = options;
  const beside = builds.filter((build) => !build.live && build.version <= projection.version);
  if (beside.length === 0) return;
  const lease = await holdLease(projectionStore, rebuildLease(projection.name), options);
  if (!lease) return;
  try {
    for (const build of beside) await projectionStore.dropBuild(build);
  } finally {
    await lease.release();
  }
};

/** Moves a build on. Resolves to true where it went live and was to be followed only until then. */
const follow = async (
  options: FollowerOptions,
  build: BuildState,
  outer: AbortSignal,
  until: 'untilLive' | 'untilTheEnd' = 'untilTheEnd',
): Promise<boolean> => {
  if (build.status === 'stopped') return false;
  const { projection, projectionStore, observer } = options;
  const broken = new AbortController();
  const signal = AbortSignal.any([outer, broken.signal]);
  const writer = await createProjectionWriter({ ...options, build, onBroken: (error) => broken.abort(error) });
  let live = build.live && build.status === 'running';
  observer.leading?.(projection, writer);
  try {
    const { categories } = projection;
    for await (const page of pagesOf(options.eventStore, {
      from: build.position,
      categories,
      max: options.batchSize,
      signal,
    })) {
      if (live && page.events.some((event) => remakes(options, event))) {
        await writer.flush();
        await remake({ ...options, signal }, build);
        if (signal.aborted) break;
        // The new rows have taken the place of these: whoever holds the lease follows those.
        await writer.confirm();
      }
      const { changes, failure } = await writer.apply(page.events, page.position);
      if (failure) return false;
      if (page.caughtUp && !live) {
        await writer.flush();
        live = await projectionStore.goLive(build);
        if (!live) await writer.confirm();
      }
      await observer.committed?.(projection, changes, page.caughtUp && live);
      if (live && until === 'untilLive') return true;
    }
    if (broken.signal.aborted) throw broken.signal.reason;
    return false;
  } finally {
    // Whoever goes on begins where this one has ended; where it cannot be written, a few facts are looked at twice.
    await writer.flush().catch(() => undefined);
    await observer.standingBy?.(projection);
  }
};

/** False for what cannot be understood: the projection stops at it when it is applied. */
const remakes = ({ projection: { remadeBy }, toFact }: FollowerOptions, event: RecordedEvent): boolean => {
  if (remadeBy?.type !== event.type) return false;
  try {
    return remadeBy.when(toFact(event));
  } catch {
    return false;
  }
};

/**
 * Builds the projection anew, instead of applying the fact that calls for it: whatever interrupts this, the fact is still ahead. Stops the live build where the new
 * one cannot handle a fact.
 */
const remake = async (options: RebuildOptions, live: BuildState): Promise<void> => {
  try {
    await rebuildProjection(options);
  } catch (error) {
    if (options.signal?.aborted) return;
    if (error instanceof RebuildRefused && error.failure) await options.projectionStore.stop(live, error.failure);
    throw error;
  }
};
