import type { Bilingual } from '#libs/kernel/decider';
import type { NoteProblem, RowProblem } from './row-problem.ts';

/** Orders that the data has not shipped, in one state. */
export interface OpenOrders {
  /** State of the region `fulfilment`, such as `allocating.dateToPropose`. */
  readonly state: string;
  readonly label: Bilingual;
  /** The orders' numbers in the data. */
  readonly orders: readonly string[];
}

/** What an import did. Counts of orders are of this file, whether this run or an earlier one took the step. */
export interface ImportReport {
  readonly source: string;
  readonly dryRun: boolean;
  readonly items: { readonly read: number; readonly registered: number; readonly receipts: number };
  readonly orders: {
    readonly read: number;
    readonly lines: number;
    /** Not received, for what `problems` say. */
    readonly refused: number;
    readonly received: number;
    /** Of those received, how many an earlier import had received. */
    readonly knownBefore: number;
    readonly confirmed: number;
    readonly registered: number;
    readonly shipped: number;
  };
  readonly open: readonly OpenOrders[];
  readonly rowsRefused: number;
  readonly problems: readonly RowProblem[];
  /** Problems beyond those listed. */
  readonly problemsNotListed: number;
  readonly durationMs: number;
}

export type OrderStep = 'received' | 'knownBefore' | 'confirmed' | 'registered' | 'shipped';

/** A report in the making. */
export interface ReportDraft {
  readonly noteProblem: NoteProblem;
  orderRead(lines: number): void;
  orderRefused(): void;
  orderTook(step: OrderStep): void;
  itemRead(): void;
  itemRegistered(): void;
  goodsReceived(): void;
  finish(open: readonly OpenOrders[]): ImportReport;
}

/** More problems than this tell a person nothing new, and would fill the memory. */
const MAX_PROBLEMS = 100_000;

export const draftReport = (source: string, dryRun: boolean): ReportDraft => {
  const begun = performance.now();
  const problems: RowProblem[] = [];
  const rows = new Set<string>();
  const items = { read: 0, registered: 0, receipts: 0 };
  const orders = {
    read: 0,
    lines: 0,
    refused: 0,
    received: 0,
    knownBefore: 0,
    confirmed: 0,
    registered: 0,
    shipped: 0,
  };
  let problemsNotListed = 0;
  return {
    noteProblem(problem) {
      if (problems.length >= MAX_PROBLEMS) problemsNotListed += 1;
      else {
        problems.push(problem);
        rows.add(`${problem.file}:${problem.line}`);
      }
    },
    orderRead(lines) {
      orders.read += 1;
      orders.lines += lines;
    },
    orderRefused: () => void (orders.refused += 1),
    orderTook: (step) => void (orders[step] += 1),
    itemRead: () => void (items.read += 1),
    itemRegistered: () => void (items.registered += 1),
    goodsReceived: () => void (items.receipts += 1),
    finish: (open) => ({
      source,
      dryRun,
      items,
      orders,
      open,
      rowsRefused: rows.size + problemsNotListed,
      problems,
      problemsNotListed,
      durationMs: Math.round(performance.now() - begun),
    }),
  };
};

const quoted = (cell: string | number): string => `"${String(cell).replaceAll('"', '""')}"`;

/** The problems as CSV (RFC 4180) with a byte order mark, so that spreadsheet programs take it for UTF-8. */
export const problemsAsCsv = ({ problems }: ImportReport): string => {
  const header = ['file', 'line', 'order', 'field', 'code', 'message'];
  const rows = problems.map(({ file, line, order = '', field = '', code, message }) => [
    file,
    line,
    order,
    field,
    code,
    message,
  ]);
  return `\ufeff${[header, ...rows].map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`;
};

/** The report for a person, line by line. */
export const reportLines = (report: ImportReport): readonly string[] => {
  const { items, orders, open, problems } = report;
  const count = (label: string, value: number): string => `  ${label.padEnd(34)}${String(value).padStart(9)}`;
  return [
    report.dryRun ? `${report.source}: validated, nothing was written` : `${report.source}: imported`,
    count('items read', items.read),
    count('orders read', orders.read),
    count('order lines read', orders.lines),
    ...(report.dryRun
      ? []
      : [
          count('orders received', orders.received),
          count('  of those known from before', orders.knownBefore),
          count('orders confirmed', orders.confirmed),
          count('orders registered', orders.registered),
          count('orders shipped', orders.shipped),
          count('receipts their shipments needed', items.receipts),
          ...open.map(({ state, label, orders: numbers }) => count(`open: ${label.en} (${state})`, numbers.length)),
        ]),
    count('orders refused', orders.refused),
    count('rows refused', report.rowsRefused),
    ...problems.slice(0, SHOWN_PROBLEMS).map(problemLine),
    ...(problems.length > SHOWN_PROBLEMS
      ? [`  … ${problems.length - SHOWN_PROBLEMS} more; --report writes them all`]
      : []),
  ];
};

const SHOWN_PROBLEMS = 20;

const problemLine = ({ file, line, order, field, message }: RowProblem): string =>
  `  ${file}:${line}${order === undefined ? '' : ` order ${order}`}${field === undefined ? '' : ` ${field}`}: ${message}`;
