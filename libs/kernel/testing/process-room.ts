import { settableClock } from '../clock.ts';
import type { JsonObject } from '../json.ts';
import type { RecordedEvent } from '../event-store.ts';
import type { CommandContext, Outcome } from '../outcome.ts';
import type { Process } from '../process.ts';
import { createProcessRunner, type ProcessRunner, type ProcessRunnerOptions } from '../processes/process-runner.ts';
import type { SendCommand } from '../processes/process-sender.ts';
import type { Row } from '../projection.ts';
import { asFact, memoryEventLog, type MemoryEventLog } from './memory-event-log.ts';
import { memoryProjectionStore } from './memory-projection-store.ts';

/** A log and a database in memory, a clock, and as many runners of one process on them as a spec needs. */
export interface ProcessRoom {
  readonly log: MemoryEventLog;
  /** Another one in its place is what a lost database is. */
  store: ReturnType<typeof memoryProjectionStore>;
  readonly clock: ReturnType<typeof settableClock>;
  /** Every command that reached the loop. */
  sent: { readonly stream: string; readonly type: string; readonly context: CommandContext }[];
  /** The answers in the log, by command. */
  readonly accepted: Map<string, RecordedEvent>;
  /** A command loop that accepts everything, and recognises what it has accepted before. */
  readonly carryOut: SendCommand;
  start(send?: SendCommand, options?: Partial<ProcessRunnerOptions>): Promise<ProcessRunner>;
  /** The log as `stream type`. */
  facts(): Promise<readonly string[]>;
  /** What the process owes. */
  rows(): readonly Row[];
  leave(): Promise<void>;
}

/** @param factOf the fact that answers each type of command, with the members of the command's data that it keeps. */
export const openProcessRoom = (
  process: Process,
  factOf: Readonly<Record<string, (data: JsonObject) => { readonly type: string; readonly data: JsonObject }>>,
): ProcessRoom => {
  const running: ProcessRunner[] = [];
  const log = memoryEventLog();
  const room: ProcessRoom = {
    log,
    store: memoryProjectionStore(),
    clock: settableClock('2026-11-22T00:00:00Z'),
    sent: [],
    accepted: new Map(),

    async carryOut({ category, id, command }, context) {
      const stream = `${category}-${id}`;
      room.sent.push({ stream, type: command.type, context });
      await Promise.resolve();
      const { type, data } = factOf[command.type]?.(command.data as JsonObject) ?? { type: 'Unknown', data: {} };
      const { commandId, correlationId, causationId, actor } = context;
      const earlier = room.accepted.get(commandId);
      const fact = earlier ?? log.record(stream, type, data, { commandId, correlationId, causationId, actor });
      room.accepted.set(commandId, fact);
      return {
        accepted: true,
        id,
        stream,
        revision: fact.revision,
        position: fact.position,
        state: {},
        facts: [{ type, data: {} }],
        repeated: earlier !== undefined,
      };
    },

    async start(send = room.carryOut, options = {}) {
      const runner = createProcessRunner({
        eventStore: log,
        projectionStore: room.store,
        processes: [process],
        toFact: asFact,
        send,
        clock: room.clock,
        leaseMs: 90,
        backOffMs: () => 1,
        ...options,
      });
      running.push(runner);
      await runner.start();
      return runner;
    },

    async facts() {
      const found: string[] = [];
      for (let from = '', end = false; !end;) {
        const page = await log.readAll({ from });
        found.push(...page.events.map(({ stream, type }) => `${stream} ${type}`));
        ({ next: from, end } = page);
      }
      return found;
    },

    rows: () => room.store.query(`${process.name}_owed`),

    async leave() {
      await Promise.all(running.splice(0).map((runner) => runner.stop()));
    },
  };
  return room;
};

export const refusal = (code: string): Outcome => ({
  accepted: false,
  id: '',
  state: {},
  revision: undefined,
  refusal: { refused: 'rule', code, message: { ja: code, en: code } },
});

export const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
};
