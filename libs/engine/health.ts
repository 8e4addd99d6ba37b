import type { EventStore, Position } from '#libs/kernel/event-store';
import type { KeyVault } from '#libs/kernel/personal-data';
import type { ProjectionStore } from '#libs/kernel/projections/projection-store';
import type { ProcessRunner } from '#libs/kernel/processes/process-runner';
import type { ProjectionRunner, ProjectionStatus } from '#libs/kernel/projections/projection-runner';
import type { EnginePorts, PartHealth } from './engine-ports.ts';
import { probe } from './probe.ts';
import type { WatchedStore, WriteFailure } from './write-failures.ts';

export interface HealthOptions {
  readonly store: Pick<EventStore, 'head'>;
  readonly writeFailure: WatchedStore['writeFailure'];
  readonly vault: Pick<KeyVault, 'findKeys'>;
  readonly projectionStore: Pick<ProjectionStore, 'builds'>;
  readonly projections: Pick<ProjectionRunner, 'status'>;
  readonly processes: Pick<ProcessRunner, 'status'>;
  /** Milliseconds since 1970. Default: the real clock. */
  readonly now?: () => number;
}

/**
 * How long a failed write makes the store unhealthy, in milliseconds. Then it counts as healthy until the next write shows otherwise: whoever keeps requests from an
 * unhealthy program would never see one succeed.
 */
const WRITE_FAILURE_MS = 30_000;

/** Nobody has this id: looking for the key finds none, and shows that the vault answers. */
const NOBODY = 'health-probe';

/** How far a read model or a process has got, and what is wrong with it. `head` is undefined while the event store does not answer. */
const followerHealth = (name: string, head: Position | undefined, status: ProjectionStatus): PartHealth => ({
  name,
  healthy: status.status !== 'stopped' && status.trouble === undefined,
  details: {
    status: status.status,
    position: status.position,
    behind: head === undefined ? null : status.position < head,
    movedAt: status.updatedAt ?? null,
    leading: status.leading,
    ...(status.trouble === undefined ? {} : { problem: status.trouble }),
    ...(status.failure ? { stoppedAt: `${status.failure.type} at ${status.failure.position}` } : {}),
  },
});

const writtenHealth = (head: Position, failure: WriteFailure | undefined, now: number): PartHealth => ({
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
 * How the stores, the read models and the processes are. A read model that is behind is not ill, nor one that another program keeps up, nor a process with commands
 * that wait for a person or for their time; one that has stopped is, or one that cannot do its work.
 */
export const engineHealth =
  ({
    store,
    writeFailure,
    vault,
    projectionStore,
    projections,
    processes,
    now = Date.now,
  }: HealthOptions): EnginePorts['health'] =>
  async () => {
    const [log, keys, rows, statuses] = await Promise.all([
      probe('event store', (timeoutMs) => store.head({ timeoutMs })),
      probe('key vault', (timeoutMs) => vault.findKeys([NOBODY], { timeoutMs })),
      probe('read database', () => projectionStore.builds()),
      probe('read models and processes', () => Promise.all([projections.status(), processes.status()])),
    ]);
    const [models, followUps] = statuses.answer ?? [[], []];
    return [
      log.answer === undefined ? log.health : writtenHealth(log.answer, writeFailure(), now()),
      keys.health,
      rows.health,
      ...models.map((status) => followerHealth(`read model ${status.name}`, log.answer, status)),
      ...followUps.map((status): PartHealth => {
        const { name, healthy, details } = followerHealth(`process ${status.name}`, log.answer, status);
        return { name, healthy, details: { ...details, ...status.owed } };
      }),
    ];
  };
