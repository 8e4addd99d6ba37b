import type { EventStore, Position } from '../event-store.ts';
import type { Process } from '../process.ts';
import type { ProjectionStore, TableChanges } from '../projections/projection-store.ts';
import type { ProjectionWriter } from '../projections/projection-writer.ts';
import { createDeadlinePoller, type DeadlinePoller } from './deadline-poller.ts';
import { owedRows, type OwedRow } from './owed-rows.ts';
import { createProcessSender, type ProcessSender, type ProcessSenderOptions } from './process-sender.ts';

export interface ProcessTermOptions extends Omit<ProcessSenderOptions, 'process' | 'writer' | 'onWritten'> {
  readonly eventStore: Pick<EventStore, 'head'>;
  readonly projectionStore: Pick<ProjectionStore, 'findRows' | 'lowestRows'>;
}

/** What this program does for a process while it leads it. */
export interface ProcessTerm {
  readonly writer: ProjectionWriter;
  /** Takes in what was committed. Sending begins when the log's end was reached: what the log answers is closed by then. */
  committed(changes: readonly TableChanges[], caughtUp: boolean): Promise<void>;
  /** Takes in rows that were written without a fact. */
  take(changes: readonly TableChanges[]): void;
  /** True when everything up to `head` was seen and nothing is to be sent; undefined before sending began, and once another build has taken the place of this one. */
  quietAt(head: Position): boolean | undefined;
  /** Sends nothing more, and resolves when the commands under way have ended. */
  stop(): Promise<void>;
}

/** How often rows are looked for that another program opened again, in milliseconds. */
const REOPENED_POLL_MS = 1000;

interface Sending {
  readonly sender: ProcessSender;
  readonly deadlines: DeadlinePoller;
}

export const beginTerm = (process: Process, writer: ProjectionWriter, options: ProcessTermOptions): ProcessTerm => {
  const { projectionStore } = options;
  const rows = owedRows(process);
  let sending: Sending | undefined;
  /** Everything up to here has been handed to the sender. */
  let reached: Position | undefined;
  let reopened: NodeJS.Timeout | undefined;
  let stopped = false;

  const openRows = async (): Promise<readonly OwedRow[]> =>
    (await projectionStore.findRows(writer.build, rows.owed, 'status', 'open')) as readonly OwedRow[];

  /** As they are in turn with the facts, which may have closed them since they were found. */
  const takeReopened = async (sender: ProcessSender): Promise<void> => {
    const found = (await openRows()).filter(({ command_id }) => !sender.knows(command_id));
    if (found.length === 0) return;
    const keys = found.flatMap(rows.keysOf);
    let present: readonly OwedRow[] = [];
    writer.forget(keys);
    await writer.write(keys, (tables) => {
      present = found.flatMap(({ command_id }) => rows.get(tables, command_id) ?? []);
    });
    sender.take(present);
  };
  const lookForReopened = async (sender: ProcessSender): Promise<void> => {
    // A database that cannot be read is looked at again. Where another build has taken the place of this one, somebody else begins anew.
    await takeReopened(sender).catch(() => writer.confirm().catch(() => undefined));
    lookLater(sender);
  };
  /** Each look waits for the one before: a slow database is not to get them faster than it answers. */
  const lookLater = (sender: ProcessSender): void => {
    if (!stopped) reopened = setTimeout(() => void lookForReopened(sender), REOPENED_POLL_MS);
  };

  const beginSending = async (): Promise<Sending> => {
    const opened = await openRows();
    const sender = createProcessSender({
      ...options,
      process,
      writer,
      onWritten: (written) => deadlines.noticed(written),
    });
    const deadlines = createDeadlinePoller({ ...options, rows, writer, sender });
    sender.take(opened);
    lookLater(sender);
    return { sender, deadlines };
  };

  const take = (changes: readonly TableChanges[]): void => {
    const written = rows.writtenIn(changes);
    sending?.sender.take(written);
    sending?.deadlines.noticed(written);
  };

  return {
    writer,
    take,
    async committed(changes, caughtUp) {
      if (sending) take(changes);
      else if (caughtUp) sending = await beginSending();
      reached = writer.position();
    },
    quietAt(head) {
      if (!sending || !writer.usable()) return undefined;
      const { sender, deadlines } = sending;
      // Asked first, so that a clock that was set is looked at also while something is being sent.
      const due = deadlines.anyDue();
      return (reached ?? '') >= head && sender.open() === 0 && !due;
    },
    async stop() {
      stopped = true;
      clearTimeout(reopened);
      await sending?.deadlines.stop();
      await sending?.sender.stop();
    },
  };
};
