import { createBell } from '../projections/bell.ts';
import { messageOf } from '../projections/error-message.ts';
import type { EventStore, RecordedEvent } from '../event-store.ts';
import type { RecordedFact } from '../fact.ts';
import { type Clock, systemClock } from '../clock.ts';
import { owedCommands } from './owed-commands.ts';
import { owedRows, owedTable, type OwedRow } from './owed-rows.ts';
import { createOwedStatusReader, NOTHING_OWED, type OpenDeadline, type Owed } from './owed-status.ts';
import type { SendCommand } from './process-sender.ts';
import { beginTerm, type ProcessTerm } from './process-term.ts';
import type { Process } from '../process.ts';
import type { ProjectionObserver } from '../projections/projection-follower.ts';
import {
  createProjectionRunner,
  type ProjectionRunner,
  type ProjectionStatus,
} from '../projections/projection-runner.ts';
import { CheckpointMoved, type Build, type ProjectionStore } from '../projections/projection-store.ts';
import { createProjectionWriter } from '../projections/projection-writer.ts';

export interface ProcessRunnerOptions {
  readonly eventStore: Pick<EventStore, 'identity' | 'readAll' | 'subscribe' | 'head'>;
  readonly projectionStore: ProjectionStore;
  readonly processes: readonly Process[];
  readonly toFact: (event: RecordedEvent) => RecordedFact;
  readonly send: SendCommand;
  /** Says when a deadline's time has come. Default: the real one. */
  readonly clock?: Clock;
  /** At most so many commands of one process at once. Default 64. */
  readonly concurrency?: number;
  readonly batchSize?: number;
  /** How long another process waits for this one after its death, in milliseconds. Default 3000. */
  readonly leaseMs?: number;
  /** The pause after so many vain attempts, in milliseconds. Default: doubles from 50 ms to 5 s, with jitter. */
  readonly backOffMs?: (attempts: number) => number;
  /** Hears what keeps a process from its work, and undefined when that has passed. */
  readonly onTrouble?: (process: string, cause: string | undefined) => void;
}

/** While the database cannot be read, `trouble` says so, and the rest is what was read last. */
export interface ProcessStatus extends ProjectionStatus, Owed {}

/** Runs processes: opens and closes rows as facts come, and sends what is owed, in one program at a time. */
export interface ProcessRunner extends Pick<ProjectionRunner, 'start' | 'waitFor' | 'rebuild'> {
  status(): Promise<readonly ProcessStatus[]>;
  /** Tries the fact again that stopped a process; false where it is not stopped. */
  retryFact: ProjectionRunner['retry'];
  /** Passes over the fact that stopped a process, and records why; false where it is not stopped. */
  skipFact: ProjectionRunner['skip'];
  /** Sends a stuck command again; false where there is no stuck row of that id. */
  retry(commandId: string): Promise<boolean>;
  /** What is to be sent at a time, in due order; by one process only, where that is named. Default limit: 100. */
  deadlines(limit?: number, process?: string): Promise<readonly OpenDeadline[]>;
  /**
   * Resolves when everything in the log was seen, no row is open, and no deadline is due by the clock; later deadlines and stuck rows do not count. Rejects where
   * a process has stopped at a fact.
   */
  idle(): Promise<void>;
  /** Finishes the commands under way, and lets another program take over at once. */
  stop(): Promise<void>;
}

const IDLE_POLL_MS = 20;

