import type { Transaction } from 'kysely';
import type { Position } from '#libs/kernel/event-store';
import type { Json } from '#libs/kernel/json';
import type { Row, TableDefinition } from '#libs/kernel/projection';
import { CheckpointMoved, type Build, type ProjectionStore } from '#libs/kernel/projections/projection-store';
import { buildLedger } from './build-ledger.ts';
import type { BookkeepingTables } from './bookkeeping.ts';
import { physicalTable } from './build-tables.ts';
import type { BulkRows, DatabaseDialect, StoredRow } from './database-dialect.ts';
import { leasesIn } from './leases.ts';
import { ReadDatabaseError } from './read-database-error.ts';
import { toRow } from './stored-rows.ts';
import { explained, exclusiveTransaction } from './write-transaction.ts';

/** The kernel's port over a database. */
export const createProjectionStore = (dialect: DatabaseDialect): ProjectionStore => {
  const bulkRows = new Map<string, BulkRows>();
  const bulk = (build: Build, table: TableDefinition): BulkRows => {
    const physical = physicalTable(table.name, build);
    const known = bulkRows.get(physical) ?? dialect.bulkRows(physical, table);
    bulkRows.set(physical, known);
    return known;
  };
  const rowsOf = () => dialect.reader.$extendTables<Record<string, StoredRow>>();

  return {
    ...buildLedger(dialect),
    ...leasesIn(dialect),

    bindTo: (eventStoreId) =>
      exclusiveTransaction(dialect, '', 'durable', (transaction) => bind(dialect, transaction, eventStoreId)),

    readRows: (build, table, keys) => explained(dialect, () => bulk(build, table).read(dialect.writer, keys)),

    findRows: (build, table, column, value) =>
      explained(dialect, async () => {
        const stored = await rowsOf()
          .selectFrom(physicalTable(table.name, build))
          .selectAll()
          .where(column, '=', dialect.toStored(table.columns[column]?.type ?? 'text', value))
          .execute();
        return stored.map((row): Row => toRow(dialect, table, row));
      }),

    lowestRows: (build, table, { column, value, by, upTo, limit }) =>
      explained(dialect, async () => {
        const stored = (name: string, given: Json) => dialect.toStored(table.columns[name]?.type ?? 'text', given);
        let query = rowsOf()
          .selectFrom(physicalTable(table.name, build))
          .selectAll()
          .where(column, '=', stored(column, value))
          .where(by[0], 'is not', null);
        if (upTo !== undefined) query = query.where(by[0], '<=', stored(by[0], upTo));
        for (const name of by) query = query.orderBy(name);
        const rows = await query.limit(limit).execute();
        return rows.map((row): Row => toRow(dialect, table, row));
      }),

    countRows: (build, table, column, values) =>
      explained(dialect, async () => {
        const counts = await rowsOf()
          .selectFrom(physicalTable(table.name, build))
          .select((eb) => [eb.ref(column).as('value'), eb.fn.countAll().as('count')])
          .where(column, 'in', [...values])
          .groupBy(column)
          .execute();
        return Object.fromEntries(counts.map(({ value, count }) => [String(value), Number(count)]));
      }),

    commit: (build, { from, to, changes }) =>
      exclusiveTransaction(dialect, build.projection, 'fromTheLog', async (transaction) => {
        await moveCheckpoint(transaction, build, from, to);
        for (const { table, puts, deletes } of changes) {
          await bulk(build, table).delete(transaction, deletes);
          await bulk(build, table).upsert(transaction, puts);
        }
      }),
  };
};

/** First in the transaction, so that of two writers at one checkpoint the second waits here and then finds it moved. */
const moveCheckpoint = async (
  transaction: Transaction<BookkeepingTables>,
  build: Build,
  from: Position,
  to: Position,
): Promise<void> => {
  const { numUpdatedRows } = await transaction
    .updateTable('projection_builds')
    .set({ position: to, updated_at: new Date().toISOString() })
    .where('projection', '=', build.projection)
    .where('number', '=', build.number)
    .where('position', '=', from)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 1n) return;
  const actual = await transaction
    .selectFrom('projection_builds')
    .select('position')
    .where('projection', '=', build.projection)
    .where('number', '=', build.number)
    .executeTakeFirst();
  throw new CheckpointMoved(build, from, actual?.position);
};

const bind = async (
  dialect: DatabaseDialect,
  transaction: Transaction<BookkeepingTables>,
  eventStoreId: string,
): Promise<void> => {
  const bound = await transaction.selectFrom('projection_source').select('event_store_id').executeTakeFirst();
  if (!bound) await transaction.insertInto('projection_source').values({ event_store_id: eventStoreId }).execute();
  else if (bound.event_store_id !== eventStoreId)
    throw new ReadDatabaseError(
      'otherEventStore',
      `${dialect.location} was filled from another event store: ${dialect.beginAnew}`,
    );
};
