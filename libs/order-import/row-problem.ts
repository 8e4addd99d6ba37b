import type { RowPlace } from './csv-rows.ts';

/** Why a row, and with it its order or item, was refused. */
export interface RowProblem extends RowPlace {
  /** The order's own number, where the row has one. */
  readonly order?: string;
  /** The column, or the member of the command, that it is about. */
  readonly field?: string;
  /** Stable, kebab-case. */
  readonly code: string;
  /** What is wrong and what to do, for the clerk who mends the file. */
  readonly message: string;
}

/** Takes problems as they are found. */
export type NoteProblem = (problem: RowProblem) => void;
