import type { Clock } from '../clock.ts';
import type { Refusal } from '../decider.ts';
import { messageOf } from '../projections/error-message.ts';
import { streamName } from '../fact.ts';
import { CommandError, type CommandContext, type Outcome } from '../outcome.ts';
import { bySending, comparable, owedCommandOf, refusalAsJson, rowsAfterRefusal } from './owed-commands.ts';
import { owedRows, type OwedRow } from './owed-rows.ts';
import type { OwedCommand, Process } from '../process.ts';
import type { ProjectionWriter } from '../projections/projection-writer.ts';
import { createSendLanes, type LaneResult } from './send-lanes.ts';

/** Carries a command out: the command loop. */
export type SendCommand = (owed: OwedCommand, context: CommandContext) => Promise<Outcome>;

export interface ProcessSenderOptions {
  readonly process: Process;
  readonly writer: ProjectionWriter;
  readonly send: SendCommand;
  readonly clock: Clock;
  /** At most so many commands at once. */
  readonly concurrency: number;
  /** The pause before the next attempt, in milliseconds. */
  readonly backOffMs: (attempts: number) => number;
  /** Hears what it has written; deadlines that a refusal led to may be among it. */
  readonly onWritten: (rows: readonly OwedRow[]) => void;
}

/** So many deadlines of a process are open at once that are being sent or wait for others to their stream. */
const MOST_MOVING = 256;
/** So many are open at once, with those that wait until their stream can be reached again. */
const MOST_DEADLINES = 1024;

/** Sends what one process owes: in order to each stream, to many streams at once. */
export interface ProcessSender {
  /** Takes in rows that were committed: open ones are sent, others need not be. */
  take(rows: readonly OwedRow[]): void;
  /** How many rows are sent or to be sent and not yet answered. */
  open(): number;
  /** How many deadlines it may get now; the others wait in the database, where there may be any number. */
  roomForDeadlines(): number;
  knows(commandId: string): boolean;
  /** Sends nothing more, and resolves when the commands under way have ended. */
  stop(): Promise<void>;
}

export const createProcessSender = (options: ProcessSenderOptions): ProcessSender => {
  const { process, writer, send } = options;
  const rows = owedRows(process);
  const open = new Map<string, OwedRow>();
  const laneOf = ({ category, target_id }: OwedRow) => streamName(category, target_id);

  /** Changes a row that no fact has answered or withdrawn in the meantime, and adds others. */
  const settle = async (row: OwedRow, change: Partial<OwedRow>, further: readonly OwedRow[] = []): Promise<void> => {
    let answered: readonly OwedRow[] = [];
    const { changes } = await writer.write([row, ...further].flatMap(rows.keysOf), (tables) => {
      const present = rows.get(tables, row.command_id);
      if (present?.status === 'closed') {
        answered = [present];
        return;
      }
      if (present) rows.change(tables, { ...present, ...change });
      for (const next of further) rows.open(tables, next);
    });
    // One that was closed before need not be sent any more, whoever still took it for open.
    const written = rows.writtenIn(changes);
    take([...answered, ...written]);
    options.onWritten(written);
  };

  const settleRefusal = async (row: OwedRow, refused: Refusal): Promise<void> => {
    const refusal = refusalAsJson(refused);
    let further: readonly OwedCommand[] | undefined;
    try {
      further = process.onRefusal(owedCommandOf(row), refused);
    } catch (error) {
      await settle(row, { status: 'stuck', refusal, problem: messageOf(error) });
      return;
    }
    if (further) await settle(row, { status: 'closed', refusal }, rowsAfterRefusal(process, row, further));
    else await settle(row, { status: 'stuck', refusal });
  };

  const attempt = async (row: OwedRow): Promise<LaneResult> => {
    // It was opened by a clock that was ahead of this one, or before this one was set back. Its stream would refuse it, and it would be lost.
    if (row.due_at !== null && row.due_at > comparable(options.clock.now())) {
      await settle(row, { status: 'waiting' });
      return 'done';
    }
    let outcome: Outcome;
    try {
      outcome = await send(owedCommandOf(row), contextOf(process, row));
    } catch (error) {
      if (!isTemporary(error)) {
        await settle(row, { status: 'stuck', problem: messageOf(error) });
        return 'done';
      }
      const attempts = (open.get(row.command_id) ?? row).attempts + 1;
      await settle(row, { attempts });
      if (!open.has(row.command_id)) return 'done';
      return { againAfterMs: options.backOffMs(attempts) };
    }
    if (!outcome.accepted) {
      await settleRefusal(row, outcome.refusal);
      return 'done';
    }
    // The fact closes the row when it comes along; where none will, or it has passed already, nobody else does.
    const passed = outcome.position !== undefined && outcome.position <= writer.position();
    if (open.has(row.command_id) && (outcome.facts.length === 0 || passed)) await settle(row, { status: 'closed' });
    return 'done';
  };

  const lanes = createSendLanes<OwedRow>({
    concurrency: options.concurrency,
    order: bySending,
    work: async (row) => {
      try {
        return await attempt(row);
      } catch {
        // The row could not be written. The writer is broken with it: whoever follows next finds the row open.
        return 'done';
      }
    },
  });

  const take = (written: readonly OwedRow[]): void => {
    for (const row of written) {
      const known = open.has(row.command_id);
      if (row.status === 'open') open.set(row.command_id, row);
      else if (open.delete(row.command_id))
        lanes.remove(laneOf(row), ({ command_id }) => command_id === row.command_id);
      if (row.status === 'open' && !known) lanes.add(laneOf(row), row);
    }
  };

  return {
    take,
    open: () => open.size,
    roomForDeadlines() {
      const deadlines = [...open.values()].filter(({ due_at }) => due_at !== null);
      // Those to a stream that cannot be reached must not keep the others from theirs.
      const moving = deadlines.filter((row) => !lanes.isPausing(laneOf(row)));
      return Math.max(0, Math.min(MOST_MOVING - moving.length, MOST_DEADLINES - deadlines.length));
    },
    knows: (commandId) => open.has(commandId),
    stop: () => lanes.stop(),
  };
};

const contextOf = (process: Process, row: OwedRow): CommandContext => ({
  commandId: row.command_id,
  correlationId: row.correlation_id,
  causationId: row.cause_id,
  actor: { id: process.name, role: 'process', via: 'process' },
});

/** Nothing is known to be done, and the same command may be sent again. */
const isTemporary = (error: unknown): boolean =>
  error instanceof CommandError && (error.code === 'contention' || error.code === 'unavailable');
