import type { EventStore } from '#libs/kernel/event-store';
import type { ProcessRunner } from '#libs/kernel/process-runner';
import type { ProjectionRunner, ProjectionStatus } from '#libs/kernel/projection-runner';
import type { EnginePorts, PartHealth } from './engine-ports.ts';

export interface HealthOptions {
  readonly store: Pick<EventStore, 'head'>;
  readonly projections: Pick<ProjectionRunner, 'status'>;
  readonly processes: Pick<ProcessRunner, 'status'>;
}

/** What a probe waits for at most, in milliseconds. */
const PROBE_MS = 2_000;

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
    ...(status.failure ? { stoppedAt: `${status.failure.type} at ${status.failure.position}` } : {}),
  },
});

/**
 * How the store, the read models and the processes are. A read model that is behind is not ill, nor is a process with commands that wait for a person; one that
 * has stopped is.
 */
export const engineHealth =
  ({ store, projections, processes }: HealthOptions): EnginePorts['health'] =>
  async () => {
    let head: string;
    try {
      head = await store.head({ timeoutMs: PROBE_MS });
    } catch (error) {
      return [failed('event store', error)];
    }
    const storeHealth: PartHealth = { name: 'event store', healthy: true, details: { head } };
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
