import type { Refusal } from '../decider.ts';
import { commandIdOfProcess } from '../log/event-identity.ts';
import { categoryOf, streamName, type RecordedFact } from '../fact.ts';
import type { JsonObject } from '../json.ts';
import { owedRows, TABLE_CHANGES, type OwedRow } from './owed-rows.ts';
import { NO_NOTES, notesTable } from './process-notes.ts';
import type { OwedCommand, Process, ProcessNotes } from '../process.ts';
import type { Projection, RowKey } from '../projection.ts';

/** A process as a projection of what is owed: facts open rows, and the facts that the commands led to close them. */
export const owedCommands = (process: Process): Projection => {
  const rows = owedRows(process);
  const notes = process.notes && notesTable(process);
  const isAnswer = ({ metadata: { actor } }: RecordedFact) => actor.via === 'process' && actor.id === process.name;
  const looksAt = ({ stream }: RecordedFact) => process.categories.includes(categoryOf(stream));
  const withdrawnBy = (fact: RecordedFact, known: ProcessNotes) => process.withdraws?.(fact, known) ?? [];
  const keysSetBy = (fact: RecordedFact) => process.react(fact, NO_NOTES).flatMap(({ due }) => (due ? [due.key] : []));
  const keysOfNote = (key: string): readonly RowKey[] => [...(notes ? [notes.keyOf(key)] : []), rows.deadlineKey(key)];
  /** What of its own a fact concerns. What a process that takes notes does cannot be known before they are read. */
  const keysAt = (fact: RecordedFact): readonly RowKey[] => {
    if (!notes) return [...withdrawnBy(fact, NO_NOTES), ...keysSetBy(fact)].map(rows.deadlineKey);
    return (process.notes?.(fact) ?? []).flatMap(keysOfNote);
  };
  return {
    name: process.name,
    version: process.version + TABLE_CHANGES,
    // The answer to a command stands in the stream it went to.
    categories: process.sendsTo ? [...new Set([...process.categories, ...process.sendsTo])] : 'all',
    tables: notes ? [...rows.tables, notes.table] : rows.tables,
    ...(process.remadeBy ? { remadeBy: process.remadeBy } : {}),
    touches: (fact) => [
      ...(isAnswer(fact) ? [{ table: rows.owed.name, key: fact.metadata.commandId }] : []),
      ...(looksAt(fact) ? keysAt(fact) : []),
    ],
    ...(notes && process.notesThen
      ? {
          touchesThen: (tables, fact) =>
            looksAt(fact) ? (process.notesThen?.(fact, notes.within(tables)) ?? []).flatMap(keysOfNote) : [],
        }
      : {}),
    apply(tables, fact) {
      const answered = isAnswer(fact) ? rows.get(tables, fact.metadata.commandId) : undefined;
      if (answered && answered.status !== 'closed') rows.change(tables, { ...answered, status: 'closed' });
      if (!looksAt(fact)) return;
      const known = notes ? notes.within(tables) : NO_NOTES;
      for (const key of withdrawnBy(fact, known)) rows.withdraw(tables, key);
      const cause = { causeId: fact.id, position: fact.position, correlationId: fact.metadata.correlationId };
      for (const row of rowsOf(process, fact.id, cause, process.react(fact, known))) rows.open(tables, row);
    },
  };
};

interface Cause {
  readonly causeId: string;
  readonly position: string;
  readonly correlationId: string;
}

/** @param origin what the ids are derived from: the causing event, or the refused command. */
const rowsOf = (
  process: Process,
  origin: string,
  { causeId, position, correlationId }: Cause,
  owed: readonly OwedCommand[],
): readonly OwedRow[] =>
  owed.map(({ category, id, command, due }, place) => ({
    command_id: commandIdOfProcess(process.name, origin, streamName(category, id), command.type, place),
    cause_id: causeId,
    cause_position: position,
    place,
    correlation_id: correlationId,
    category,
    target_id: id,
    command: { type: command.type, data: command.data as JsonObject },
    due_at: due ? comparable(due.at) : null,
    deadline_key: due?.key ?? null,
    status: due ? 'waiting' : 'open',
    attempts: 0,
    refusal: null,
    problem: null,
  }));

/** RFC 3339, section 5.6. Without an offset it would be another instant on another machine. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i;
const LAST_INSTANT = Date.UTC(10_000, 0) - 1;

/** The instant in UTC with milliseconds, so that text order is time order; at most the last one of the year 9999. Throws where it is none. */
export const comparable = (instant: string): string => {
  const time = INSTANT.test(instant) ? new Date(instant).getTime() : Number.NaN;
  if (Number.isNaN(time)) throw new RangeError(`"${instant}" is no instant that something can be due at`);
  return new Date(Math.min(time, LAST_INSTANT)).toISOString();
};

/** Rows for the commands that a refusal leads to; the same ones whenever the same command is refused. */
export const rowsAfterRefusal = (
  process: Process,
  refused: OwedRow,
  further: readonly OwedCommand[],
): readonly OwedRow[] =>
  rowsOf(
    process,
    refused.command_id,
    { causeId: refused.cause_id, position: refused.cause_position, correlationId: refused.correlation_id },
    further,
  );

export const owedCommandOf = ({ category, target_id, command, due_at, deadline_key }: OwedRow): OwedCommand => ({
  category,
  id: target_id,
  command,
  ...(due_at === null || deadline_key === null ? {} : { due: { at: due_at, key: deadline_key } }),
});

export const refusalAsJson = ({ refused, code, message, field }: Refusal): JsonObject => ({
  refused,
  code,
  message: { ja: message.ja, en: message.en },
  ...(field === undefined ? {} : { field }),
});

/** The order in which commands go to one stream: what happened before what only time makes due, the one in causing order, the other in due order. */
export const bySending = (a: OwedRow, b: OwedRow): number => {
  const [dueA, dueB] = [a.due_at ?? '', b.due_at ?? ''];
  if (dueA !== dueB) return dueA < dueB ? -1 : 1;
  if (a.cause_position !== b.cause_position) return a.cause_position < b.cause_position ? -1 : 1;
  return a.place - b.place;
};
