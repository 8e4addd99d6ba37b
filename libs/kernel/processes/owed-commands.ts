import type { Refusal } from '../decider.ts';
import { commandIdOfProcess } from '../log/event-identity.ts';
import { categoryOf, streamName, type RecordedFact } from '../fact.ts';
import type { JsonObject } from '../json.ts';
import type { OwedCommand, Process } from '../process.ts';
import type { Projection, RowKey, TableDefinition } from '../projection.ts';

/** `open`: to be sent, or sent and not yet answered. `stuck`: refused, and the process does not know what to do about it. */
export type OwedStatus = 'open' | 'closed' | 'stuck';

/** A command that something made due, as a row. */
export type OwedRow = Readonly<{
  /** The id of the command: derived from its cause, so that every repeat of it is recognised. */
  command_id: string;
  /** The event that made it due. */
  cause_id: string;
  cause_position: string;
  /** Order among the commands of one cause. */
  place: number;
  correlation_id: string;
  category: string;
  target_id: string;
  command: { readonly type: string; readonly data: JsonObject };
  status: OwedStatus;
  /** How often it was sent in vain because of contention or an unreachable store. */
  attempts: number;
  /** The refusal as it came, also where it led to further commands or settled the matter. */
  refusal: JsonObject | null;
  /** Why it is stuck without a refusal. */
  problem: string | null;
}>;

/** `stock-allocation` → `stock_allocation_owed`. */
const tableName = (process: string): string =>
  `${process.replace(/(?<=[a-z0-9])(?=[A-Z])|-/g, '_').toLowerCase()}_owed`;

/** The table of what a process owes. */
export const owedTable = (process: Pick<Process, 'name'>): TableDefinition => ({
  name: tableName(process.name),
  comment: `Commands that the process ${process.name} has sent or is to send`,
  key: 'command_id',
  internal: true,
  columns: {
    command_id: { type: 'text', comment: 'Id of the command, derived from its cause' },
    cause_id: { type: 'text', comment: 'Event that made it due' },
    cause_position: { type: 'text', comment: 'Position of that event in the log' },
    place: { type: 'integer', comment: 'Order among the commands of one cause' },
    correlation_id: { type: 'text', comment: 'Shared by everything that follows from one request' },
    category: { type: 'text', comment: 'Category of the stream it goes to' },
    target_id: { type: 'text', comment: 'Id of the stream it goes to' },
    command: { type: 'json', comment: 'Type and data' },
    status: { type: 'text', comment: 'open, closed or stuck' },
    attempts: { type: 'integer', comment: 'How often it was sent in vain' },
    refusal: { type: 'json', nullable: true, comment: 'The refusal, where it was refused' },
    problem: { type: 'text', nullable: true, comment: 'Why it is stuck without a refusal' },
  },
  indexes: [['status']],
});

/** A process as a projection of what is owed: facts open rows, and the facts that the commands led to close them. */
export const owedCommands = (process: Process): Projection => {
  const table = owedTable(process);
  const answered = ({ metadata: { actor, commandId } }: RecordedFact): readonly RowKey[] =>
    actor.via === 'process' && actor.id === process.name ? [{ table: table.name, key: commandId }] : [];
  return {
    name: process.name,
    version: process.version,
    // The answer to a command stands in the stream it went to, whatever its category.
    categories: 'all',
    tables: [table],
    touches: answered,
    apply(tables, fact) {
      for (const { key } of answered(fact)) {
        const row = tables.get(table.name, key);
        if (row) tables.put(table.name, { ...row, status: 'closed' });
      }
      if (!process.categories.includes(categoryOf(fact.stream))) return;
      const cause = { causeId: fact.id, position: fact.position, correlationId: fact.metadata.correlationId };
      for (const row of owedRows(process, fact.id, cause, process.react(fact))) tables.put(table.name, row);
    },
  };
};

interface Cause {
  readonly causeId: string;
  readonly position: string;
  readonly correlationId: string;
}

/** @param origin what the ids are derived from: the causing event, or the refused command. */
const owedRows = (
  process: Process,
  origin: string,
  { causeId, position, correlationId }: Cause,
  owed: readonly OwedCommand[],
): readonly OwedRow[] =>
  owed.map(({ category, id, command }, place) => ({
    command_id: commandIdOfProcess(process.name, origin, streamName(category, id), command.type, place),
    cause_id: causeId,
    cause_position: position,
    place,
    correlation_id: correlationId,
    category,
    target_id: id,
    command: { type: command.type, data: command.data as JsonObject },
    status: 'open',
    attempts: 0,
    refusal: null,
    problem: null,
  }));

/** Rows for the commands that a refusal leads to; the same ones whenever the same command is refused. */
export const rowsAfterRefusal = (
  process: Process,
  refused: OwedRow,
  further: readonly OwedCommand[],
): readonly OwedRow[] =>
  owedRows(
    process,
    refused.command_id,
    { causeId: refused.cause_id, position: refused.cause_position, correlationId: refused.correlation_id },
    further,
  );

export const owedCommandOf = ({ category, target_id, command }: OwedRow): OwedCommand => ({
  category,
  id: target_id,
  command,
});

export const refusalAsJson = ({ refused, code, message, field }: Refusal): JsonObject => ({
  refused,
  code,
  message: { ja: message.ja, en: message.en },
  ...(field === undefined ? {} : { field }),
});

/** Causing order: of the log, then of the process's own list. */
export const byCause = (a: OwedRow, b: OwedRow): number => {
  if (a.cause_position !== b.cause_position) return a.cause_position < b.cause_position ? -1 : 1;
  return a.place - b.place;
};
