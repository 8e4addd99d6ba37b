import type { ColumnDataType, RawBuilder, Transaction } from 'kysely';
import type { TableDefinition } from '#libs/kernel/projection';
import type { BuildStatus } from '#libs/kernel/projections/projection-store';

/** One row per physical copy of a projection's tables. */
export interface ProjectionBuildsTable {
  projection: string;
  version: number;
  number: number;
  /** 1 where the plain names show this build. */
  live: number;
  /** The checkpoint. */
  position: string;
  status: BuildStatus;
  /** JSON of a `ProjectionFailure`. */
  failure: string | null;
  /** JSON array of the definitions of its tables; of builds that the first version made, only the names. */
  tables: string;
  updated_at: string;
}

/** Facts that a person told a projection to pass over. */
export interface SkippedFactsTable {
  projection: string;
  version: number;
  event_id: string;
  position: string;
  stream: string;
  type: string;
  error: string;
  reason: string;
  skipped_at: string;
}

export interface LeasesTable {
  name: string;
  holder: string;
  /** Milliseconds since 1970. */
  expires_at: number;
}

/** One row: which event store the rows come from. */
export interface SourceTable {
  event_store_id: string;
}

/** What the read database keeps about itself, beside the read models. */
export interface BookkeepingTables {
  projection_builds: ProjectionBuildsTable;
  skipped_facts: SkippedFactsTable;
  projection_leases: LeasesTable;
  projection_source: SourceTable;
}

/** How the database calls text that is compared by its bytes. */
type TextType = ColumnDataType | RawBuilder<unknown>;
type Migration = (transaction: Transaction<BookkeepingTables>, text: TextType) => Promise<void>;

/** The tables as the first version had them. */
const createBookkeeping: Migration = async ({ schema }, text) => {
  await schema
    .createTable('projection_builds')
    .addColumn('projection', text, (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('live', 'integer', (column) => column.notNull())
    .addColumn('position', text, (column) => column.notNull())
    .addColumn('status', text, (column) => column.notNull())
    .addColumn('failure', text)
    .addColumn('tables', text, (column) => column.notNull())
    .addColumn('updated_at', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('projection_builds_key', ['projection', 'number'])
    .execute();
  await schema
    .createTable('skipped_facts')
    .addColumn('projection', text, (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('event_id', text, (column) => column.notNull())
    .addColumn('position', text, (column) => column.notNull())
    .addColumn('stream', text, (column) => column.notNull())
    .addColumn('type', text, (column) => column.notNull())
    .addColumn('error', text, (column) => column.notNull())
    .addColumn('reason', text, (column) => column.notNull())
    .addColumn('skipped_at', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('skipped_facts_key', ['projection', 'version', 'event_id'])
    .execute();
  await schema
    .createTable('projection_leases')
    .addColumn('name', text, (column) => column.primaryKey())
    .addColumn('holder', text, (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('projection_source')
    .addColumn('event_store_id', text, (column) => column.primaryKey())
    .execute();
};

/** A build knows its tables' definitions, from which views for analysts are made. */
const keepDefinitions: Migration = async (transaction) => {
  const builds = await transaction.selectFrom('projection_builds').select(['projection', 'number', 'tables']).execute();
  for (const { projection, number, tables } of builds) {
    const names = JSON.parse(tables) as string[];
    const definitions = names.map((name): TableDefinition => ({ name, comment: '', key: '', columns: {} }));
    await transaction
      .updateTable('projection_builds')
      .set({ tables: JSON.stringify(definitions) })
      .where('projection', '=', projection)
      .where('number', '=', number)
      .execute();
  }
};

/** What leads from each version of the bookkeeping to the next, from an empty database on. Only ever added to. */
export const MIGRATIONS: readonly Migration[] = [createBookkeeping, keepDefinitions];
