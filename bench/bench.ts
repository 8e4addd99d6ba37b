/** One line of a benchmark's table: what was measured, and the figures by column. */
export interface BenchRow {
  readonly what: string;
  readonly figures: Readonly<Record<string, string | number>>;
}

export interface BenchResult {
  readonly rows: readonly BenchRow[];
  /** How the store was set, such as its pragmas: figures without it mean nothing. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** What was counted afterwards to be sure that the work was done; expected and found are equal, or the benchmark fails. */
  readonly verified: readonly { readonly what: string; readonly expected: number; readonly found: number }[];
  /** What the figures say, in a sentence each. */
  readonly remarks?: readonly string[];
}

export interface BenchOptions {
  /** A few seconds instead of a careful measurement. */
  readonly quick: boolean;
  /** An empty folder for files; removed afterwards. */
  readonly folder: string;
}

export interface Bench {
  /** Names the result file. */
  readonly name: string;
  readonly title: string;
  run(options: BenchOptions): Promise<BenchResult>;
}
