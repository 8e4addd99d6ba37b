import type { JsonObject } from '../json.ts';
import type { Process } from '../process.ts';
import type { ProjectionTables, RowKey, TableDefinition } from '../projection.ts';
import type { TableChanges } from '../projections/projection-store.ts';

/**
 * `waiting`: a deadline whose time has not come. `open`: to be sent, or sent and not yet answered. `stuck`: refused, and the process does not know what to do about
 * it. `closed`: answered, settled or withdrawn.
 */
export type OwedStatus = 'waiting' | 'open' | 'closed' | 'stuck';

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
  /** RFC 3339 UTC with milliseconds, so that text order is time order; null where it was due at once. */
  due_at: string | null;
  deadline_key: string | null;
  status: OwedStatus;
  /** How often it was sent in vain because of contention or an unreachable store. */
  attempts: number;
  /** The refusal as it came, also where it led to further commands or settled the matter. */
  refusal: JsonObject | null;
  /** Why it is stuck without a refusal. */
  problem: string | null;
}>;

/** How often the tables below have changed: part of every process's version as a projection, so that each is rebuilt into the new ones. */
export const TABLE_CHANGES = 1;

/** Deadlines in the order of their times, and of their causes where they fall due together. */
export const IN_DUE_ORDER = ['due_at', 'cause_position', 'place'] as const;

/** Name of a table that a process has: `stock-allocation` → `stock_allocation_owed`. */
export const processTable = (process: string, kind: 'owed' | 'deadlines' | 'notes'): string =>
  `${process.replace(/(?<=[a-z0-9])(?=[A-Z])|-/g, '_').toLowerCase()}_${kind}`;

/** The table of what a process owes. */
export const owedTable = ({ name }: Pick<Process, 'name'>): TableDefinition => ({
  name: processTable(name, 'owed'),
  comment: `Commands that the process ${name} has sent or is to send`,
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
    due_at: { type: 'instant', nullable: true, comment: 'When it is to be sent, where that was not at once' },
    deadline_key: { type: 'text', nullable: true, comment: 'What its deadline is called' },
    status: { type: 'text', comment: 'waiting, open, closed or stuck' },
    attempts: { type: 'integer', comment: 'How often it was sent in vain' },
    refusal: { type: 'json', nullable: true, comment: 'The refusal, where it was refused' },
    problem: { type: 'text', nullable: true, comment: 'Why it is stuck without a refusal' },
  },
  indexes: [['status', ...IN_DUE_ORDER]],
});

/** Finds what is owed under a deadline's key, for as long as it is not closed: rows can only be read by their keys. */
const deadlineTable = ({ name }: Pick<Process, 'name'>): TableDefinition => ({
  name: processTable(name, 'deadlines'),
  comment: `Deadlines of the process ${name} that are not closed`,
  key: 'deadline_key',
  internal: true,
  columns: {
    deadline_key: { type: 'text', comment: 'What the deadline is called' },
    owed: { type: 'json', comment: 'The command that is owed then, with everything that its own row says' },
  },
});

/** The rows of one process: what is owed, and what of it is owed under a deadline's key. The two are always written together. */
export interface OwedRows {
  readonly owed: TableDefinition;
  readonly tables: readonly TableDefinition[];
  /** What has to be touched before the row is got, changed or opened. */
  readonly keysOf: (row: Pick<OwedRow, 'command_id' | 'deadline_key'>) => readonly RowKey[];
  /** What has to be touched before the deadline is set or withdrawn. */
  readonly deadlineKey: (key: string) => RowKey;
  get(tables: ProjectionTables, commandId: string): OwedRow | undefined;
  /** Writes a new row; a command that was owed under the same deadline's key is withdrawn. */
  open(tables: ProjectionTables, row: OwedRow): void;
  /** Writes a row that is there and not closed. */
  change(tables: ProjectionTables, row: OwedRow): void;
  /** Closes what is owed under the key; nothing where nothing is. */
  withdraw(tables: ProjectionTables, key: string): void;
  /** Owed rows among what was written. */
  writtenIn(changes: readonly TableChanges[]): readonly OwedRow[];
}

export const owedRows = (process: Pick<Process, 'name'>): OwedRows => {
  const [owed, deadlines] = [owedTable(process), deadlineTable(process)];
  const deadlineKey = (key: string): RowKey => ({ table: deadlines.name, key });

  const change = (tables: ProjectionTables, row: OwedRow): void => {
    tables.put(owed.name, row);
    if (row.deadline_key === null) return;
    if (row.status === 'closed') tables.delete(deadlines.name, row.deadline_key);
    else tables.put(deadlines.name, { deadline_key: row.deadline_key, owed: row });
  };
  const withdraw = (tables: ProjectionTables, key: string): void => {
    const held = tables.get(deadlines.name, key)?.owed as OwedRow | undefined;
    if (held) change(tables, { ...held, status: 'closed' });
  };

  return {
    owed,
    tables: [owed, deadlines],
    deadlineKey,
    keysOf: ({ command_id, deadline_key }) => [
      { table: owed.name, key: command_id },
      ...(deadline_key === null ? [] : [deadlineKey(deadline_key)]),
    ],
    get: (tables, commandId) => tables.get(owed.name, commandId) as OwedRow | undefined,
    open(tables, row) {
      if (row.deadline_key !== null) withdraw(tables, row.deadline_key);
      change(tables, row);
    },
    change,
    withdraw,
    writtenIn: (changes) =>
      changes.flatMap(({ table, puts }) => (table.name === owed.name ? (puts as readonly OwedRow[]) : [])),
  };
};
