import type { Clock } from '../clock.ts';
import type { Position } from '../event-store.ts';
import { streamName } from '../fact.ts';
import type { Process } from '../process.ts';
import type { Build, BuildState, LowestRows, ProjectionStore } from '../projections/projection-store.ts';
import { comparable, owedCommands } from './owed-commands.ts';
import { IN_DUE_ORDER, owedTable, type OwedRow, type OwedStatus } from './owed-rows.ts';

/** Rows that are closed are not counted: they are kept, and there are as many as the process has ever sent commands. */
const UNSETTLED = ['waiting', 'open', 'stuck'] as const satisfies readonly OwedStatus[];

/** What a process owes. */
export interface Owed {
  /** `waiting` are deadlines whose time has not come. */
  readonly owed: Readonly<Record<(typeof UNSETTLED)[number], number>>;
  /** What waits for a person. */
  readonly stuck: readonly OwedRow[];
}

export const NOTHING_OWED: Owed = { owed: { waiting: 0, open: 0, stuck: 0 }, stuck: [] };

/** A deadline that is neither answered nor withdrawn nor stuck. */
export interface OpenDeadline {
  readonly process: string;
  readonly key: string;
  /** RFC 3339 UTC with milliseconds. */
  readonly dueAt: string;
  /** Name of the stream its command goes to. */
  readonly stream: string;
  /** Type of that command. */
  readonly command: string;
  /** Of the fact that set it. */
  readonly causePosition: Position;
}

/** Reads from the live builds what processes owe, whichever program keeps them up. */
export interface OwedStatusReader {
  liveBuild(process: Process): Promise<BuildState | undefined>;
  count(process: Process, build: Build): Promise<Owed['owed']>;
  owedBy(process: Process): Promise<Owed>;
  /** True while a deadline waits whose time has come. */
  anyDue(process: Process, build: Build): Promise<boolean>;
  /** In due order. */
  deadlines(processes: readonly Process[], limit: number): Promise<readonly OpenDeadline[]>;
}

export const createOwedStatusReader = (projectionStore: ProjectionStore, clock: Clock): OwedStatusReader => {
  const liveBuild = async ({ name }: Process): Promise<BuildState | undefined> =>
    (await projectionStore.builds()).find((build) => build.live && build.projection === name);

  const count = async (process: Process, build: Build): Promise<Owed['owed']> => {
    const counts = await projectionStore.countRows(build, owedTable(process), 'status', UNSETTLED);
    return { waiting: counts.waiting ?? 0, open: counts.open ?? 0, stuck: counts.stuck ?? 0 };
  };

  const inDueOrder = async (
    process: Process,
    build: Build,
    wanted: Pick<LowestRows, 'upTo' | 'limit'> & { readonly value: OwedStatus },
  ): Promise<readonly OwedRow[]> => {
    // The tables of an earlier version may know nothing of deadlines.
    if (build.version < owedCommands(process).version) return [];
    const range: LowestRows = { column: 'status', by: IN_DUE_ORDER, ...wanted };
    return (await projectionStore.lowestRows(build, owedTable(process), range)) as readonly OwedRow[];
  };

  const deadlinesOf = async (process: Process, limit: number): Promise<readonly OpenDeadline[]> => {
    const build = await liveBuild(process);
    if (!build) return [];
    const rows = [
      ...(await inDueOrder(process, build, { value: 'open', limit })),
      ...(await inDueOrder(process, build, { value: 'waiting', limit })),
    ];
    return rows.map(({ deadline_key, due_at, category, target_id, command, cause_position }) => ({
      process: process.name,
      key: deadline_key ?? '',
      dueAt: due_at ?? '',
      stream: streamName(category, target_id),
      command: command.type,
      causePosition: cause_position,
    }));
  };

  return {
    liveBuild,
    count,
    async owedBy(process) {
      const build = await liveBuild(process);
      if (!build) return NOTHING_OWED;
      const stuck = await projectionStore.findRows(build, owedTable(process), 'status', 'stuck');
      return { owed: await count(process, build), stuck: stuck as readonly OwedRow[] };
    },
    async anyDue(process, build) {
      const upTo = comparable(clock.now());
      return (await inDueOrder(process, build, { value: 'waiting', upTo, limit: 1 })).length > 0;
    },
    async deadlines(processes, limit) {
      const found: OpenDeadline[] = [];
      for (const process of processes) found.push(...(await deadlinesOf(process, limit)));
      return found.sort(byDueTime).slice(0, limit);
    },
  };
};

const byDueTime = (a: OpenDeadline, b: OpenDeadline): number => {
  if (a.dueAt !== b.dueAt) return a.dueAt < b.dueAt ? -1 : 1;
  if (a.causePosition === b.causePosition) return 0;
  return a.causePosition < b.causePosition ? -1 : 1;
};
