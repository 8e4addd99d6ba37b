import type { Kysely, Transaction } from 'kysely';
import type { Json } from '#libs/kernel/json';
import type { ColumnType } from '#libs/kernel/projection';
import type { BookkeepingTables } from './bookkeeping.ts';

/** A value as the database's driver takes and gives it. */
export type StoredValue = string | number | boolean | null;
export type StoredRow = Readonly<Record<string, StoredValue>>;

/** What differs between the databases that read models can live in; everything else is written once, with Kysely. */
export interface DatabaseDialect {
  /** What error messages call the database: the file's path. */
  readonly location: string;
  /** For rows and bookkeeping. Its transactions take the write lock when they begin. */
  readonly writer: Kysely<BookkeepingTables>;
  /** For queries; sees only what was committed, and waits for no batch. */
  readonly reader: Kysely<object>;
  /** At most this many parameters in one statement. */
  readonly maxParameters: number;
  readonly columnTypes: Readonly<Record<ColumnType, 'text' | 'integer' | 'boolean' | 'jsonb' | 'bigint'>>;
  toStored(type: ColumnType, value: Json): StoredValue;
  toJson(type: ColumnType, value: StoredValue): Json;
  /** The version of the bookkeeping that the database holds; 0 for an empty one. Throws `ReadDatabaseError` for another program's. */
  schemaVersion(transaction: Transaction<BookkeepingTables>): Promise<number>;
  markSchemaVersion(transaction: Transaction<BookkeepingTables>, version: number): Promise<void>;
  /** True where another process holds the lock, and the transaction may be tried again as it is. */
  isBusy(error: unknown): boolean;
  /** A `ReadDatabaseError` for what the driver threw about the database itself; anything else as it came. */
  explain(error: unknown): unknown;
  close(): Promise<void>;
}
