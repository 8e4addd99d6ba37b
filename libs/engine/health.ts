import type { EventStore } from '#libs/kernel/event-store';
import type { ProcessRunner } from '#libs/kernel/processes/process-runner';
import type { ProjectionRunner, ProjectionStatus } from '#libs/kernel/projections/projection-runner';
import type { EnginePorts, PartHealth } from './engine-ports.ts';
import type { WatchedStore, WriteFailure } from './write-failures.ts';

export interface HealthOptions {
  readonly store: Pick<EventStore, 'head'>;
  readonly writeFailure: WatchedStore['writeFailure'];
  readonly projections: Pick<ProjectionRunner, 'status'>;
  readonly processes: Pick<ProcessRunner, 'status'>;
  /** Milliseconds since 1970. Default: the real clock. */
  readonly now?: () => number;
}

/** What a probe waits for at most, in milliseconds. */
const PROBE_MS = 2_000;

/**
 * How long a failed write makes the store unhealthy, in milliseconds. Then it counts as healthy until the next write shows otherwise: whoever keeps requests from an
 * unhealthy program would never see one succeed.
 */
const WRITE_FAILURE_MS = 30_000;

const failed = (name: string, error: unknown): PartHealth => ({
  name,
  healthy: false,
  details: { problem: error instanceof Error ? error.name : 'unknown' },
});

const followerHealth = (name: string, head: string, status: ProjectionStatus): PartHealth => ({
  name,
  healthy: status.status !== 'stopped' && status.trouble === undefined,
  details: {
    status: status.status,
    position: status.position,
    behind: status.position < head,
    leading: status.leading,
    ...(status.trouble === undefined ? {} : { problem: status.trouble }),
    ...(status.failure ? { stoppedAt: `${status.failure.type} at ${status.failure.position}` } : {}),
  },
});

const writtenHealth = (head: string, failure: WriteFailure | undefined, now: number): PartHealth => ({
  name: 'event store',
  healthy: failure === undefined || now - failure.at > WRITE_FAILURE_MS,
  details: {
    head,
    ...(failure
      ? { writeFailure: failure.code, problem: failure.message, failedAt: new Date(failure.at).toISOString() }
      : {}),
  },
});

/**
 * How the store, the read models and the processes are. A read model that is behind is not ill, nor is a process with commands that wait for a person; one that
 * has stopped is, or one that cannot do its work.
 */
export const engineHealth =
  ({ store, writeFailure, projections, processes, now = Date.now }: HealthOptions): EnginePorts['health'] =>
  async () => {
    let head: string;
    try {
      head = await store.head({ timeoutMs: PROBE_MS });
    } catch (error) {
      return [failed('event store', error)];
    }
    const storeHealth = writtenHealth(head, writeFailure(), now());
    try {
      const [models, followUps] = await Promise.all([projections.status(), processes.status()]);
      return [
        storeHealth,
        ...models.map((status) => followerHealth(`read model ${status.name}`, head, status)),
        ...followUps.map((status): PartHealth => {
          const { name, healthy, details } = followerHealth(`process ${status.name}`, head, status);
          return { name, healthy, details: { ...details, open: status.owed.open, stuck: status.owed.stuck } };
        }),
      ];
    } catch (error) {
      return [storeHealth, failed('read database', error)];
    }
  };
