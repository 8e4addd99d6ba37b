import type { Clock } from '../clock.ts';
import type { EventStore, Position } from '../event-store.ts';
import { createBell } from '../projections/bell.ts';
import type { ProjectionStore } from '../projections/projection-store.ts';
import type { ProjectionWriter } from '../projections/projection-writer.ts';
import { comparable } from './owed-commands.ts';
import { IN_DUE_ORDER, type OwedRow, type OwedRows } from './owed-rows.ts';
import type { ProcessSender } from './process-sender.ts';

export interface DeadlinePollerOptions {
  readonly eventStore: Pick<EventStore, 'head'>;
  readonly projectionStore: Pick<ProjectionStore, 'lowestRows'>;
  readonly clock: Clock;
  readonly rows: OwedRows;
  readonly writer: ProjectionWriter;
  readonly sender: Pick<ProcessSender, 'take' | 'roomForDeadlines'>;
}

/** Opens the deadlines of one process when their time has come, and hands them to its sender. */
export interface DeadlinePoller {
  /** Takes in rows that were committed. */
  noticed(rows: readonly OwedRow[]): void;
  /** True while a deadline may be due that the sender does not have; it is looked for at once then. */
  anyDue(): boolean;
  stop(): Promise<void>;
}

/** A clock may jump, and one that is set makes no sound: it is looked at so often, in milliseconds. */
const LONGEST_PAUSE_MS = 1000;
/** A clock that stands still just before a deadline is not looked at more often. */
const SHORTEST_PAUSE_MS = 20;
const HEAD_TIMEOUT_MS = 2000;

export const createDeadlinePoller = (options: DeadlinePollerOptions): DeadlinePoller => {
  const { eventStore, projectionStore, rows, writer, sender } = options;
  const bell = createBell();
  let stopped = false;
  /** No deadline that waits is due before this; undefined where none waits. At first, nothing is known. */
  let nearest: string | undefined = '';
  let noticedSince: string | undefined;
  /** A time that has come, and the log's end then. What was recorded until then is seen before anything is opened: it may have withdrawn the deadline. */
  let moment: { readonly present: string; readonly head: Position } | undefined;

  const now = () => comparable(options.clock.now());
  const isDueAt = (instant: string) => nearest !== undefined && nearest <= instant;
  const lowest = async (limit: number, upTo?: string): Promise<readonly OwedRow[]> =>
    (await projectionStore.lowestRows(writer.build, rows.owed, {
      column: 'status',
      value: 'waiting',
      by: IN_DUE_ORDER,
      upTo,
      limit,
    })) as readonly OwedRow[];

  /** Also those that were answered or withdrawn since they were read are looked at again, in their turn with the facts. */
  const open = async (due: readonly OwedRow[]): Promise<void> => {
    const { changes } = await writer.write(due.flatMap(rows.keysOf), (tables) => {
      for (const { command_id } of due) {
        const present = rows.get(tables, command_id);
        if (present?.status === 'waiting') rows.change(tables, { ...present, status: 'open' });
      }
    });
    sender.take(rows.writtenIn(changes));
  };

  const look = async (): Promise<void> => {
    const present = now();
    if (!isDueAt(present)) {
      moment = undefined;
      return;
    }
    const room = sender.roomForDeadlines();
    if (room === 0) return;
    // Of one moment, since a log to which something is added all the time is never seen to its end.
    moment ??= { present, head: await eventStore.head({ timeoutMs: HEAD_TIMEOUT_MS }) };
    if (writer.position() < moment.head) return;
    const due = await lowest(room, moment.present);
    moment = undefined;
    if (due.length > 0) await open(due);
    if (due.length === room) return;
    noticedSince = undefined;
    const [next] = await lowest(1);
    nearest = earlier(next?.due_at ?? undefined, noticedSince);
  };

  const pauseMs = (): number => {
    const present = now();
    if (nearest === undefined) return LONGEST_PAUSE_MS;
    if (nearest <= present) return SHORTEST_PAUSE_MS;
    const leftMs = new Date(nearest).getTime() - new Date(present).getTime();
    return Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, leftMs));
  };

  const run = async (): Promise<void> => {
    while (!isStopped()) {
      let pause = LONGEST_PAUSE_MS;
      try {
        await look();
        pause = pauseMs();
      } catch {
        // What cannot be read is looked at again. A writer that is broken, be it because another build has taken the place of its own, is followed by one that begins anew.
        await writer.confirm().catch(() => undefined);
      }
      if (!isStopped()) await bell.next(pause);
    }
  };
  const isStopped = () => stopped;
  const ended = run();

  return {
    noticed(written) {
      for (const { status, due_at } of written)
        if (status === 'waiting' && due_at !== null) {
          noticedSince = earlier(noticedSince, due_at);
          nearest = earlier(nearest, due_at);
        }
      if (isDueAt(now())) bell.ring();
    },
    anyDue() {
      const due = isDueAt(now());
      if (due) bell.ring();
      return due;
    },
    async stop() {
      stopped = true;
      bell.ring();
      await ended;
    },
  };
};

const earlier = (a: string | undefined, b: string | undefined): string | undefined => {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
};