export const createProcessRunner = (options: ProcessRunnerOptions): ProcessRunner => {
  const { eventStore, projectionStore, processes, send, clock = systemClock } = options;
  const { concurrency = 64, backOffMs = doubling } = options;
  const terms = new Map<string, ProcessTerm>();
  const commits = createBell();
  const owedNow = createOwedStatusReader(projectionStore, clock);

  const observer: ProjectionObserver = {
    leading({ name }, writer) {
      const process = processes.find((candidate) => candidate.name === name);
      const term = { eventStore, projectionStore, clock, send, concurrency, backOffMs };
      if (process) terms.set(name, beginTerm(process, writer, term));
    },
    async committed({ name }, changes, caughtUp) {
      await terms.get(name)?.committed(changes, caughtUp);
      commits.ring();
    },
    async standingBy({ name }) {
      const term = terms.get(name);
      terms.delete(name);
      await term?.stop();
    },
    troubled: ({ name }, cause) => options.onTrouble?.(name, cause),
  };
  const runner = createProjectionRunner({ ...options, projections: processes.map(owedCommands), observer });

  const seenOwed = new Map<string, Owed>();
  const statusOf = async (process: Process, status: ProjectionStatus): Promise<ProcessStatus> => {
    try {
      const owed = await owedNow.owedBy(process);
      seenOwed.set(process.name, owed);
      return { ...status, ...owed };
    } catch (error) {
      const seen = seenOwed.get(process.name) ?? NOTHING_OWED;
      return { ...status, ...seen, trouble: status.trouble ?? messageOf(error) };
    }
  };

  const isQuiet = async (process: Process, head: string): Promise<boolean> => {
    const quiet = terms.get(process.name)?.quietAt(head);
    if (quiet !== undefined) return quiet;
    const build = await owedNow.liveBuild(process);
    if (build?.status === 'stopped')
      throw new Error(
        `the process ${process.name} has stopped at ${build.failure?.type ?? ''}: ${build.failure?.error ?? ''}`,
      );
    if (build === undefined || build.position < head) return false;
    // In this order: a deadline that is opened between the two looks is seen by the second.
    return !(await owedNow.anyDue(process, build)) && (await owedNow.count(process, build)).open === 0;
  };
  const allQuiet = async (head: string): Promise<boolean> => {
    for (const process of processes) if (!(await isQuiet(process, head))) return false;
    return true;
  };

  return {
    start: () => runner.start(),
    waitFor: (name, position, timeoutMs) => runner.waitFor(name, position, timeoutMs),
    async rebuild(name, onProgress) {
      await runner.rebuild(name, onProgress);
      // Whoever leads it here is to follow the new build at once, and not at the next fact: it may owe what the old one had settled.
      for (const [process, { writer }] of terms)
        if (name === process || name === 'all') await writer.confirm().catch(() => undefined);
    },
    retryFact: (name) => runner.retry(name),
    skipFact: (name, reason) => runner.skip(name, reason),
    stop: () => runner.stop(),

    async status() {
      const statuses = await runner.status();
      return Promise.all(
        statuses.flatMap((status) => {
          const process = processes.find(({ name }) => name === status.name);
          return process ? [statusOf(process, status)] : [];
        }),
      );
    },

    deadlines: (limit = 100, wanted) =>
      owedNow.deadlines(
        processes.filter(({ name }) => wanted === undefined || wanted === name),
        limit,
      ),

    async retry(commandId) {
      for (const process of processes)
        if (await reopen(options, process, commandId, terms.get(process.name))) return true;
      return false;
    },

    async idle() {
      for (;;) {
        const head = await eventStore.head();
        while (!(await allQuiet(head))) await commits.next(IDLE_POLL_MS);
        if ((await eventStore.head()) === head) return;
      }
    },
  };
};

/** Opens a stuck row, through this program's writer where it leads the process, else beside the one that does. */
const reopen = async (
  options: ProcessRunnerOptions,
  process: Process,
  commandId: string,
  led: ProcessTerm | undefined,
): Promise<boolean> => {
  const { projectionStore, toFact } = options;
  const rows = owedRows(process);
  const projection = owedCommands(process);
  for (;;) {
    const builds = await projectionStore.builds();
    const build = builds.find((candidate) => candidate.live && candidate.projection === process.name);
    const row = build && (await stuckRow(projectionStore, process, build, commandId));
    if (!row) return false;
    if (build.version < projection.version)
      throw new Error(
        `what ${process.name} owes is still in the tables of an earlier version: once this one runs, it makes them anew and sends again what is stuck`,
      );
    const writer = led?.writer ?? (await createProjectionWriter({ projection, projectionStore, toFact, build }));
    try {
      const { changes } = await writer.write(rows.keysOf(row), (tables) => {
        // In turn with the facts, which may have closed it. A build that has not come so far does not have it yet.
        const present = rows.get(tables, commandId) ?? row;
        if (present.status === 'stuck')
          rows.change(tables, { ...present, status: 'open', attempts: 0, refusal: null, problem: null });
      });
      led?.take(changes);
      return changes.length > 0;
    } catch (error) {
      if (!(error instanceof CheckpointMoved) || led) throw error;
    }
  }
};

/** By its status, since the tables of an earlier version may not have all the columns of a row. */
const stuckRow = async (
  projectionStore: ProjectionStore,
  process: Process,
  build: Build,
  commandId: string,
): Promise<OwedRow | undefined> => {
  const stuck = (await projectionStore.findRows(build, owedTable(process), 'status', 'stuck')) as readonly OwedRow[];
  return stuck.find(({ command_id }) => command_id === commandId);
};

const doubling = (attempts: number): number => Math.min(5000, 50 * 2 ** (attempts - 1)) * (0.5 + Math.random() / 2);
