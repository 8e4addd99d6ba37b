import type { Position } from '../event-store.ts';
import type { Json } from '../json.ts';
import type { Row, TableDefinition } from '../projection.ts';

/** What a store needs to know of a projection to give it tables. */
export interface ProjectionShape {
  readonly name: string;
  readonly version: number;
  readonly tables: readonly TableDefinition[];
}

/** One physical copy of a projection's tables. A projection has one that queries read, and another while it is rebuilt. */
export interface Build {
  readonly projection: string;
  readonly version: number;
  /** Counts the builds of one projection from 1. */
  readonly number: number;
}

/** The fact that stopped a projection, and why. */
export interface ProjectionFailure {
  readonly eventId: string;
  readonly position: Position;
  readonly stream: string;
  readonly type: string;
  readonly error: string;
}

/** `rebuilding`: has not yet been at the log's end. `stopped`: waits at the fact before the failure for `retry` or `skip`. */
export type BuildStatus = 'running' | 'rebuilding' | 'stopped';

export interface BuildState extends Build {
  /** Queries read it by the tables' plain names. */
  readonly live: boolean;
  /** Its checkpoint: every fact up to here is in its rows. */
  readonly position: Position;
  readonly status: BuildStatus;
  readonly failure: ProjectionFailure | null;
  /** When status or position last changed, on the real clock. */
  readonly updatedAt: string;
}

/** Rows of one table to write; no key is in it twice. */
export interface TableChanges {
  readonly table: TableDefinition;
  readonly puts: readonly Row[];
  readonly deletes: readonly string[];
}

/** The rows of some facts and the step of the checkpoint that goes with them. */
export interface ProjectionBatch {
  /** Where the checkpoint has to be for the batch to count. */
  readonly from: Position;
  readonly to: Position;
  readonly changes: readonly TableChanges[];
}

/** A fact that a person told a projection to pass over. */
export interface SkippedFact extends ProjectionFailure {
  readonly version: number;
  readonly reason: string;
  readonly skippedAt: string;
}

/** The lowest rows in an order, among those with one value in a column. */
export interface LowestRows {
  readonly column: string;
  readonly value: Json;
  /** Lowest first by these columns. Rows that are null in the first are left out; it should be indexed after `column`. */
  readonly by: readonly [string, ...string[]];
  /** The highest value that the first of them may have; that one belongs to the rows. */
  readonly upTo?: Json;
  readonly limit: number;
}

/**
 * The port: what the kernel needs from a read database. One contract suite runs on every adapter.
 * Every method that writes is one transaction.
 */
export interface ProjectionStore {
  /** Ties the database to one log for ever, since positions mean nothing elsewhere. Throws where it is tied to another. */
  bindTo(logId: string): Promise<void>;

  /** All builds of all projections, in the order of names and numbers. */
  builds(): Promise<readonly BuildState[]>;
  /** Undefined where the build has been swapped out or dropped. */
  findBuild(build: Build): Promise<BuildState | undefined>;
  /** Makes empty tables at `START`; live at once where the projection has no live build, so that its plain names can be read. */
  createBuild(projection: ProjectionShape): Promise<BuildState>;
  /**
   * Swaps the plain names to this build and drops the older ones, in one transaction; for the live build, notes that it is running.
   * False, and nothing done, where the live build is further on in the log: catch up and ask again.
   */
  goLive(build: Build): Promise<boolean>;
  /** Drops a build that is not live, with its tables; nothing where it is gone. */
  dropBuild(build: Build): Promise<void>;

  /** The rows that exist among these keys, by key. */
  readRows(build: Build, table: TableDefinition, keys: readonly string[]): Promise<ReadonlyMap<string, Row>>;
  /** All rows with this value in this column, which should be indexed. */
  findRows(build: Build, table: TableDefinition, column: string, value: Json): Promise<readonly Row[]>;
  /** At most `limit` rows, in order: what is not asked for is not read. */
  lowestRows(build: Build, table: TableDefinition, wanted: LowestRows): Promise<readonly Row[]>;
  /** How many rows there are with each of these values in this text column, which should be indexed: other rows are not looked at. */
  countRows(
    build: Build,
    table: TableDefinition,
    column: string,
    values: readonly string[],
  ): Promise<Readonly<Record<string, number>>>;
  /** Writes rows and moves the checkpoint, all or nothing. Throws `CheckpointMoved` where the checkpoint is not at `from`. */
  commit(build: Build, batch: ProjectionBatch): Promise<void>;

  /** Marks the build as stopped at a fact. */
  stop(build: Build, failure: ProjectionFailure): Promise<void>;
  /** Lets a stopped build go on from its checkpoint. */
  resume(build: Build): Promise<void>;
  /** Records that the fact which stopped the build is passed over, and lets the build go on. Nothing where it is not stopped. */
  skip(build: Build, reason: string): Promise<void>;
  /** Facts that were passed over by any version of the projection. */
  skipped(projection: string): Promise<readonly SkippedFact[]>;

  /** Takes or renews a lease; false while another holder has it. Nobody needs it to be correct: it saves two processes the same work. */
  acquireLease(name: string, holder: string, leaseMs: number): Promise<boolean>;
  /** Gives the lease up at once; nothing where the holder does not have it. */
  releaseLease(name: string, holder: string): Promise<void>;
}

/** Read models know facts that the log does not have: the log is older than they are, as after a restore. */
export class CheckpointBeyondLog extends Error {
  constructor(projection: string, position: string, head: string) {
    super(
      `${projection} is at ${position}, beyond the end of the log (${head === '' ? 'which is empty' : head}): the log is older than the read models; delete the read database and let it be rebuilt`,
    );
    this.name = 'CheckpointBeyondLog';
  }
}

/** Another writer moved the checkpoint, or swapped the build out: nothing was written; read the checkpoint again. */
export class CheckpointMoved extends Error {
  readonly build: Build;
  readonly expected: Position;
  /** Undefined where the build is gone. */
  readonly actual: Position | undefined;
  constructor(build: Build, expected: Position, actual: Position | undefined) {
    super(
      `the checkpoint of ${build.projection} (build ${build.number}) is ${actual === undefined ? 'gone' : `at "${actual}"`}, not at "${expected}"`,
    );
    this.name = 'CheckpointMoved';
    this.build = build;
    this.expected = expected;
    this.actual = actual;
  }
}
