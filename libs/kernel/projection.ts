import type { Json } from './json.ts';
import type { RecordedFact } from './fact.ts';

/** Column types that every read database offers. `instant` and `date` are text; `json` is text or jsonb; `integer` is 64-bit and safe in a float. */
export type ColumnType = 'text' | 'integer' | 'boolean' | 'instant' | 'date' | 'json';

export interface ColumnDefinition {
  readonly type: ColumnType;
  readonly nullable?: boolean;
  /** What the column means, for analysts; becomes the column's comment where the database has such. */
  readonly comment: string;
  /** It may hold sealed values about a person: analysts do not see it. */
  readonly personal?: true;
  /** What the projection keeps for its own work: analysts do not see it. */
  readonly internal?: true;
}

export interface TableDefinition {
  readonly name: string;
  readonly comment: string;
  readonly columns: Readonly<Record<string, ColumnDefinition>>;
  /** The column that identifies a row. */
  readonly key: string;
  /** What the program keeps for its own work: analysts do not see the table. */
  readonly internal?: true;
  readonly indexes?: readonly (readonly string[])[];
}

/** A row: members are columns; absent nullable ones are null. */
export type Row = Readonly<Record<string, Json>>;

/** A row by its table and key. */
export interface RowKey {
  readonly table: string;
  readonly key: string;
}

/** The rows a projection works on, inside the transaction that also moves its checkpoint. Reads see what was written before. */
export interface ProjectionTables {
  /** The row, or undefined; only keys that `touches` named for this fact may be read. */
  get(table: string, key: string): Row | undefined;
  /** Inserts the row or replaces the one with its key. */
  put(table: string, row: Row): void;
  delete(table: string, key: string): void;
}

/** A fact that lets a projection begin anew. */
export interface RemakingFact {
  readonly type: string;
  when(fact: RecordedFact): boolean;
}

/** A read model as a plain reducer of facts. No clock, no randomness: a rebuild gives the same rows. */
export interface Projection {
  readonly name: string;
  /** Raised with every change of tables or reducer: the new version is built beside the old one and swapped in when it has caught up. */
  readonly version: number;
  /** Whose facts it sees. */
  readonly categories: readonly string[] | 'all';
  readonly tables: readonly TableDefinition[];
  /** At such a fact the live rows do not go on: they are built anew up to the log's end, and swapped. Absent: at none. */
  readonly remadeBy?: RemakingFact;
  /** Rows that `apply` will read for this fact, so that a batch can fetch them at once. */
  touches(fact: RecordedFact): readonly RowKey[];
  /** Further rows that `apply` will read for this fact, which only those that `touches` named point to. Absent: none. */
  touchesThen?(tables: ProjectionTables, fact: RecordedFact): readonly RowKey[];
  /** Throws for a fact it cannot handle, which stops this projection alone. */
  apply(tables: ProjectionTables, fact: RecordedFact): void;
}
