import type { CalendarDate } from '#state-machines/vocabulary/dates';
import { itemCommands, orderSteps, type ImportCommand } from './import-commands.ts';
import type { ImportInput } from './import-input.ts';
import type { ImportPorts } from './import-ports.ts';
import type { ReportDraft } from './import-report.ts';
import type { ItemDraft, OrderDraft } from './order-draft.ts';
import { orderReader } from './order-reading.ts';
import { readOrderRows } from './order-rows.ts';
import { readReferences, type References } from './reference-files.ts';
import type { RowProblem } from './row-problem.ts';

export interface ImportReading {
  readonly input: ImportInput;
  /** The last day that has happened; undefined in a simulation, which has its own time. */
  readonly lastDay: CalendarDate | undefined;
  /** Told how much was read, in bytes. */
  readonly onRead: (done: number) => void;
}

/** What an input holds that is in order; the rest is in the report. */
export interface SoundInput {
  readonly items: readonly ItemDraft[];
  /** Read from the files as they are asked for. */
  readonly orders: AsyncIterable<OrderDraft>;
}

/** Reads an input and sorts out what cannot be imported. Throws `ImportInputError` where the input as a whole cannot be read. */
export const readImport = async (
  reading: ImportReading,
  check: ImportPorts['check'],
  report: ReportDraft,
): Promise<SoundInput> => {
  const { input } = reading;
  const { source } = input.mapping;
  const read = bytesRead(reading);
  const references = await readReferences(input, report.noteProblem, read);
  const items = [...(references.items?.values() ?? [])].filter((item) => {
    report.itemRead();
    const problems = itemCommands(source, item).flatMap((command) => problemsOf(command, check, item.place));
    problems.forEach(report.noteProblem);
    return problems.length === 0;
  });
  const known = references.items && new Map(items.map((item) => [item.sku, item]));
  return { items, orders: soundOrders(reading, { ...references, items: known }, check, report, read) };
};

const bytesRead = ({ onRead }: ImportReading): ((bytes: number) => void) => {
  let done = 0;
  return (bytes) => onRead((done += bytes));
};

async function* soundOrders(
  { input, lastDay }: ImportReading,
  references: References,
  check: ImportPorts['check'],
  report: ReportDraft,
  onBytes: (bytes: number) => void,
): AsyncGenerator<OrderDraft> {
  const { mapping } = input;
  const readOrder = orderReader(mapping, references, lastDay);
  for await (const rows of readOrderRows(input, report.noteProblem, onBytes)) {
    report.orderRead(rows.lines.length);
    const read = readOrder(rows);
    const problems =
      'draft' in read
        ? problemsOf(orderSteps(mapping.source, read.draft).receive, check, read.draft.place, rows.number)
        : read.problems;
    problems.forEach(report.noteProblem);
    if ('draft' in read && problems.length === 0) yield read.draft;
    else report.orderRefused();
  }
}

/** What breaks the rules that every command of this kind is under, through whichever door it comes. */
const problemsOf = (
  { collection, command }: ImportCommand,
  check: ImportPorts['check'],
  { file, line }: { readonly file: string; readonly line: number },
  order?: string,
): readonly RowProblem[] =>
  check(collection, command).map(({ field, message }) => ({
    file,
    line,
    ...(order === undefined ? {} : { order }),
    field,
    code: 'invalid',
    message,
  }));
