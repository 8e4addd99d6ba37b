import type { ColumnDataType, Kysely, RawBuilder, Transaction } from 'kysely';
import type { Json } from '#libs/kernel/json';
import type { ColumnType, Row, TableDefinition } from '#libs/kernel/projection';
import type { Build } from '#libs/kernel/projections/projection-store';
import type { BookkeepingTables } from './bookkeeping.ts';

/** A value as the database's driver takes and gives it. */
export type StoredValue = string | number | boolean | null;
export type StoredRow = Readonly<Record<string, StoredValue>>;

/** Whatever runs a query: the database or a transaction of it. */
export type Executor = Pick<Kysely<never>, 'executeQuery'>;

/** Reads, upserts and deletes many rows of one physical table with few statements. */
export interface BulkRows {
  read(executor: Executor, keys: readonly string[]): Promise<Map<string, Row>>;
  upsert(executor: Executor, rows: readonly Row[]): Promise<void>;
  delete(executor: Executor, keys: readonly string[]): Promise<void>;
}

/** The tables whose plain names are to show a build. */
export interface ShownTables {
  readonly shown: readonly TableDefinition[];
  /** Names that show another build now. */
  readonly before: readonly string[];
}

/** `fromTheLog`: what is written can be had from the log again, so that a machine without power may lose it, checkpoint and all. */
export type Durability = 'durable' | 'fromTheLog';

/** What differs between the databases that read models can live in; everything else is written once, with Kysely. */
export interface DatabaseDialect {
  /** What error messages call the database: the file's path, or the server's address without credentials. */
  readonly location: string;
  /** What to do with a database that cannot be used, as an imperative: `point JUCHU_READ_DATABASE at another file, or delete this one`. */
  readonly beginAnew: string;
  /** For rows and bookkeeping. */
  readonly writer: Kysely<BookkeepingTables>;
  /** For queries and for looks at the bookkeeping; cannot write, sees only what was committed, and waits for no batch. */
  readonly reader: Kysely<object>;
  readonly columnTypes: Readonly<Record<ColumnType, ColumnDataType | RawBuilder<unknown>>>;
  toStored(type: ColumnType, value: Json): StoredValue;
  toJson(type: ColumnType, value: StoredValue): Json;
  bulkRows(physical: string, table: TableDefinition): BulkRows;
  /** Milliseconds since 1970, by a clock that all programs on this database share. */
  now(): RawBuilder<number>;
  /** Keeps other writers of a projection (of what belongs to none: '') out until the transaction ends. The first step of each. */
  lock(transaction: Transaction<BookkeepingTables>, subject: string, durability: Durability): Promise<void>;
  /** Makes the plain names show the tables of `build`; names that only the build before had disappear. */
  show(transaction: Transaction<BookkeepingTables>, build: Build, tables: ShownTables): Promise<void>;
  /** The version of the bookkeeping that the database holds; 0 for an empty one. Keeps other programs from changing it until the transaction ends. */
  schemaVersion(transaction: Transaction<BookkeepingTables>): Promise<number>;
  markSchemaVersion(transaction: Transaction<BookkeepingTables>, version: number): Promise<void>;
  /** After the bookkeeping is up to date: what people need beside it. Says what it had to leave out, and how to get it. */
  welcomeAnalysts(): Promise<readonly string[]>;
  /** True where another process holds the lock, and the transaction may be tried again as it is. */
  isBusy(error: unknown): boolean;
  /** A `ReadDatabaseError` for what the driver threw about the database itself; anything else as it came. */
  explain(error: unknown): unknown;
  close(): Promise<void>;
}
