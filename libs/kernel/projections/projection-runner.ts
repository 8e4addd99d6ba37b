import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createBell } from './bell.ts';
import { messageOf } from './error-message.ts';
import type { EventStore, Position, RecordedEvent } from '../event-store.ts';
import type { RecordedFact } from '../fact.ts';
import { startFollower, type ProjectionFollower, type ProjectionObserver } from './projection-follower.ts';
import { rebuildProjection, type RebuildProgress } from './projection-rebuild.ts';
import type { Projection } from '../projection.ts';
import {
  type BuildState,
  type BuildStatus,
  CheckpointBeyondLog,
  type ProjectionFailure,
  type ProjectionStore,
} from './projection-store.ts';

export interface ProjectionRunnerOptions {
  readonly eventStore: Pick<EventStore, 'identity' | 'readAll' | 'subscribe' | 'head'>;
  readonly projectionStore: ProjectionStore;
  readonly projections: readonly Projection[];
  /** Upcasts, and throws for what only a newer program knows. */
  readonly toFact: (event: RecordedEvent) => RecordedFact;
  /** At most this many events a batch. Default 1024. */
  readonly batchSize?: number;
  /** How long another process waits for this one after its death, in milliseconds. Default 3000. */
  readonly leaseMs?: number;
  readonly observer?: ProjectionObserver;
}

export interface ProjectionStatus {
  readonly name: string;
  /** Of the rows that queries read; undefined before the first start. */
  readonly version: number | undefined;
  readonly status: BuildStatus;
  /** Everything up to here is in those rows. */
  readonly position: Position;
  /** The fact it stopped at. */
  readonly failure: ProjectionFailure | null;
  readonly updatedAt: string | undefined;
  /** The build that is to replace those rows, where there is one. */
  readonly building: BuildState | undefined;
  /** True where this process applies its facts. */
  readonly leading: boolean;
  /** What keeps this process from its work although the projection is in order; while the database cannot be read, the rest is what was read last. */
  readonly trouble: string | undefined;
}

/** Keeps projections up with the log: each at its own pace, with its own checkpoint, in one process at a time. */
export interface ProjectionRunner {
  /** Ties the database to the log. Throws where it belongs to another one, and `CheckpointBeyondLog` where it is ahead of this one. */
  bind(): Promise<void>;
  /** Binds, and begins to follow the log. Without it the rest still works: another process may do the following. Throws as `bind` does. */
  start(): Promise<void>;
  /** True when the rows hold everything up to `position`; false after `timeoutMs`, or at once where the projection has stopped before. */
  waitFor(name: string, position: Position, timeoutMs: number): Promise<boolean>;
  status(): Promise<readonly ProjectionStatus[]>;
  /** Tries the fact again that stopped the projection; false where it is not stopped. */
  retry(name: string): Promise<boolean>;
  /** Passes over the fact that stopped the projection, and records why; false where it is not stopped. */
  skip(name: string, reason: string): Promise<boolean>;
  /** Builds a projection, or all of them, beside the present rows and swaps. Throws `RebuildRefused`. */
  rebuild(name: string, onProgress?: (progress: RebuildProgress) => void): Promise<void>;
  /** Finishes the present batches, and lets another process take over at once. */
  stop(): Promise<void>;
}

/** How often a checkpoint that another process moves is looked at. */
const POLL_MS = 20;
/** What one look may take at the least, however little time the caller has. */
const SHORTEST_LOOK_MS = 500;

