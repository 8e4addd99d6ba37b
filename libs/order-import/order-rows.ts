import type { CsvRow } from './csv-rows.ts';
import { ImportInputError } from './import-input-error.ts';
import { sectionRows, type ImportInput, type OnBytes } from './import-input.ts';
import { linesAreApart } from './mapping.ts';
import type { NoteProblem } from './row-problem.ts';

/** The rows of one order. */
export interface OrderRows {
  readonly number: string;
  /** The row that describes the order; the first of its lines where they are in one file. */
  readonly header: CsvRow;
  readonly lines: readonly CsvRow[];
}

/** So many rows may wait for their order, or for the rest of its rows, in memory. */
const MAX_WAITING_ROWS = 500_000;

/**
 * The orders in their file's order, each with its lines. Files are read twice: first to count the rows of each order, so that an order is complete
 * as soon as its last line was met; then row by row, keeping only the rows of unfinished orders. Numbers are remembered, rows are not.
 * Throws `ImportInputError` where lines lie so far from their orders that too many would have to wait.
 */
export async function* readOrderRows(
  input: ImportInput,
  noteProblem: NoteProblem,
  onBytes: OnBytes,
): AsyncGenerator<OrderRows> {
  const { mapping } = input;
  const headers = await rowsPerNumber(sectionRows(input, 'orders', onBytes), mapping.orders.number);
  if (!linesAreApart(mapping)) {
    const rows = sectionRows(input, 'orders', onBytes);
    for await (const [number, lines] of completedGroups(rows, mapping.orders.number, headers, noteProblem)) {
      const [header] = lines;
      if (header) yield { number, header, lines };
    }
    return;
  }
  const key = mapping.lines.order ?? '';
  const expected = await rowsPerNumber(sectionRows(input, 'lines', onBytes), key);
  const groups = completedGroups(sectionRows(input, 'lines', onBytes), key, expected, noteProblem);
  const waiting = new Map<string, readonly CsvRow[]>();
  let waitingRows = 0;
  const linesOf = async (number: string): Promise<readonly CsvRow[]> => {
    while (expected.has(number) && !waiting.has(number)) {
      const next = await groups.next();
      if (next.done) break;
      const [order, rows] = next.value;
      if (!headers.has(order)) noteUnknownOrder(rows, order, noteProblem);
      else {
        waiting.set(order, rows);
        waitingRows += rows.length;
      }
      refuseTooManyWaiting(waitingRows, key);
    }
    const lines = waiting.get(number) ?? [];
    waiting.delete(number);
    waitingRows -= lines.length;
    return lines;
  };
  for await (const header of sectionRows(input, 'orders', onBytes)) {
    const number = header.cell(mapping.orders.number);
    if (number === undefined) noteBlankNumber(header, mapping.orders.number, noteProblem);
    else if ((headers.get(number) ?? 0) > 1) noteRepeated(header, number, mapping.orders.number, noteProblem);
    else yield { number, header, lines: await linesOf(number) };
  }
  for await (const [order, rows] of groups) if (!headers.has(order)) noteUnknownOrder(rows, order, noteProblem);
}

const rowsPerNumber = async (rows: AsyncIterable<CsvRow>, key: string): Promise<ReadonlyMap<string, number>> => {
  const counts = new Map<string, number>();
  for await (const row of rows) {
    const number = row.cell(key);
    if (number !== undefined) counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  return counts;
};

/** Rows by order number, each group as soon as its last row was read. */
async function* completedGroups(
  rows: AsyncIterable<CsvRow>,
  key: string,
  expected: ReadonlyMap<string, number>,
  noteProblem: NoteProblem,
): AsyncGenerator<readonly [string, readonly CsvRow[]]> {
  const begun = new Map<string, CsvRow[]>();
  let waitingRows = 0;
  for await (const row of rows) {
    const number = row.cell(key);
    if (number === undefined) {
      noteBlankNumber(row, key, noteProblem);
      continue;
    }
    const group = begun.get(number) ?? [];
    group.push(row);
    if (group.length < (expected.get(number) ?? 0)) {
      begun.set(number, group);
      waitingRows += 1;
      refuseTooManyWaiting(waitingRows, key);
    } else {
      begun.delete(number);
      waitingRows -= group.length - 1;
      yield [number, group];
    }
  }
}

const refuseTooManyWaiting = (rows: number, key: string): void => {
  if (rows > MAX_WAITING_ROWS)
    throw new ImportInputError(
      `the rows of an order lie more than ${MAX_WAITING_ROWS.toLocaleString('en-US')} rows apart; sort the files by "${key}"`,
    );
};

const placeOf = ({ file, line }: CsvRow) => ({ file, line });

const noteBlankNumber = (row: CsvRow, field: string, noteProblem: NoteProblem): void =>
  noteProblem({ ...placeOf(row), field, code: 'blank', message: 'the row has no order number' });

const noteRepeated = (row: CsvRow, order: string, field: string, noteProblem: NoteProblem): void =>
  noteProblem({
    ...placeOf(row),
    order,
    field,
    code: 'duplicate-order',
    message: `order number "${order}" is used by several rows, none of which is taken; give each order its own`,
  });

const noteUnknownOrder = (rows: readonly CsvRow[], order: string, noteProblem: NoteProblem): void => {
  for (const row of rows)
    noteProblem({
      ...placeOf(row),
      order,
      code: 'unknown-order',
      message: `there is no order "${order}" in the orders' file`,
    });
};
