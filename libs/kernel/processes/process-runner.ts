import { createBell } from '../projections/bell.ts';
import { messageOf } from '../projections/error-message.ts';
import type { EventStore, Position, RecordedEvent } from '../event-store.ts';
import type { RecordedFact } from '../fact.ts';
import { owedCommands, owedTable, type OwedRow } from './owed-commands.ts';
import { createProcessSender, owedRowsIn, type ProcessSender, type SendCommand } from './process-sender.ts';
import type { Process } from '../process.ts';
import type { ProjectionObserver } from '../projections/projection-follower.ts';
import {
  createProjectionRunner,
  type ProjectionRunner,
  type ProjectionStatus,
} from '../projections/projection-runner.ts';
import { CheckpointMoved, type Build, type ProjectionStore } from '../projections/projection-store.ts';
import { createProjectionWriter, type ProjectionWriter } from '../projections/projection-writer.ts';

export interface ProcessRunnerOptions {
  readonly eventStore: Pick<EventStore, 'identity' | 'readAll' | 'subscribe' | 'head'>;
  readonly projectionStore: ProjectionStore;
  readonly processes: readonly Process[];
  readonly toFact: (event: RecordedEvent) => RecordedFact;
  readonly send: SendCommand;
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

/** What a process owes. Rows that are closed are not counted: they are kept, and there are as many as it has ever sent commands. */
interface Owed {
  readonly owed: Readonly<Record<(typeof UNSETTLED)[number], number>>;
  /** What waits for a person. */
  readonly stuck: readonly OwedRow[];
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
  /** Resolves when everything in the log was seen and no row is open; stuck rows do not count. Rejects where a process has stopped at a fact. */
  idle(): Promise<void>;
  /** Finishes the commands under way, and lets another program take over at once. */
  stop(): Promise<void>;
}

/** How often rows are looked for that another program opened again, in milliseconds. */
const REOPENED_POLL_MS = 1000;
const IDLE_POLL_MS = 20;

const UNSETTLED = ['open', 'stuck'] as const;
const NOTHING_OWED: Owed = { owed: { open: 0, stuck: 0 }, stuck: [] };

/** A process that this program runs. The sender is there once the log's end was reached: what the log answers is closed by then. */
interface Leading {
  readonly writer: ProjectionWriter;
  /** Everything up to here has been handed to the sender; undefined before there is one. */
  reached?: Position;
  sender?: ProcessSender;
  reopened?: NodeJS.Timeout;
}

export const createProcessRunner = (options: ProcessRunnerOptions): ProcessRunner => {
  const { eventStore, projectionStore, processes, send, concurrency = 64, backOffMs = doubling } = options;
  const leading = new Map<string, Leading>();
  const commits = createBell();

  const openRows = async (process: Process, { writer }: Leading): Promise<readonly OwedRow[]> =>
    (await projectionStore.findRows(writer.build, owedTable(process), 'status', 'open')) as readonly OwedRow[];

  const beginSending = async (process: Process, led: Leading): Promise<void> => {
    const sender = createProcessSender({ process, writer: led.writer, send, concurrency, backOffMs });
    sender.take(await openRows(process, led));
    led.sender = sender;
    const { name } = owedTable(process);
    const lookForReopened = async () => {
      try {
        const rows = await openRows(process, led);
        led.writer.forget(rows.map(({ command_id }) => ({ table: name, key: command_id })));
        sender.take(rows);
      } catch {
        // A database that cannot be read is looked at again.
      }
      lookLater();
    };
    /** Each look waits for the one before: a slow database is not to get them faster than it answers. */
    const lookLater = () => {
      if (leading.get(process.name) === led) led.reopened = setTimeout(() => void lookForReopened(), REOPENED_POLL_MS);
    };
    lookLater();
  };

  const observer: ProjectionObserver = {
    leading: ({ name }, writer) => void leading.set(name, { writer }),
    async committed({ name }, changes, caughtUp) {
      const led = leading.get(name);
      const process = processes.find((candidate) => candidate.name === name);
      if (led?.sender) led.sender.take(owedRowsIn(changes));
      else if (led && process && caughtUp) await beginSending(process, led);
      if (led) led.reached = led.writer.position();
      commits.ring();
    },
    async standingBy({ name }) {
      const led = leading.get(name);
      leading.delete(name);
      clearTimeout(led?.reopened);
      await led?.sender?.stop();
    },
    troubled: ({ name }, cause) => options.onTrouble?.(name, cause),
  };
  const runner = createProjectionRunner({ ...options, projections: processes.map(owedCommands), observer });

  const liveBuild = async (name: string) =>
    (await projectionStore.builds()).find((build) => build.live && build.projection === name);
  const countOwed = async (process: Process, build: Build): Promise<Owed['owed']> => {
    const counts = await projectionStore.countRows(build, owedTable(process), 'status', UNSETTLED);
    return { open: counts.open ?? 0, stuck: counts.stuck ?? 0 };
  };
  const owedBy = async (process: Process): Promise<Owed> => {
    const build = await liveBuild(process.name);
    if (!build) return NOTHING_OWED;
    const stuck = await projectionStore.findRows(build, owedTable(process), 'status', 'stuck');
    return { owed: await countOwed(process, build), stuck: stuck as readonly OwedRow[] };
  };
  const seenOwed = new Map<string, Owed>();
  const statusOf = async (process: Process, status: ProjectionStatus): Promise<ProcessStatus> => {
    try {
      const owed = await owedBy(process);
      seenOwed.set(process.name, owed);
      return { ...status, ...owed };
    } catch (error) {
      const seen = seenOwed.get(process.name) ?? NOTHING_OWED;
      return { ...status, ...seen, trouble: status.trouble ?? messageOf(error) };
    }
  };

  const isQuiet = async (process: Process, head: string): Promise<boolean> => {
    const led = leading.get(process.name);
    if (led?.sender) return (led.reached ?? '') >= head && led.sender.open() === 0;
    const build = await liveBuild(process.name);
    if (build?.status === 'stopped')
      throw new Error(
        `the process ${process.name} has stopped at ${build.failure?.type ?? ''}: ${build.failure?.error ?? ''}`,
      );
    return build !== undefined && build.position >= head && (await countOwed(process, build)).open === 0;
  };
  const allQuiet = async (head: string): Promise<boolean> => {
    for (const process of processes) if (!(await isQuiet(process, head))) return false;
    return true;
  };

  return {
    start: () => runner.start(),
    waitFor: (name, position, timeoutMs) => runner.waitFor(name, position, timeoutMs),
    rebuild: (name, onProgress) => runner.rebuild(name, onProgress),
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

    async retry(commandId) {
      for (const process of processes)
        if (await reopen(options, process, commandId, leading.get(process.name))) return true;
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
  led: Leading | undefined,
): Promise<boolean> => {
  const { projectionStore, toFact } = options;
  const table = owedTable(process);
  for (;;) {
    const builds = await projectionStore.builds();
    const build = builds.find((candidate) => candidate.live && candidate.projection === process.name);
    const row = build && (await projectionStore.readRows(build, table, [commandId])).get(commandId);
    if (!build || row?.status !== 'stuck') return false;
    const writer =
      led?.writer ??
      (await createProjectionWriter({ projection: owedCommands(process), projectionStore, toFact, build }));
    try {
      const { changes } = await writer.write([{ table: table.name, key: commandId }], (tables) =>
        tables.put(table.name, { ...row, status: 'open', attempts: 0, refusal: null, problem: null }),
      );
      led?.sender?.take(owedRowsIn(changes));
      return true;
    } catch (error) {
      if (!(error instanceof CheckpointMoved) || led) throw error;
    }
  }
};

const doubling = (attempts: number): number => Math.min(5000, 50 * 2 ** (attempts - 1)) * (0.5 + Math.random() / 2);