export const createProjectionRunner = (options: ProjectionRunnerOptions): ProjectionRunner => {
  const { eventStore, projectionStore, projections } = options;
  refuseSharedNames(projections);
  const followers = new Map<string, ProjectionFollower>();
  const commits = createBell();
  const settings = {
    eventStore,
    projectionStore,
    toFact: options.toFact,
    batchSize: options.batchSize ?? 1024,
    leaseMs: options.leaseMs ?? 3000,
    holder: randomUUID(),
  };
  const observer: ProjectionObserver = {
    ...options.observer,
    committed: (projection, changes, caughtUp) => {
      commits.ring();
      return options.observer?.committed?.(projection, changes, caughtUp);
    },
  };

  const named = (name: string): Projection => {
    const projection = projections.find((candidate) => candidate.name === name);
    if (projection) return projection;
    const known = projections.map((candidate) => candidate.name).join(', ');
    throw new RangeError(`there is no projection ${name}; there are: ${known}`);
  };
  const buildsOf = async (name: string): Promise<readonly BuildState[]> =>
    (await projectionStore.builds()).filter((build) => build.projection === named(name).name);
  /** One look for all that a commit wakes. */
  let looking: Promise<readonly BuildState[]> | undefined;
  const look = (): Promise<readonly BuildState[]> =>
    (looking ??= projectionStore.builds().finally(() => {
      looking = undefined;
    }));
  /** A database that cannot be read now may be read again before the deadline; one that does not answer is not waited for. */
  const lookBefore = async (deadline: number): Promise<readonly BuildState[]> => {
    const seenEnough = new AbortController();
    const patienceMs = Math.max(deadline - Date.now(), SHORTEST_LOOK_MS);
    const late = pause<readonly BuildState[]>(patienceMs, [], { signal: seenEnough.signal }).catch(() => []);
    try {
      return await Promise.race([look(), late]);
    } catch (error) {
      if (Date.now() >= deadline) throw error;
      return [];
    } finally {
      seenEnough.abort();
    }
  };
  let seen: readonly BuildState[] = [];
  const lookAgain = async (): Promise<{ readonly builds: readonly BuildState[]; readonly problem?: string }> => {
    try {
      seen = await projectionStore.builds();
      return { builds: seen };
    } catch (error) {
      return { builds: seen, problem: messageOf(error) };
    }
  };
  const forStopped = async (name: string, act: (build: BuildState) => Promise<void>): Promise<boolean> => {
    const stopped = (await buildsOf(name)).filter(({ status }) => status === 'stopped');
    for (const build of stopped) await act(build);
    followers.get(name)?.wake();
    return stopped.length > 0;
  };

  /** Checkpoints are read before the log's end, which only moves on: what is beyond it was never in this log. */
  const bind = async (): Promise<void> => {
    await projectionStore.bindTo(eventStore.identity.logId);
    const builds = await projectionStore.builds();
    const head = await eventStore.head();
    const beyond = builds.find(({ position }) => position > head);
    if (beyond) throw new CheckpointBeyondLog(beyond.projection, beyond.position, head);
  };

  return {
    bind,

    async start() {
      await bind();
      for (const projection of projections)
        if (!followers.has(projection.name))
          followers.set(projection.name, startFollower({ ...settings, projection, observer }));
    },

    async waitFor(name, position, timeoutMs) {
      named(name);
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const written = followers.get(name)?.reached();
        if (written !== undefined && written >= position) return true;
        const builds = await lookBefore(deadline);
        const live = builds.find((build) => build.live && build.projection === name);
        if (live && live.position >= position) return true;
        const left = deadline - Date.now();
        if (left <= 0 || live?.status === 'stopped') return false;
        await commits.next(Math.min(left, POLL_MS));
      }
    },

    async status() {
      const { builds, problem } = await lookAgain();
      return projections.map(({ name }) => statusOf(name, builds, followers.get(name), problem));
    },

    retry: (name) => forStopped(name, (build) => projectionStore.resume(build)),
    skip: (name, reason) => forStopped(name, (build) => projectionStore.skip(build, reason)),

    async rebuild(name, onProgress = () => undefined) {
      await projectionStore.bindTo(eventStore.identity.logId);
      for (const projection of name === 'all' ? projections : [named(name)]) {
        await rebuildProjection({ ...settings, projection }, onProgress);
        followers.get(projection.name)?.wake();
      }
    },

    async stop() {
      await Promise.all([...followers.values()].map((follower) => follower.stop()));
      followers.clear();
    },
  };
};

const statusOf = (
  name: string,
  builds: readonly BuildState[],
  follower: ProjectionFollower | undefined,
  problem: string | undefined,
): ProjectionStatus => {
  const own = builds.filter((build) => build.projection === name);
  const live = own.find((build) => build.live);
  const building = own.findLast((build) => !build.live);
  const stopped = [live, building].find((build) => build?.status === 'stopped');
  return {
    name,
    version: live?.version,
    status: (stopped ?? building ?? live)?.status ?? 'rebuilding',
    position: live?.position ?? '',
    failure: stopped?.failure ?? null,
    updatedAt: live?.updatedAt,
    building,
    leading: follower?.leading() ?? false,
    trouble: follower?.trouble() ?? problem,
  };
};

/** Two projections of one name would share a checkpoint, and two tables of one name a view. */
const refuseSharedNames = (projections: readonly Projection[]): void => {
  for (const names of [
    projections.map(({ name }) => name),
    projections.flatMap(({ tables }) => tables.map(({ name }) => name)),
  ]) {
    const shared = names.find((name, place) => names.indexOf(name) !== place);
    if (shared !== undefined) throw new RangeError(`two projections or tables are called ${shared}`);
  }
};
